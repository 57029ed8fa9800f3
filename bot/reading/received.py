"""What is checked of a received file before anything reads it: its name, its size, its encoding, and its kind."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import HeaderParser

from lxml import etree

from bot.errors import GongbaoError, UnreadableDocumentError

MAX_BYTES = 20 * 1024 * 1024
MAX_NAME_LENGTH = 120
READABLE_SUFFIXES = frozenset(
    {".md", ".markdown", ".txt", ".text", ".pdf", ".docx", ".html", ".htm", ".xhtml", ".eml", ".rss", ".atom", ".xml"}
)
"""What is taken out of a folder; a file that is named itself is read whatever its name."""


def clean_source_name(source_name: str) -> str:
    """Return the base name of a path of any system, printable and of at most MAX_NAME_LENGTH characters."""
    base = source_name.replace("\\", "/").rstrip("/").rpartition("/")[2]
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


@contextmanager
def refusing(what: str, advice: str) -> Iterator[None]:
    """End whatever goes wrong inside in an UnreadableDocumentError that says this; want of memory stays as it is."""
    try:
        yield
    except (GongbaoError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableDocumentError(what, hint=advice) from error


# From bytes to text: text files whose encoding can be told, and markup that names its own.

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_GUESS_SHARE = 0.9
_DECLARED_WITHIN = 4096
_DECLARED = re.compile(
    rb"(?:\A\s*<\?xml[^>]{0,200}?encoding|<meta[^>]{0,200}?charset)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_WIDER = {
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("iso8859-1", "ascii"), "cp1252"),
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""The larger encoding that programs write where they name the smaller one."""
_OF_TEXTS = ("utf-8", "utf-16", "gb", "hz", "big5", "cp", "iso8859", "iso2022", "euc", "shift", "koi8")


def decode_text(data: bytes, *, source_name: str) -> str:
    """Decode UTF-8, UTF-16 with its mark, or GB 18030 where that gives Chinese; else UnreadableDocumentError."""
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
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
    marked = ["utf-16"] if data.startswith(_UTF16_MARKS) else ["utf-8-sig"] if data.startswith(b"\xef\xbb\xbf") else []
    named = [name.decode("ascii").lower() for name in _DECLARED.findall(data[:_DECLARED_WITHIN])]
    # A page that says UTF-16 in letters of one byte does not know what it says.
    inner = [name for name in named if not name.startswith("utf-16")]
    for name in (*marked, charset or "", *inner, "utf-8"):
        try:
            codec = codecs.lookup(name.strip()).name
            if codec.startswith(_OF_TEXTS):
                return data.decode(_WIDER.get(codec, codec))
        except (UnicodeError, LookupError, ValueError):
            continue
    text = _decode_chinese(data)
    return text if text is not None else data.decode("cp1252", errors="replace")


