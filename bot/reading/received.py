"""What is checked of a received file before anything reads it: its name, its size, and which kind it is."""

from __future__ import annotations

import io
import re
import zipfile

from bot.errors import UnreadableDocumentError

# Which kind of file bytes are, told by what is in them.

# From bytes to text: text files whose encoding can be told, and markup that names its own.

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_GUESS_SHARE = 0.9
_DECLARED_WITHIN = 4096
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECODING_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_SAME = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
}
_KNOWN = re.compile(
    r"utf-8|utf-16(?:le|be)?|gb18030|big5hkscs|cp932|cp949|euc[-_]jp|iso-2022-jp|iso-8859-\d{1,2}|koi8-[ru]"
    r"|windows-\d{3,4}|cp125\d|cp874|hz-gb-2312|hz"
)


def decode_text(data: bytes, *, source_name: str) -> str:
    """Decode UTF-8, UTF-16 with its mark, or GB 18030 where that gives Chinese; else UnreadableDocumentError."""
    encoding = "utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    text = _decode_chinese(data) if encoding != "utf-16" else None
    if text is not None:
        return text
    raise UnreadableDocumentError(
        f"{source_name} is text in an encoding that cannot be told.", hint="Save it again as UTF-8."
    )


def decode_markup(data: bytes, *, charset: str | None = None) -> str:
    """Decode markup or the part of a mail: total, never raises.

    Tried in order, strictly: a byte order mark, the charset given with it, the one it names itself, UTF-8, GB 18030
    where that gives Chinese; at last Windows-1252, in which every byte is something.
    """
    marked = "utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else None
    head = data[:_DECLARED_WITHIN]
    named = [match[1].decode("ascii") for match in (_DECODING_XML.search(head), _META.search(head)) if match]
    # A page that says UTF-16 in letters of one byte does not know what it says.
    inner = [name for name in named if not name.lower().startswith("utf-16")]
    for name in (marked, charset, *inner, "utf-8"):
        encoding = _find_encoding(name) if name != marked else name
        if encoding is None:
            continue
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    text = _decode_chinese(data)
    return text if text is not None else data.decode("cp1252", errors="replace")


def _find_encoding(name: str | None) -> str | None:
    """Return the codec for a declared charset, none for what is no charset of texts."""
    lower = (name or "").strip().lower()
    codec = _SAME.get(lower, lower)
    return codec if _KNOWN.fullmatch(codec) else None


def _decode_chinese(data: bytes) -> str | None:
    """Decode GB 18030 where nearly all that is not ASCII gives usual Chinese."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if not char.isascii()]
    usual = sum(_is_usual_chinese(char) for char in foreign)
    return text if foreign and usual >= _GUESS_SHARE * len(foreign) else None


def _is_usual_chinese(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


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
