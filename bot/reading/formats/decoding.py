"""From bytes to text: text files whose encoding can be told, and markup that names its own."""

from __future__ import annotations

import re

from bot.errors import UnreadableDocumentError

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_GUESS_SHARE = 0.9
_DECLARED_WITHIN = 4096
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
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
    named = [match[1].decode("ascii") for match in (_XML.search(head), _META.search(head)) if match]
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
