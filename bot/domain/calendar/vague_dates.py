"""Phrases that tell of a time and leave open which days: seasons, "a few weeks". Nobody's guess stands for them."""

from __future__ import annotations

import datetime as dt
import re

from bot.errors import BadQueryError

_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_BORDER = r"(?:before|after|since|until|till|by)"
_YEAR = r"(?:19|20)\d\d"
_HAN_SEASON = r"(?:[春夏秋冬][天季]|[入开][春夏秋冬])"
_UNIT = r"(?:days|weeks|months|quarters|years)"
_COUNT = r"(?:(?:a )?(?:few|couple(?: of)?)|some|several|many)"
_HOLIDAYS = (
    r"(?:christmas(?: eve| day)?|xmas|easter|thanksgiving|(?:(?:chinese|lunar) )?new year(?:['’]?s)?(?: eve| day)?"
    r"|spring festival|(?:the )?national day|(?:the )?golden week|(?:the )?mid-autumn(?: festival)?"
    r"|(?:the )?dragon boat festival|labou?r day)"
)
_HAN_HOLIDAYS = r"(?:春节|元旦|国庆节?|中秋节?|端午节?|清明节?|五一|圣诞节?)"
HOLIDAY = rf"(?:{_BORDER}|around) (?:(?:the |last |this |next )*){_HOLIDAYS}\b"
"""A feast as the border of a time: its days are off for a week, and nobody says which."""
_HAN_AROUND = r"(?:[之以]?[前后]|前后|左右|以来)"
_FEASTS = re.compile(rf"{HOLIDAY}|(?:(?:{_YEAR}年|[去今明前]年)?{_HAN_HOLIDAYS}{_HAN_AROUND})")
_SEASONS = re.compile(
    rf"(?:{_BORDER} )?(?:the )?(?:(?:last|this|next|early|late|mid) )?{_SEASON}(?:,? (?:of )?(?P<year>{_YEAR}))?"
    rf"|(?:(?P<han_year>{_YEAR})年|[去今明前]年)?{_HAN_SEASON}(?:[之以]?[前后]|以来)?"
)
_WEEK = (
    r"(?:in |since |until |during )?(?:the )?(?:first|1st|second|2nd|third|3rd|fourth|4th|last) week (?:of|in) "
    rf"[a-z]{{3,9}}(?:,? {_YEAR})?"
)
"""A week of a month: some count from its first day, some from its first Monday."""
_WEEKS = re.compile(_WEEK)
_COUNTS = re.compile(
    rf"(?:since |in |over |within |for )?(?:the )?(?:last |past |previous |next |coming )?{_COUNT} {_UNIT}(?: ago)?"
    r"|(?:最近|过去|近|未来|今后)?[几数]个?(?:天|日|周|星期|月|季度|年)(?:内|以来|前)?"
)
_IN_TEXT = re.compile(
    rf"{_BORDER} (?:the |last |this |next )*{_SEASON}|(?:last|this|next) {_SEASON}|{_SEASON},? (?:of )?{_YEAR}"
    rf"|(?:since |in |over |within )?(?:the )?(?:last |past |previous |next |coming ){_COUNT} {_UNIT}"
    rf"|{_COUNT} {_UNIT} ago|{HOLIDAY}|{_WEEK}",
    re.IGNORECASE,
)
HAN_VAGUE = (
    rf"(?:(?:{_YEAR}年|[去今明前]年){_HAN_SEASON}(?:[之以]?[前后]|以来)?|{_HAN_SEASON}(?:[之以]?[前后]|以来)"
    rf"|(?:最近|过去|近)[几数]个?(?:天|日|周|星期|月|季度|年)|{_HAN_HOLIDAYS}{_HAN_AROUND})"
)
"""Such a phrase in Chinese words written as one, for use in a pattern."""


_FIRST_MONTHS = (
    (("spring", "春"), 3),
    (("summer", "夏"), 6),
    (("autumn", "fall", "秋"), 9),
    (("winter", "冬"), 12),
)
_MONTHS_OF_SEASON = 3
_TWELVE = 12
_HAN_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}


class VagueDateError(BadQueryError):
    """A phrase that tells of a time and leaves open which days."""


def build_vague_error(phrase: str, shown: str, today: dt.date) -> VagueDateError | None:
    """Build the refusal, with examples, of a phrase (folded) that leaves its days open; None for any other.

    ``shown`` is the phrase as typed; the examples are of the season meant, the last that has begun where no year says
    which.
    """
    season = _SEASONS.fullmatch(phrase)
    if season:
        said = season["year"] or season["han_year"]
        first, last = _find_months(phrase, int(said) if said else None, today)
        return VagueDateError(
            f"“{shown}” leaves open which months: no season has days of its own here.",
            hint=f"Write months: {first}..{last}, since {first}, or until {last}.",
        )
    if _FEASTS.fullmatch(phrase):
        return VagueDateError(
            f"“{shown}” leaves open which days.", hint=f"Write a day: until {today}, or since {today}."
        )
    if _WEEKS.fullmatch(phrase):
        return VagueDateError(
            f"“{shown}” leaves open on which day it begins.",
            hint=f"Write its days, {today}..{today + dt.timedelta(days=6)}, or one of them: week of {today}.",
        )
    if _COUNTS.fullmatch(phrase):
        return VagueDateError(
            f"“{shown}” leaves open how many.", hint="Write a number: past 2 weeks, last 3 months, 最近三个月."
        )
    return None


def _find_months(phrase: str, year: int | None, today: dt.date) -> tuple[str, str]:
    """Give the first and the last month of the season that a phrase names, usual in Europe and China alike."""
    first = next(month for words, month in _FIRST_MONTHS if any(word in phrase for word in words))
    shift = next((step for sign, step in _HAN_YEARS.items() if phrase.startswith(sign)), None)
    if year is None and shift is not None:
        year = today.year + shift
    if year is None:
        year = today.year if first <= today.month else today.year - 1
        is_on = _TWELVE * (today.year - year) + today.month < first + _MONTHS_OF_SEASON
        words = phrase.split()
        year += ("next" in words or ("this" in words and year < today.year and not is_on)) - (is_on and "last" in words)
    last = first + _MONTHS_OF_SEASON - 1
    return f"{year}-{first:02}", f"{year + (last > _TWELVE)}-{(last - 1) % _TWELVE + 1:02}"


def is_vague_in_text(text: str) -> bool:
    """Say whether words in a sentence can only be such a phrase: "winter" alone may as well be what is asked about."""
    return _IN_TEXT.fullmatch(text) is not None or re.fullmatch(HAN_VAGUE, text) is not None
