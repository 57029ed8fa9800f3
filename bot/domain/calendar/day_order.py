"""Dates in figures (``03/01/2024``): which of two figures is the day, as far as the document itself tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.calendar.date_words import DASH, find_day
from bot.domain.calendar.month_names import ANY_MONTH, parse_month
from bot.domain.calendar.short_days import find_short_days

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

_DATE = r"(?<![\w/.-])\d{1,2}(?:/\d{1,2}/|-\d{1,2}-)(?:19|20)\d\d(?![\w/])"
_FIGURES = re.compile(
    r"(?!\d{1,2}-\d{1,2}\Z)(?P<one>\d{1,2})(?P<tie>[/-])(?P<two>\d{1,2})(?:(?P=tie)(?P<year>(?:19|20)?\d\d))?"
)
_TIES = re.compile(r"[/-]")
_WHOLE_DATE = re.compile(rf"{_DATE}(?!-\d)")
_PAIR = re.compile(
    rf"(?P<start>{_DATE})\s*(?:{DASH}+|\b(?:to|until|till|through)\b|[至到])\s*(?P<end>{_DATE})", re.IGNORECASE
)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?")
_TIED = re.compile(rf"(?P<day>\d{{1,2}})-(?P<month>{ANY_MONTH})\.?(?:-(?P<year>(?:20)?\d\d))?", re.IGNORECASE)
_SHORT_YEAR = re.compile(rf"(?P<day>\d{{1,2}})\s(?P<month>{ANY_MONTH})\.?\s(?P<year>\d\d)", re.IGNORECASE)
_MONTH_TIED = re.compile(rf"(?P<month>{ANY_MONTH})\.?-(?P<day>\d{{1,2}})(?:-(?P<year>(?:20)?\d\d))?", re.IGNORECASE)
_TWO_DAYS = re.compile(rf"(?P<first>\d{{1,2}})/(?P<last>\d{{1,2}})\s+(?P<rest>{ANY_MONTH}\b.*)", re.IGNORECASE)
_LAST_MONTH = 12
_CENTURY = 2000
_LEAP_YEAR = 2000
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def find_day_first(texts: Iterable[str]) -> bool | None:
    """Tell whether dates in figures put the day first in these texts; None where nothing tells, or they differ.

    A figure above 12 is a day, and two dates with a dash between them may be a period in one order only. A text that
    is a day and a month in figures as a whole counts too, others only with a year or behind the words of a term.
    """
    told: set[bool] = set()
    for text in texts:
        ties = text.count("/") + text.count("-")  # a date has two
        dates = [match[0] for match in _WHOLE_DATE.finditer(text)] if ties > 1 else []
        told.update(order for date in (*dates, text) if (order := _order_of(date)) is not None)
        told.update(day.puts_day_first for day in find_short_days(text) if day.puts_day_first is not None)
        pairs = _PAIR.finditer(text) if ties > 1 else ()
        told.update(order for pair in pairs if (order := _order_of_pair(pair)) is not None)
    return told.pop() if len(told) == 1 else None


def is_in_figures(text: str) -> bool:
    """Whether the text is a day and a month in figures, with or without a year."""
    return _FIGURES.fullmatch(text) is not None


def is_period_in_figures(text: str) -> bool:
    """Whether the text is two dates in figures with a dash between them, whatever days they are."""
    return _PAIR.fullmatch(text.strip()) is not None


def parse_period_in_figures(text: str, *, day_first: bool | None = None) -> tuple[dt.date, dt.date] | None:
    """Give the period between two dates in figures; None where both orders make one and ``day_first`` does not tell."""
    pair = _PAIR.fullmatch(text.strip())
    if pair is None:
        return None
    order = _order_of_pair(pair)
    order = day_first if order is None else order
    return None if order is None else _span(pair, day_first=order)


def word_date(text: str, *, day_first: bool | None, period: tuple[dt.date, dt.date] | None) -> str | None:
    """Give a short form of a date with its month in letters ("20/12/23" or "20-Dec-23": "20 December 2023").

    None where the text is no such form, or where day and month stay open: neither ``day_first`` nor the period, into
    which only one of two readings falls, tells them apart.
    """
    if found := _TWO_DAYS.fullmatch(text):
        return f"{found['first']}-{found['last']} {found['rest']}"
    if found := _DOTTED.fullmatch(text):
        return _word(int(found["day"]), int(found["month"]), None)
    if found := _TIED.fullmatch(text) or _SHORT_YEAR.fullmatch(text) or _MONTH_TIED.fullmatch(text):
        return _word(int(found["day"]), parse_month(found["month"]), found["year"])
    found = _FIGURES.fullmatch(text)
    if found is None:
        return None
    order = _order_of(text)
    order = day_first if order is None else order
    order = _order_by_period(found, period) if order is None else order
    return None if order is None else _word(*_day_and_month(found, day_first=order), found["year"])


def _order_of(date: str) -> bool | None:
    """Tell the order of one date: by a figure above 12, or any where both figures are the same."""
    found = _FIGURES.fullmatch(date)
    if found is None:
        return None
    one, two = int(found["one"]), int(found["two"])
    return one > _LAST_MONTH if (one > _LAST_MONTH) != (two > _LAST_MONTH) else None


def _order_of_pair(pair: re.Match[str]) -> bool | None:
    fits = [order for order in (True, False) if _span(pair, day_first=order)]
    return fits[0] if len(fits) == 1 else None


def _span(pair: re.Match[str], *, day_first: bool) -> tuple[dt.date, dt.date] | None:
    start, end = (_date(pair[side], day_first=day_first) for side in ("start", "end"))
    return (start, end) if start and end and start <= end else None


def _date(text: str, *, day_first: bool) -> dt.date | None:
    one, two, year = (int(figure) for figure in _TIES.split(text))
    return find_day(year, two, one) if day_first else find_day(year, one, two)


def _order_by_period(found: re.Match[str], period: tuple[dt.date, dt.date] | None) -> bool | None:
    if period is None:
        return None
    start, end = period
    years = (_whole_year(found["year"]),) if found["year"] else range(start.year, end.year + 1)
    fits: set[bool] = set()
    for order in (True, False):
        day, month = _day_and_month(found, day_first=order)
        days = (find_day(year, month, day) for year in years)
        fits.update({order} if any(on and start <= on <= end for on in days) else ())
    return fits.pop() if len(fits) == 1 else None


def _day_and_month(found: re.Match[str], *, day_first: bool) -> tuple[int, int]:
    one, two = int(found["one"]), int(found["two"])
    return (one, two) if day_first else (two, one)


def _whole_year(figures: str) -> int:
    year = int(figures)
    return year if year >= _CENTURY // 2 else year + _CENTURY


def _word(day: int, month: int, year: str | None) -> str | None:
    whole = _whole_year(year) if year else None
    if find_day(whole or _LEAP_YEAR, month, day) is None:
        return None
    return f"{day} {_MONTH_NAMES[month - 1]}" + (f" {whole}" if whole else "")
