"""Ranges counted from today: ``last month``, ``past 2 weeks``, ``30d``, ``去年``, ``最近两周``.

Every function takes the phrase as ``bot.domain.calendar.date_phrases`` folds it: lower case, single spaces, ASCII
dashes.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from bot.domain.calendar.date_ranges import DateRange, build_day_range
from bot.domain.calendar.date_words import parse_number
from bot.domain.calendar.weekdays import find_weekday

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_ZH_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "季度": "quarter", "年": "year"}
_ZH_SHIFTS = {"本": 0, "这": 0, "今": 0, "当": 0, "上": -1, "去": -1, "昨": -1, "前": -2, "下": 1, "明": 1}
_SHIFTS = {"this": 0, "current": 0, "last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_NAMED = re.compile(r"(?:the )?(this|current|last|previous|next|coming) (day|week|month|quarter|half year|half|year)")
_ZH_NAMED = re.compile(r"(本|这|上|下|今|去|前|明|昨|当)(?:一)?(?:个)?(天|日|周|星期|月|季度|年)")
_COUNTED = re.compile(
    rf"(?:(?:in )?the )?(?:(last|past|previous|next|coming|within|in) )?(\d{{1,4}}(?: ?)|(?:an?|{'|'.join(_NUMBERS)}) )"
    r"(days?|weeks?|months?|quarters?|years?|[dwmqy])( ago)?"
)
_ONE_PAST = re.compile(r"(?:the |in the |over the )?past (day|week|month|quarter|year)")
_ZH_COUNTED = re.compile(
    r"(最近|过去|近|未来|今后)?的?(\d{1,4}|[一二两三四五六七八九十]{1,3})个?(天|日|周|星期|月|季度|年)(内|以来)?"
)
_ZH_BEGINS = re.compile(r"(?:\d{4}年|[^个]+月)以来")
"""Since a year or a month of the calendar, and not so many of them."""
_STEPS: dict[str, Callable[[int], relativedelta]] = {
    "day": lambda n: relativedelta(days=n),
    "week": lambda n: relativedelta(weeks=n),
    "month": lambda n: relativedelta(months=n),
    "quarter": lambda n: relativedelta(months=3 * n),
    "half": lambda n: relativedelta(months=6 * n),
    "year": lambda n: relativedelta(years=n),
}


def find_relative_range(text: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    """Give the range that is counted from ``today``, or None when the phrase is none.

    Named units are those of the calendar (weeks start on Monday). Counted ones reach back from today, today
    included, or forward where the phrase says so or ``ahead`` is set. Raises OverflowError or ValueError where the
    calendar ends, OpenWeekdayError for a weekday that can be two days.
    """
    if text in _DAYS:
        return _unit("day", _DAYS[text], today)
    weekday = find_weekday(text, today=today, ahead=ahead)
    if weekday:
        return weekday
    named = _NAMED.fullmatch(text)
    if named:
        return _unit(named[2].removesuffix(" year"), _SHIFTS[named[1]], today)
    zh_named = _ZH_NAMED.fullmatch(text)
    if zh_named:
        return _unit(_ZH_UNITS[zh_named[2]], _ZH_SHIFTS[zh_named[1]], today)
    return _find_counted(text, today=today, ahead=ahead)


def _find_counted(text: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    one = _ONE_PAST.fullmatch(text)
    if one:
        return _span(1, one[1], today, ahead=False)
    counted = _COUNTED.fullmatch(text)
    if counted:
        direction, number, unit, ago = counted.groups()
        unit = _UNITS.get(unit, unit.removesuffix("s"))
        if ago:
            return _unit("day", 0, today - _STEPS[unit](_count(number)))
        forward = direction in {"next", "coming", "within", "in"} or (ahead and direction is None)
        return _span(_count(number), unit, today, ahead=forward)
    zh = _ZH_COUNTED.fullmatch(text)
    if zh and (zh[1] or (zh[4] and not _ZH_BEGINS.fullmatch(text))):
        number = zh[2].replace("两", "二")
        return _span(
            parse_number(number), _ZH_UNITS[zh[3]], today, ahead=zh[1] in {"未来", "今后"} or (ahead and not zh[1])
        )
    return None


def _count(number: str) -> int:
    number = number.strip()
    if number in {"a", "an"}:
        return 1
    return _NUMBERS.index(number) + 1 if number in _NUMBERS else int(number)


def _span(count: int, unit: str, today: dt.date, *, ahead: bool) -> DateRange:
    step = _STEPS[unit](count)
    return build_day_range(today, today + step) if ahead else build_day_range(today - step, today)


def _unit(unit: str, shift: int, today: dt.date) -> DateRange:
    start = _first_day(unit, today) + _STEPS[unit](shift)
    return DateRange(start=start, end=start + _STEPS[unit](1))


def _first_day(unit: str, today: dt.date) -> dt.date:
    if unit == "day":
        return today
    if unit == "week":
        return today - dt.timedelta(days=today.weekday())
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    return today.replace(month=(today.month - 1) // months * months + 1, day=1)
