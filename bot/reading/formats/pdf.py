"""Reads a PDF into blocks with their pages; running headers and footers are furniture."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.normalise import Blocks, normalise_spans
from bot.reading.formats.pdf_blocks import build_blocks
from bot.reading.formats.pdf_glyphs import UNKNOWN, DrawnPage, read_page
from bot.reading.formats.pdf_lines import Row, order_rows, read_rows
from bot.reading.formats.pdf_tables import replace_tables

MAX_PAGES = 1000
_MOST_ROWS = 300
"""Rows of a page in which tables and columns are looked for together; no sheet of paper has more."""
_MIN_LETTERS = 10
_MAX_UNKNOWN_SHARE = 0.3
_OUTER_SHARE, _INNER_SHARE = 0.1, 0.16
"""The shares of a page's height in which running headers and footers stand, and its first and last row may."""
_MIN_REPEATS, _PAGES_SHARE, _MOST_SHARE = 2, 0.4, 0.6
_SAME_HEIGHT, _SHORTEST_TITLE = 4.0, 8
_DIGITS = str.maketrans("", "", "0123456789")
_PAGE_NUMBER = re.compile(
    r"[-–—|•\s]*(?:page|p\.|第)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|页\s*共)\s*\d{1,4})?\s*页?[-–—|•\s]*",
    re.IGNORECASE,
)
_NOTE_SIZE = 0.92
_NOTE = re.compile(r"\[?(?:\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹①-⑳]{1,3})[.)\]]?\s*\S")
_CALLS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_pdf(data: bytes, *, source_name: str) -> Blocks:
    """Return a PDF's blocks in reading order and its furniture, both with pages from 1.

    Furniture are running headers and footers, footnotes, and text that runs in another direction.
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
    return build_blocks(regions), tuple(_build_line(page, text) for page, text in furniture if text.strip())


def _draw_pages(data: bytes, source_name: str) -> list[DrawnPage]:
    damaged = UnreadableDocumentError(
        f"{source_name} is damaged or no PDF.", hint="Download it again, or save it again as PDF."
    )
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableDocumentError(
                f"{source_name} is encrypted.", hint="Save it without a password and send it again."
            ) from error
        raise damaged from error
    try:
        if not len(document):
            raise damaged
        if len(document) > MAX_PAGES:
            raise UnreadableDocumentError(
                f"{source_name} has {len(document)} pages.", hint=f"At most {MAX_PAGES} are read; split it."
            )
        return [read_page(document, number) for number in range(1, len(document) + 1)]
    except pypdfium2.PdfiumError as error:
        raise damaged from error
    finally:
        document.close()


def _build_line(page: DrawnPage, text: str) -> Block:
    spans = normalise_spans([Span(text=text)])
    return Block(kind=BlockKind.PARAGRAPH, spans=spans, page=page.number, last_page=page.number)


def _find_running(pages: Sequence[tuple[DrawnPage, Sequence[Row]]]) -> frozenset[int]:
    """Return the ``id()`` of each row that is a running header, footer, page number or footnote.

    The first stand in the outer tenth of their page, with the same text (digits aside) at the same height on many
    pages, or with the document's title, which is set largest on its first page; the first and the last row of a page
    may stand further in, where most pages have the same there.
    """
    heights: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    outer: list[tuple[int, Row, float, bool]] = []
    for page, rows in pages:
        height = page.frame.y1 - page.frame.y0
        for at, row in enumerate(rows):
            above = page.frame.y1 - row.y - row.size / 2
            share = min(above, height - above) / height if height else 1.0
            if share <= _OUTER_SHARE or (share <= _INNER_SHARE and at in {0, len(rows) - 1}):
                heights[_mask(row)].append((page.number, above))
                outer.append((page.number, row, above, share <= _OUTER_SHARE))
    running: set[int] = set()
    first = pages[0][1] if pages else ()
    title = _mask(max(first, key=lambda row: row.size)) if first else ""
    for number, row, above, is_outer in outer:
        alike = len({on for on, other in heights[_mask(row)] if abs(other - above) <= _SAME_HEIGHT})
        titled = number > 1 and len(title) >= _SHORTEST_TITLE and title in _mask(row)
        enough = max(_MIN_REPEATS, (_PAGES_SHARE if is_outer else _MOST_SHARE) * len(pages))
        if alike >= enough or (is_outer and (titled or _PAGE_NUMBER.fullmatch(row.text))):
            running.add(id(row))
    sizes = Counter(row.size for _, rows in pages for row in rows for _ in row.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    notes = (note for _, rows in pages for note in _find_notes([row for row in rows if id(row) not in running], body))
    return frozenset((*running, *map(id, notes)))


def _mask(row: Row) -> str:
    return " ".join(row.text.translate(_DIGITS).split()).casefold()


def _find_notes(rows: Sequence[Row], body: float) -> Sequence[Row]:
    """Return the footnotes of a page that its text calls with raised numbers: small rows below it, numbered."""
    start = len(rows)
    while start and rows[start - 1].size <= _NOTE_SIZE * body:
        start -= 1
    start = next((at for at in range(start, len(rows)) if _NOTE.match(rows[at].text)), len(rows))
    return rows[start:] if start and any(not _CALLS.isdisjoint(row.text) for row in rows[:start]) else ()
