"""The words and signs of dates: months, weekdays, Chinese numbers, and what may stand around a date."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from dateutil.parser import parserinfo
from dateutil.relativedelta import relativedelta

_GERMAN = "Januar Jänner,Februar Feber,März Maerz Mär Mrz,,Mai,Juni,Juli,,,Oktober Okt,,Dezember Dez"
"""Names of months that newsletters in English mix with English ones, from January."""


class _Names(parserinfo):
    MONTHS: Any = [  # noqa: RUF012  as dateutil declares it
        (*names, *german.split()) for names, german in zip(parserinfo.MONTHS, _GERMAN.split(","), strict=True)
    ]


_NAMES = _Names()


def build_pattern(words: Iterable[str]) -> str:
    """Return a pattern of these words, longer ones first."""
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"


_ENGLISH, _EVERY = ({name.lower() for month in each for name in month} for each in (parserinfo.MONTHS, _Names.MONTHS))
MONTH, ANY_MONTH, OTHER_MONTH = map(build_pattern, (_ENGLISH, _EVERY, _EVERY - _ENGLISH))
"""Months in English, in English or German, and in German only, for patterns that ignore case; only an English one may
stand before its day."""
WEEKDAY = r"(?:(?:mon|tues?|weds?|wednes|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)"
"""A weekday, whole or abbreviated, for use in a pattern that ignores case."""


def describe_day(day: dt.date | None) -> str:
    """Return a date as ``17 Nov 2023``, or ``no date``."""
    return f"{day:%-d %b %Y}" if day else "no date"


def parse_month(name: str) -> int:
    """Return the number of a month by its name, 0 for another word."""
    return _NAMES.month(name.replace("ſ", "s").replace("ı", "i")) or 0


HAN_DIGITS = "〇零一二三四五六七八九十"
"""The signs of a Chinese number below one hundred and of a year written digit by digit."""
_HAN_VALUES = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
LONGEST = 120
"""Characters of the longest text that is taken for a date or period as a whole."""
DASHES = "-‐‑‒–—―−~〜～－﹣"
"""Any dash or wave that may join two dates."""
DASH = f"[{DASHES}]"
_WEEKDAY = rf"{WEEKDAY}\b\.?"
_EDGES = " \t\r\n\u00a0\u3000()[]{}（）【】〔〕*_:：,，.。、;；|–—-\"'“”"
_LEAD = re.compile(rf"^(?:on\s+)?(?:the\s+)?(?:(?:{_WEEKDAY}|(?:星期|周)[一二三四五六日天])[,，\s]*)?", re.IGNORECASE)
_TRAIL = re.compile(rf"(?:\b{_WEEKDAY}|(?:星期|周)[一二三四五六日天])[)）]?$", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:[T,]\s*|\s+)(?:at\s+)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s*[ap]\.?m\.?)?"
    r"\s*(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2})?(?:\s*\([A-Z]{2,5}\))?$",
    re.IGNORECASE,
)


def parse_number(digits: str) -> int:
    """Return the value of digits of any width, or of a Chinese number (``二十三``, ``二〇二三``)."""
    if digits[0] not in HAN_DIGITS + "○两":
        return int(digits)
    tens, ten, ones = digits.partition("十")
    if not ten:
        return int("".join(str(_HAN_VALUES[sign]) for sign in digits))
    return 10 * (_HAN_VALUES[tens[-1]] if tens else 1) + (_HAN_VALUES.get(ones[:1], 0))


def find_day(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None where the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, 1) + relativedelta(day=31)


def strip_date(text: str) -> str:
    """Return the bare date: without brackets, colon, emphasis, weekday, and time of day around it."""
    bare = text.strip(_EDGES)
    bare = _CLOCK.sub("", bare) if ":" in bare else bare
    lead = _LEAD.match(bare)
    bare = bare[lead.end() :] if lead else bare
    weekday = None if bare[-1:].isdigit() else _TRAIL.search(bare, max(0, len(bare) - len("(Wednesday.)")))
    return (bare[: weekday.start()].rstrip(_EDGES).rstrip() if weekday else bare).strip(_EDGES)
