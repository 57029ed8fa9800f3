"""Slack's markup: escaping what comes from documents and people, and links that show where they lead.

Text is *raw* until it went through ``escape``, ``bold``, ``italic``, ``mark`` or ``link``; only then it may stand in a
block. Escaping ``&``, ``<`` and ``>`` alone disarms mentions and links (Slack's formatting reference).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import partial
from urllib.parse import urlsplit

_DROPPED = {"Cc", "Cs", "Co", "Cn"}
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "ˋ"})
_INSIDE = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "\n": " "})
"""What would end a style, or does not stand inside one."""
_STYLED = [re.compile(rf"(?<![^\W_]){sign}(\S[^{sign}\n]*){sign}(?![^\W_])") for sign in (r"\*", "_", "~", "`")]
_LINK_BREAKERS = re.compile(r"[\s<>|\"'`\\^{}]|[^\x21-\x7e]")
_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")
_MAX_URL = 2000


def clean(text: str) -> str:
    """Return the text without control, private-use and direction-changing characters; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if lines.isascii() and lines.isprintable():
        return lines
    dropped = {sign for sign in {*lines} - {"\n"} if sign in _BIDI or unicodedata.category(sign) in _DROPPED}
    return "".join(sign for sign in lines if sign not in dropped)


def escape(text: str) -> str:
    """Disarm text of a document or a person: no mention, link or code fence in it comes alive."""
    return clean(text).translate(_ENTITIES)


def unescape(text: str) -> str:
    """Undo the escaping of ``&``, ``<`` and ``>``."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _style(sign: str, text: str) -> str:
    """Return raw text escaped and set between signs, on one line; such signs inside it cannot end the style."""
    inner = " ".join(escape(text).translate(_INSIDE).split())
    return f"{sign}{inner}{sign}" if inner else ""


bold, italic, strike = partial(_style, "*"), partial(_style, "_"), partial(_style, "~")


def unstyle(escaped: str) -> str:
    """Return escaped text without the signs of styles, for where Slack shows them as they are: a notification."""
    for styled in _STYLED:
        escaped = styled.sub(r"\1", escaped)
    return escaped


def mark(text: str, matched: Iterable[str]) -> str:
    """Return raw text escaped, with the matched words bold where Slack can show it (between word borders)."""
    words = sorted({clean(word).strip() for word in matched} - {""}, key=len, reverse=True)
    parts = re.split(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)", clean(text)) if words else [text]
    return "".join(bold(part) if at % 2 else escape(part) for at, part in enumerate(parts))


def quote(escaped: str) -> str:
    """Return escaped text as a quotation, a bar at the start of each line; "" for none."""
    return "> " + escaped.strip().replace("\n", "\n> ") if escaped.strip() else ""


def mention(who: str) -> str:
    """Return the mention of a person or a channel; of what else did something its name, escaped."""
    sign = "@" if who.startswith(("U", "W")) else "#"
    return f"<{sign}{who}>" if _ID.fullmatch(who) else escape(who)


def find_host(url: str | None) -> str | None:
    """Return the host of a web address that is safe to link, in ASCII; None for anything else."""
    if not url or len(url) > _MAX_URL or _LINK_BREAKERS.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def link(label: str, url: str | None) -> str:
    """Return a link with its host beside it, or the label with a word on the missing address."""
    shown, host = " ".join(escape(label).replace("|", "¦").split()), find_host(url)
    if url and host:
        return f"<{url.replace('&', '&amp;')}|{shown or host}> ({host})"
    missing = "no link in the source" if url in {None, "", "#"} else "address not shown"
    return f"{shown} ({missing})" if shown else missing
