"""Which kind of file bytes are, told by what is in them."""

from __future__ import annotations

import io
import re
import zipfile

from bot.reading.formats.decoding import UTF16_MARKS

MARKDOWN, PLAIN, PDF = "text/markdown", "text/plain", "application/pdf"
HTML, MAIL = "text/html", "message/rfc822"
RSS, ATOM = "application/rss+xml", "application/atom+xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
OLD_OFFICE, LOCKED_OFFICE = "application/msword", "application/vnd.ms-office.encrypted"
RTF = "application/rtf"
_BINARY = "application/octet-stream"
_PDF_WITHIN = 1024
_HEAD = 4096
_TAIL = 65536
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", RTF),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"SQLite format 3", "application/vnd.sqlite3"),
    (b"\x7fELF", _BINARY),
    (b"MZ\x90", _BINARY),
)
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
_ZIP_FOLDERS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_ZIP_MARKS = ((b"application/epub+zip", "application/epub+zip"), (ODT.encode(), ODT))
_OPENING = r"\s*(?:<\?xml[^>]*+>\s*)?(?:<!--(?s:.*?)-->\s*)*+"
_PAGE = re.compile(rf"{_OPENING}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PIECE = re.compile(
    rf"{_OPENING}<(?:div|table|p|h[1-6]|section|article|main|center|ul|ol|meta|title|style)\b", re.IGNORECASE
)
_HEAD_PIECE = re.compile(rf"{_OPENING}<(?:script|meta|title|link|base|noscript)\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:div|td|p|h[1-6]|section|li|table|a)>", re.IGNORECASE)
_ENOUGH_CLOSED = 3
_FEED = re.compile(rf"{_OPENING}(?:(?:<!DOCTYPE|<\?)[^>]*+>\s*)*+<(rss|feed|rdf:RDF)\b")
_XML = re.compile(r"\s*<\?xml\b")
_MAIL_NAME = re.compile(r"^(?:From )|^([A-Za-z][A-Za-z0-9-]*):(?=[ \t]|$)", re.MULTILINE)
_MAIL_SURE = frozenset(
    {"received", "message-id", "mime-version", "content-type", "return-path", "dkim-signature", "delivered-to"}
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
_PLAIN_NAMES = (".txt", ".text", ".asc", ".log")
_MARKDOWN_MARKS = re.compile(r"^#{1,6} \S|\*\*\S[^*\n]*\*\*|\[[^\]\n]+\]\([^)\s]*\)", re.MULTILINE)


def sniff_media_type(data: bytes, source_name: str) -> str:
    """Get the media type by content; the name only tells Markdown from plain text. Unknown bytes are octet-stream."""
    if b"%PDF-" in data[:_PDF_WITHIN] and not _is_mail(data[:_PDF_WITHIN].decode("ascii", errors="replace")):
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        return LOCKED_OFFICE if _LOCKED_MARK in data else OLD_OFFICE
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(UTF16_MARKS):
        return _sniff_text(data[: 4 * _HEAD].decode("utf-16", errors="replace"), source_name)
    head = data[: 4 * _HEAD].decode("utf-8-sig", errors="replace")
    if b"\x00" in data and not _is_mail(head):
        rest = drop_nuls(data)
        return _sniff_text(rest[: 4 * _HEAD].decode(errors="replace"), source_name) if _is_text(rest) else _BINARY
    return _sniff_text(head, source_name)


def is_page(data: bytes) -> bool:
    """Say whether bytes open as a web page does, in UTF-16 too; a fragment without a head is none."""
    encoding = "utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig"
    head = data[: 4 * _HEAD].decode(encoding, errors="replace")
    return _PAGE.match(head) is not None or _HEAD_PIECE.match(head) is not None


def drop_nuls(data: bytes) -> bytes:
    """Return text bytes without the NULs that a damaged or padded file holds; UTF-16 with its mark as it is."""
    return data if data.startswith(UTF16_MARKS) else data.replace(b"\x00", b"")


def _is_text(data: bytes) -> bool:
    """Say whether bytes are UTF-8 with hardly a control character."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return len(_CONTROLS.findall(text)) * 100 <= len(text)


def is_markdown(text: str) -> bool:
    """Say whether a text without a telling name bears the marks of Markdown."""
    return len(_MARKDOWN_MARKS.findall(text)) > 1


def _sniff_zip(data: bytes) -> str:
    """Return by the archive's names; where its directory is gone, by the names that stand in the bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError):
        names = [folder for folder, _ in _ZIP_FOLDERS if folder.encode() in data[:_HEAD]]
    for folder, kind in _ZIP_FOLDERS:
        if any(name.startswith(folder) for name in names):
            return kind
    marks = (kind for mark, kind in _ZIP_MARKS if mark in data[:_HEAD] or mark in data[-_TAIL:])
    return next(marks, "application/zip")


def _sniff_text(head: str, source_name: str) -> str:
    if _PAGE.match(head):
        return HTML
    if feed := _FEED.match(head):
        return ATOM if feed[1] == "feed" else RSS
    if _XML.match(head):
        return "application/xml"
    if _is_mail(head):
        return MAIL
    name = source_name.lower()
    if name.endswith(_MARKDOWN_NAMES):
        return MARKDOWN
    if _PIECE.match(head) and len(_CLOSED.findall(head)) >= _ENOUGH_CLOSED and not is_markdown(head):
        return HTML
    if _HEAD_PIECE.match(head) and not is_markdown(head):
        return HTML
    if name.endswith(_PLAIN_NAMES):
        return PLAIN
    return MARKDOWN if is_markdown(head) else PLAIN


def _is_mail(head: str) -> bool:
    """Say whether a text opens with the header of a mail message."""
    header = re.split(r"\r?\n\r?\n", head.lstrip("\r\n"), maxsplit=1)[0]
    lines = [line for line in header.splitlines() if line[:1] not in {" ", "\t"}]
    if len(header) == len(head) and len(lines) > 1:
        lines.pop()
    names = {match[1].lower() for line in lines if (match := _MAIL_NAME.match(line)) and match[1]}
    return bool(names & _MAIL_SURE) and len(names) > 1 and all(_MAIL_NAME.match(line) for line in lines)
