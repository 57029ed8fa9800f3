"""Reads Word files (DOCX): checked, converted to HTML by mammoth, and read like a page."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence

import mammoth
from lxml import etree

from bot.errors import GongbaoError, UnreadableDocumentError
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.docx_numbers import W, parse_part, write_numbers
from bot.reading.formats.html import read_html_text
from bot.reading.formats.normalise import Blocks, normalise_spans

_STYLE_MAP = """
p[style-name^='toc '] => nav > p:fresh
p[style-name^='Contents Heading'] => nav > p:fresh
r[style-name='Emphasis'] => em
i => em
"""
"""Word's own contents list is furniture, as the page's navigation is."""
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_RATIO = 250
_RATIO_FROM = 1024 * 1024
_ENCRYPTED = 0x1
_DECLARES = re.compile(rb"<\x00?!\x00?\s*(?:D\x00?O\x00?C|E\x00?N\x00?T)", re.IGNORECASE)
"""Opens a declaration of a document's type or of an entity, in UTF-16 too: no Word file has any."""
_NEEDED = "[Content_Types].xml"
_MARGINS = ("word/header", "word/footer")


def read_docx(data: bytes, *, source_name: str) -> Blocks:
    """Return a Word file's blocks and furniture, without positions: a file of this kind has neither pages nor lines.

    Headings come from styles, list numbers stay in the text, headers and footers are furniture, pictures and comments
    go. UnreadableDocumentError where the file is damaged, encrypted or a bomb.
    """
    try:
        parts = _read_parts(data, source_name)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, part in write_numbers(parts).items():
                archive.writestr(name, part)
        converted = mammoth.convert_to_html(packed, style_map=_STYLE_MAP, convert_image=lambda _: [])
        blocks, furniture = read_html_text(str(converted.value), source_name=source_name)
    except (GongbaoError, MemoryError):
        raise
    except Exception as error:
        raise _damaged(source_name) from error
    return blocks, (*furniture, *_read_margins(parts))


def _read_parts(data: bytes, source_name: str) -> dict[str, bytes]:
    """Return the XML parts of a Word file by name, once sizes and names are checked; pictures are left packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, source_name)
            wanted = [entry.filename for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            parts = {name: archive.read(name) for name in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise _damaged(source_name) from error
    sound = _NEEDED in parts and any(name.startswith("word/") for name in parts)
    if not sound or any(map(_DECLARES.search, parts.values())):
        raise _damaged(source_name)
    return parts


def _damaged(source_name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"{source_name} is damaged or no Word document.", hint="Save it again as DOCX, or save it as PDF."
    )


def _refuse_bomb(entries: Sequence[zipfile.ZipInfo], source_name: str) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableDocumentError(
            f"{source_name} is encrypted.", hint="Save it without a password and send it again."
        )
    names = {entry.filename for entry in entries}
    if len(names) < len(entries) or any(".." in name or ":" in name or name.startswith("/") for name in names):
        raise _damaged(source_name)
    advice = "Save it again without pictures and embedded files, or as PDF."
    if len(entries) > MAX_ENTRIES:
        raise UnreadableDocumentError(f"{source_name} has more than {MAX_ENTRIES} parts.", hint=advice)
    whole = sum(entry.file_size for entry in entries)
    swollen = any(entry.file_size > max(_RATIO_FROM, MAX_RATIO * entry.compress_size) for entry in entries)
    if whole > MAX_UNPACKED_BYTES or swollen:
        raise UnreadableDocumentError(
            f"{source_name} would unpack to more than is sensible ({whole / 1024 / 1024:.0f} MB).", hint=advice
        )


def _read_margins(parts: Mapping[str, bytes]) -> tuple[Block, ...]:
    """Return the lines of headers and footers, each once; a damaged part says nothing."""
    lines: dict[str, None] = {}
    for name in sorted(name for name in parts if name.startswith(_MARGINS)):
        try:
            lines.update(dict.fromkeys(_list_lines(parts[name])))
        except etree.XMLSyntaxError:
            continue
    told = (normalise_spans([Span(text=line)]) for line in lines)
    return tuple(Block(kind=BlockKind.PARAGRAPH, spans=spans) for spans in told if spans)


def _list_lines(part: bytes) -> Iterator[str]:
    for paragraph in parse_part(part).iter(f"{W}p"):
        words = ""
        for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}ptab", f"{W}br"):
            if element.tag == f"{W}t":
                words += element.text or ""
            elif words:
                words += " " if element.tag == f"{W}br" else " | "
        yield words
