"""What is checked of a received file before anything reads it: its name and its size."""

from __future__ import annotations

import re

from bot.errors import UnreadableDocumentError

MAX_BYTES = 20 * 1024 * 1024
MAX_NAME_LENGTH = 120
READABLE_SUFFIXES = frozenset(
    {".md", ".markdown", ".txt", ".text", ".pdf", ".docx", ".html", ".htm", ".xhtml", ".eml", ".rss", ".atom", ".xml"}
)
"""What is taken out of a folder; a file that is named itself is read whatever its name."""


def clean_source_name(source_name: str) -> str:
    """Return the base name of a path of any system, printable and of at most MAX_NAME_LENGTH characters."""
    base = re.split(r"[/\\]", source_name.rstrip("/\\"))[-1]
    shown = " ".join("".join(char if char.isprintable() else " " for char in base).split()).strip(". ")
    if not shown:
        return "document"
    if len(shown) <= MAX_NAME_LENGTH:
        return shown
    stem, dot, ending = shown.rpartition(".")
    kept = f".{ending}" if dot and stem and len(ending) <= len("markdown") else ""
    return shown[: MAX_NAME_LENGTH - len(kept) - 1] + "…" + kept


def refuse_size(data: bytes, *, source_name: str) -> None:
    """Raise UnreadableDocumentError for an empty file or one of more than MAX_BYTES."""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocumentError(f"{source_name} is empty.", hint="Check that it was saved or sent whole.")
    if len(data) > MAX_BYTES:
        raise UnreadableDocumentError(
            f"{source_name} is too large: {len(data) / 1024 / 1024:.0f} MB.",
            hint=f"At most {MAX_BYTES // 1024 // 1024} MB are read; split it or save it without images.",
        )
