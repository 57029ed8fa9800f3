"""Schedules in Chinese words: ``每天``, ``每周一、周四``, ``每个工作日上午9点``, ``每月1日``, ``实时``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAYS = "一二三四五六日天"
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "sun")
_PACES = {
    "每天": "daily",
    "每日": "daily",
    "每周": "weekly",
    "每星期": "weekly",
    "每礼拜": "weekly",
    "每工作日": "weekdays",
    "每个工作日": "weekdays",
    "工作日": "weekdays",
    "每月": "monthly",
    "每个月": "monthly",
    "实时": "immediate",
    "即时": "immediate",
}
_WEEK = r"(?:每?(?:周|星期|礼拜))"
_DIGITS = {"": 0} | {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}
_LATE = frozenset({"下午", "傍晚", "晚上"})
_NOON = "中午"
_HALF_DAY, _HOUR, _AFTER_NOON = 12, 60, 2
_WHEN = (
    r"(?P<part>早上|早晨|上午|中午|下午|傍晚|晚上)?"
    r"(?:(?P<hour>\d{1,2}|[一二三四五六七八九十]{1,3})[点时](?:(?P<half>半)|(?P<minute>\d{1,2})分?)?)?"
)
_SCHEDULE = re.compile(
    rf"(?:(?P<pace>{'|'.join(sorted(_PACES, key=len, reverse=True))})(?:的?(?P<date>\d{{1,2}}|一)[日号])?"
    rf"|{_WEEK}(?P<first>[{_DAYS}])(?:[至到]{_WEEK}?(?P<last>[{_DAYS}])|(?P<more>[{_DAYS}]+))?)?{_WHEN}"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChineseSchedule:
    """What a word says: paces or days of the week as they are typed in English.

    ``at`` is ``HH:MM``, "" where no time is named, None for a part of the day and for a time that no day has. ``date``
    is a day of the month, "" where none is named. ``names_pace`` where the word says how often, and not a day or a time
    alone, which are part of a schedule only behind one.
    """

    every: tuple[str, ...]
    at: str | None
    date: str
    names_pace: bool


def read_chinese_schedule(word: str) -> ChineseSchedule | None:
    """Give the schedule that a word without spaces says; None where it is none."""
    match = _SCHEDULE.fullmatch(word)
    if not word or match is None:
        return None
    return ChineseSchedule(
        every=_list_days(match),
        at=_read_time(match),
        date={"一": "1"}.get(match["date"] or "", match["date"] or ""),
        names_pace=word.startswith("每") or bool(match["pace"]),
    )


def _list_days(match: re.Match[str]) -> tuple[str, ...]:
    if match["pace"]:
        return (_PACES[match["pace"]],)
    if not match["first"]:
        return ()
    if match["last"]:
        first, last = (min(_DAYS.index(match[name]), 6) for name in ("first", "last"))
        return _NAMES[first : last + 1] if first <= last else (*_NAMES[first:7], *_NAMES[: last + 1])
    return tuple(_NAMES[_DAYS.index(day)] for day in match["first"] + (match["more"] or ""))


def _read_time(match: re.Match[str]) -> str | None:
    part, said = match["part"], match["hour"]
    if not said:
        return {None: "", _NOON: "12:00"}.get(part)
    hour = int(said) if said.isdecimal() else _read_number(said)
    minute = 30 if match["half"] else int(match["minute"] or 0)
    if (part in _LATE and hour < _HALF_DAY) or (part == _NOON and hour <= _AFTER_NOON):
        hour += _HALF_DAY
    return f"{hour:02}:{minute:02}" if hour < 2 * _HALF_DAY and minute < _HOUR else None


def _read_number(text: str) -> int:
    """Give a number below a hundred: ``九``, ``十``, ``十二``, ``二十三``; more where the signs say none."""
    tens, ten, ones = text.rpartition("十")
    return _DIGITS.get(ones, 100) + (10 * _DIGITS.get(tens or "一", 100) if ten else 0)
