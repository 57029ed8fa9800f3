"""The file of a Paper, by its kind; what writes Word documents and calendars is loaded when first needed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import replace

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from icalendar import Calendar, Event

from bot.dates.date_words import describe_day
from bot.errors import BadQueryError
from bot.files.paper import FileKind, Paper, PaperDeadline, PaperRow, PaperSource, Standing
from bot.files.wording import (
    clean_line,
    describe_deadline,
    describe_row,
    describe_source,
    escape_xml,
    list_closing,
    list_parts,
)
from bot.model.ids import slug

# Footnotes of a Word document, which python-docx does not know: a part of their own, and references to them.
# Source: ECMA-376, part 1, 17.11 (footnotes and endnotes) and 11.3.7 (the footnotes part).

_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_NOTE_SIZE = 15
"""Half points."""
_FIRST_NOTE = 1
"""Ids -1 and 0 are the two lines above footnotes, which every document must have."""


class Footnotes:
    """Collects a document's footnotes; ``close`` puts them into it, once, when all are there."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._texts: list[str] = []

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a reference at the end of a paragraph, and keep its note."""
        self._texts.append(text)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._texts) - 1 + _FIRST_NOTE))
        run._r.append(reference)  # noqa: SLF001  python-docx has no other way to an element it does not know

    def close(self) -> None:
        """Write the part that holds the notes."""
        body = "".join(_build_footnote(number, text) for number, text in enumerate(self._texts, start=_FIRST_NOTE))
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:footnotes {nsdecls('w')}>"
            f"{_build_separator(-1, 'separator')}{_build_separator(0, 'continuationSeparator')}{body}</w:footnotes>"
        )
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml.encode("utf-8"), package)
        self._document.part.relate_to(part, _NOTES_RELATION)


def _build_separator(number: int, kind: str) -> str:
    return f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'


def _build_footnote(number: int, text: str) -> str:
    size = f'<w:sz w:val="{_NOTE_SIZE}"/>'
    mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/>{size}</w:rPr><w:footnoteRef/></w:r>'
    said = f'<w:r><w:rPr>{size}</w:rPr><w:t xml:space="preserve"> {escape_xml(clean_line(text))}</w:t></w:r>'
    spacing = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="auto"/></w:pPr>'
    return f'<w:footnote w:id="{number}"><w:p>{spacing}{mark}{said}</w:p></w:footnote>'


# A Paper as a Word document of two pages at most, each statement with a footnote to the page it stands on.

_DEADLINES = 6
_CLOSING = 6
_FACT_LINES, _CLAIM_LINES, _VIEW_LINES = 40, 15, 11
"""Lines of the parts, so that all of them stay on two pages even in a wide font; what claims leave, facts may use."""
_WIDTHS = {"title": 64, "facts": 80, "said": 70, "view": 70, "source": 100}
"""Signs that surely stand on a line."""
_LONGEST = {
    "title": 110,
    "title_zh": 90,
    "said": 240,
    "facts": 200,
    "view": 200,
    "source": 160,
    "closing": 160,
    "head": 200,
}
_ROOMS = (12, 6, 3, 2)
_FONT = "Calibri"
_FONT_ZH = "Microsoft YaHei"
_WIDE = 0x2E80
_WORD = 20
"""A text is cut at a word that begins so near its end."""
_GREY = RGBColor(0x55, 0x55, 0x55)


def write_board_paper(paper: Paper, *, now: dt.datetime) -> bytes:
    """Return the document; ``now`` is the moment of writing, stamped into its properties."""
    document = _open_document(paper, now)
    footnotes = Footnotes(document)
    room = _find_room(paper)
    shown = _choose_rows(paper) if room == 1 else list(paper.rows)
    _write_head(document, paper)
    _write_deadlines(document, paper, footnotes)
    for heading, rows in list_parts(shown):
        _write_rows(document, heading, rows, footnotes, room)
    _write_views(document, [row for row in shown if row.view], footnotes, room)
    _write_closing(document, replace(paper, rows=tuple(shown)))
    footnotes.close()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _find_room(paper: Paper) -> int:
    """Return how many times as long the texts of a paper of few rows may be, so that all of it stays on two pages."""
    for room in _ROOMS:
        views = sum(_count_lines(row.view, "view", room) + 1 for row in paper.rows if row.view)
        if sum(_count_row(row, room) for row in paper.rows) + views <= _FACT_LINES + _CLAIM_LINES + _VIEW_LINES:
            return room
    return 1


def _choose_rows(paper: Paper) -> list[PaperRow]:
    claims, left = _take_rows([row for row in paper.rows if row.standing is Standing.CLAIM], _CLAIM_LINES)
    facts, _ = _take_rows([row for row in paper.rows if row.standing is not Standing.CLAIM], _FACT_LINES + left)
    return [*facts, *claims]


def _count_row(row: PaperRow, room: int) -> int:
    needed = _count_lines(row.said, "said", room) + _count_lines(_describe(row, room), "facts", room) + 1
    return needed + (1 if _is_title_said(row) else _count_lines(row.title, "title"))


def _take_rows(rows: list[PaperRow], lines: int) -> tuple[list[PaperRow], int]:
    """Return the first rows that need no more than so many lines, and the lines left."""
    taken: list[PaperRow] = []
    for row in rows:
        needed = _count_row(row, 1)
        if needed > lines:
            break
        lines -= needed
        taken.append(row)
    return taken, lines


def _describe(row: PaperRow, room: int) -> str:
    """Return a row's facts; what does not fit is left out from a whole fact on."""
    line = _cut(describe_row(replace(row, title_zh=_cut(row.title_zh, "title_zh"))), "facts", room)
    return f"{line[: line.rfind(' · ')]} · …" if line.endswith("…") and " · " in line else line


