"""The file of a Paper, by its kind: a table, a calendar, Markdown, or a Word document of two pages at most."""

import csv
import datetime as dt
import io
import re

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.run import Run
from icalendar import Calendar, Event

from bot.dates.date_words import describe_day
from bot.errors import BadQueryError
from bot.files.paper import (
    FileKind,
    Paper,
    PaperDeadline,
    PaperRow,
    clean_line,
    describe_deadline,
    describe_row,
    describe_view,
    list_closing,
    list_parts,
)
from bot.model.ids import slug

_LONGEST_NAME = 40
_FORMULA = frozenset("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LINE_START = re.compile(r"^(\s*)([-+=>]|\d+[.)])")

_DEADLINES, _ROWS, _VIEWS, _CLOSING = 6, 7, 3, 5
"""How many of each fit on two pages, in a wide font too."""
_SAID = 1_400
"""Signs that the quotes may have together: the fewer they are, the longer each may be."""
_WIDE = 0x2E80
"""From this sign on, Chinese ones, each as wide as two letters."""
_FONT, _FONT_ZH = "Calibri", "Microsoft YaHei"
_GREY = RGBColor(0x55, 0x55, 0x55)


def check_paper(paper: Paper, kind: FileKind) -> None:
    """Raise BadQueryError when a file of this kind would be empty."""
    if kind is FileKind.ICS and not paper.deadlines:
        raise BadQueryError(
            "None of these results has a deadline, so the calendar would be empty.", hint="Try /policy due export:ics."
        )


def write_file(paper: Paper, kind: FileKind, *, now: dt.datetime) -> bytes:
    """Return the bytes of the file; ``now`` is the moment of writing."""
    match kind:
        case FileKind.CSV:
            return write_csv(paper)
        case FileKind.MD:
            return write_markdown(paper)
        case FileKind.ICS:
            return write_ics(paper, now=now)
        case FileKind.DOCX:
            return write_board_paper(paper, now=now)


def name_file(paper: Paper, kind: FileKind) -> str:
    """Return the file's name: what was asked and for which day, in letters and figures of any language."""
    asked = slug(paper.title)
    if len(asked) > _LONGEST_NAME:
        asked = asked[: _LONGEST_NAME + 1].rpartition("-")[0] or asked
    asked = asked[:_LONGEST_NAME].strip("-") or "answer"
    return f"gongbao-{asked}-{paper.as_of.isoformat()}.{kind.value}"


# Comma-separated values for a spreadsheet (RFC 4180, UTF-8 with a byte order mark, which Excel asks for).


def write_csv(paper: Paper) -> bytes:
    """Return the table, one row a policy or item, dates as ``YYYY-MM-DD``."""
    rows = [{name: guard_cell(cell) for name, cell in _list_cells(row, paper).items()} for row in paper.rows]
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")


