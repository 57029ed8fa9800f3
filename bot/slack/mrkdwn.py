"""Slack's markup: escaping what comes from documents and people, and the wording of dates, counts and links.

Text is *raw* until it went through ``escape``, ``bold``, ``italic``, ``mark`` or ``link``; only then it may stand in a
block. Escaping ``&``, ``<`` and ``>`` alone disarms mentions and links (Slack's formatting reference).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from bot.dates.date_words import describe_day

NO_LINK = "no link in the source"
_DROPPED = {"Cc", "Cs", "Co", "Cn"}
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_TICK = "ˋ"
_DEAD = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "\n": " "})
_LINK_BREAKERS = re.compile(r"[\s<>|\"'`\\^{}]|[^\x21-\x7e]")
_MAX_URL = 2000
_CLAUSE = re.compile(r"[,;:.!?]\s|\s[–—]|[，；：。！？]")
_SMALL = (
    "about|across|after|against|and|around|as|at|before|between|but|by|for|from|in|into|of|on|or|over|per|regarding"
    "|since|than|that|through|to|towards?|under|until|which|while|with|without"
)
_PHRASE = re.compile(rf"\s(?:{_SMALL})\s|[,;:.!?]\s")
"""Where the next phrase of a sentence begins."""
DANGLING = re.compile(
    rf"(?:\s(?:{_SMALL}|an?|aim(?:s|ed|ing)|are|according|due|has|have|how|is|its|more|such|the|their|was|were|will|\d[\d.,]*))+$"
)
"""Words that say nothing at the end of what was cut, and a figure without what it counts."""


def clean(text: str) -> str:
    """Return the text without control, private-use and direction-changing characters; line breaks stay."""
    if text.isprintable():  # none of what is dropped is
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in plain if c == "\n" or (c not in _BIDI and unicodedata.category(c) not in _DROPPED))


def escape(text: str) -> str:
    """Disarm text of a document or a person: no mention, link or code fence in it comes alive."""
    return clean(text).replace("`", _TICK).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo the escaping of ``&``, ``<`` and ``>``."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _flatten(text: str) -> str:
    """Return raw text escaped, on one line, with nothing in it that begins or ends an emphasis."""
    return escape(text).translate(_DEAD).strip()


def bold(text: str) -> str:
    """Return raw text escaped and bold, on one line; stars inside it cannot end the bold."""
    inner = _flatten(text)
    return f"*{inner}*" if inner else ""


def italic(text: str) -> str:
    """Return raw text escaped and italic, on one line."""
    inner = _flatten(text)
    return f"_{inner}_" if inner else ""


def strike(text: str) -> str:
    """Return raw text escaped and struck through, on one line: a day that is over."""
    return f"~{_flatten(text)}~"


def code(text: str) -> str:
    """Return raw text, such as a command to type, escaped and set as code."""
    return f"`{escape(text)}`"


def mark(text: str, matched: Iterable[str]) -> str:
    """Return raw text escaped, with the matched words bold where Slack can show it (between word borders)."""
    found = _build_pattern(tuple(matched))
    parts = found.split(clean(text)) if found else [text]
    return "".join(bold(part) if place % 2 else escape(part) for place, part in enumerate(parts))


@lru_cache(maxsize=256)
def _build_pattern(matched: tuple[str, ...]) -> re.Pattern[str] | None:
    words = sorted({clean(word) for word in matched if word.strip()}, key=len, reverse=True)
    # what comes before a word is looked at behind it, only where it is: at every sign it takes three times as long
    alone = (f"{word}(?<!\\w{word})" for word in map(re.escape, words))
    return re.compile(f"({'|'.join(alone)})(?!\\w)", re.IGNORECASE) if words else None


def quote(escaped: str) -> str:
    """Return escaped text as a quotation, a bar at the start of each line; "" for none."""
    return "> " + escaped.replace("\n", "\n> ") if escaped else ""


def find_host(url: str | None) -> str | None:
    """Return the host of a web address that is safe to link, in ASCII; None for anything else."""
    if not url or len(url) > _MAX_URL or _LINK_BREAKERS.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host if parts.scheme in {"http", "https"} and host else None


def link(label: str, url: str | None) -> str:
    """Return a link with its host beside it, or the label with a word on the missing address."""
    shown = _flatten(label).replace("|", "¦").strip()
    host = find_host(url)
    if host is None or url is None:
        missing = NO_LINK if not url or url == "#" else "address not shown"
        return f"{shown} ({missing})" if shown else missing
    return f"<{url.replace('&', '&amp;')}|{shown or host}> ({host})"


def format_day(day: dt.date | None) -> str:
    """Return a date as ``17 Nov 2023``, "" for none."""
    return describe_day(day) if day else ""


def shorten_day(day: dt.date, today: dt.date) -> str:
    """Return a day, without its year where that is today's: ``23 Nov``."""
    return format_day(day).removesuffix(f" {today.year}")


def format_period(start: dt.date | None, end: dt.date | None) -> str:
    """Return an inclusive period as ``25 Oct – 28 Nov 2023``; open ends in words, "" when nothing is known."""
    if start is None or end is None or start == end:
        words = "from " if end is None else "until " if start is None else ""
        return f"{words}{format_day(start or end)}" if start or end else ""
    return f"{shorten_day(start, end)} – {format_day(end)}"


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
