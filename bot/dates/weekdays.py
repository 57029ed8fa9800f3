"""Weekdays as people type them: ``Monday``, ``last Friday``, ``上周五``; which day is meant, or that two could be."""

from __future__ import annotations

import datetime as dt
import re

from bot.model.dates import DateRange, build_day_range

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HAN = "一二三四五六日天"
WEEKDAY_NAME = rf"(?:{'|'.join(_NAMES)})"
_ENGLISH = re.compile(rf"(?:on )?(?:(?P<which>last|this|next) )?(?P<day>{'|'.join(_NAMES)})")
"""A weekday's name in lower case, for use in a pattern."""
HAN_WEEKDAY = rf"[上本这下]?个?(?:周|星期|礼拜)[{_HAN}]"
"""The same in Chinese, with the week it is of."""
_CHINESE = re.compile(rf"(?P<which>[上本这下])?个?(?:周|星期|礼拜)(?P<day>[{_HAN}])")
_HAN_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}
_WEEK = 7


class OpenWeekdayError(ValueError):
    """A weekday that can be two days; ``readings`` are both, the earlier first."""

    def __init__(self, one: dt.date, other: dt.date) -> None:
        super().__init__(one, other)
        self.readings = (one, other)


def find_weekday(text: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    """Return the day that a weekday means on ``today``, None for no weekday.

    Alone it is the last one, or the next with ``ahead``; "last" is the last one too. In Chinese 上, 本 and 下 count
    weeks, which begin on Monday. Raises OpenWeekdayError for today's weekday alone, and for "next" where the coming
    one and the one of next week are two days.
    """
    match = _ENGLISH.fullmatch(text) or _CHINESE.fullmatch(text)
    if match is None:
        return None
    which, name = match["which"], match["day"]
    number = _NAMES.index(name) if name in _NAMES else _HAN.index(name) % _WEEK if name != "天" else _WEEK - 1
    monday = today - dt.timedelta(days=today.weekday())
    here = monday + dt.timedelta(days=number)
    if which == "this" or which in _HAN_WEEKS:
        day = here + dt.timedelta(weeks=_HAN_WEEKS.get(which, 0))
        return build_day_range(day, day)
    before = today - dt.timedelta(days=(today.weekday() - number - 1) % _WEEK + 1)
    after = before + dt.timedelta(days=_WEEK if before + dt.timedelta(days=_WEEK) != today else 2 * _WEEK)
    if which is None and here == today:
        raise OpenWeekdayError(today, after if ahead else before)
    if which == "next" and after != here + dt.timedelta(weeks=1):
        raise OpenWeekdayError(after, here + dt.timedelta(weeks=1))
    day = after if which == "next" or (which is None and ahead) else before
    return build_day_range(day, day)