def _decode_chinese(data: bytes) -> str | None:
    """Decode GB 18030 where nearly all that is not ASCII gives usual Chinese."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if not char.isascii()]
    usual = sum(map(is_simplified, foreign))
    return text if foreign and usual >= _GUESS_SHARE * len(foreign) else None


def is_simplified(char: str) -> bool:
    """Say whether a sign is of usual Chinese in simplified characters."""
    return bool(char.encode("gb2312", errors="ignore"))


# Which kind of file bytes are, told by what is in them.

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
_HEAD = 16384
_MAGIC: tuple[tuple[bytes, str], ...] = (
    *((sign, "image/png") for sign in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")),
    (b"{\\rtf", RTF),
    *((sign, _BINARY) for sign in (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3", b"\x7fELF", b"MZ\x90")),
)
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
_ZIP_NAMES = ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX), (ODT.encode(), ODT))
_FIRST_TAG = re.compile(
    r"\s*(?:(?:<\?[^>]*+>|<!--(?s:.*?)-->|<!doctype(?!\s+html)[^>]*+>)\s*)*+<(!doctype\s+html|[a-z][\w:]*)",
    re.IGNORECASE,
)
_PAGE_TAGS = frozenset({"!doctype", "html", "head", "body"})
_HEAD_TAGS = frozenset({"script", "meta", "title", "link", "base", "noscript"})
_PIECE_TAGS = frozenset({"div", "table", "p", "h1", "h2", "h3", "section", "article", "main", "center", "ul", "style"})
_ENOUGH_CLOSED = 3
_MAIL_SURE = frozenset(
    {"received", "message-id", "mime-version", "content-type", "return-path", "dkim-signature", "delivered-to"}
)
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
    if kind := next((kind for magic, kind in _MAGIC if data.startswith(magic)), None):
        return kind
    head = _decode_head(data)
    if b"\x00" in data and not data.startswith(_UTF16_MARKS) and not _is_mail(head):
        rest = drop_nuls(data)
        return _sniff_text(_decode_head(rest), source_name) if _is_text(rest) else _BINARY
    return _sniff_text(head, source_name)


def is_page(data: bytes) -> bool:
    """Say whether bytes open as a web page does, in UTF-16 too; a fragment without a head is none."""
    return _find_first_tag(_decode_head(data)) in _PAGE_TAGS | _HEAD_TAGS


def drop_nuls(data: bytes) -> bytes:
    """Return text bytes without the NULs that a damaged or padded file holds; UTF-16 with its mark as it is."""
    return data if data.startswith(_UTF16_MARKS) else data.replace(b"\x00", b"")


def is_markdown(text: str) -> bool:
    """Say whether a text without a telling name bears the marks of Markdown."""
    return len(_MARKDOWN_MARKS.findall(text)) > 1


def _decode_head(data: bytes) -> str:
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8-sig"
    return data[:_HEAD].decode(encoding, errors="replace")


def _is_text(data: bytes) -> bool:
    """Say whether bytes are UTF-8 without the control characters that no text has."""
    try:
        return not any(char < "\t" for char in data.decode())
    except UnicodeDecodeError:
        return False


def _sniff_zip(data: bytes) -> str:
    """Return the kind of an archive by the first name in it that tells: names stand in the bytes as they are."""
    places = [(data.find(name), kind) for name, kind in _ZIP_NAMES if name in data]
    return min(places, default=(0, "application/zip"))[1]


def _find_first_tag(head: str) -> str:
    found = _FIRST_TAG.match(head)
    return found[1].lower().split()[0] if found else ""


def _sniff_text(head: str, source_name: str) -> str:
    tag, name = _find_first_tag(head), source_name.lower()
    if tag in _PAGE_TAGS:
        return HTML
    if tag in {"rss", "rdf:rdf", "feed"}:
        return ATOM if tag == "feed" else RSS
    if head.lstrip().startswith("<?xml"):
        return "application/xml"
    if _is_mail(head):
        return MAIL
    if name.endswith(_MARKDOWN_NAMES):
        return MARKDOWN
    holds = tag in _HEAD_TAGS or (tag in _PIECE_TAGS and head.count("</") >= _ENOUGH_CLOSED)
    if holds and not is_markdown(head):
        return HTML
    return MARKDOWN if is_markdown(head) and not name.endswith(_PLAIN_NAMES) else PLAIN


def _is_mail(head: str) -> bool:
    """Say whether a text opens with the header of a mail message."""
    message = HeaderParser().parsestr(head.lstrip("\r\n"))
    names = {name.lower() for name in message}
    return not message.defects and len(names) > 1 and bool(names & _MAIL_SURE)


# Web pages that come in the place of a document: those on which somebody is asked to sign in.

_LOOKED_AT = 512 * 1024
_SHORT_PAGE = 1500
"""Letters of a page under which one that asks for a password, or says in its title that it does, is nothing else."""
_ENDS_PART = re.compile(r"\s[-–—·:»]\s|[|«»]")
_SIGN_IN = re.compile(
    r"(?:please |user |member )?(?:(?:log|sign)[ -]?[io]n|single sign[ -]on)"
    r"(?: (?:to|with|page|required|form|or|now|here|using)\b.*)?[.!]?|authentication required"
    r"|(?:用户|会员)?登[录入錄](?:页面)?|统一身份认证.*",
    re.IGNORECASE,
)


def is_sign_in_page(data: bytes) -> bool:
    """Say whether a web page is there to sign in, with a password or through somebody else; takes linear time."""
    root = etree.HTML(decode_markup(data[:_LOOKED_AT]).encode(), etree.HTMLParser(encoding="utf-8", recover=True))
    if root is None or not is_page(data):
        return False
    texts = root.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::title)]")
    shown = [words for text in texts if (words := " ".join(text.split()))]
    title = root.findtext(".//title") or root.findtext(".//h1") or (shown[0] if len(shown) == 1 else "")
    says_so = any(_SIGN_IN.fullmatch(part.strip()) for part in _ENDS_PART.split(" ".join(title.split())))
    is_short = sum(map(len, shown)) < _SHORT_PAGE
    if root.xpath("//input[@type='password' or @type='PASSWORD']"):
        return is_short or says_so
    return is_short and says_so
