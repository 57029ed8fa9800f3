"""Days in figures alone ("12/03", "17.06.", "6-9"): one order of day and month for a whole document, and its words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from bot.dates.date_words import ANY_MONTH, find_day

_FIGURES = re.compile(
    rf"(?:(?!(?i:{ANY_MONTH}))[^\W\d_]{{2,9}}\.?,?\s+)?"
    r"(?P<one>\d{1,2})\s?(?P<sign>[./-])\s?(?P<two>\d{1,2})(?:(?P=sign)(?P<year>\d{2}(?:\d{2})?))?\.?"
)
_LEAP_YEAR, _CENTURY = 2024, "20"
_WITHIN = dt.timedelta(days=70)
"""Days around the issue's within which most of its news fall."""


def word_days(texts: Iterable[str], *, near: dt.date | None, day_first: bool | None, is_han: bool) -> dict[str, str]:
    """Return the days in figures among these texts with their months in words; others are left out.

    The order of day and month is one for all: as ``day_first`` tells, as dots or Chinese tell, else the one in which
    more of them are days near the day of issue.
    """
    found = {text: match for text in texts if (match := _FIGURES.fullmatch(text.strip(" ()[]（）:：")))}
    order = _find_order(list(found.values()), near=near, is_han=is_han) if day_first is None else day_first
    worded = {}
    for text, match in found.items():
        on = _find_day(match, _LEAP_YEAR, day_first=order) or _find_day(match, _LEAP_YEAR, day_first=not order)
        if on is not None:
            figures = match["year"] or ""
            year = f" {_CENTURY}{figures}" if len(figures) == len(_CENTURY) else figures and f" {figures}"
            worded[text] = f"{on:%-m月%-d日}" if is_han and not year else f"{on:%-d %B}{year}"
    return worded


def _find_order(matches: Sequence[re.Match[str]], *, near: dt.date | None, is_han: bool) -> bool:
    """Return whether the day stands first."""
    if is_han or near is None or any(match["sign"] == "." for match in matches):
        return not is_han
    return _count_near(matches, near, day_first=True) >= _count_near(matches, near, day_first=False)


def _count_near(matches: Sequence[re.Match[str]], near: dt.date, *, day_first: bool) -> int:
    days = ([_find_day(match, near.year - ago, day_first=day_first) for ago in (0, 1)] for match in matches)
    return sum(any(on is not None and abs(on - near) <= _WITHIN for on in pair) for pair in days)


def _find_day(match: re.Match[str], year: int, *, day_first: bool) -> dt.date | None:
    one, two = int(match["one"]), int(match["two"])
    return find_day(year, two, one) if day_first else find_day(year, one, two)
