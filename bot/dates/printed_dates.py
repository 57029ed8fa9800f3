"""Dates as documents print them, in English and Chinese.

A general date parser fills what is missing from today's date; here a date without a year takes it from what is given,
or is no date. Day and month in figures alone (``03/04/2023``) are a date only where one of them cannot be a month.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.dates.date_words import (
    ANY_MONTH,
    HAN_DIGITS,
    LONGEST,
    MONTH,
    OTHER_MONTH,
    WEEKDAY,
    find_day,
    parse_month,
    parse_number,
    strip_date,
)

_LAST_MONTH = 12
_LEAP_YEAR = 2000
_CENTURY = 2000
_ORDINAL = r"(?:st|nd|rd|th)?"
_HAN = f"[{HAN_DIGITS}○]"
_QUANTITY = r"(?!\s*(?:%|％|percent|per cent|million|billion|trillion|thousand|hundred))"
_NO_MORE = rf"(?![\w%])(?![.,:]\d){_QUANTITY}"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?P<day>\d(?<!\w\d)(?<!\d[.,:]\d)\d?)"
"""Begins with the figure, so that a text is looked through for figures alone; what may not stand before comes then."""
_NO_LETTER = r"(?![^\W\d_])"
_YEAR_OR_END = rf"(?:[\s,-]*{_YEAR}|(?!\w))"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (  # 2023年12月22日, 12月22日, 二〇二三年十二月二十二日
            rf"(?:(?<![\d{HAN_DIGITS}])(?P<year>\d{{4}}|{_HAN}{{4}})\s*年\s*)?(?<![\d{HAN_DIGITS}])"
            rf"(?P<month>\d{{1,2}}|{_HAN}{{1,2}})\s*月\s*(?P<day>\d{{1,2}}|{_HAN}{{1,3}})\s*[日号]"
        ),
        (  # 2023-12-22, 2023/12/22, 2023.12.22
            r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)(?P<sign>[-‐‑–－/／.])(?P<month>\d{1,2})(?P=sign)"
            r"(?P<day>\d{1,2})(?![\d/-])(?!\.\d)"
        ),
        # 2023 December 22
        rf"(?<!\d){_YEAR}[\s,]+(?P<name>{MONTH})\b\.?\s*(?P<day>\d{{1,2}}){_ORDINAL}{_NO_MORE}",
        # December 22, 2023; Dec. 22nd 2023; Dec 22
        rf"\b(?P<name>{MONTH}){_NO_LETTER}\.?\s*(?P<day>\d{{1,2}}){_ORDINAL}(?:(?:\s*,\s*|\s+){_YEAR}|{_NO_MORE})",
        # 22 December 2023; 22nd of Dec., 2023; 22 Dec
        rf"{_DAY}{_ORDINAL}(?:\s+of\s+|[\s-]*)(?P<name>{ANY_MONTH}){_NO_LETTER}\.?{_YEAR_OR_END}",
        # 22. Dezember; 22. April 2023
        rf"{_DAY}\.\s?(?P<name>{OTHER_MONTH}){_NO_LETTER}\.?{_YEAR_OR_END}",
        rf"{_DAY}\.\s?(?P<name>{MONTH}){_NO_LETTER}\.?[\s,-]*{_YEAR}",
        # 22.12.2023
        r"(?<![\w/.-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d\d)(?![\w/-])",
        # 22/12/2023, 12/22/2023 or 22-12-2023, where one of the two can be no month
        r"(?<![\w/.-])(?P<one>\d{1,2})(?P<tie>[/-])(?P<two>\d{1,2})(?P=tie)(?P<year>(?:19|20)\d\d)(?![\w/-])",
    )
)
_SHORT_FORMS = (  # 22-Dec-23, 22 Dec 23; 22/12/23, which are dates where they are all of a text
    re.compile(rf"(?P<day>\d{{1,2}})(?P<tie>[-\s])(?P<name>{ANY_MONTH})\.?(?P=tie)(?P<year>\d\d)", re.IGNORECASE),
    re.compile(r"(?P<one>\d{1,2})(?P<tie>[/-])(?P<two>\d{1,2})(?P=tie)(?P<year>\d\d)"),
)
_NUMERAL = re.compile(rf"[\d{HAN_DIGITS}○]")


def parse_printed_date(
    text: str,
    *,
    period: tuple[dt.date, dt.date] | None = None,
    default_year: int | None = None,
    day_first: bool | None = None,
) -> tuple[dt.date, bool] | None:
    """Return the date that this short text is, and whether its year was inferred; None when it is no date.

    Brackets, colon, emphasis, weekday and time of day around it are allowed. A missing year is the one that puts the
    day into or nearest to ``period`` (inclusive), else ``default_year``, else there is no date. ``day_first`` is the
    order of two figures that could both be months; None leaves them open, which is no date.
    """
    printed = parse_day_parts(text, day_first=day_first) if len(text) <= LONGEST else None
    if printed is None:
        return None
    year, month, day = printed
    if year is None and period:
        start, end = period
        near = filter(None, (find_day(each, month, day) for each in range(start.year - 1, end.year + 2)))
        outside = {on: (max((start - on).days, (on - end).days, 0), abs((end - on).days)) for on in near}
        return (min(outside, key=lambda on: outside[on]), True) if outside else None
    in_year = default_year if year is None else year
    on = None if in_year is None else find_day(in_year, month, day)
    return (on, year is None) if on else None


@lru_cache(maxsize=512)
def parse_day_parts(text: str, *, day_first: bool | None = None) -> tuple[int | None, int, int] | None:
    """Return year, month and day of a text that is a date, the month 0 where two figures leave it open."""
    bare = strip_date(text) if _NUMERAL.search(text) else ""
    match = next((found for pattern in (*_FORMS, *_SHORT_FORMS) if (found := pattern.fullmatch(bare))), None)
    return _read_parts(match, day_first=day_first) if match else None


def find_printed_dates(
    text: str, *, default_year: int | None = None, day_first: bool | None = None
) -> list[tuple[int, int, dt.date]]:
    """Return all dates in running text as (start, end, date), in order, not overlapping.

    A date needs day and month, and a year of its own or ``default_year``. A month's name counts only where it is
    written as one. ``day_first`` is the order of two figures that could both be months; None leaves them out.
    """
    found: list[tuple[int, int, dt.date]] = []
    for match in _list_matches(text) if _NUMERAL.search(text) else ():
        if found and match.start() < found[-1][1]:
            continue
        printed, month, day = _read_parts(match, day_first=day_first)
        year = default_year if printed is None else printed
        on = find_day(year, month, day) if year is not None else None
        if on is not None:
            found.append((match.start(), match.end(), on))
    return found


@lru_cache(maxsize=512)
def _list_matches(text: str) -> tuple[re.Match[str], ...]:
    """Return what has the form of a day, from the left, the longest first; the same sentence is asked for by many."""
    matches = (match for pattern in _FORMS for match in pattern.finditer(text))
    named = (match for match in matches if "name" not in match.re.groupindex or match["name"][0].isupper())
    return tuple(sorted(named, key=lambda match: (match.start(), -match.end())))


def _read_parts(match: re.Match[str], *, day_first: bool | None = None) -> tuple[int | None, int, int]:
    """Return year, month and day; the month is 0 where two figures leave it open."""
    groups = match.groupdict()
    year = parse_number(groups["year"]) if groups["year"] else None
    year = year + _CENTURY if year and year < 100 else year  # noqa: PLR2004  printed with two figures
    if "one" not in groups:
        month = parse_month(groups["name"]) if "name" in groups else parse_number(groups["month"])
        return year, month, parse_number(groups["day"])
    one, two = int(groups["one"]), int(groups["two"])
    if one > _LAST_MONTH or (day_first and two <= _LAST_MONTH):
        return year, two, one
    is_month_first = two > _LAST_MONTH or one == two or day_first is False
    return (year, one, two) if is_month_first else (year, 0, 0)


# Short days in running text (``26/1``, ``26.1.``), which are days only behind words that set a term.

_FORM = re.compile(
    r"(?<![A-Za-z0-9_/.,:-])(?:(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?(?![A-Za-z0-9/%％]|[.,]\d|-\d|\s+of\b)"
    r"|(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<dotted_year>(?:20)?\d\d)(?![A-Za-z0-9%％]|[.,]\d))?(?![A-Za-z0-9%％]))"
)
_ASKED = (
    r"(?:comments?|feedback|repl(?:y|ies)|responses?|consultation|input|views|suggestions|opinions|applications?|bids"
    r"|proposals?|submissions?|tenders?|registrations?|nominations?|open|welcome|possible|invited|accepted)"
)
_TERM = re.compile(
    r"\b(?:until|till?|by|before|through|not? later than|due(?:\s+(?:on|by))?|deadline(?:\s+(?:is|on|of))?"
    r"|(?:clos|end|expir)(?:e|es|ing|s)?(?:\s+(?:on|by|at))?|from|as of|effective(?:\s+on)?|in force(?:\s+on)?|on"
    rf"|(?:{_ASKED}|\d{{1,2}}[/.]\d{{1,2}}\.?)\s+(?:up\s+)?to)"
    rf"\s*[:：]?\s*(?:{WEEKDAY}\b\.?,?\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:rose|risen|fell|fallen|grew|grown|cut|up|down|(?:increas|decreas|drop|rais|reduc|lower|declin|expand)\w*)"
    r"\s+(?:\w+\s+){0,2}?(?:by|to|from)\s*\Z",
    re.IGNORECASE,
)
_HAN_LEADS = ("截至", "截止", "截止到", "截止至", "自", "从", "于", "在")
_HAN_TAILS = ("前", "之前", "以前", "止", "截止")
_WINDOW = 60


class ShortDay(NamedTuple):
    """A day and a month in figures between two offsets; ``year`` None where none is printed.

    ``readings`` are the possible pairs of month and day: two where nothing tells them apart, the day first one first.
    """

    start: int
    end: int
    year: int | None
    readings: tuple[tuple[int, int], ...]


def find_short_days(text: str) -> Iterator[ShortDay]:
    """Yield the short days that a term's words lead to, in order. Chinese puts the month first."""
    for match in _FORM.finditer(text) if "/" in text or "." in text else ():
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        behind = text[match.end() : match.end() + _WINDOW].lstrip()
        is_han = before.rstrip().endswith(_HAN_LEADS) or behind.startswith(_HAN_TAILS)
        if not is_han and (_TERM.search(before) is None or _CHANGE.search(before) is not None):
            continue
        one, two = int(match["one"] or match["day"]), int(match["two"] or match["month"])
        pairs = [(two, one)] if match["day"] else [(one, two)] if is_han else [(two, one), (one, two)]
        printed = match["dotted_year"] or match["year"]
        year = int(printed) % _CENTURY + _CENTURY if printed else None
        if readings := tuple(dict.fromkeys(pair for pair in pairs if find_day(_LEAP_YEAR, *pair))):
            yield ShortDay(match.start(), match.end(), year, readings)
