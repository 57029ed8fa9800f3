"""Ranges that a calendar names: years, halves, quarters, months, days; with or without a year.

Every function takes the phrase as ``bot.dates.date_phrases`` folds it: lower case, single spaces, ASCII
dashes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from bot.dates.date_words import HAN_DIGITS, MONTH, find_day, month_end, month_start, parse_month, parse_number
from bot.dates.printed_dates import parse_printed_date
from bot.dates.printed_periods import parse_printed_period
from bot.model.deadlines import DateRange, build_day_range

# Days as people read them, in every place the same.

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Short names, January first."""


def describe_day(day: dt.date | None) -> str:
    """Return a date as ``17 Nov 2023``, or ``no date``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "no date"


_Y = r"(?P<year>(?:19|20)\d\d)"
_ZH_Y = rf"(?:(?P<zh_year>(?:19|20)\d\d|[{HAN_DIGITS}]{{4}})年)"
_NTH = ("first", "second", "third", "fourth")
_PART = rf"(?:the )?(?P<nth>{'|'.join(_NTH)}|[1-4](?:st|nd|rd|th)) (?P<unit>quarter|half)"
_YEARS = re.compile(rf"(?:in |the year )?(?:{_Y}|{_ZH_Y})")
_YEAR_SPAN = re.compile(r"((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
_PARTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<unit>[qh]) ?(?P<n>[1-4])(?:[ ,/-]*{_Y})?",
        rf"{_Y}[ ,/-]*(?P<unit>[qh]) ?(?P<n>[1-4])",
        rf"(?P<n>[1-4])(?P<unit>[qh])[ ,/-]*{_Y}",
        rf"{_PART}(?: (?:of )?{_Y})?",
        rf"{_Y} {_PART}",
        rf"{_ZH_Y}?第?(?P<n>[一二三四1-4])(?P<unit>季)度",
        rf"{_ZH_Y}?(?P<unit>[上下])半年",
    )
)
_MONTHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:in )?(?P<name>{MONTH})\.?(?:[ ,-]*{_Y})?",
        rf"{_Y}[ ,-]*(?P<name>{MONTH})\.?",
        rf"{_Y}[-/.](?P<month>\d{{1,2}})",
        rf"(?P<month>\d{{1,2}})[-/.]{_Y}",
        rf"{_ZH_Y}?(?P<month>\d{{1,2}}|[{HAN_DIGITS}]{{1,2}})月份?",
    )
)
_THIRDS = {
    "early": 0, "beginning of": 0, "start of": 0, "mid": 1, "middle of": 1, "late": 2, "end of": 2,
    "上旬": 0, "初": 0, "中旬": 1, "中": 1, "下旬": 2, "底": 2, "末": 2,
}  # fmt: skip
_THIRD = re.compile(
    r"(?:the )?(?P<third>early|beginning of|start of|mid|middle of|late|end of)(?: in)?[ -](?P<whole>.+)"
    rf"|(?P<zh_month>.+月)份?(?P<zh_third>[上中下]旬|[初中底末])|(?:{_ZH_Y}年?|年)(?P<zh_year_third>[初中底末])"
)
_THIRD_DAYS = 10
_THIRD_MONTHS = 4
_HALF = re.compile(
    r"(?:the )?(?:(?P<first>first|1st)|second|2nd|last) half of (?P<whole>.+)"
    r"|(?P<zh_month>.+月)份?(?:(?P<zh_first>上)|下)半月"
)
_HALF_DAYS = 15
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH_DAY = r"(\d{1,2})/(\d{1,2})"
_MONTH_DAYS = re.compile(rf"{_MONTH_DAY}(?: ?(?:-|to|\.\.) ?{_MONTH_DAY})?")
_TWELVE = 12
_LEAP_GAP = 9
"""So many years may lie between two 29 February."""
YEARS_KNOWN = range(1900, 2100)
"""Years that a person may mean."""


class AmbiguousDateError(ValueError):
    """A day and month in figures that can be read two ways; ``readings`` are both, as (month, day)."""

    def __init__(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        super().__init__(one, other)
        self.readings = (one, other)


class _Nearest(NamedTuple):
    """Picks the year that a phrase leaves out: the nearest in the past, or in the future."""

    today: dt.date
    ahead: bool

    def pick(self, build: Callable[[int], DateRange | None]) -> DateRange | None:
        step = 1 if self.ahead else -1
        for year in range(self.today.year, self.today.year + step * _LEAP_GAP, step):
            found = build(year)
            if found and self._is_reached(found):
                return found
        return None

    def _is_reached(self, found: DateRange) -> bool:
        if self.ahead:
            return found.end is not None and found.end > self.today
        return found.start is not None and found.start <= self.today


def find_calendar_range(text: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    """Return the range that the calendar names so, or None when the phrase is no such name or an impossible one.

    A missing year is the nearest in the past (the present one included), or in the future when ``ahead`` is set.
    Raises AmbiguousDateError for figures that can be read two ways.
    """
    nearest = _Nearest(today, ahead)
    return (
        _find_years(text)
        or _find_part(text, nearest)
        or _find_month(text, nearest)
        or _find_third(text, nearest)
        or _find_half(text, nearest)
        or _find_day(text, nearest)
        or _find_month_days(text, nearest)
        or _find_period(text, nearest)
    )


def _find_years(text: str) -> DateRange | None:
    match = _YEARS.fullmatch(text)
    if match:
        return _months(1, _TWELVE, parse_number(match["year"] or match["zh_year"]))
    span = _YEAR_SPAN.fullmatch(text)
    if span and span[1] <= span[2]:
        return DateRange(start=dt.date(int(span[1]), 1, 1), end=dt.date(int(span[2]) + 1, 1, 1))
    return None


def _find_part(text: str, nearest: _Nearest) -> DateRange | None:
    for pattern in _PARTS:
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            unit = groups["unit"]
            length = 3 if unit in {"q", "quarter", "季"} else 6
            number = _part_number(groups)
            if number * length > _TWELVE:
                return None
            first = length * (number - 1) + 1
            return _in_year(groups, nearest, partial(_months, first, first + length - 1))
    return None


def _part_number(groups: dict[str, str | None]) -> int:
    number, nth = groups.get("n"), groups.get("nth")
    if number:
        return parse_number(number)
    if nth:
        return _NTH.index(nth) + 1 if nth in _NTH else int(nth[0])
    return 1 if groups["unit"] == "上" else 2


def _find_month(text: str, nearest: _Nearest) -> DateRange | None:
    for pattern in _MONTHS:
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            named = groups.get("name")
            month = parse_month(named) if named else parse_number(match["month"])
            if not 1 <= month <= _TWELVE:
                return None
            return _in_year(groups, nearest, partial(_months, month, month))
    return None


def _find_third(text: str, nearest: _Nearest) -> DateRange | None:
    """Return ten days of a month, as the Chinese 旬 counts them, the last to its end; or four months of a year."""
    match = _THIRD.fullmatch(text)
    if match is None:
        return None
    if match["zh_year_third"]:
        return _find_year_third(match["zh_year"], match["zh_year_third"], nearest)
    whole = match["whole"] or match["zh_month"]
    third = match["third"] or match["zh_third"]
    if re.fullmatch(_Y, whole):
        return _find_year_third(whole, third, nearest)
    month = _find_month(whole, nearest)
    if month is None or month.start is None:
        return None
    start = month.start + dt.timedelta(days=_THIRDS[third] * _THIRD_DAYS)
    if _THIRDS[third] > 1:
        return replace(month, start=start)
    return DateRange(start=start, end=start + dt.timedelta(_THIRD_DAYS))


def _find_half(text: str, nearest: _Nearest) -> DateRange | None:
    """Return the first fifteen days of a month, or those behind them."""
    match = _HALF.fullmatch(text)
    month = _find_month(match["whole"] or match["zh_month"], nearest) if match else None
    if match is None or month is None or month.start is None:
        return None
    border = month.start + dt.timedelta(days=_HALF_DAYS)
    is_first = match["first"] or match["zh_first"]
    return DateRange(start=month.start, end=border) if is_first else replace(month, start=border)


def _find_year_third(year: str | None, third: str, nearest: _Nearest) -> DateRange | None:
    first = _THIRDS[third] * _THIRD_MONTHS + 1
    return _in_year({"year": year}, nearest, partial(_months, first, first + _THIRD_MONTHS - 1))


def _find_day(text: str, nearest: _Nearest) -> DateRange | None:
    compact = _COMPACT.fullmatch(text)
    if compact:
        on = find_day(int(compact[1]), int(compact[2]), int(compact[3]))
        return build_day_range(on, on) if on else None

    def build(year: int) -> DateRange | None:
        found = parse_printed_date(text, default_year=year)
        return build_day_range(found[0], found[0]) if found and found[0].year in YEARS_KNOWN else None

    printed = parse_printed_date(text)
    return build(nearest.today.year) if printed else nearest.pick(build)


def _find_month_days(text: str, nearest: _Nearest) -> DateRange | None:
    match = _MONTH_DAYS.fullmatch(text)
    if not match:
        return None
    pairs = [(int(a), int(b)) for a, b in zip(match.groups()[::2], match.groups()[1::2], strict=True) if a]
    month_first = all(a <= _TWELVE for a, _ in pairs)
    day_first = all(b <= _TWELVE for _, b in pairs)
    if month_first and day_first and any(a != b for a, b in pairs):
        raise AmbiguousDateError(pairs[0], pairs[0][::-1])
    days = pairs if month_first else [(b, a) for a, b in pairs]
    return nearest.pick(lambda year: _days(year, days[0], days[-1]))


def _find_period(text: str, nearest: _Nearest) -> DateRange | None:
    def build(year: int) -> DateRange | None:
        found = parse_printed_period(text, default_year=year)
        return build_day_range(*found) if found and {found[0].year, found[1].year} <= set(YEARS_KNOWN) else None

    return build(nearest.today.year) if parse_printed_period(text) else nearest.pick(build)


def _days(year: int, first: tuple[int, int], last: tuple[int, int]) -> DateRange | None:
    start = find_day(year, *first)
    end = find_day(year + (last < first), *last)
    return build_day_range(start, end) if start and end else None


def _in_year(
    groups: dict[str, str | None], nearest: _Nearest, build: Callable[[int], DateRange | None]
) -> DateRange | None:
    year = groups.get("year") or groups.get("zh_year")
    return build(parse_number(year)) if year else nearest.pick(build)


def _months(first: int, last: int, year: int) -> DateRange | None:
    if year not in YEARS_KNOWN:
        return None
    return build_day_range(month_start(year, first), month_end(year, last))
