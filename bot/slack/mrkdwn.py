"""Slack's markup: escaping what comes from documents and people, and the wording of dates, counts and links.

Text is *raw* until it went through ``escape``, ``bold``, ``italic``, ``mark`` or ``link``; only then it may stand in a
block. Escaping ``&``, ``<`` and ``>`` alone disarms mentions and links (Slack's formatting reference).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import partial
from urllib.parse import urlsplit

_DROPPED = {"Cc", "Cs", "Co", "Cn"}
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "ˋ"})
_INSIDE = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "\n": " "})
"""What would end a style, or does not stand inside one."""
_LINK_BREAKERS = re.compile(r"[\s<>|\"'`\\^{}]|[^\x21-\x7e]")
_MAX_URL = 2000
_CLAUSE = re.compile(r"[,;:.!?]\s|\s[–—]|[，；：。！？]")
_SMALL = (
    "about|across|after|against|and|around|as|at|before|between|but|by|for|from|in|into|of|on|or|over|per|regarding|"
    "since|than|that|through|to|towards?|under|until|which|while|with|without"
)
_PHRASE = re.compile(rf"\s(?:{_SMALL})\s|[,;:.!?]\s")
DANGLING = re.compile(
    rf"(?:\s(?:{_SMALL}|an?|aim(?:s|ed|ing)|are|according|due|has|have|how|is|its|more|such|the|their|was|were|will|"
    r"\d[\d.,]*))+$"
)
"""Words that say nothing at the end of what was cut, and a figure without what it counts."""


def clean(text: str) -> str:
    """Return the text without control, private-use and direction-changing characters; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if lines.isascii() and lines.isprintable():
        return lines
    return "".join(
        sign for sign in lines if sign == "\n" or not (sign in _BIDI or unicodedata.category(sign) in _DROPPED)
    )


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


bold = partial(_style, "*")
italic = partial(_style, "_")
strike = partial(_style, "~")
"""A day that is over is struck."""


def code(text: str) -> str:
    """Return raw text, such as a command to type, escaped and set as code."""
    return f"`{escape(text)}`"


def mark(text: str, matched: Iterable[str]) -> str:
    """Return raw text escaped, with the matched words bold where Slack can show it (between word borders)."""
    words = sorted({clean(word).strip() for word in matched} - {""}, key=len, reverse=True)
    if not words:
        return escape(text)
    parts = re.split(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)", clean(text))
    return "".join(bold(part) if at % 2 else escape(part) for at, part in enumerate(parts))


def quote(escaped: str) -> str:
    """Return escaped text as a quotation, a bar at the start of each line; "" for none."""
    return "> " + escaped.strip().replace("\n", "\n> ") if escaped.strip() else ""


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


def format_day(day: dt.date | None) -> str:
    """Return a date as ``17 Nov 2023``, "" for none."""
    return f"{day.day} {day:%b %Y}" if day else ""


def shorten_day(day: dt.date, today: dt.date) -> str:
    """Return a day, without its year where that is today's: ``23 Nov``."""
    return format_day(day).removesuffix(f" {today.year}")


def format_period(start: dt.date | None, end: dt.date | None) -> str:
    """Return an inclusive period as ``25 Oct – 28 Nov 2023``; open ends in words, "" when nothing is known."""
    if start and end:
        return f"{shorten_day(start, end)} – {format_day(end)}"
    words = "from " if start else "until " if end else ""
    return f"{words}{format_day(start or end)}"


def cut_clause(text: str, limit: int = 80) -> str:
    """Return a raw text of up to ``limit`` signs, else its beginning up to the nearest end of a clause or phrase.

    A clause is cut where it ends within the limit; a text without such an end is cut at a word.
    """
    flat = " ".join(clean(text).split())
    if len(flat) <= limit:
        return flat.rstrip(".")
    clauses = [found.start() for found in _CLAUSE.finditer(flat, limit // 2, limit)]
    phrases = [found.start() for found in _PHRASE.finditer(flat, limit * 5 // 8, limit * 5 // 4)]
    ends = clauses[-1:] or phrases or [flat.rfind(" ", limit // 3, limit)]
    end = min(ends, key=lambda each: abs(limit - each))
    return f"{DANGLING.sub('', flat[: end if end > 0 else limit].rstrip())}…"


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: ``1 briefing``, ``2,000 briefings``, ``3 policies``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def capitalise(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def join_facts(facts: Iterable[str]) -> str:
    """Return short facts on one line, those that say something."""
    return " · ".join(filter(None, facts))


def join_some(words: Sequence[str], most: int, between: str = ", ") -> str:
    """Return the first words, and how many are left out."""
    left = len(words) - most
    return between.join(words[:most]) + (f" and {left} more" if left > 0 else "")


def cut_lines(lines: Sequence[str], most: int, more: str = "… {} more") -> list[str]:
    """Return the first lines, and one that says how many are left out."""
    return [*lines[:most], *([more.format(len(lines) - most)] if len(lines) > most else [])]
