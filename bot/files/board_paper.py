"""A Paper as a Word document of two pages at most: deadlines, facts, claims, comments, then a numbered source each."""

from __future__ import annotations

import datetime as dt
import io

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.dates.date_words import describe_day
from bot.files.paper import Paper, PaperRow, PaperSource
from bot.files.wording import (
    clean_line,
    describe_deadline,
    describe_row,
    describe_source,
    describe_view,
    list_closing,
    list_parts,
)

_DEADLINES, _ROWS, _VIEWS, _CLOSING = 6, 7, 3, 5
"""How many of each fit on two pages, in a wide font too."""
_SAID = 1_400
"""Signs that the quotes may have together: the fewer they are, the longer each may be."""
_WIDE = 0x2E80
"""From this sign on, Chinese ones, each as wide as two letters."""
_FONT, _FONT_ZH = "Calibri", "Microsoft YaHei"
_GREY = RGBColor(0x55, 0x55, 0x55)


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
        self._add(f"As of {describe_day(paper.as_of)} (Beijing)", bold=True, marked=True)
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

    def _cite(self, source: PaperSource) -> str:
        line = cut_line(describe_source(source), 160)
        return f"[{self._sources.setdefault(line, len(self._sources) + 1)}]"

    def _add(
        self,
        text: str,
        *,
        size: float = 10,
        bold: bool = False,
        italic: bool = False,
        grey: bool = False,
        marked: bool = False,
    ) -> None:
        run = self._document.add_paragraph().add_run(clean_line(text))
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        if grey:
            run.font.color.rgb = _GREY
        if marked:
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


def cut_line(text: str, longest: int) -> str:
    """Return text on one line, cut where it is wider than so many letters, at a word if one is near."""
    line, room = clean_line(text), longest
    for index, sign in enumerate(line):
        room -= 2 if ord(sign) >= _WIDE else 1
        if room < 0:
            head = line[: index - 1]
            return (head.rpartition(" ")[0] if " " in head[-20:] else head).rstrip() + "…"
    return line
