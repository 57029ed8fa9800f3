"""Reads a PDF into blocks with their pages; running headers and footers are furniture."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.normalise import normalise_spans
from bot.reading.formats.pdf_blocks import build_blocks
from bot.reading.formats.pdf_glyphs import DrawnPage, PageReader
from bot.reading.formats.pdf_lines import Row, order_rows, read_rows, run_text
from bot.reading.formats.pdf_tables import replace_tables

# Tells running headers, footers and page numbers from what a PDF page says.

_OUTER_SHARE, _INNER_SHARE = 0.1, 0.16
_MIN_REPEATS = 2
_PAGES_SHARE, _MOST_SHARE = 0.4, 0.6
_SAME_HEIGHT = 4.0
_SHORTEST_TITLE = 8
_SMALL, _APART = 0.9, 2.5
_NEIGHBOURS, _EVEN = 3, 0.9
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—|•\s]*(?:page|seite|p\.|第)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|von|页\s*共)\s*\d{1,4})?\s*页?[-–—|•\s]*",
    re.IGNORECASE,
)


def find_furniture(pages: Sequence[tuple[DrawnPage, Sequence[Row]]]) -> frozenset[int]:
    """Return the ``id()`` of each row that is a running header, footer or page number.

    It stands in the outer tenth of its page, and either the same text (digits aside) stands at the same height on many
    pages, or it is a bare page number, or (not on the first page) it opens with the document's title, set largest on
    the first page, or is set small and far from the text. The first and the last row of a page may stand further in,
    where most pages have the same there.
    """
    body = find_body_size([row for _, rows in pages for row in rows])
    heights: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    outer = [(page, row, distance) for page, rows in pages for row, distance in _outer_rows(page, rows)]
    for page, row, distance in outer:
        heights[_mask(row.text)].append((page.number, distance))
    by_page = {page.number: rows for page, rows in pages}
    enough = max(_MIN_REPEATS, _PAGES_SHARE * len(pages))
    title = _find_title(pages[0][1]) if pages else ""
    inner = [(page, row, distance) for page, rows in pages for row, distance in _inner_rows(page, rows)]
    further: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for page, row, distance in inner:
        further[_mask(row.text)].append((page.number, distance))
    most = max(_MIN_REPEATS, _MOST_SHARE * len(pages))
    repeated = (id(row) for _, row, distance in inner if _count_alike(further[_mask(row.text)], distance) >= most)
    return frozenset(repeated) | frozenset(
        id(row)
        for page, row, distance in outer
        if _PAGE_NUMBER.fullmatch(row.text)
        or _count_alike(heights[_mask(row.text)], distance) >= enough
        or (page.number > 1 and title and row in _ends(by_page[page.number]) and _mask(row.text).startswith(title))
        or (page.number > 1 and row.size <= _SMALL * body and _is_apart(row, by_page[page.number], body))
    )


def find_body_size(rows: Sequence[Row]) -> float:
    """Return the size in which most of a document's letters are set."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _find_title(rows: Sequence[Row]) -> str:
    """Return the masked text of the row set largest on a first page; none where it is short or many are as large."""
    size = max((row.size for row in rows), default=0.0)
    largest = [row for row in rows if row.size == size]
    title = _mask(largest[0].text) if len(largest) == 1 else ""
    return title if len(title) >= _SHORTEST_TITLE else ""


def _ends(rows: Sequence[Row]) -> tuple[Row, Row]:
    return rows[0], rows[-1]


def _is_apart(row: Row, rows: Sequence[Row], body: float) -> bool:
    """Say whether wide white space parts an outermost row from its neighbour, and no row of a size from the next too.

    The rows of a table may stand as far from each other.
    """
    at = next(index for index, other in enumerate(rows) if other is row)
    if at not in {0, len(rows) - 1} or len(rows) == 1:
        return False
    inwards = rows if at == 0 else rows[::-1]
    gaps = [abs(above.y - below.y) for above, below in pairwise(inwards[:_NEIGHBOURS])]
    evenly = len(gaps) > 1 and inwards[1].size == row.size and gaps[1] >= _EVEN * gaps[0]
    return gaps[0] >= _APART * body and not evenly


def _mask(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split())).casefold()


