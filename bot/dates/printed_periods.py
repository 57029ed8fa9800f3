"""Periods as documents print them: ``25 Oct – 28 Nov 2023``, ``March 2024``, ``2024年3月1日—3月31日``."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace

from bot.dates.date_words import (
    ANY_MONTH,
    DASH,
    HAN_DIGITS,
    LONGEST,
    MONTH,
    find_day,
    month_end,
    month_start,
    parse_month,
    parse_number,
    strip_date,
)
from bot.dates.printed_dates import parse_period_in_figures, parse_printed_date

_JOIN = re.compile(
    rf"\s*(?:{DASH}+|\b(?:to|and|until|till|through|thru|bis|und|au|al)\b|\s&\s|[至到]|\s/\s|(?<=\d)/(?=\d{{4}}-)|(?<=[a-z])/(?=[A-Z]))\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:[^\d:：|]{1,60}[:：|]\s*)?"
    r"(?:(?:reporting|review)?\s*period|(?:for|from|vom|du|dal|between|covering|covers|time ?frame|dates?|news from)\b"
    r"|(?:报告期|时间|自|从))?"
    r"[\s:：]*(?:(?:of|from|between)\s+|the\s+)*",
    re.IGNORECASE,
)
_SIX_DAYS = dt.timedelta(days=6)
_WEEK = re.compile(r"(?:the\s+)?week\s+(?:of|from|beginning|starting|commencing)\s+(.+)", re.IGNORECASE)
_ENDING = re.compile(
    r"(?:the\s+)?(?:(?:past|last)\s+)?(?:(?P<count>two|three|four|2|3|4)\s+)?(?P<unit>week|fortnight)s?\s+"
    r"(?:to|ending|ended|until|up\s+to)\s+(?:on\s+)?(?P<day>.+)",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_CALENDAR_WEEK = re.compile(
    r"(?:calendar\s+week|week|cw|kw)\s*(?:no\.?|#)?\s*(?P<week>\d{1,2})(?:\s*[,/]\s*|\s+of\s+|\s+)(?P<year>(?:19|20)\d\d)"
    r"|(?P<year_first>(?:19|20)\d\d)\s*(?:[,/-]?\s*(?:calendar\s+week|week|cw|kw|w)\s*|年\s*第\s*(?=\d+\s*周))(?P<week_last>\d{1,2})(?:\s*周)?",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"(?:q([1-4])[\s/,]*((?:19|20)\d\d)|((?:19|20)\d\d)[\s/,]*q([1-4]))", re.IGNORECASE)
_PART_OF_YEAR = re.compile(
    r"(?:the\s+)?(?P<which>first|second|third|fourth|1st|2nd|3rd|4th)\s+(?P<part>quarter|half)"
    r"(?:[\s,]+(?:of\s+)?(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_HALF_OF_MONTH = re.compile(
    rf"(?:the\s+)?(?P<which>first|second|1st|2nd)\s+half\s+(?:of\s+)?(?P<month>{ANY_MONTH})\.?(?:[\s,]+(?:of\s+)?(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_PART_OF_YEAR_ZH = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*年)?\s*(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)"
)
_HAN = f"[{HAN_DIGITS}]"
_PART_OF_MONTH_ZH = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d|{_HAN}{{4}})\s*年\s*)?(?P<month>\d{{1,2}}|{_HAN}{{1,2}})\s*月份?\s*"
    r"(?:(?P<half>[上下])(?:半月?)?|(?P<third>[上中下])旬)刊?"
)
_HALVES = {"上": (1, 15), "下": (16, None)}
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, None)}
_WHICH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_WHICH_ZH = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_MONTHS = {"quarter": 3, "half": 6}
_YEAR_MONTHS = 12
_YEAR = r"(?:[\s,]+(?:del?\s+)?(?P<year>(?:19|20)\d\d))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°)?"
_SIDES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<name>{MONTH})\.?\s*{_DAY}{_YEAR}",
        rf"{_DAY}\.?(?:\s+(?:of|de|di))?\s*(?P<name>{ANY_MONTH})\.?{_YEAR}",
        rf"(?P<name>{ANY_MONTH})\.?{_YEAR}",
        rf"{_DAY}{_YEAR}",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?",
        r"(?P<year>(?:19|20)\d\d)/(?P<month>\d{1,2})(?:/(?P<day>\d{1,2}))?",
        r"(?P<year>(?:19|20)\d\d)\.(?P<month>\d{1,2})(?:\.(?P<day>\d{1,2}))?",
        (
            rf"(?:(?P<year>\d{{4}}|{_HAN}{{4}})\s*年\s*)?(?:(?P<month>\d{{1,2}}|{_HAN}{{1,2}})\s*月份?)"
            rf"(?:\s*(?P<day>\d{{1,2}}|{_HAN}{{1,3}})\s*[日号])?"
        ),
        rf"(?P<day>\d{{1,2}}|{_HAN}{{1,3}})\s*[日号]",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>(?:19|20)\d\d))?",
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Side:
    """One end of a period, as far as it is printed."""

    year: int | None
    month: int | None
    day: int | None


def parse_printed_period(
    text: str, *, default_year: int | None = None, day_first: bool | None = None
) -> tuple[dt.date, dt.date] | None:
    """Return the period that this text is, first and last day included; None when it is none.

    Two dates that share month or year, two months, one month, half or a third of it in Chinese, a quarter, the week
    from a day on, or a calendar week (Monday to Sunday) with its year; a label before it
    ("Reporting period:") is allowed. A missing year of the end is ``default_year``; the start lies before the end.
    ``day_first`` is the order of two dates in figures. It matters where both orders make a period.
    """
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    labelled = strip_date(_LABEL.sub("", plain, count=1))
    for candidate in dict.fromkeys((strip_date(plain), labelled)):
        found = (
            _parse_week(candidate, default_year)
            or _parse_ending(candidate, default_year)
            or _parse_calendar_week(candidate)
            or _parse_quarter(candidate)
            or _parse_part_of_year(candidate, default_year)
            or _parse_half_of_month(candidate, default_year)
            or _parse_part_of_year_in_chinese(candidate, default_year)
            or _parse_part_of_month_in_chinese(candidate, default_year)
            or _parse_month(candidate, default_year)
            or _parse_two_sides(candidate, default_year)
            or parse_period_in_figures(candidate, day_first=day_first)
        )
        if found:
            return found
    return None


def _parse_week(text: str, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    first = parse_printed_date(match[1], default_year=default_year)
    if first is None:  # "Week of 27 July - 2 August"
        return _parse_two_sides(match[1], default_year)
    return (first[0], first[0] + _SIX_DAYS) if first[0] <= dt.date.max - _SIX_DAYS else None


def _parse_ending(text: str, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    """Return the weeks up to a day ("week ending 5 January", "two weeks to 5 January")."""
    match = _ENDING.fullmatch(text)
    last = parse_printed_date(match["day"], default_year=default_year) if match else None
    if match is None or last is None:
        return None
    weeks = _COUNTS.get((match["count"] or "").lower(), 1) * (2 if match["unit"].lower() == "fortnight" else 1)
    days = dt.timedelta(days=7 * weeks - 1)
    return (last[0] - days, last[0]) if last[0] >= dt.date.min + days else None


def _parse_calendar_week(text: str) -> tuple[dt.date, dt.date] | None:
    match = _CALENDAR_WEEK.fullmatch(text)
    if match is None:
        return None
    year, week = int(match["year"] or match["year_first"]), int(match["week"] or match["week_last"])
    try:
        first = dt.date.fromisocalendar(year, week, 1)
    except ValueError:  # a year has 52 or 53 weeks
        return None
    return first, first + _SIX_DAYS


def _parse_quarter(text: str) -> tuple[dt.date, dt.date] | None:
    match = _QUARTER.fullmatch(text)
    if not match:
        return None
    quarter, year = int(match[1] or match[4]), int(match[2] or match[3])
    return month_start(year, 3 * quarter - 2), month_end(year, 3 * quarter)


def _parse_part_of_year(text: str, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    """Return a quarter or half in words ("third quarter of 2024")."""
    match = _PART_OF_YEAR.fullmatch(text)
    year = int(match["year"]) if match and match["year"] else default_year
    if match is None or year is None:
        return None
    return _whole_part(year, _WHICH[match["which"].lower()], months=_MONTHS[match["part"].lower()])


def _parse_part_of_year_in_chinese(text: str, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    """Return a quarter or half as Chinese prints it (2025年第二季度, 上半年)."""
    match = _PART_OF_YEAR_ZH.fullmatch(text)
    year = int(match["year"]) if match and match["year"] else default_year
    if match is None or year is None:
        return None
    which = match["quarter"] or match["half"]
    return _whole_part(year, _WHICH_ZH.get(which) or int(which), months=3 if match["quarter"] else 6)


def _parse_part_of_month_in_chinese(text: str, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    """Return half a month or a third of it as Chinese prints it (2025年2月上半月, 2月下旬)."""
    match = _PART_OF_MONTH_ZH.fullmatch(text)
    year, month = (_number(match["year"]) or default_year, _number(match["month"])) if match else (None, None)
    if match is None or year is None or month is None:
        return None
    first, last = _HALVES[match["half"]] if match["half"] else _THIRDS[match["third"]]
    start = find_day(year, month, first)
    return (start, start.replace(day=last) if last else month_end(year, month)) if start else None


def _whole_part(year: int, which: int, *, months: int) -> tuple[dt.date, dt.date] | None:
    last = months * which
    return (month_start(year, last - months + 1), month_end(year, last)) if last <= _YEAR_MONTHS else None


def _parse_half_of_month(text: str, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    """Return half a month ("the first half of May 2024")."""
    half = _HALF_OF_MONTH.fullmatch(text)
    month = parse_month(half["month"]) if half else None
    year = int(half["year"]) if half and half["year"] else default_year
    if half is None or month is None or year is None:
        return None
    first, last = _HALVES["上" if _WHICH[half["which"].lower()] == 1 else "下"]
    return dt.date(year, month, first), dt.date(year, month, last) if last else month_end(year, month)


def _parse_month(text: str, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    side = _find_side(text)
    if side is None or side.month is None or side.day is not None:
        return None
    return _whole(replace(side, year=side.year or default_year), replace(side, year=side.year or default_year))


def _parse_two_sides(text: str, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    for join in _JOIN.finditer(text):
        start, end = _find_side_of(text[: join.start()]), _find_side_of(text[join.end() :])
        found = _join(start, end, default_year) if start and end else None
        if found:
            return found
    return None


def _join(start: _Side, end: _Side, default_year: int | None) -> tuple[dt.date, dt.date] | None:
    month = end.month or start.month
    end = replace(end, month=month, year=end.year or (None if start.year else default_year))
    start = replace(start, month=start.month or month)
    if end.year is None and start.year is not None:
        found = _whole(start, replace(end, year=start.year))
        return found or _whole(start, replace(end, year=start.year + 1))
    if start.year is None and end.year is not None:
        found = _whole(replace(start, year=end.year), end)
        return found or _whole(replace(start, year=end.year - 1), end)
    return _whole(start, end)


def _whole(start: _Side, end: _Side) -> tuple[dt.date, dt.date] | None:
    if start.year is None or start.month is None or end.year is None or end.month is None:
        return None
    if (start.day is None) != (end.day is None):
        return None
    first = find_day(start.year, start.month, start.day or 1)
    last = find_day(end.year, end.month, end.day or 1)
    if last and end.day is None:
        last = month_end(last.year, last.month)
    return (first, last) if first and last and first <= last else None


def _find_side_of(text: str) -> _Side | None:
    """Return an end of a period, whose last dot may be that of its month ("22.01.")."""
    return _find_side(strip_date(text)) or _find_side(text.strip())


def _find_side(text: str) -> _Side | None:
    for pattern in _SIDES:
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            month = parse_month(groups["name"]) if groups.get("name") else _number(groups.get("month"))
            return _Side(year=_number(groups.get("year")), month=month, day=_number(groups.get("day")))
    return None


def _number(digits: str | None) -> int | None:
    return parse_number(digits) if digits else None
