"""Periods as documents print them: ``25 Oct – 28 Nov 2023``, ``March 2024``, ``2024年3月1日—3月31日``."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from bot.dates.date_words import (
    ANY_MONTH,
    DASH,
    HAN_DIGITS,
    LONGEST,
    find_day,
    month_end,
    parse_month,
    parse_number,
    strip_date,
)
from bot.dates.printed_dates import find_short_days, parse_day_parts, parse_printed_date

Span = tuple[dt.date, dt.date]
"""The first and the last day of a period."""

_JOIN = re.compile(
    rf"\s*(?:{DASH}+|\b(?:to|and|until|till|through|thru|bis|und)\b|\s&\s|[至到]|\s/\s|(?<=\d)/(?=\d{{4}}-)|(?<=[a-z])/(?=[a-z]))\s*"
)
_LABEL = re.compile(
    r"^(?:[^\d:：|]{1,60}[:：|]\s*)?"
    r"(?:(?:reporting|review)?\s*period|(?:for|from|vom|between|covering|covers|time ?frame|dates?|news from)\b"
    r"|(?:报告期|时间|自|从))?"
    r"[\s:：]*(?:(?:of|from|between)\s+|the\s+)*",
    re.IGNORECASE,
)
_HAN = f"[{HAN_DIGITS}]"
_Y = r"(?P<year>(?:19|20)\d\d)"
_ZH_Y = rf"(?:(?P<year>(?:19|20)\d\d|{_HAN}{{4}})\s*年\s*)?"
_NTH = {
    sign: number
    for number, signs in enumerate(("first 1st 1 一 上", "second 2nd 2 二 下", "third 3rd 3 三", "fourth 4th 4 四"), 1)
    for sign in signs.split()
}
_SEASONS = {"spring": 3, "春": 3, "summer": 6, "夏": 6, "autumn": 9, "秋": 9, "winter": 12, "冬": 12}
"""The month with which each begins."""
_THIRDS = {"上": 1, "中": 2, "下": 3}
_MONTH_DAYS = 30
_PART = (
    r"(?:the\s+)?(?:(?P<letter>[qh])\s?(?P<n>[1-4])|(?P<nth>first|second|third|fourth|[1-4](?:st|nd|rd|th))\s+"
    r"(?P<unit>quarter|half))"
)
_WEEK = r"(?:calendar\s+week|week|cw|kw)\s*(?:no\.?|#)?\s*"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_PART}(?:[\s,/-]*(?:of\s+)?{_Y})?",
        rf"{_Y}[\s,/-]*{_PART}",
        rf"(?:the\s+)?(?P<season>spring|summer|autumn|winter)(?:\s+(?:of\s+)?{_Y})?",
        rf"{_ZH_Y}(?P<season>[春夏秋冬])[季天]",
        rf"{_ZH_Y}(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half_year>[上下])半年)",
        (
            rf"(?:the\s+)?(?P<half_month>first|second|1st|2nd)\s+half\s+(?:of\s+)?(?P<name>{ANY_MONTH})\.?"
            rf"(?:[\s,]+(?:of\s+)?{_Y})?"
        ),
        (
            rf"{_ZH_Y}(?P<month>\d{{1,2}}|{_HAN}{{1,2}})\s*月份?\s*"
            r"(?:(?P<half_month>[上下])(?:半月?)?|(?P<third>[上中下])旬)刊?"
        ),
        rf"{_WEEK}(?P<week>\d{{1,2}})(?:\s*[,/]\s*|\s+of\s+|\s+){_Y}",
        rf"{_Y}\s*(?:[,/-]?\s*(?:{_WEEK}|w\s*)|年\s*第\s*(?=\d+\s*周))(?P<week>\d{{1,2}})(?:\s*周)?",
    )
)
_WEEKS = re.compile(
    r"(?:the\s+)?(?:(?:past|last)\s+)?(?:(?P<count>two|three|four|2|3|4)\s+)?(?P<unit>week|fortnight)s?\s+"
    r"(?:(?P<ends>to|ending|ended|until|up\s+to)|of|from|beginning|starting|commencing)\s+(?:on\s+)?(?P<day>.+)"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "week": 1, "fortnight": 2}
_SIDES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<name>{ANY_MONTH})\.?(?:[\s,]+{_Y})?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,]+{_Y})?",
        r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})",
        rf"{_ZH_Y}(?P<month>\d{{1,2}}|{_HAN}{{1,2}})\s*月份?",
        rf"(?P<day>\d{{1,2}}|{_HAN}{{1,3}})\s*[日号]",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.",
    )
)
"""What may stand at an end of a period beside a whole day."""


class _Side(NamedTuple):
    """One end of a period, as far as it is printed."""

    year: int | None
    month: int | None
    day: int | None


def parse_printed_period(text: str, *, default_year: int | None = None, day_first: bool | None = None) -> Span | None:
    """Return the period that this text is, first and last day included; None when it is none.

    Two dates that share month or year, two months, one month, a half or a third of it, a quarter, half or season of a
    year, the weeks from or to a day, or a calendar week (Monday to Sunday) with its year; a label before it ("Reporting
    period:") is allowed. A missing year of the end is ``default_year``; the start lies before the end. ``day_first`` is
    the order of two dates in figures. It matters where both orders make a period.
    """
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    for candidate in dict.fromkeys((strip_date(plain), strip_date(_LABEL.sub("", plain, count=1)))):
        by_day, by_month = (_parse(candidate.lower(), default_year, day_first=order) for order in (True, False))
        if by_day and by_month and by_day != by_month:
            return None if day_first is None else by_day if day_first else by_month
        if by_day or by_month:
            return by_day or by_month
    return None


def _parse(text: str, default_year: int | None, *, day_first: bool) -> Span | None:
    try:
        for form in _FORMS:
            if match := form.fullmatch(text):
                groups = {name: value for name, value in match.groupdict().items() if value}
                year = parse_number(groups["year"]) if "year" in groups else default_year
                return _read_part(groups, year) if year else None
        side = _find_side(text, day_first=day_first)
        if side and side.month and not side.day:
            return _whole(side._replace(year=side.year or default_year), side._replace(year=side.year or default_year))
        return _parse_weeks(text, default_year) or _parse_two_sides(text, default_year, day_first=day_first)
    except (ValueError, OverflowError):  # the calendar has no such day, or ends before it
        return None


def _read_part(groups: dict[str, str], year: int) -> Span:
    """Return the days of a part of a year or month, by what the groups of its form caught."""
    if "week" in groups:
        first = dt.date.fromisocalendar(year, int(groups["week"]), 1)
        return first, first + relativedelta(days=6)
    if "half_month" in groups or "third" in groups:
        month = parse_month(groups["name"]) if "name" in groups else parse_number(groups["month"])
        days, part = (10, _THIRDS[groups["third"]]) if "third" in groups else (15, _NTH[groups["half_month"]])
        first = dt.date(year, month, days * (part - 1) + 1)
        return first, month_end(year, month) if days * part == _MONTH_DAYS else first + relativedelta(days=days - 1)
    if "season" in groups:
        first = dt.date(year, _SEASONS[groups["season"]], 1)
        return first, first + relativedelta(months=3, days=-1)
    nth = next(groups[name] for name in ("n", "nth", "quarter", "half_year") if name in groups)
    is_quarter = "quarter" in groups or "q" in groups.get("letter", groups.get("unit", ""))
    months = 3 if is_quarter else 6
    first = dt.date(year, months * (_NTH[nth] - 1) + 1, 1)
    return first, first + relativedelta(months=months, days=-1)


def _parse_weeks(text: str, default_year: int | None) -> Span | None:
    """Return the week from a day on, or the weeks up to one ("two weeks to 5 January")."""
    match = _WEEKS.fullmatch(text)
    told = parse_printed_date(match["day"].title(), default_year=default_year) if match else None
    if match is None or told is None:  # "Week of 27 July - 2 August"
        return _parse_two_sides(match["day"], default_year) if match and not match["ends"] else None
    count = match["count"] or "1"
    weeks = (_COUNTS.get(count) or int(count)) * _COUNTS[match["unit"]]
    length = relativedelta(days=7 * weeks - 1)
    return (told[0] - length, told[0]) if match["ends"] else (told[0], told[0] + length)


def _parse_two_sides(text: str, default_year: int | None, *, day_first: bool | None = None) -> Span | None:
    for join in _JOIN.finditer(text):
        start, end = (_find_side_of(side, day_first=day_first) for side in (text[: join.start()], text[join.end() :]))
        found = _join(start, end, default_year) if start and end else None
        if found:
            return found
    return None


def _join(start: _Side, end: _Side, default_year: int | None) -> Span | None:
    last_year = end.year or start.year or default_year
    if last_year is None:
        return None
    month = end.month or start.month
    first, last = start._replace(month=start.month or month), end._replace(month=month)
    years = [(start.year or last_year, last_year)]  # then a period over New Year
    years += [(last_year, last_year + 1)] if start.year and not end.year else []
    years += [(last_year - 1, last_year)] if not start.year else []
    spans = (_whole(first._replace(year=one), last._replace(year=other)) for one, other in years)
    return next(filter(None, spans), None)


def _whole(start: _Side, end: _Side) -> Span | None:
    if not (start.year and start.month and end.year and end.month) or (start.day is None) != (end.day is None):
        return None
    first = find_day(start.year, start.month, start.day or 1)
    last = find_day(end.year, end.month, end.day or 1)
    if last and end.day is None:
        last = month_end(last.year, last.month)
    return (first, last) if first and last and first <= last else None


def _find_side_of(text: str, *, day_first: bool | None) -> _Side | None:
    """Return an end of a period, whose last dot may be that of its month ("22.01.")."""
    return _find_side(strip_date(text), day_first=day_first) or _find_side(text.strip(), day_first=day_first)


def _find_side(text: str, *, day_first: bool | None) -> _Side | None:
    whole = parse_day_parts(text, day_first=day_first)
    if whole and whole[1]:
        return _Side(*whole)
    match = next((found for pattern in _SIDES if (found := pattern.fullmatch(text))), None)
    if match is None:
        return None
    groups = match.groupdict()
    month = parse_month(groups["name"]) if groups.get("name") else _number(groups.get("month"))
    return _Side(year=_number(groups.get("year")), month=month, day=_number(groups.get("day")))


def _number(digits: str | None) -> int | None:
    return parse_number(digits) if digits else None


# Dates in figures: which of two is the day, as far as the document itself tells.

_FIGURES = r"(?P<one>\d{1,2})(?P<tie>[/-])(?P<two>\d{1,2})"
_IN_FIGURES = re.compile(rf"(?!\d{{1,2}}-\d{{1,2}}\Z){_FIGURES}(?:(?P=tie)(?:19|20)?\d\d)?")
_DATE = re.compile(rf"(?<![\w/.-]){_FIGURES}(?P=tie)(?:19|20)\d\d(?![\w/])(?!-\d)")
_END = r"(?<![\w/.-])\d{1,2}(?:/\d{1,2}/|-\d{1,2}-)(?:19|20)\d\d(?![\w/])"
_PAIR = re.compile(rf"{_END}\s*(?:{DASH}+|\b(?:to|until|till|through)\b|[至到])\s*{_END}", re.IGNORECASE)
_LAST_MONTH, _LAST_DAY = 12, 31


def is_in_figures(text: str) -> bool:
    """Return whether the text is a day and a month in figures, with or without a year."""
    return _IN_FIGURES.fullmatch(text) is not None


def is_period_in_figures(text: str) -> bool:
    """Return whether the text is two dates in figures with a dash between them, whatever days they are."""
    return _PAIR.fullmatch(text.strip()) is not None


def find_day_first(texts: Iterable[str]) -> bool | None:
    """Return whether dates in figures put the day first in these texts; None where nothing tells, or they differ.

    A figure above 12 is a day, and two dates with a dash between them may be a period in one order only. A text that
    is a day and a month in figures as a whole counts too, others only with a year or behind the words of a term.
    """
    told = {order for text in texts if "/" in text or "-" in text for order in _list_orders(text)}
    return told.pop() if len(told) == 1 else None


def _list_orders(text: str) -> Iterator[bool]:
    """Yield the orders that dates in figures can only have."""
    whole = (text, *(text[day.start : day.end] for day in find_short_days(text)))
    for date in (*_DATE.finditer(text), *filter(None, map(_IN_FIGURES.fullmatch, whole))):
        one, two = int(date["one"]), int(date["two"])
        if min(one, two) <= _LAST_MONTH < max(one, two) <= _LAST_DAY:
            yield one > two
    for pair in _PAIR.finditer(text):
        orders = [order for order in (True, False) if _parse(pair[0].lower(), None, day_first=order)]
        yield from orders if len(orders) == 1 else ()
