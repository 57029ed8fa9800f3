"""From bytes to a Document: what kind of file it is, whether it can be read, and which reader reads it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, Document
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.formats.pdf import read_pdf
from bot.reading.formats.plain import read_plain
from bot.reading.received import clean_source_name, refuse_size

if TYPE_CHECKING:
    from collections.abc import Callable

MARKDOWN, PLAIN, PDF = "text/markdown", "text/plain", "application/pdf"
_BINARY = "application/octet-stream"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF_WITHIN = 1024
_HEAD = 4096
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"SQLite format 3", "application/vnd.sqlite3"),
    (b"\x7fELF", _BINARY),
    (b"MZ\x90", _BINARY),
)
_ZIP_PARTS: tuple[tuple[bytes, str], ...] = (
    (b"word/", _DOCX),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"application/epub+zip", "application/epub+zip"),
    (b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(rss|feed|rdf:RDF)\b", re.DOTALL)
_XML = re.compile(r"\s*<\?xml\b")
_MAIL_NAME = re.compile(r"^(?:From )|^([A-Za-z][A-Za-z0-9-]*):(?=[ \t]|$)", re.MULTILINE)
_MAIL_SURE = frozenset({"received", "message-id", "mime-version", "return-path", "dkim-signature", "delivered-to"})
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
_PLAIN_NAMES = (".txt", ".text", ".asc", ".log")
_MARKDOWN_MARKS = re.compile(r"^#{1,6} \S|\*\*\S[^*\n]*\*\*|\[[^\]\n]+\]\([^)\s]*\)", re.MULTILINE)
_KINDS = {
    _DOCX: ("a Word document", "PDF"),
    "application/msword": ("an old Office document", "PDF"),
    "application/rtf": ("a rich-text document", "PDF"),
    "text/html": ("a web page", "PDF or text"),
    "message/rfc822": ("a mail message", "text, or save its PDF attachment"),
    "application/rss+xml": ("a feed", "text"),
    "application/atom+xml": ("a feed", "text"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("a spreadsheet", "PDF"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("a presentation", "PDF"),
    "application/vnd.oasis.opendocument.text": ("an OpenDocument text", "PDF"),
}
_GUESS_SHARE = 0.9


def sniff_media_type(data: bytes, source_name: str) -> str:
    """Give the media type by content; the name only tells Markdown from plain text. Unknown bytes are octet-stream."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return next(
            (kind for mark, kind in _ZIP_PARTS if mark in data[:_HEAD] or mark in data[-65536:]), "application/zip"
        )
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"\x00" in data and not data.startswith(_UTF16):
        return _BINARY
    head = data[: 4 * _HEAD]
    if data.startswith(_UTF16):
        return _sniff_text(head.decode("utf-16", errors="replace"), source_name)
    return _sniff_text(head.decode("utf-8-sig", errors="replace"), source_name)


def read_document(data: bytes, *, source_name: str) -> Document:
    """Read a Markdown, text or PDF file; anything else is refused with UnreadableDocumentError and advice."""
    name = clean_source_name(source_name)
    refuse_size(data, source_name=name)
    media_type = sniff_media_type(data, name)
    read = _READERS.get(media_type)
    if read is None:
        raise _refuse_kind(media_type, name)
    blocks, furniture = read(data, name)
    if not blocks:
        raise UnreadableDocumentError(f"{name} holds no text.", hint="Check that it is the file you meant.")
    return Document(
        source_name=name,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=blocks,
        furniture=furniture,
    )


def decode_text(data: bytes, *, source_name: str) -> str:
    """Decode UTF-8, UTF-16 with its mark, or GB 18030 where that gives Chinese; else UnreadableDocumentError."""
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    foreign = [char for char in text if not char.isascii()]
    usual = sum(_is_usual_chinese(char) for char in foreign)
    if foreign and encoding != "utf-16" and usual >= _GUESS_SHARE * len(foreign):
        return text
    raise UnreadableDocumentError(
        f"{source_name} is text in an encoding that cannot be told.", hint="Save it again as UTF-8."
    )


def _is_usual_chinese(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _sniff_text(head: str, source_name: str) -> str:
    if _HTML.match(head):
        return "text/html"
    if feed := _FEED.match(head):
        return "application/atom+xml" if feed[1] == "feed" else "application/rss+xml"
    if _XML.match(head):
        return "application/xml"
    if _is_mail(head):
        return "message/rfc822"
    name = source_name.lower()
    if name.endswith(_MARKDOWN_NAMES):
        return MARKDOWN
    if name.endswith(_PLAIN_NAMES):
        return PLAIN
    return MARKDOWN if len(_MARKDOWN_MARKS.findall(head)) > 1 else PLAIN


def _is_mail(head: str) -> bool:
    """Say whether a text opens with the header of a mail message."""
    header = re.split(r"\r?\n\r?\n", head.lstrip("\r\n"), maxsplit=1)[0]
    lines = [line for line in header.splitlines() if line[:1] not in {" ", "\t"}]
    names = {match[1].lower() for line in lines if (match := _MAIL_NAME.match(line)) and match[1]}
    return bool(names & _MAIL_SURE) and len(names) > 1 and all(_MAIL_NAME.match(line) for line in lines)


def _refuse_kind(media_type: str, name: str) -> UnreadableDocumentError:
    if media_type.startswith("image/"):
        return UnreadableDocumentError(f"{name} is a picture.", hint="Run OCR on it and save the text or a PDF.")
    what, target = _KINDS.get(media_type, ("of a kind that is not read", "PDF or text"))
    return UnreadableDocumentError(
        f"{name} is {what}.", hint=f"This version reads Markdown, text and PDF; save it as {target}."
    )


def _read_markdown(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    return read_markdown_blocks(decode_text(data, source_name=name)), ()


def _read_plain(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    return read_plain(decode_text(data, source_name=name))


def _read_pdf(data: bytes, name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    return read_pdf(data, source_name=name)


_READERS: dict[str, Callable[[bytes, str], tuple[tuple[Block, ...], tuple[Block, ...]]]] = {
    MARKDOWN: _read_markdown,
    PLAIN: _read_plain,
    PDF: _read_pdf,
}
