"""Reads Word files (DOCX): checked, converted to HTML by mammoth, and read like a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mammoth

from bot.errors import GongbaoError
from bot.reading.formats.docx_archive import damaged, pack_parts, read_parts
from bot.reading.formats.docx_margins import read_margins
from bot.reading.formats.docx_numbers import write_numbers
from bot.reading.formats.html import read_html_text

if TYPE_CHECKING:
    from bot.reading.document import Block

# Word's own contents list is furniture, as the page's navigation is.
_STYLE_MAP = "\n".join(
    (
        *(f"p[style-name='{name} {level}'] => nav > p:fresh" for name in ("toc", "TOC") for level in range(1, 10)),
        "p[style-name='TOC Heading'] => nav > p:fresh",
        "p[style-name='Contents Heading'] => nav > p:fresh",
        "r[style-name='Emphasis'] => em",
        "b => strong",
        "i => em",
    )
)
_UNUSED = ("customXml/", "docProps/", "word/glossary/", "word/theme/", "word/charts/", "word/diagrams/")


def read_docx(data: bytes, *, source_name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Give a Word file's blocks and furniture, without positions: a file of this kind has neither pages nor lines.

    Headings come from styles, list numbers stay in the text, headers and footers are furniture, pictures and comments
    go. UnreadableDocumentError where the file is damaged, encrypted or a bomb.
    """
    parts = read_parts(data, source_name=source_name)
    used = {name: part for name, part in parts.items() if not name.startswith(_UNUSED)}
    try:
        packed = pack_parts(write_numbers(used))
        converted = mammoth.convert_to_html(packed, style_map=_STYLE_MAP, convert_image=_leave_out)
        blocks, furniture = read_html_text(str(converted.value), source_name=source_name)
    except (GongbaoError, MemoryError):
        raise
    except Exception as error:
        raise damaged(source_name) from error
    return blocks, (*furniture, *read_margins(used))


def _leave_out(_image: object) -> list[object]:
    return []
