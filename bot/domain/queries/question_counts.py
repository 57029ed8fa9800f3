"""How many are asked for: "the latest 3 policies", "top 5", 最新三条. A number before a unit of time is a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.calendar.date_words import parse_number
from bot.domain.names import fold
from bot.domain.queries.query_scan import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.queries.wording import Wording

_MOST = 100
_FIRST = frozenset({"top", "last"})
"""Words that ask for so many where a number follows them."""
_ARTICLES = frozenset({"the", "our"})
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNIT = re.compile(r"(?:hour|day|week|month|quarter|year|percent|%|times)s?\Z", re.IGNORECASE)
_HAN = re.compile(
    r"(?P<newest>最新|最近)的?(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,2})(?:条|项|份|篇|个(?!月|季|星期|周|工作日))的?"
)


def begins_with_count(terms: Sequence[Term], wording: Wording) -> bool:
    """Say whether a text begins by asking for so many: "top 5 policies", "last three notices", 最新三条."""
    if terms and not terms[0].phrase and _HAN.match(terms[0].text):
        return True
    found = _find_count(terms, wording)
    return found is not None and all(fold(term.text) in _ARTICLES for term in terms[: found[0]])


def take_count(terms: Sequence[Term], wording: Wording) -> tuple[tuple[Term, ...], int | None]:
    """Give the terms of a question without the number of answers that it asks for, and that number; None for none."""
    for place, term in enumerate(terms):
        match = None if term.phrase or term.excluded else _HAN.search(term.text)
        if match:
            rest = f"{term.text[: match.start()]}{match['newest']}{term.text[match.end() :]}"
            count = match["count"].replace("两", "二")
            return (*terms[:place], Term(text=rest), *terms[place + 1 :]), parse_number(count)
    found = _find_count(terms, wording)
    if found is None:
        return tuple(terms), None
    start, end, count = found
    return (*terms[:start], *terms[end:]), count


def _find_count(terms: Sequence[Term], wording: Wording) -> tuple[int, int, int] | None:
    """Give where "top 5" stands, or the 3 of "latest 3" and "3 latest", and the number."""
    words = ["" if term.phrase or term.excluded else fold(term.text) for term in terms]
    for place, word in enumerate(words):
        count = read_count(word)
        after = [*words[place + 1 : place + 3], ""]
        if count is None or _UNIT.match(after[0]):
            continue
        before = words[place - 1] if place else ""
        if before in _FIRST:
            return place - 1, place + 1, count
        if before in wording.newest or wording.newest.intersection(after):
            return place, place + 1, count
    return None


def read_count(word: str) -> int | None:
    """Give the number from 1 to 100 that a word is, in figures or in letters; None for another."""
    if word in _WORDS:
        return _WORDS.index(word) + 1
    count = int(word) if word.isdecimal() and word.isascii() and len(word) <= len(str(_MOST)) else 0
    return count if 0 < count <= _MOST else None
