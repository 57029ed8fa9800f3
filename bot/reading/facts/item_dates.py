"""Item dates: the day of an item's printed date, its year taken from the briefing where none is printed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from bot.dates.printed_dates import parse_printed_date
from bot.dates.printed_periods import parse_printed_period
from bot.reading.document import BriefingParts, ItemParts

_LONGEST_SPAN = dt.timedelta(days=13)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_BARE = re.compile(r"0?(\d{1,2})日|(0[1-9]|1[0-2])-(\d\d)")
_MONTH = 62
_DAYS_OLD = 240
_DAYS_AHEAD = 60
"""An item's date without a year lies at most so many days after the day of publication."""


def read_item_date(text: str | None, briefing: BriefingParts, *, year: int | None) -> tuple[dt.date, bool] | None:
    """Return an item's day, and whether its year was inferred; a short range ("12-13 January") has its first day.

    The year inferred is the one that puts the day into or nearest to the period, else one near the day of publication.
    ``year`` is the briefing's (``find_year``), which its items share.
    """
    if not text:
        return None
    bare = _BARE.fullmatch(text)
    if bare and bare[1]:
        return _find_last(int(bare[1]), briefing.published_on or briefing.period_end)
    text = f"{bare[2]}月{bare[3]}日" if bare else text
    period = (briefing.period_start, briefing.period_end)
    known = (period[0], period[1]) if period[0] and period[1] else None
    found = parse_printed_date(text, period=known, default_year=year) or _read_first_day(text, known, year)
    published = briefing.published_on
    if found and found[1] and not known and published:
        others = (published.year - 1, published.year + 1)
        near = (parse_printed_date(text, default_year=other) or _read_first_day(text, None, other) for other in others)
        return next((day for day in near if day and _is_nearer(day[0], found[0], published)), found)
    return found


def find_year(briefing: BriefingParts) -> int | None:
    """Return the briefing's year: that of its day of publication or period, else the latest printed with an item."""
    day = briefing.published_on or briefing.period_end or briefing.period_start
    if day is not None:
        return day.year
    printed = [found[0].year for item in briefing.items if (found := parse_printed_date(item.date_text or ""))]
    return max(printed, default=None)


def find_document_day(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Return the day for an item of a text that prints none with it: the period's last, at most that of publication."""
    days = (briefing.period_end, briefing.published_on)
    return min(filter(None, days), default=None) if item.by_document else None


def _find_last(day: int, until: dt.date | None) -> tuple[dt.date, bool] | None:
    """Return the last day of this number up to the issue's, its month and year inferred; None for an issue without."""
    back = (until - dt.timedelta(days=days) for days in range(_MONTH)) if until else ()
    return next(((on, True) for on in back if on.day == day), None)


def _is_nearer(day: dt.date, found: dt.date, published: dt.date) -> bool:
    """Return whether a day in another year is meant: the one found is too far ahead, or this soon after publication."""
    if day < published:
        return (found - published).days > _DAYS_AHEAD
    return (day - published).days <= _DAYS_AHEAD and (published - found).days > _DAYS_OLD


def _read_first_day(text: str, period: tuple[dt.date, dt.date] | None, year: int | None) -> tuple[dt.date, bool] | None:
    years = range(period[0].year, period[1].year + 2) if period else (year,)
    first = min(_list_first_days(text, years), key=lambda day: _days_outside(day, period), default=None)
    return (first, _HAS_YEAR.search(text) is None) if first else None


def _list_first_days(text: str, years: range | tuple[int | None, ...]) -> Iterator[dt.date]:
    spans = (parse_printed_period(text, default_year=year) for year in years)
    return (span[0] for span in spans if span and span[1] - span[0] <= _LONGEST_SPAN)


def _days_outside(day: dt.date, period: tuple[dt.date, dt.date] | None) -> int:
    return max((period[0] - day).days, (day - period[1]).days, 0) if period else 0
