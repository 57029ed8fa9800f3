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
from icalendar import Calendar, Event

from bot.errors import BadQueryError
from bot.files.paper import FileKind, Paper, PaperDeadline, PaperRow, clean_line, compose_outline, cut_line
from bot.model.ids import slug

_LONGEST_NAME = 40
_FORMULA = frozenset("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LINE_START = re.compile(r"^(\s*)([-+=>]|\d+[.)])")

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

_MARKED = {
    "title": "# {}",
    "heading": "## {}",
    "name": "### {}",
    "said": "> {}",
    "view": "- *{}*",
    "deadline": "- {}",
}


def write_markdown(paper: Paper) -> bytes:
    """Return the document, ending with a line break."""
    lines, footnotes = list[str](), list[str]()
    for line in compose_outline(paper, is_brief=False):
        text = _MARKED.get(line.role, "{}").format(escape_markdown(line.text))
        if line.source:
            mark, quote = f"[^{len(footnotes) + 1}]", f": “{line.quote}”" if line.quote else ""
            footnotes.append(f"{mark}: {escape_markdown(f'{line.source}{quote}')}")
            text += mark
        lines += [text, ""]
    return ("\n".join((*lines, *footnotes)).rstrip() + "\n").encode("utf-8", "replace")


def escape_markdown(text: str) -> str:
    """Return text on one line in which nothing is markup."""
    line = _SIGNS.sub(r"\\\1", " ".join(text.replace("\0", " ").split()))
    return _LINE_START.sub(r"\1\\\2", line)


# A Word document of two pages at most: deadlines, facts, claims, comments, then a numbered source each.

_STYLES = {
    "title": (16, "bold"),
    "heading": (12, "bold"),
    "day": (10, "bold highlighted"),
    "deadline": (10, "bold"),
    "name": (10, "bold"),
    "said": (10, ""),
    "view": (10, "italic"),
    "note": (9, "grey"),
    "source": (8, "grey"),
}
"""The size of the letters of a line, and how they look."""


def write_board_paper(paper: Paper, *, now: dt.datetime) -> bytes:
    """Return the document; ``now`` is the moment of writing, stamped into its properties."""
    document, sources = _open_document(paper, now), dict[str, int]()
    for line in compose_outline(paper, is_brief=True):
        text = f"“{line.text}”" if line.role == "said" else line.text
        if line.source:
            number = sources.setdefault(cut_line(line.source, 160), len(sources) + 1)
            text += f" [{number}]"
        _add(document, line.role, text)
    _add(document, "heading", "Sources")
    for source, number in sources.items():
        _add(document, "source", f"[{number}] {source}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add(document: WordDocument, role: str, text: str) -> None:
    size, look = _STYLES[role]
    run = document.add_paragraph().add_run(clean_line(text))
    run.bold, run.italic, run.font.size = "bold" in look, "italic" in look, Pt(size)
    if "grey" in look:
        run.font.color.rgb = _GREY
    if "highlighted" in look:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


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
