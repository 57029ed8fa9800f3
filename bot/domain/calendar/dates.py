"""Dates: ranges of days, the one rule for open deadlines, and the dates that documents print."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from bot.domain.calendar.date_ranges import DateRange
from bot.domain.calendar.day_order import find_day_first, is_in_figures, is_period_in_figures, word_date
from bot.domain.calendar.printed_dates import find_printed_dates, parse_printed_date
from bot.domain.calendar.printed_periods import parse_printed_period
from bot.domain.calendar.short_days import find_short_days, find_worded_order

__all__ = [
    "DateRange",
    "beijing_day",
    "deadline_is_open",
    "find_day_first",
    "find_printed_dates",
    "find_short_days",
    "find_worded_order",
    "is_in_figures",
    "is_period_in_figures",
    "parse_printed_date",
    "parse_printed_period",
    "word_date",
]

_BEIJING = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time all year, so its zone is this offset."""


@lru_cache(maxsize=64)
def beijing_day(now: dt.datetime) -> dt.date:
    """Give the day it is in Asia/Shanghai at this instant."""
    return now.astimezone(_BEIJING).date()


def deadline_is_open(on: dt.date, now: dt.datetime) -> bool:
    """Tell whether a deadline is open: until its day ends in Asia/Shanghai."""
    return beijing_day(now) <= on
