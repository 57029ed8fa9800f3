"""Item dates: the day of an item's printed date, its year taken from the briefing where none is printed."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import parse_printed_date, parse_printed_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reading.parts import BriefingParts, ItemParts

_LONGEST_SPAN = dt.timedelta(days=13)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_BARE_DAY = re.compile(r"0?(\d{1,2})日")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(\d\d)")
_MONTH = 62
_DAYS_OLD = 240
_DAYS_AHEAD = 60
"""An item's date without a year lies at most so many days after the day of publication."""


def read_item_date(text: str | None, briefing: BriefingParts, *, year: int | None) -> tuple[dt.date, bool] | None:
    """Give an item's day, and whether its year was inferred; a short range ("12-13 January") has its first day.

    The year inferred is the one that puts the day into or nearest to the period, else one near the day of publication.
    ``year`` is the briefing's (``find_year``), which its items share.
    """
    if not text:
        return None
    start, end = briefing.period_start, briefing.period_end
    period = (start, end) if start and end else None
    if bare := _BARE_DAY.fullmatch(text):
        return _find_last(int(bare[1]), briefing.published_on or end)
    if month_first := _MONTH_DAY.fullmatch(text):
        text = f"{month_first[1]}月{month_first[2]}日"
    found = parse_printed_date(text, period=period, default_year=year) or _read_first_day(text, period, year)
    published = briefing.published_on
    if found and found[1] and not period and published:
        for other in (published.year - 1, published.year + 1):
            near = parse_printed_date(text, default_year=other) or _read_first_day(text, None, other)
            if near and _is_nearer(near[0], found[0], published):
                return near
    return found


def _find_last(day: int, until: dt.date | None) -> tuple[dt.date, bool] | None:
    """Give the last day of this number up to the issue's, its month and year inferred; None for an issue without."""
    back = (until - dt.timedelta(days=days) for days in range(_MONTH)) if until else ()
    return next(((on, True) for on in back if on.day == day), None)


def _is_nearer(day: dt.date, found: dt.date, published: dt.date) -> bool:
    """Tell whether a day in another year is meant: the one found lies too far ahead, or this soon after publication."""
    if day < published:
        return (found - published).days > _DAYS_AHEAD
    return (day - published).days <= _DAYS_AHEAD and (published - found).days > _DAYS_OLD


def find_year(briefing: BriefingParts) -> int | None:
    """Give the briefing's year: that of its day of publication or period, else the latest printed with an item."""
    day = briefing.published_on or briefing.period_end or briefing.period_start
    if day is not None:
        return day.year
    printed = [found[0].year for item in briefing.items if (found := parse_printed_date(item.date_text or ""))]
    return max(printed, default=None)


def find_document_day(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Give the day for an item of a text in prose that prints none: the period's last, at most that of publication."""
    days = (briefing.period_end, briefing.published_on)
    return min(filter(None, days), default=None) if item.by_document else None


def _read_first_day(text: str, period: tuple[dt.date, dt.date] | None, year: int | None) -> tuple[dt.date, bool] | None:
    years = range(period[0].year, period[1].year + 2) if period else (year,)
    days = _list_first_days(text, years)
    first = min(days, key=lambda day: _days_outside(day, period), default=None)
    return (first, _HAS_YEAR.search(text) is None) if first else None


def _list_first_days(text: str, years: range | tuple[int | None, ...]) -> Iterator[dt.date]:
    for year in years:
        span = parse_printed_period(text, default_year=year)
        if span and span[1] - span[0] <= _LONGEST_SPAN:
            yield span[0]


def _days_outside(day: dt.date, period: tuple[dt.date, dt.date] | None) -> int:
    return max((period[0] - day).days, (day - period[1]).days, 0) if period else 0
