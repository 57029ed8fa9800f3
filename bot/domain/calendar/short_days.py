"""Short days in running text (``26/1``, ``26.1.``), which are days only behind words that set a term.

Figures with a stroke or full stops are fractions, amounts and versions as well, so that only what follows "until",
"by", "comments to" and the like counts. A stroke leaves open which figure is the day; full stops put it first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.calendar.date_words import find_day
from bot.domain.calendar.month_names import MONTH, WEEKDAY

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORM = re.compile(
    r"(?<![A-Za-z0-9_/.,:-])(?:(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?(?![A-Za-z0-9/%％]|[.,]\d|-\d|\s+of\b)"
    r"|(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<dotted_year>(?:20)?\d\d)(?![A-Za-z0-9%％]|[.,]\d))?(?![A-Za-z0-9%％]))"
)
_TIE = re.compile(r"\d(?:/|\.\s?)\d")
"""Stands in every short day."""
_ASKED = (
    r"(?:comments?|feedback|repl(?:y|ies)|responses?|consultation|input|views|suggestions|opinions|applications?|bids"
    r"|proposals?|submissions?|tenders?|registrations?|nominations?|open|welcome|possible|invited|accepted)"
)
_TERM = re.compile(
    r"\b(?:until|till?|by|before|through|not? later than|due(?:\s+(?:on|by))?|deadline(?:\s+(?:is|on|of))?"
    r"|(?:clos|end|expir)(?:e|es|ing|s)?(?:\s+(?:on|by|at))?|from|as of|effective(?:\s+on)?|in force(?:\s+on)?|on"
    rf"|bis(?:\s+zum)?|(?:{_ASKED}|\d{{1,2}}[/.]\d{{1,2}}\.?)\s+(?:up\s+)?to)"
    rf"\s*[:：]?\s*(?:{WEEKDAY}\b\.?,?\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:rose|risen|fell|fallen|grew|grown|increas\w+|decreas\w+|dropped|jumped|gained|shrank|cut|rais\w+|reduc\w+"
    r"|lower\w+|declin\w+|climb\w+|surg\w+|slipp\w+|doubl\w+|expand\w+|mov\w+|switch\w+)\s+(?:\w+\s+){0,2}?(?:by|to|from)\s*\Z|\b(?:up|down)\s+(?:by|from)\s*\Z",
    re.IGNORECASE,
)
_HAN_LEAD = re.compile(r"(?:截至|截止[到至]?|[自从于在])\s*\Z")
_HAN_TAIL = re.compile(r"\s*(?:之?前|以前|止|截止)")
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?P<name>{MONTH})\b(?!\s+\d{{1,2}}\b)", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"(?<!\d\s)\b(?P<name>{MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b", re.IGNORECASE)
_ALWAYS = (24, 7)
_LEAP_YEAR = 2000
_CENTURY = 2000
_WINDOW = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class ShortDay:
    """A day and a month in figures between two offsets; ``year`` None where none is printed.

    ``readings`` are the possible pairs of month and day: two where nothing tells them apart, the day first one first.
    ``puts_day_first`` is the order that figures with a stroke tell by themselves, else None.
    """

    start: int
    end: int
    year: int | None
    readings: tuple[tuple[int, int], ...]
    puts_day_first: bool | None

    @property
    def is_open(self) -> bool:
        """Whether either figure can be the month."""
        return len(self.readings) > 1


def find_short_days(text: str) -> tuple[ShortDay, ...]:
    """Give the short days that a term's words lead to, in order. Chinese puts the month first."""
    if not _TIE.search(text):
        return ()
    return tuple(day for match in _FORM.finditer(text) if (day := _read(text, match)) is not None)


def _read(text: str, match: re.Match[str]) -> ShortDay | None:
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    is_han = _HAN_TAIL.match(text, match.end()) is not None or _HAN_LEAD.search(before) is not None
    if not is_han and (_TERM.search(before) is None or _CHANGE.search(before) is not None):
        return None
    if match["day"]:
        pairs = [(int(match["month"]), int(match["day"]))]
    else:
        one, two = int(match["one"]), int(match["two"])
        pairs = [(one, two)] if is_han else [(two, one), (one, two)]
        pairs = [] if (one, two) == _ALWAYS else pairs
    readings = tuple(dict.fromkeys(pair for pair in pairs if find_day(_LEAP_YEAR, *pair)))
    if not readings:
        return None
    printed = match["dotted_year"] or match["year"]
    year = int(printed) % _CENTURY + _CENTURY if printed else None
    told = len(pairs) > len(readings) and len(set(pairs)) > 1
    order = readings[0] == pairs[0] if told else None
    return ShortDay(start=match.start(), end=match.end(), year=year, readings=readings, puts_day_first=order)


def find_worded_order(texts: Iterable[str]) -> bool | None:
    """Tell whether days stand before the names of English months in these texts; None where they differ."""
    told: set[bool] = set()
    for text in texts:
        for order, pattern in ((True, _DAY_MONTH), (False, _MONTH_DAY)):
            told.update(order for match in pattern.finditer(text) if match["name"][0].isupper())
    return told.pop() if len(told) == 1 else None
