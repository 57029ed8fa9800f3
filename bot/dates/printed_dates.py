"""Dates as documents print them, in English and Chinese, months also in German, French, Spanish and Italian.

A general date parser fills what is missing from today's date; here a date without a year takes it from what is given,
or is no date. Day and month in figures alone (``03/04/2023``) are a date only where one of them cannot be a month.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.dates.date_words import (
    ALL_MONTHS,
    ANY_MONTH,
    DASH,
    DAY_WORDS,
    GERMAN_MONTH,
    GERMAN_ONLY_MONTH,
    HAN_DIGITS,
    LONGEST,
    MONTH,
    MONTHS,
    WEEKDAY,
    find_day,
    is_month_word,
    parse_month,
    parse_number,
    strip_date,
)

# Short days in running text (``26/1``, ``26.1.``), which are days only behind words that set a term.

_FORM = re.compile(
    r"(?<![A-Za-z0-9_/.,:-])(?:(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?(?![A-Za-z0-9/%％]|[.,]\d|-\d|\s+of\b)"
    r"|(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<dotted_year>(?:20)?\d\d)(?![A-Za-z0-9%％]|[.,]\d))?(?![A-Za-z0-9%％]))"
)
_TIE = re.compile(r"\d(?:/|\.\s?)\d")
"""Stands in every short day."""
_ASKED = (
    r"(?:comments?|feedback|repl(?:y|ies)|responses?|consultation|input|views|suggestions|opinions|applications?|bids"
    r"|proposals?|submissions?|tenders?|registrations?|nominations?|open|welcome|possible|invited|accepted)"
)
_TERM = re.compile(
    r"\b(?:until|till?|by|before|through|not? later than|due(?:\s+(?:on|by))?|deadline(?:\s+(?:is|on|of))?"
    r"|(?:clos|end|expir)(?:e|es|ing|s)?(?:\s+(?:on|by|at))?|from|as of|effective(?:\s+on)?|in force(?:\s+on)?|on"
    rf"|bis(?:\s+zum)?|(?:{_ASKED}|\d{{1,2}}[/.]\d{{1,2}}\.?)\s+(?:up\s+)?to)"
    rf"\s*[:：]?\s*(?:{WEEKDAY}\b\.?,?\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:rose|risen|fell|fallen|grew|grown|increas\w+|decreas\w+|dropped|jumped|gained|shrank|cut|rais\w+|reduc\w+"
    r"|lower\w+|declin\w+|climb\w+|surg\w+|slipp\w+|doubl\w+|expand\w+|mov\w+|switch\w+)\s+(?:\w+\s+){0,2}?(?:by|to|from)\s*\Z|\b(?:up|down)\s+(?:by|from)\s*\Z",
    re.IGNORECASE,
)
_HAN_LEAD = re.compile(r"(?:截至|截止[到至]?|[自从于在])\s*\Z")
_HAN_TAIL = re.compile(r"\s*(?:之?前|以前|止|截止)")
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?P<name>{MONTH})\b(?!\s+\d{{1,2}}\b)", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"(?<!\d\s)\b(?P<name>{MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b", re.IGNORECASE)
_ALWAYS = (24, 7)
_LEAP_YEAR = 2000
_CENTURY = 2000
_WINDOW = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class ShortDay:
    """A day and a month in figures between two offsets; ``year`` None where none is printed.

    ``readings`` are the possible pairs of month and day: two where nothing tells them apart, the day first one first.
    ``puts_day_first`` is the order that figures with a stroke tell by themselves, else None.
    """

    start: int
    end: int
    year: int | None
    readings: tuple[tuple[int, int], ...]
    puts_day_first: bool | None

    @property
    def is_open(self) -> bool:
        """Whether either figure can be the month."""
        return len(self.readings) > 1


def find_short_days(text: str) -> tuple[ShortDay, ...]:
    """Return the short days that a term's words lead to, in order. Chinese puts the month first."""
    if not _TIE.search(text):
        return ()
    return tuple(day for match in _FORM.finditer(text) if (day := _read(text, match)) is not None)


def _read(text: str, match: re.Match[str]) -> ShortDay | None:
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    is_han = _HAN_TAIL.match(text, match.end()) is not None or _HAN_LEAD.search(before) is not None
    if not is_han and (_TERM.search(before) is None or _CHANGE.search(before) is not None):
        return None
    if match["day"]:
        pairs = [(int(match["month"]), int(match["day"]))]
    else:
        one, two = int(match["one"]), int(match["two"])
        pairs = [(one, two)] if is_han else [(two, one), (one, two)]
        pairs = [] if (one, two) == _ALWAYS else pairs
    readings = tuple(dict.fromkeys(pair for pair in pairs if find_day(_LEAP_YEAR, *pair)))
    if not readings:
        return None
    printed = match["dotted_year"] or match["year"]
    year = int(printed) % _CENTURY + _CENTURY if printed else None
    told = len(pairs) > len(readings) and len(set(pairs)) > 1
    order = readings[0] == pairs[0] if told else None
    return ShortDay(start=match.start(), end=match.end(), year=year, readings=readings, puts_day_first=order)


def find_worded_order(texts: Iterable[str]) -> bool | None:
    """Return whether days stand before the names of English months in these texts; None where they differ."""
    told: set[bool] = set()
    for text in texts:
        for order, pattern in ((True, _DAY_MONTH), (False, _MONTH_DAY)):
            told.update(order for match in pattern.finditer(text) if match["name"][0].isupper())
    return told.pop() if len(told) == 1 else None


# Dates in figures (``03/01/2024``): which of two figures is the day, as far as the document itself tells.

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
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def find_day_first(texts: Iterable[str]) -> bool | None:
    """Return whether dates in figures put the day first in these texts; None where nothing tells, or they differ.

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
    """Get the period between two dates in figures; None where both orders make one and ``day_first`` does not tell."""
    pair = _PAIR.fullmatch(text.strip())
    if pair is None:
        return None
    order = _order_of_pair(pair)
    order = day_first if order is None else order
    return None if order is None else _span(pair, day_first=order)


def word_date(text: str, *, day_first: bool | None, period: tuple[dt.date, dt.date] | None) -> str | None:
    """Return a short form of a date with its month in letters ("20/12/23" or "20-Dec-23": "20 December 2023").

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
    """Return the order of one date: by a figure above 12, or any where both figures are the same."""
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
    """Return the date that this short text is, and whether its year was inferred; None when it is no date.

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
    """Return year, month and day of a text that is a date; the same one is asked for by many."""
    bare = strip_date(text) if _counts(text) else ""
    matches = (found for _, patterns in _FORMS for pattern in patterns if (found := pattern.fullmatch(bare)))
    match = next(matches, None)
    return _parts(match) if match else None


def find_printed_dates(
    text: str, *, default_year: int | None = None, day_first: bool | None = None
) -> list[tuple[int, int, dt.date]]:
    """Return all dates in running text as (start, end, date), in order, not overlapping.

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
    """Return what can be dates as (start, end, year, month, day); the same sentence is asked for by many."""
    if not _counts(text):
        return ()
    matches = _list_matches(text)
    return tuple((match.start(), match.end(), *_parts(match, day_first=day_first)) for match in matches)


def _counts(text: str) -> bool:
    """Return whether a text has a figure or an ordinal, as every date has."""
    return _NUMERAL.search(text) is not None or _ORDINAL_WORD.search(text.lower()) is not None


@lru_cache(maxsize=512)
def _list_matches(text: str) -> tuple[re.Match[str], ...]:
    """Return what has the form of a day, from the left and the longest first: whichever order its figures have."""
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
