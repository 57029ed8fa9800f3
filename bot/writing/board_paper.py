"""A Paper as a Word document of two pages at most, each statement with a footnote to the page it stands on.

What is to be done comes first, then what documents say, what companies claim, and the publisher's view.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  used in a signature
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.domain.calendar.day_text import describe_day
from bot.domain.records.paper import Paper, PaperRow, Standing
from bot.writing.footnotes import Footnotes
from bot.writing.plain_text import clean_line
from bot.writing.wording import describe_deadline, describe_row, describe_source, list_closing, list_parts

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

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
    """Give the document; ``now`` is the moment of writing, stamped into its properties."""
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
    """Give how many times as long the texts of a paper of few rows may be, so that all of it stays on two pages."""
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
    """Give the first rows that need no more than so many lines, and the lines left."""
    taken: list[PaperRow] = []
    for row in rows:
        needed = _count_row(row, 1)
        if needed > lines:
            break
        lines -= needed
        taken.append(row)
    return taken, lines


def _describe(row: PaperRow, room: int) -> str:
    """Give a row's facts; what does not fit is left out from a whole fact on."""
    line = _cut(describe_row(replace(row, title_zh=_cut(row.title_zh, "title_zh"))), "facts", room)
    return f"{line[: line.rfind(' · ')]} · …" if line.endswith("…") and " · " in line else line


def _count_lines(text: str, kind: str, room: int = 1) -> int:
    return -(-_measure(_cut(text, kind, room)) // _WIDTHS[kind])


def _is_title_said(row: PaperRow) -> bool:
    """Tell whether a row has no title of its own: then its sentence stands alone."""
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
    """Give the room of a text in signs; Chinese takes twice as much."""
    return sum(2 if ord(sign) >= _WIDE else 1 for sign in text)