def _outer_rows(page: DrawnPage, rows: Sequence[Row]) -> Iterator[tuple[Row, float]]:
    """Return the rows near the page's upper and lower edge with their distance: from the top, or below zero."""
    height = page.frame.y1 - page.frame.y0
    for row in rows:
        above, below = page.frame.y1 - row.y - row.size / 2, row.y + row.size / 2 - page.frame.y0
        if min(above, below) <= _OUTER_SHARE * height:
            yield row, above if above < below else -below


def _inner_rows(page: DrawnPage, rows: Sequence[Row]) -> Iterator[tuple[Row, float]]:
    """Get the first and the last row of a page that stand further from its edge than headers and footers mostly do."""
    height = page.frame.y1 - page.frame.y0
    for row, sign in ((rows[0], 1), (rows[-1], -1)) if len(rows) > 1 else ():
        middle = row.y + row.size / 2
        distance = page.frame.y1 - middle if sign > 0 else middle - page.frame.y0
        if _OUTER_SHARE * height < distance <= _INNER_SHARE * height:
            yield row, sign * distance


def _count_alike(found: Sequence[tuple[int, float]], distance: float) -> int:
    return len({number for number, other in found if abs(other - distance) <= _SAME_HEIGHT})


# Reads a PDF into blocks with their pages.

MAX_PAGES = 1000
_MOST_ROWS = 300
"""Rows of a page in which tables and columns are looked for together; no sheet of paper has more."""
_MIN_LETTERS = 10
_MAX_UNKNOWN_SHARE = 0.3


def read_pdf(data: bytes, *, source_name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return a PDF's blocks in reading order and its running headers and footers, both with pages from 1.

    UnreadableDocumentError where it is encrypted, damaged, too long, or has no text to read.
    """
    pages = _draw_pages(data, source_name)
    glyphs = sum(len(run.chars) for page in pages for run in (*page.runs, *page.turned))
    if glyphs < _MIN_LETTERS:
        raise UnreadableDocumentError(
            f"{source_name} has no text in it; it looks scanned.", hint="Run OCR on it first, then send it again."
        )
    if sum(page.unknown for page in pages) > _MAX_UNKNOWN_SHARE * glyphs:
        raise UnreadableDocumentError(
            f"{source_name} does not say which letters it shows.", hint="Save it again as text, or run OCR on it."
        )
    return _arrange(pages)


def _draw_pages(data: bytes, source_name: str) -> list[DrawnPage]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableDocumentError(
                f"{source_name} is encrypted.", hint="Save it without a password and send it again."
            ) from error
        raise _damaged(source_name) from error
    try:
        count = len(document)
        if not count:
            raise _damaged(source_name)
        if count > MAX_PAGES:
            raise UnreadableDocumentError(
                f"{source_name} has {count} pages.", hint=f"At most {MAX_PAGES} are read; split it."
            )
        reader = PageReader(document)
        return [reader.read(number) for number in range(1, count + 1)]
    except pypdfium2.PdfiumError as error:
        raise _damaged(source_name) from error
    finally:
        document.close()


def _damaged(source_name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"{source_name} is damaged or no PDF.", hint="Download it again, or save it again as PDF."
    )


def _arrange(pages: Sequence[DrawnPage]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    rows = [(page, read_rows(page)) for page in pages]
    running = find_furniture(rows)
    told = [(page, [row for row in found if id(row) not in running]) for page, found in rows]
    kept = told
    parts = [(page, found[at : at + _MOST_ROWS]) for page, found in kept for at in range(0, len(found), _MOST_ROWS)]
    tables = replace_tables([(found, page.strokes) for page, found in parts])
    regions = [r for (page, _), found in zip(parts, tables, strict=True) for r in order_rows(found, page.rules)]
    furniture = [
        _plain_block(page, row.text) for page, found in rows for row in found if id(row) in running and row.text.strip()
    ]
    turned = [_plain_block(page, _turned_text(page)) for page in pages if page.turned]
    return build_blocks(regions), (*furniture, *turned)


def _turned_text(page: DrawnPage) -> str:
    return " ".join(run_text(run) for run in page.turned)


def _plain_block(page: DrawnPage, text: str) -> Block:
    spans = normalise_spans([Span(text=text)])
    return Block(kind=BlockKind.PARAGRAPH, spans=spans, page=page.number, last_page=page.number)
