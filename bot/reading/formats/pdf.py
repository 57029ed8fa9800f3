"""Reads a PDF into blocks with their pages; running headers and footers are furniture."""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import pypdfium2

from bot.errors import UnreadableDocumentError
from bot.reading.document import BlockKind
from bot.reading.formats.normalise import Blocks, build_block
from bot.reading.formats.pdf_blocks import build_blocks
from bot.reading.formats.pdf_fonts import use_square_font
from bot.reading.formats.pdf_glyphs import UNKNOWN, DrawnPage, read_page
from bot.reading.formats.pdf_lines import Row, order_rows, read_rows
from bot.reading.formats.pdf_tables import replace_tables
from bot.reading.received import refusing

_FONTS = use_square_font()
MAX_PAGES = 1000
_MOST_ROWS = 300
"""Rows of a page in which tables and columns are looked for together; no sheet of paper has more."""
_MIN_LETTERS = 10
_MAX_UNKNOWN_SHARE = 0.3
_OUTER_SHARE, _PAGES_SHARE, _MIN_REPEATS = 0.1, 0.4, 2
"""The share of a page's height at either end in which running headers and footers stand, and of pages that have one."""
_SHORTEST_TITLE = 8
_DIGITS = str.maketrans("", "", "0123456789")
_PAGE_NUMBER = re.compile(
    r"[-–—|•\s]*(?:page|p\.|第)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|页\s*共)\s*\d{1,4})?\s*页?[-–—|•\s]*",
    re.IGNORECASE,
)


def read_pdf(data: bytes, *, source_name: str) -> Blocks:
    """Return a PDF's blocks in reading order and its furniture, both with pages from 1.

    Furniture are running headers and footers, and text that runs in another direction.
    UnreadableDocumentError where it is encrypted, damaged, too long, or has no text to read.
    """
    pages = _draw_pages(data, source_name)
    chars = [glyph.char for page in pages for run in (*page.runs, *page.turned) for glyph in run.glyphs]
    if len(chars) < _MIN_LETTERS:
        raise UnreadableDocumentError(
            f"{source_name} has no text in it; it looks scanned.", hint="Run OCR on it first, then send it again."
        )
    if chars.count(UNKNOWN) > _MAX_UNKNOWN_SHARE * len(chars):
        raise UnreadableDocumentError(
            f"{source_name} does not say which letters it shows.", hint="Save it again as text, or run OCR on it."
        )
    found = [(page, read_rows(page)) for page in pages]
    running = _find_running(found)
    parts = [
        ([row for row in rows if id(row) not in running][at : at + _MOST_ROWS], page.strokes)
        for page, rows in found
        for at in range(0, len(rows), _MOST_ROWS)
    ]
    regions = [region for rows in replace_tables(parts) for region in order_rows(rows)]
    furniture = [(page, row.text) for page, rows in found for row in rows if id(row) in running]
    furniture += [(page, " ".join(run.text for run in page.turned)) for page in pages if page.turned]
    return build_blocks(regions), tuple(
        replace(block, page=page.number, last_page=page.number)
        for page, text in furniture
        for block in build_block(BlockKind.PARAGRAPH, text)
    )


def _draw_pages(data: bytes, source_name: str) -> list[DrawnPage]:
    with refusing(f"{source_name} is damaged or no PDF.", "Download it again, or save it again as PDF."):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnreadableDocumentError(
                    f"{source_name} is encrypted.", hint="Save it without a password and send it again."
                ) from error
            raise
        with closing(document):
            if not 0 < len(document) <= MAX_PAGES:
                raise UnreadableDocumentError(
                    f"{source_name} has {len(document)} pages.", hint=f"At most {MAX_PAGES} are read; split it."
                )
            return [read_page(document, number) for number in range(1, len(document) + 1)]


def _find_running(pages: Sequence[tuple[DrawnPage, Sequence[Row]]]) -> frozenset[int]:
    """Return the ``id()`` of each row that is a running header, footer or page number.

    They stand in the outer tenth of their page, with the same text (digits aside) on many pages, or with the document's
    title, which is set largest on its first page.
    """
    outer: list[tuple[int, Row, str]] = []
    for page, rows in pages:
        edge = _OUTER_SHARE * (page.frame.y1 - page.frame.y0)
        outside = (row for row in rows if not page.frame.y0 + edge < row.y + row.size / 2 < page.frame.y1 - edge)
        outer += [(page.number, row, _mask(row)) for row in outside]
    counts = Counter(text for _, text in {(number, text) for number, _, text in outer})
    first = pages[0][1] if pages else ()
    title = _mask(max(first, key=lambda row: row.size)) if first else ""
    return frozenset(
        id(row)
        for number, row, text in outer
        if counts[text] >= max(_MIN_REPEATS, _PAGES_SHARE * len(pages))
        or (number > 1 and len(title) >= _SHORTEST_TITLE and title in text)
        or _PAGE_NUMBER.fullmatch(row.text)
    )


def _mask(row: Row) -> str:
    return " ".join(row.text.translate(_DIGITS).split()).casefold()
