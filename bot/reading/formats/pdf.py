"""Reads a PDF into blocks with their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.normalise import normalise_spans
from bot.reading.formats.pdf_blocks import build_blocks
from bot.reading.formats.pdf_columns import order_rows
from bot.reading.formats.pdf_furniture import find_body_size, find_furniture
from bot.reading.formats.pdf_glyphs import DrawnPage, PageReader
from bot.reading.formats.pdf_lines import read_rows, run_text
from bot.reading.formats.pdf_notes import find_notes, put_notes
from bot.reading.formats.pdf_tables import replace_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PAGES = 1000
_MOST_ROWS = 300
"""Rows of a page in which tables and columns are looked for together; no sheet of paper has more."""
_MIN_LETTERS = 10
_MAX_UNKNOWN_SHARE = 0.3


def read_pdf(data: bytes, *, source_name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Give a PDF's blocks in reading order and its running headers and footers, both with pages from 1.

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
    body = find_body_size([row for _, found in rows for row in found])
    told = [(page, [row for row in found if id(row) not in running]) for page, found in rows]
    notes = [note for page, found in told for note in find_notes(page.number, found, body)]
    noted = {id(row) for note in notes for row in note.rows}
    kept = [(page, [row for row in found if id(row) not in noted]) for page, found in told]
    parts = [(page, found[at : at + _MOST_ROWS]) for page, found in kept for at in range(0, len(found), _MOST_ROWS)]
    tables = replace_tables([(found, page.strokes) for page, found in parts])
    regions = [r for (page, _), found in zip(parts, tables, strict=True) for r in order_rows(found, page.rules)]
    furniture = [
        _plain_block(page, row.text) for page, found in rows for row in found if id(row) in running and row.text.strip()
    ]
    turned = [_plain_block(page, _turned_text(page)) for page in pages if page.turned]
    return put_notes(build_blocks(regions), notes), (*furniture, *turned)


def _turned_text(page: DrawnPage) -> str:
    return " ".join(run_text(run) for run in page.turned)


def _plain_block(page: DrawnPage, text: str) -> Block:
    spans = normalise_spans([Span(text=text)])
    return Block(kind=BlockKind.PARAGRAPH, spans=spans, page=page.number, last_page=page.number)