def _count_lines(text: str, kind: str, room: int = 1) -> int:
    return -(-_measure(_cut(text, kind, room)) // _WIDTHS[kind])


def _is_title_said(row: PaperRow) -> bool:
    """Return whether a row has no title of its own: then its sentence stands alone."""
    return clean_line(row.said).startswith(clean_line(row.title).rstrip("…"))


def _open_document(paper: Paper, now: dt.datetime) -> WordDocument:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(1.6)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT_ZH)
    style.paragraph_format.space_after = Pt(2)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _cut(paper.title, "title"), "Gongbao", ""
    properties.created = properties.modified = now.replace(tzinfo=None)
    return document


def _write_head(document: WordDocument, paper: Paper) -> None:
    _add_line(document, _cut(paper.title, "title"), size=16, bold=True)
    stamp = _add_line(document, f"As of {describe_day(paper.as_of)} (Beijing)", bold=True)
    stamp.runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW
    _add_line(document, _cut(f"{paper.held} Asked: {paper.asked}", "head"), size=9, grey=True)


def _write_deadlines(document: WordDocument, paper: Paper, footnotes: Footnotes) -> None:
    _add_heading(document, "Deadlines, whole days in Beijing")
    ahead = [pair for pair in paper.deadlines if pair[1].on >= paper.as_of]
    if not ahead:
        _add_line(document, "None ahead is printed in what this paper tells.")
        return
    for row, deadline in ahead[:_DEADLINES]:
        days = (deadline.on - paper.as_of).days
        line = f"{describe_day(deadline.on)}, in {days} day{'' if days == 1 else 's'}: {describe_deadline(deadline)}"
        paragraph = _add_line(document, line, bold=True)
        paragraph.add_run(f" · {row.id} {_cut(row.title, 'title')}")
        footnotes.add(paragraph, _cut(describe_source(deadline.source), "source"))
    left = len(ahead) - _DEADLINES
    if left > 0:
        _add_line(document, f"… and {left} more", size=9, grey=True)


def _write_rows(document: WordDocument, heading: str, rows: list[PaperRow], footnotes: Footnotes, room: int) -> None:
    _add_heading(document, heading)
    for row in rows:
        title = "" if _is_title_said(row) else _cut(row.title, "title")
        _add_line(document, f"{row.id} {title}".strip(), bold=True, together=True)
        _add_line(document, _describe(row, room), size=9, grey=True, together=True)
        said = _add_line(document, f"“{_cut(row.said, 'said', room)}”", indent=True)
        footnotes.add(said, _cut(describe_source(row.source), "source"))


def _write_views(document: WordDocument, rows: list[PaperRow], footnotes: Footnotes, room: int) -> None:
    if not rows:
        return
    _add_heading(document, "The publisher's view, not fact")
    lines = _VIEW_LINES if room == 1 else _FACT_LINES + _CLAIM_LINES + _VIEW_LINES
    for row in rows:
        lines -= _count_lines(row.view, "view", room) + 1
        if lines < 0:
            break
        view = _add_line(document, f"{row.id}: {_cut(row.view, 'view', room)}", italic=True, indent=True)
        footnotes.add(view, _cut(describe_source(row.source), "source"))


def _write_closing(document: WordDocument, paper: Paper) -> None:
    _add_heading(document, "What this paper does not say")
    for line in list_closing(paper)[:_CLOSING]:
        _add_line(document, _cut(line, "closing"), size=9, grey=True)


