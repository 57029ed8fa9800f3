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
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LAST_MONTH = 12
_CENTURY = 2000
_LEAP_YEAR = 2024
_WITHIN = dt.timedelta(days=70)
"""Days around the issue's within which most of its news fall."""


def word_days(texts: Iterable[str], *, near: dt.date | None, day_first: bool | None, is_han: bool) -> dict[str, str]:
    """Return the days in figures among these texts with their months in words; others are left out.

    The order of day and month is one for all: as ``day_first`` tells, as dots and figures above 12 tell, as in Chinese,
    else as most of them fall near the day of issue.
    """
    found = {text: match for text in texts if (match := _FIGURES.fullmatch(text.strip(" ()[]（）:：")))}
    if not found:
        return {}
    order = _find_order(list(found.values()), near=near, is_han=is_han) if day_first is None else day_first
    worded = {}
    for text, match in found.items():
        day, month = (int(match["one"]), int(match["two"])) if order else (int(match["two"]), int(match["one"]))
        if find_day(_LEAP_YEAR, month, day) is None:
            day, month = month, day
        if find_day(_LEAP_YEAR, month, day) is None:
            continue
        year = f" {_whole_year(match['year'])}" if match["year"] else ""
        worded[text] = f"{month}月{day}日" if is_han and not year else f"{day} {_MONTHS[month - 1]}{year}"
    return worded


def _find_order(matches: Sequence[re.Match[str]], *, near: dt.date | None, is_han: bool) -> bool:
    """Return whether the day stands first."""
    if any(match["sign"] == "." for match in matches) and not is_han:
        return True
    firsts = sum(int(match["one"]) > _LAST_MONTH for match in matches)
    seconds = sum(int(match["two"]) > _LAST_MONTH for match in matches)
    if firsts != seconds:
        return firsts > seconds
    if is_han or near is None:
        return not is_han
    return _count_near(matches, near, day_first=True) >= _count_near(matches, near, day_first=False)


def _count_near(matches: Sequence[re.Match[str]], near: dt.date, *, day_first: bool) -> int:
    count = 0
    for match in matches:
        one, two = int(match["one"]), int(match["two"])
        days = (find_day(near.year - ago, *((two, one) if day_first else (one, two))) for ago in (0, 1))
        count += any(day is not None and abs(day - near) <= _WITHIN for day in days)
    return count


def _whole_year(figures: str) -> int:
    return int(figures) if int(figures) > _CENTURY // 2 else _CENTURY + int(figures)
