"""The words and signs of dates: months, weekdays, Chinese numbers, and what may stand around a date."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from dateutil.parser import parserinfo
from dateutil.relativedelta import relativedelta


class _Names(parserinfo):
    """English names beside those that newsletters in English mix with them, small where their tongue writes them so."""

    MONTHS: Any = [  # noqa: RUF012  as dateutil declares it
        ("January", "Jan", "Januar", "Jänner", "janvier", "janv", "enero", "gennaio"),
        ("February", "Feb", "Februar", "Feber", "février", "fevrier", "févr", "fév", "febrero", "febbraio"),
        ("March", "Mar", "März", "Maerz", "Mär", "Mrz", "mars", "marzo"),
        ("April", "Apr", "avril", "avr", "abril", "aprile"),
        ("May", "Mai", "mai", "mayo", "maggio"),
        ("June", "Jun", "Juni", "juin", "junio", "giugno"),
        ("July", "Jul", "Juli", "juillet", "juil", "julio", "luglio"),
        ("August", "Aug", "août", "aout", "agosto"),
        ("September", "Sept", "Sep", "septembre", "septiembre", "setiembre", "settembre"),
        ("October", "Oct", "Oktober", "Okt", "octobre", "octubre", "ottobre"),
        ("November", "Nov", "novembre", "noviembre"),
        ("December", "Dec", "Dezember", "Dez", "décembre", "decembre", "déc", "diciembre", "dicembre"),
    ]


_NAMES = _Names()
_ENGLISH = frozenset(name.lower() for names in parserinfo.MONTHS for name in names)
_SMALL = frozenset(name for names in _Names.MONTHS for name in names if name.islower())


def build_pattern(words: Iterable[str]) -> str:
    """Return a pattern of these words, longer ones first."""
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"


_EVERY = frozenset(name.lower() for names in _Names.MONTHS for name in names)
MONTH, ANY_MONTH, OTHER_MONTH = map(build_pattern, (_ENGLISH, _EVERY, _EVERY - _ENGLISH))
"""Months in English, in any tongue and in others only, for patterns that ignore case; only an English one may stand
before its day."""
WEEKDAY = r"(?:(?:mon|tues?|weds?|wednes|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)"
"""A weekday, whole or abbreviated, for use in a pattern that ignores case."""


def describe_day(day: dt.date | None) -> str:
    """Return a date as ``17 Nov 2023``, or ``no date``."""
    return f"{day:%-d %b %Y}" if day else "no date"


def parse_month(name: str) -> int:
    """Return the number of a month by its name in any tongue, 0 for another word."""
    return _NAMES.month(name.replace("ſ", "s").replace("ı", "i")) or 0


def is_month_word(name: str) -> bool:
    """Return whether a month's name is written as one: with a capital, or small in a tongue that does so."""
    return name[0].isupper() or name in _SMALL


HAN_DIGITS = "〇零一二三四五六七八九十"
"""The signs of a Chinese number below one hundred and of a year written digit by digit."""
_HAN_VALUES = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
LONGEST = 120
"""Characters of the longest text that is taken for a date or period as a whole."""
DASH = r"[-‐‑‒–—―−~〜～－﹣]"
"""Any dash or wave that may join two dates."""
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