def _add_heading(document: WordDocument, text: str) -> None:
    paragraph = _add_line(document, text, size=12, bold=True, together=True)
    paragraph.paragraph_format.space_before = Pt(8)


def _add_line(  # noqa: PLR0913  how a line looks
    document: WordDocument,
    text: str,
    *,
    size: float = 10,
    bold: bool = False,
    italic: bool = False,
    grey: bool = False,
    indent: bool = False,
    together: bool = False,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = together
    paragraph.paragraph_format.left_indent = Cm(0.6) if indent else None
    run = paragraph.add_run(clean_line(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if grey:
        run.font.color.rgb = _GREY
    return paragraph


def _cut(text: str, kind: str, room: int = 1) -> str:
    limit, line = _LONGEST[kind] * room, clean_line(text)
    if _measure(line) <= limit:
        return line
    kept, room = [], limit - 1
    for sign in line:
        room -= _measure(sign)
        if room < 0:
            break
        kept.append(sign)
    text = "".join(kept)
    border = text.rfind(" ")
    return (text[:border] if border > len(text) - _WORD else text).rstrip() + "…"


def _measure(text: str) -> int:
    """Return the room of a text in signs; Chinese takes twice as much."""
    return sum(2 if ord(sign) >= _WIDE else 1 for sign in text)


# A Paper as comma-separated values for a spreadsheet (RFC 4180, UTF-8 with a byte order mark, which Excel asks for).

_FORMULA = frozenset("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
_COLUMNS = (
    "id",
    "item",
    "standing",
    "title",
    "title_zh",
    "kind",
    "status",
    "document_number",
    "issuing_bodies",
    "date",
    "date_standing",
    "comments_close_on",
    "applications_close_on",
    "effective_on",
    "companies",
    "topics",
    "as_printed",
    "publishers_view_not_fact",
    "companies_in_view_only",
    "source",
    "published_on",
    "place",
    "pages",
    "lines",
    "url",
    "as_of",
)


def write_csv(paper: Paper) -> bytes:
    """Return the table, one row a policy or item, dates as ``YYYY-MM-DD``."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    writer.writerows([[guard_cell(cell) for cell in _list_cells(row, paper)] for row in paper.rows])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")


def guard_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs, on one line."""
    line = " ".join(text.replace("\0", " ").split())
    return f"'{line}" if line[:1] in _FORMULA else line


def _list_cells(row: PaperRow, paper: Paper) -> list[str]:
    closes: dict[str, str] = {}
    for each in sorted(row.deadlines, key=lambda deadline: deadline.on):
        closes[each.kind] = "; ".join(day for day in (closes.get(each.kind), each.on.isoformat()) if day)
    dated = ("official" if row.is_official else "as reported") if row.dated_on else ""
    return [
        row.id,
        row.item_id,
        row.standing.value,
        row.title,
        row.title_zh,
        row.kind,
        row.status,
        row.document_number,
        "; ".join(row.issuing_bodies),
        row.dated_on.isoformat() if row.dated_on else "",
        dated,
        closes.get("comments_close", ""),
        closes.get("applications_close", ""),
        closes.get("takes_effect", ""),
        "; ".join(row.companies),
        "; ".join(row.topics),
        row.said,
        row.view,
        "; ".join(row.viewed_companies),
        row.source.name,
        row.source.published_on.isoformat() if row.source.published_on else "",
        row.source.place,
        row.source.pages,
        row.source.lines,
        row.source.url or "",
        paper.as_of.isoformat(),
    ]


# The deadlines of a Paper as an iCalendar file (RFC 5545).


def write_ics(paper: Paper, *, now: dt.datetime) -> bytes:
    """Return the calendar; ``now`` is the moment of writing."""
    calendar = Calendar()
    calendar.add("prodid", "-//Gongbao//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean_line(f"Gongbao: {paper.title}"))
    for row, deadline in paper.deadlines:
        calendar.add_component(_build_event(row, deadline, paper, now))
    return bytes(calendar.to_ical())


def build_uid(row: PaperRow, deadline: PaperDeadline, team: str) -> str:
    """Return the UID of an event, the same at every export."""
    day = "" if deadline.is_main else f"-{deadline.on.isoformat()}"
    return f"{row.id}-{deadline.kind}{day}@{team or 'local'}.gongbao".lower()


def _build_event(row: PaperRow, deadline: PaperDeadline, paper: Paper, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", build_uid(row, deadline, paper.team))
    event.add("dtstamp", now)
    event.add("dtstart", deadline.on)
    event.add("dtend", deadline.on + dt.timedelta(days=1))
    event.add("summary", clean_line(f"{deadline.words}: {row.id} {row.title}"))
    event.add("description", _calendar_describe(row, deadline, paper))
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Gongbao"])
    return event


def _calendar_describe(row: PaperRow, deadline: PaperDeadline, paper: Paper) -> str:
    issuers, source = ", ".join(row.issuing_bodies) or "issuer not stated", deadline.source
    standing = "official" if deadline.is_official else "as reported"
    lines = (
        row.title_zh,
        f"{issuers}; {row.kind}",
        "The whole day in Beijing.",
        f"“{deadline.quote}”" if deadline.quote else "",
        f"Source ({standing}): {source.name}, {source.place}; {source.url or 'no link in the source'}",
        f"As of {paper.as_of.isoformat()}.",
    )
    return "\n".join(clean_line(line) for line in lines if line)


# A Paper as Markdown (CommonMark, with footnotes as GitHub and Pandoc read them): facts, claims and views apart.

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LINE_START = re.compile(r"^(\s*)([-+=>]|\d+[.)])")


def write_markdown(paper: Paper) -> bytes:
    """Return the document, ending with a line break."""
    footnotes: list[str] = []
    lines = [f"# {escape_markdown(paper.title)}", ""]
    lines += [f"As of {describe_day(paper.as_of)} (Beijing). {escape_markdown(paper.held)}", ""]
    lines += [f"Asked: {escape_markdown(paper.asked)}", ""]
    if paper.deadlines:
        lines += ["## Deadlines", "", "| day (Beijing) | what | policy |", "| --- | --- | --- |"]
        lines += [
            f"| {describe_day(deadline.on)} | {describe_deadline(deadline)} "
            f"| {row.id} {escape_markdown(row.title)}{_note(deadline.source, footnotes, deadline.quote)} |"
            for row, deadline in paper.deadlines
        ]
        lines.append("")
    views = [row for row in paper.rows if row.view]
    for heading, rows in list_parts(paper.rows):
        lines += _write_part(heading, rows, footnotes)
    if views:
        lines += ["## The publisher's view, not fact", ""]
        lines += [f"- *{row.id}: {escape_markdown(row.view)}*{_note(row.source, footnotes)}" for row in views]
        lines.append("")
    lines += ["---", "", *(f"- {escape_markdown(line)}" for line in list_closing(paper)), "", *footnotes]
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def escape_markdown(text: str) -> str:
    """Return text on one line in which nothing is markup."""
    line = _SIGNS.sub(r"\\\1", " ".join(text.replace("\0", " ").split()))
    return _LINE_START.sub(r"\1\\\2", line)


def _write_part(heading: str, rows: list[PaperRow], footnotes: list[str]) -> list[str]:
    lines = [f"## {heading}", ""]
    for row in rows:
        lines += [f"### {escape_markdown(f'{row.id} {row.title}'.strip())}", ""]
        lines += [f"{escape_markdown(describe_row(row))}", ""]
        lines += [f"> {escape_markdown(row.said)}{_note(row.source, footnotes)}", ""] if row.said else []
    return lines


def _note(source: PaperSource, footnotes: list[str], quote: str = "") -> str:
    number = len(footnotes) + 1
    said = f": “{quote}”" if quote else ""
    footnotes.append(f"[^{number}]: {escape_markdown(f'{describe_source(source)}{said}')}")
    return f"[^{number}]"


_LONGEST_NAME = 40


def check_paper(paper: Paper, kind: FileKind) -> None:
    """Raise BadQueryError when a file of this kind would be empty."""
    if kind is FileKind.ICS and not paper.deadlines:
        raise BadQueryError(
            "None of this prints a deadline, so the calendar would be empty.", hint="Ask for /policy due export:ics."
        )


def write_file(paper: Paper, kind: FileKind, *, now: dt.datetime) -> bytes:
    """Return the bytes of the file; ``now`` is the moment of writing."""
    if kind is FileKind.CSV:
        return write_csv(paper)
    if kind is FileKind.MD:
        return write_markdown(paper)
    if kind is FileKind.ICS:
        return write_ics(paper, now=now)

    return write_board_paper(paper, now=now)


def name_file(paper: Paper, kind: FileKind) -> str:
    """Return the file's name: what was asked and for which day, in letters and figures of any language."""
    asked = slug(paper.title)
    if len(asked) > _LONGEST_NAME:
        whole, _, _ = asked[: _LONGEST_NAME + 1].rpartition("-")
        asked = (whole or asked)[:_LONGEST_NAME]
    asked = asked.strip("-") or "answer"
    return f"gongbao-{asked}-{paper.as_of.isoformat()}.{kind.value}"
