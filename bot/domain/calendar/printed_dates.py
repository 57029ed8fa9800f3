"""Dates as documents print them, in English and Chinese, months also in German, French, Spanish and Italian.

A general date parser fills what is missing from today's date; here a date without a year takes it from what is given,
or is no date. Day and month in figures alone (``03/04/2023``) are a date only where one of them cannot be a month.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.calendar.date_words import HAN_DIGITS, LONGEST, find_day, parse_number, strip_date
from bot.domain.calendar.month_names import (
    ALL_MONTHS,
    ANY_MONTH,
    DAY_WORDS,
    GERMAN_MONTH,
    GERMAN_ONLY_MONTH,
    MONTH,
    MONTHS,
    is_month_word,
    parse_month,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_ORDINAL = r"(?:st|nd|rd|th)?"
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    *(f"{stem}teenth" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
)
_TWENTIES = ("twentieth", *(f"twenty-{one}" for one in _ONES), "thirtieth", "thirty-first")
_SPELLED = {word: number for number, word in enumerate((*_ONES, *_TEENS, *_TWENTIES), start=1)}
_SPELLED_DAY = "|".join(sorted(_SPELLED, key=len, reverse=True))
_HAN = f"[{HAN_DIGITS}○]"
_QUANTITY = r"(?!\s*(?:%|％|percent|per cent|million|billion|trillion|thousand|hundred))"
_NO_MORE = rf"(?![\w%])(?![.,:]\d){_QUANTITY}"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?P<day>\d(?<!\w\d)(?<!\d[.,:]\d)\d?)"
"""Begins with the figure, so that a text is looked through for figures alone; what may not stand before comes then."""
_NO_LETTER = r"(?![^\W\d_])"
_YEAR_OR_END = rf"(?:[\s,-]*(?:\b(?:de|del)\s+)?{_YEAR}|(?!\w))"
_BEFORE_DAY = "|".join(rf"(?<=\b{word} \d)" for word in DAY_WORDS)
_FORMS = tuple(
    (signs, tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns))
    for signs, patterns in (
        (
            ("月",),
            (
                # 2023年12月22日, 12月22日, 二〇二三年十二月二十二日
                (
                    rf"(?:(?<![\d{HAN_DIGITS}])(?P<year>\d{{4}}|{_HAN}{{4}})\s*年\s*)?(?<![\d{HAN_DIGITS}])"
                    rf"(?P<month>\d{{1,2}}|{_HAN}{{1,2}})\s*月\s*(?P<day>\d{{1,2}}|{_HAN}{{1,3}})\s*[日号]"
                ),
            ),
        ),
        (
            tuple("-‐‑–－/／."),
            (
                # 2023-12-22, 2023/12/22, 2023.12.22
                (
                    r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)(?P<sign>[-‐‑–－/／.])(?P<month>\d{1,2})(?P=sign)"
                    r"(?P<day>\d{1,2})(?![\d/-])(?!\.\d)"
                ),
            ),
        ),
        (
            MONTHS,
            (
                # 2023 December 22
                rf"(?<!\d){_YEAR}[\s,]+(?P<name>{MONTH})\b\.?\s*(?P<day>\d{{1,2}}){_ORDINAL}{_NO_MORE}",
                # December 22, 2023; Dec. 22nd 2023; Dec 22
                (
                    rf"\b(?P<name>{MONTH}){_NO_LETTER}\.?\s*(?P<day>\d{{1,2}}){_ORDINAL}"
                    rf"(?:(?:\s*,\s*|\s+){_YEAR}|{_NO_MORE})"
                ),
            ),
        ),
        (
            (*_ONES, *_TEENS, "twentieth", "thirtieth"),
            (
                # the twenty-second of December 2023
                rf"\b(?P<spelled>{_SPELLED_DAY})\s(?:of\s)?(?P<name>{MONTH}){_NO_LETTER}\.?{_YEAR_OR_END}",
                # December twenty-second where the phrase ends there ("in May first ...")
                (
                    rf"\b(?P<name>{MONTH}){_NO_LETTER}\.?\s(?:the\s)?(?P<spelled>{_SPELLED_DAY})\b"
                    rf"(?:,?\s{_YEAR}|(?=\s*(?:[.,;:)]|\Z)))"
                ),
            ),
        ),
        (
            ALL_MONTHS,
            (
                # 22 December 2023; 22nd of Dec., 2023; 22 Dec; 22 décembre; 1er mars; 22 de diciembre de 2023
                (
                    rf"{_DAY}(?:{_ORDINAL}|er|º|°)(?:\s+(?:of|de|di)\s+|[\s-]*)"
                    rf"(?P<name>{ANY_MONTH}){_NO_LETTER}\.?{_YEAR_OR_END}"
                ),
                # 22. Dezember 2023; 22. Dez.
                (
                    rf"{_DAY}\.\s?(?P<name>{GERMAN_ONLY_MONTH}){_NO_LETTER}"
                    rf"\.?{_YEAR_OR_END}"
                ),
                # 22. April 2023; on 22. April: without a year or such a word the full stop may end a sentence
                rf"{_DAY}\.\s?(?P<name>{GERMAN_MONTH}){_NO_LETTER}\.?[\s,-]*{_YEAR}",
                (
                    rf"(?P<day>\d(?:(?<=\A\d)|{_BEFORE_DAY})\d?)\.\s?(?P<name>{GERMAN_MONTH}){_NO_LETTER}\.?"
                    r"(?P<year>(?!))?(?!\w)"
                ),
            ),
        ),
        (
            (".",),
            (
                # 22.12.2023
                r"(?<![\w/.-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d\d)(?![\w/-])",
            ),
        ),
        (
            ("/", "-"),
            (
                # 22/12/2023, 12/22/2023 or 22-12-2023, where one of the two can be no month
                r"(?<![\w/.-])(?P<one>\d{1,2})(?P<tie>[/-])(?P<two>\d{1,2})(?P=tie)(?P<year>(?:19|20)\d\d)(?![\w/-])",
            ),
        ),
    )
)
"""The forms of a date by the signs or letters of which one stands in every date of these forms."""
_NUMERAL = re.compile(rf"[\d{HAN_DIGITS}○]")
_ORDINAL_WORD = re.compile(r"(?:th|first|second|third)\b")
_LAST_MONTH = 12


def parse_printed_date(
    text: str, *, period: tuple[dt.date, dt.date] | None = None, default_year: int | None = None
) -> tuple[dt.date, bool] | None:
    """Give the date that this short text is, and whether its year was inferred; None when it is no date.

    Brackets, colon, emphasis, weekday and time of day around it are allowed. A missing year is the one that puts the
    day into or nearest to ``period`` (inclusive), else ``default_year``, else there is no date.
    """
    if len(text) > LONGEST:
        return None
    printed = _parse_whole(text)
    if printed is None:
        return None
    year, month, day = printed
    on = _infer(month, day, period=period, default_year=default_year) if year is None else find_day(year, month, day)
    return (on, year is None) if on else None


@lru_cache(maxsize=512)
def _parse_whole(text: str) -> tuple[int | None, int, int] | None:
    """Give year, month and day of a text that is a date; the same one is asked for by many."""
    bare = strip_date(text) if _counts(text) else ""
    matches = (found for _, patterns in _FORMS for pattern in patterns if (found := pattern.fullmatch(bare)))
    match = next(matches, None)
    return _parts(match) if match else None


def find_printed_dates(
    text: str, *, default_year: int | None = None, day_first: bool | None = None
) -> list[tuple[int, int, dt.date]]:
    """Give all dates in running text as (start, end, date), in order, not overlapping.

    A date needs day and month, and a year of its own or ``default_year``. A month's name counts only with a capital, a
    French, Spanish or Italian one also without.
    ``day_first`` tells the order of two figures that could both be months; None leaves them out.
    """
    found: list[tuple[int, int, dt.date]] = []
    end = 0
    for start, stop, printed, month, day in _list_days(text, day_first=day_first):
        if start < end:
            continue
        year = default_year if printed is None else printed
        on = find_day(year, month, day) if year is not None else None
        if on is not None:
            found.append((start, stop, on))
            end = stop
    return found


@lru_cache(maxsize=512)
def _list_days(text: str, *, day_first: bool | None) -> tuple[tuple[int, int, int | None, int, int], ...]:
    """Give what can be dates as (start, end, year, month, day); the same sentence is asked for by many."""
    if not _counts(text):
        return ()
    matches = _list_matches(text)
    return tuple((match.start(), match.end(), *_parts(match, day_first=day_first)) for match in matches)


def _counts(text: str) -> bool:
    """Tell whether a text has a figure or an ordinal, as every date has."""
    return _NUMERAL.search(text) is not None or _ORDINAL_WORD.search(text.lower()) is not None


@lru_cache(maxsize=512)
def _list_matches(text: str) -> tuple[re.Match[str], ...]:
    """Give what has the form of a day, from the left and the longest first: whichever order its figures have."""
    return tuple(sorted(_matches(text), key=lambda match: (match.start(), -match.end())))


def _matches(text: str) -> Iterator[re.Match[str]]:
    lowered = text.lower()
    for signs, patterns in _FORMS:
        for pattern in patterns if any(map(lowered.__contains__, signs)) else ():
            for match in pattern.finditer(text):
                name = match.groupdict().get("name")
                if name is None or is_month_word(name):
                    yield match


def _parts(match: re.Match[str], *, day_first: bool | None = None) -> tuple[int | None, int, int]:
    groups = match.groupdict()
    year = parse_number(groups["year"]) if groups["year"] else None
    if groups.get("one"):
        return _unambiguous(year, int(groups["one"]), int(groups["two"]), day_first=day_first)
    month = parse_month(groups["name"]) if groups.get("name") else parse_number(groups["month"])
    spelled = groups.get("spelled")
    return year, month, _SPELLED[spelled.lower()] if spelled else parse_number(groups["day"])


def _unambiguous(year: int | None, one: int, two: int, *, day_first: bool | None) -> tuple[int | None, int, int]:
    if one > _LAST_MONTH or (day_first and two <= _LAST_MONTH):
        return year, two, one
    if two > _LAST_MONTH or one == two or day_first is False:
        return year, one, two
    return year, 0, 0


def _infer(month: int, day: int, *, period: tuple[dt.date, dt.date] | None, default_year: int | None) -> dt.date | None:
    if period is None:
        return find_day(default_year, month, day) if default_year is not None else None
    start, end = period
    days = (find_day(year, month, day) for year in range(start.year - 1, end.year + 2))

    def distance(on: dt.date) -> tuple[int, int]:
        outside = max((start - on).days, (on - end).days, 0)
        return outside, abs((end - on).days)

    return min((on for on in days if on), key=distance, default=None)
