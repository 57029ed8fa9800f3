"""What is checked of a received file before anything reads it: its name and its size."""

from __future__ import annotations

import re

from bot.errors import UnreadableDocumentError
from bot.reading.formats.media_types import UTF16_MARKS, is_page

# Web pages that come in the place of a document: those on which somebody is asked to sign in.

_LOOKED_AT = 512 * 1024
_PASSWORD = re.compile(r"<input\b[^<>]{0,1000}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_WHO = re.compile(
    r"<input\b[^<>]{0,1000}\b(?:type\s*=\s*[\"']?email|(?:name|id)\s*=\s*[\"']?(?:user|login|email))", re.IGNORECASE
)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{0,300})", re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^<>]*>([^<]{0,300})", re.IGNORECASE)
_ENDS_PART = re.compile(r"\s[-–—·:»]\s|[|«»]")
_SIGN_IN = re.compile(
    r"(?:please |user |member |customer )?(?:(?:log|sign)[ -]?[io]n|single sign[ -]on)"
    r"(?: (?:to|with|page|required|form|or|now|here|using)\b.*)?[.!]?|authentication required|anmelden"
    r"|anmeldung|connexion|(?:用户|会员)?登[录入錄](?:页面)?|统一身份认证.*",
    re.IGNORECASE,
)
_OF_SLACK = re.compile(
    r"slack\.com/(?:signin|sign_in)|action=[\"'][^\"']{0,300}sign_?in|data-qa=[\"']signin", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_CODE = re.compile(r"<(/?)(?:script|style)\b", re.IGNORECASE)
_SHORT_PAGE = 1500
"""Bytes of visible text under which a page that asks for a password, or says so in its title, is nothing else."""
_BARE_PAGE = 400
"""The same for a page that begins with words to sign in and asks who somebody is."""


def is_sign_in_page(data: bytes) -> bool:
    """Say whether a web page is there to sign in, with a password or through somebody else; takes linear time."""
    if not is_page(data):
        return False
    encoding = "utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig"
    page = data[:_LOOKED_AT].decode(encoding, errors="replace")
    bare = _drop_code(page)
    parts = [text for piece in _TAG.split(_TITLE.sub(" ", bare)) if (text := " ".join(piece.split()))]
    size = len(" ".join(parts).encode(errors="replace"))
    says_so = _says_sign_in(bare)
    if _PASSWORD.search(page) is not None:
        return size < _SHORT_PAGE or says_so or _OF_SLACK.search(page) is not None
    if says_so:
        return size < _SHORT_PAGE
    return (
        size < _BARE_PAGE and bool(parts) and _SIGN_IN.fullmatch(parts[0]) is not None and _WHO.search(page) is not None
    )


def _says_sign_in(page: str) -> bool:
    """Say whether the title, or else the heading, is words to sign in, perhaps beside the site's name."""
    named = _TITLE.search(page) or _HEADING.search(page)
    parts = _ENDS_PART.split(" ".join(named[1].split())) if named else []
    return any(_SIGN_IN.fullmatch(part.strip()) for part in parts)


def _drop_code(page: str) -> str:
    """Return a page without its scripts and styles."""
    kept: list[str] = []
    seen, end = True, 0
    for mark in _CODE.finditer(page):
        if seen and not mark[1]:
            kept.append(page[end : mark.start()])
        seen, end = bool(mark[1]), mark.start()
    return " ".join([*kept, page[end:]] if seen else kept)


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