def guard_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs, on one line."""
    line = " ".join(text.replace("\0", " ").split())
    return f"'{line}" if line[:1] in _FORMULA else line


def _list_cells(row: PaperRow, paper: Paper) -> dict[str, str]:
    def list_days(kind: str) -> str:
        return "; ".join(sorted(each.on.isoformat() for each in row.deadlines if each.kind == kind))

    return {
        "id": row.id,
        "item": row.item_id,
        "standing": row.standing.value,
        "title": row.title,
        "title_zh": row.title_zh,
        "kind": row.kind,
        "status": row.status,
        "document_number": row.document_number,
        "issuing_bodies": "; ".join(row.issuing_bodies),
        "date": row.dated_on.isoformat() if row.dated_on else "",
        "comments_close_on": list_days("comments_close"),
        "applications_close_on": list_days("applications_close"),
        "effective_on": list_days("takes_effect"),
        "companies": "; ".join(row.companies),
        "topics": "; ".join(row.topics),
        "as_printed": row.said,
        "publishers_view_not_fact": row.view,
        "companies_in_view_only": "; ".join(row.viewed_companies),
        "source": row.source,
        "url": row.url,
        "as_of": paper.as_of.isoformat(),
    }


# The deadlines as an iCalendar file (RFC 5545).


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


def _build_event(row: PaperRow, deadline: PaperDeadline, paper: Paper, now: dt.datetime) -> Event:
    """Return a deadline as an event of a whole day, with a UID that is the same at every export."""
    day = "" if deadline.is_main else f"-{deadline.on.isoformat()}"
    lines = (
        row.title_zh,
        "; ".join(filter(None, (", ".join(row.issuing_bodies), row.kind))),
        "The whole day in Beijing.",
        f"“{deadline.quote}”" if deadline.quote else "",
        f"Source ({'official' if deadline.is_official else 'as reported'}): {deadline.source}",
        f"As of {paper.as_of.isoformat()}.",
    )
    event = Event()
    event.add("uid", f"{row.id}-{deadline.kind}{day}@{paper.team or 'local'}.gongbao".lower())
    event.add("dtstamp", now)
    event.add("dtstart", deadline.on)
    event.add("dtend", deadline.on + dt.timedelta(days=1))
    event.add("summary", clean_line(f"{deadline.words}: {row.id} {row.title}"))
    event.add("description", "\n".join(clean_line(line) for line in lines if line))
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Gongbao"])
    return event


# Markdown (CommonMark, with footnotes as GitHub and Pandoc read them): facts, claims and comments apart.


def write_markdown(paper: Paper) -> bytes:
    """Return the document, ending with a line break."""
    footnotes: list[str] = []

    def cite(source: str, quote: str = "") -> str:
        said = f": “{quote}”" if quote else ""
        mark = f"[^{len(footnotes) + 1}]"
        footnotes.append(f"{mark}: {escape_markdown(f'{source}{said}')}")
        return mark

    lines = [f"# {escape_markdown(paper.title)}", ""]
    lines += [f"As of {describe_day(paper.as_of)} (Beijing). {escape_markdown(paper.held)}", ""]
    lines += [f"Asked: {escape_markdown(paper.asked)}", ""]
    if paper.deadlines:
        lines += ["## Deadlines", "", "| day (Beijing) | what | policy |", "| --- | --- | --- |"]
        for row, each in paper.deadlines:
            name = f"{row.id} {escape_markdown(row.title)}{cite(each.source, each.quote)}"
            lines.append(f"| {describe_day(each.on)} | {describe_deadline(each)} | {name} |")
        lines.append("")
    for heading, rows in list_parts(paper.rows):
        lines += [f"## {heading}", ""]
        for row in rows:
            lines += [f"### {escape_markdown(f'{row.id} {row.title}'.strip())}", ""]
            lines += [f"{escape_markdown(describe_row(row))}", ""]
            lines += [f"> {escape_markdown(row.said)}{cite(row.source)}", ""] if row.said else []
    views = [row for row in paper.rows if row.view]
    if views:
        lines += ["## Publisher's comments (opinion)", ""]
        lines += [f"- *{escape_markdown(describe_view(row))}*{cite(row.source)}" for row in views]
        lines.append("")
    closing = list_closing(paper, len(paper.rows))
    lines += ["---", "", *(f"- {escape_markdown(line)}" for line in closing), "", *footnotes]
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def escape_markdown(text: str) -> str:
    """Return text on one line in which nothing is markup."""
    line = _SIGNS.sub(r"\\\1", " ".join(text.replace("\0", " ").split()))
    return _LINE_START.sub(r"\1\\\2", line)


# A Word document of two pages at most: deadlines, facts, claims, comments, then a numbered source each.


def write_board_paper(paper: Paper, *, now: dt.datetime) -> bytes:
    """Return the document; ``now`` is the moment of writing, stamped into its properties."""
    return _Writer(paper, now).write()


class _Writer:
    """Writes one document, and numbers the sources that it cites."""

    def __init__(self, paper: Paper, now: dt.datetime) -> None:
        self._paper = paper
        self._rows = paper.rows[:_ROWS]
        self._document = _open_document(paper, now)
        self._sources: dict[str, int] = {}

    def write(self) -> bytes:
        """Return the bytes of the document."""
        paper = self._paper
        self._add(cut_line(paper.title, 110), size=16, bold=True)
        as_of = self._add(f"As of {describe_day(paper.as_of)} (Beijing)", bold=True)
        as_of.font.highlight_color = WD_COLOR_INDEX.YELLOW
        self._add(cut_line(f"{paper.held} Asked: {paper.asked}", 200), size=9, grey=True)
        self._write_deadlines()
        for heading, rows in list_parts(self._rows):
            self._add(heading, size=12, bold=True)
            for row in rows:
                self._write_row(row)
        views = [row for row in self._rows if row.view][:_VIEWS]
        if views:
            self._add("Publisher's comments (opinion)", size=12, bold=True)
        for row in views:
            self._add(f"{cut_line(describe_view(row), 240)} {self._cite(row.source)}", italic=True)
        self._add("What is missing", size=12, bold=True)
        for line in list_closing(paper, len(self._rows))[:_CLOSING]:
            self._add(cut_line(line, 160), size=9, grey=True)
        self._add("Sources", size=12, bold=True)
        for source, number in self._sources.items():
            self._add(f"[{number}] {source}", size=8, grey=True)
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _write_deadlines(self) -> None:
        ahead = [pair for pair in self._paper.deadlines if pair[1].on >= self._paper.as_of]
        self._add("Deadlines (Beijing time)", size=12, bold=True)
        if not ahead:
            self._add("No deadlines ahead.")
        for row, deadline in ahead[:_DEADLINES]:
            days = (deadline.on - self._paper.as_of).days
            left = f"in {days} day{'' if days == 1 else 's'}"
            what = f"{row.id} {cut_line(row.title, 110)}"
            line = f"{describe_day(deadline.on)}, {left}: {describe_deadline(deadline)} · {what}"
            self._add(f"{line} {self._cite(deadline.source)}", bold=True)
        if len(ahead) > _DEADLINES:
            self._add(f"… and {len(ahead) - _DEADLINES} more", size=9, grey=True)

    def _write_row(self, row: PaperRow) -> None:
        is_said = clean_line(row.said).startswith(clean_line(row.title).rstrip("…"))
        self._add(row.id if is_said else f"{row.id} {cut_line(row.title, 110)}", bold=True)
        self._add(cut_line(describe_row(row), 200), size=9, grey=True)
        self._add(f"“{cut_line(row.said, _SAID // len(self._rows))}” {self._cite(row.source)}")

    def _cite(self, source: str) -> str:
        line = cut_line(source, 160)
        return f"[{self._sources.setdefault(line, len(self._sources) + 1)}]"

    def _add(self, text: str, *, size: float = 10, bold: bool = False, italic: bool = False, grey: bool = False) -> Run:
        run = self._document.add_paragraph().add_run(clean_line(text))
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        if grey:
            run.font.color.rgb = _GREY
        return run


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
    properties.title, properties.author, properties.comments = cut_line(paper.title, 110), "Gongbao", ""
    properties.created = properties.modified = now.replace(tzinfo=None)
    return document


def cut_line(text: str, longest: int) -> str:
    """Return text on one line, cut where it is wider than so many letters, at a word if one is near."""
    line, room = clean_line(text), longest
    for index, sign in enumerate(line):
        room -= 2 if ord(sign) >= _WIDE else 1
        if room < 0:
            head = line[: index - 1]
            return (head.rpartition(" ")[0] if " " in head[-20:] else head).rstrip() + "…"
    return line
