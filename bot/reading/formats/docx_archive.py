"""Opens a Word file with care: its size and names are checked before anything in it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from bot.errors import UnreadableDocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_PART_BYTES = 40 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_RATIO = 250
_RATIO_FROM = 1024 * 1024
_ENCRYPTED = 0x1
_STRANGE_NAME = re.compile(r"\A[/\\]|\A[A-Za-z]:|(?:\A|[/\\])\.\.(?:[/\\]|\Z)|[\x00-\x1f]")
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_ENTITIES = re.compile(rb"<\x00!\x00[DE]\x00|\x00<\x00!\x00[DE]", re.IGNORECASE)
_NEEDED = "[Content_Types].xml"


def read_parts(data: bytes, *, source_name: str) -> dict[str, bytes]:
    """Give the XML parts of a Word file by name, pictures and other attachments left packed.

    UnreadableDocumentError where it is damaged, encrypted, or would unpack to more than is sensible.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, source_name)
            wanted = [entry.filename for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            parts = {name: archive.read(name) for name in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise damaged(source_name) from error
    if _NEEDED not in parts or not any(name.startswith("word/") for name in parts):
        raise damaged(source_name)
    if any(_ENTITIES.search(part) or _WIDE_ENTITIES.search(part) for part in parts.values()):
        raise damaged(source_name)
    return parts


def pack_parts(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Give an archive of these parts, in memory and not compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def damaged(source_name: str) -> UnreadableDocumentError:
    """Give the error for a file that is no sound Word document."""
    return UnreadableDocumentError(
        f"{source_name} is damaged or no Word document.", hint="Save it again as DOCX, or save it as PDF."
    )


def _refuse_bomb(entries: Iterable[zipfile.ZipInfo], source_name: str) -> None:
    found = list(entries)
    if any(entry.flag_bits & _ENCRYPTED for entry in found):
        raise UnreadableDocumentError(
            f"{source_name} is encrypted.", hint="Save it without a password and send it again."
        )
    names = [entry.filename for entry in found]
    if len(set(names)) < len(names) or any(_STRANGE_NAME.search(name) for name in names):
        raise damaged(source_name)
    whole = sum(entry.file_size for entry in found)
    swollen = any(
        entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1) for entry in found
    )
    large = any(entry.file_size > MAX_PART_BYTES for entry in found if entry.filename.endswith((".xml", ".rels")))
    if len(found) > MAX_ENTRIES:
        raise UnreadableDocumentError(
            f"{source_name} has more than {MAX_ENTRIES} parts.",
            hint="Save it again without pictures and embedded files, or as PDF.",
        )
    if whole > MAX_UNPACKED_BYTES or swollen or large:
        raise UnreadableDocumentError(
            f"{source_name} would unpack to more than is sensible ({whole / 1024 / 1024:.0f} MB).",
            hint="Save it again without pictures and embedded files, or as PDF.",
        )
