"""Writes a sample briefing's PDF from its Markdown, the same bytes each time: ``make sample-pdf``.

Without an argument it takes the newest sample (by the month in its name); the PDF lands beside the Markdown.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from bot.reading.document import Block, BlockKind
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.formats.normalise import is_contents_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).resolve().parent / "briefings"
CHINESE_FONT = "STSong-Light"
_LEADER = re.compile(r"[\s.…]+(\d+)\Z")
_CHINESE = re.compile(
    r"((?:\d[\d./-]*)?[\u3001-\u9fff\uff00-\uffef](?:[\u3001-\u9fff\uff00-\uffef\d./“”-]*[\u3001-\u9fff\uff00-\uffef])?)"
)
"""A run of Chinese with the figures in it and before it: readers of PDF lose a Chinese sign that stands alone."""
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=8, alignment=TA_LEFT)
_ITEMS = [
    ParagraphStyle(f"item{depth}", parent=_BODY, leftIndent=18 * depth, bulletIndent=18 * depth - 12, spaceAfter=3)
    for depth in range(1, 7)
]
_HEADINGS = [
    ParagraphStyle(
        f"h{level}", parent=_BODY, fontName="Helvetica-Bold", fontSize=size, leading=size * 1.3, spaceBefore=8
    )
    for level, size in enumerate((26, 18, 13, 13, 12, 11), start=1)
]


class ContentsLine(Flowable):  # type: ignore[misc] # reportlab has no types
    """A line of the table of contents: words, dots, and a page number at the right edge."""

    def __init__(self, words: str, number: str) -> None:
        super().__init__()
        self.words, self.number = words, number

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole width and one line of height."""
        del height
        self.width, self.height = width, _BODY.leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words, the number, and dots between them."""
        canvas, font, size = self.canv, _BODY.fontName, _BODY.fontSize
        canvas.setFont(font, size)
        start = pdfmetrics.stringWidth(f"{self.words} ", font, size)
        end = self.width - pdfmetrics.stringWidth(f" {self.number}", font, size)
        dots = "." * max(int((end - start) / pdfmetrics.stringWidth(".", font, size)), 3)
        canvas.drawString(0, 3, f"{self.words} {dots} {self.number}")


def build_pdf(text: str) -> bytes:
    """Give the PDF of a briefing's Markdown: title page, contents, running lines, and the rest as it flows."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE_FONT))
    blocks = read_markdown_blocks(text)
    titles = [block.text for block in blocks if block.kind is BlockKind.HEADING][:2]
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=24 * mm,
        rightMargin=24 * mm,
        topMargin=28 * mm,
        bottomMargin=28 * mm,
        title=" ".join(titles),
        author=titles[0] if titles else "",
        invariant=1,
    )

    def draw_running_lines(canvas: Any, page: Any) -> None:  # noqa: ANN401  reportlab has no types
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.drawString(24 * mm, A4[1] - 14 * mm, " | ".join(titles))
        canvas.drawRightString(A4[0] - 24 * mm, 12 * mm, f"{page.page}")
        canvas.restoreState()

    document.build(list(_build_story(blocks)), onLaterPages=draw_running_lines)
    return out.getvalue()


def _build_story(blocks: Sequence[Block]) -> Iterator[Flowable]:
    was_contents = False
    yield Paragraph('<a name="top"/>', _BODY)
    for at, block in enumerate(blocks):
        contents = is_contents_line(block.text)
        if was_contents and not contents:
            yield PageBreak()
        if contents:
            words, number, _ = _LEADER.split(block.text)
            yield ContentsLine(words, number)
        else:
            if at + 1 < len(blocks) and is_contents_line(blocks[at + 1].text) and not was_contents:
                yield PageBreak()
            yield _build_paragraph(block)
        was_contents = contents


def _build_paragraph(block: Block) -> Paragraph:
    markup = "".join(_build_span(span.text, bold=span.bold, italic=span.italic, link=span.link) for span in block.spans)
    if block.kind is BlockKind.HEADING:
        return Paragraph(markup, _HEADINGS[block.level - 1])
    if block.kind is BlockKind.LIST_ITEM:
        return Paragraph(markup, _ITEMS[min(block.level, len(_ITEMS)) - 1], bulletText="•")
    return Paragraph(markup, _BODY)


def _build_span(text: str, *, bold: bool, italic: bool, link: str | None) -> str:
    parts = []
    for number, piece in enumerate(_CHINESE.split(text)):
        shown = escape(piece).replace("\n", "<br/>")
        parts.append(f'<font name="{CHINESE_FONT}">{shown}</font>' if number % 2 else shown)
    markup = "".join(parts)
    markup = f"<b>{markup}</b>" if bold else markup
    markup = f"<i>{markup}</i>" if italic else markup
    if link is None:
        return markup
    return f"<a href={quoteattr('#top' if link in {'', '#'} else link)}>{markup}</a>"


def find_newest_sample() -> Path:
    """Give the Markdown sample with the latest month in its name."""
    return max(FOLDER.glob("*-[0-9][0-9][0-9][0-9]-[0-9q][0-9].md"), key=lambda path: path.stem[-len("2025-04") :])


def main() -> None:
    """Write the PDF of the sample named on the command line, or of the newest."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else find_newest_sample()
    target = source.with_suffix(".pdf")
    target.write_bytes(build_pdf(source.read_text(encoding="utf-8")))
    print(target)


if __name__ == "__main__":
    main()
