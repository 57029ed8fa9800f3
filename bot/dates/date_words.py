"""The words and shapes of printed dates, shared by everything that reads one."""

from __future__ import annotations

import datetime as dt
import re

from bot.model.ids import fold

# The names of months and weekdays that dates are printed with: English, and the tongues that newsletters mix with it.

_ENGLISH = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_GERMAN = (
    "januar jänner jan", "februar feber feb", "märz maerz mär mrz", "april apr", "mai", "juni jun", "juli jul",
    "august aug", "september sept sep", "oktober okt", "november nov", "dezember dez",
)  # fmt: skip
_FRENCH = (
    "janvier janv", "février fevrier févr fév", "mars", "avril avr", "mai", "juin", "juillet juil", "août aout",
    "septembre", "octobre", "novembre", "décembre decembre déc",
)  # fmt: skip
_SPANISH = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre setiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
_ITALIAN = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
    "novembre", "dicembre",
)  # fmt: skip
_WEEKDAY_NAMES = (
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles miercoles jueves viernes sábado sabado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica"
)


def _words(*tongues: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for tongue in tongues for names in tongue for name in names.split())


def _pattern(names: frozenset[str]) -> str:
    """Return a pattern of these names, longer ones first."""
    return "(?:" + "|".join(sorted(names, key=lambda name: (-len(name), name))) + ")"


_ALL = (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN)
_NUMBERS = {fold(name): at for tongue in _ALL for at, names in enumerate(tongue, start=1) for name in names.split()}
_SMALL = frozenset(map(fold, _words(_FRENCH, _SPANISH, _ITALIAN))) - _words(_ENGLISH)

MONTH = _pattern(_words(_ENGLISH))
"""An English month, whole or abbreviated, for use in a pattern that ignores case; only it may stand before its day."""
ANY_MONTH = _pattern(_words(*_ALL))
"""The same in any of the tongues."""
GERMAN_MONTH = _pattern(_words(_GERMAN))
"""The same in German, where the day before it has a full stop ("3. März")."""
GERMAN_ONLY_MONTH = _pattern(_words(_GERMAN) - _words(_ENGLISH))
"""The same without names that are English too: before those a full stop may end a sentence."""
WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    rf"|{_pattern(frozenset(_WEEKDAY_NAMES.split()))})"
)
"""A weekday in any of the tongues, in English also abbreviated, for use in a pattern that ignores case."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The letters that each English month's name begins with, in lower case."""
ALL_MONTHS = tuple(sorted({name[:3] for name in _words(*_ALL)}))
"""The letters that a month's name in any of the tongues begins with."""
DAY_WORDS = ("on", "until", "till", "before", "am", "bis", "zum", "vom", "ab")
"""Words before a day, after which a full stop behind its figure ends no sentence."""


def parse_month(name: str) -> int:
    """Return the number of a month's name that one of the patterns matched."""
    return _NUMBERS[fold(name).replace("ı", "i")]


def is_month(word: str) -> bool:
    """Whether a word is the name of a month in any of the tongues."""
    return fold(word) in _NUMBERS


def is_month_word(name: str) -> bool:
    """Whether a month's name is written as one: with a capital, or small in a tongue that does so."""
    return name[0].isupper() or fold(name) in _SMALL


HAN_DIGITS = "〇零一二三四五六七八九十"
"""The signs of a Chinese number below one hundred and of a year written digit by digit."""
_HAN_VALUES = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
LONGEST = 120
"""Characters of the longest text that is taken for a date or period as a whole."""
DASH = r"[-‐‑‒–—―−~〜～－﹣]"
"""Any dash or wave that may join two dates."""
_WEEKDAY = rf"{WEEKDAY}\b\.?"
_EDGES = " \t\r\n\u00a0\u3000()[]{}（）【】〔〕*_:：,，.。、;；|–—-\"'“”"
_LEAD = re.compile(
    rf"^(?:(?:on|am|le|el|il)\s+)?(?:(?:the|den)\s+)?(?:{_WEEKDAY}[,\s]*(?:den\s+)?|(?:星期|周)[一二三四五六日天][,，\s]*)?",
    re.IGNORECASE,
)
_TRAIL = re.compile(rf"(?:\b{_WEEKDAY}|(?:星期|周)[一二三四五六日天])[)）]?$", re.IGNORECASE)
_LONGEST_TRAIL = 16
"""Characters of the longest weekday in any of the tongues, its stop and bracket included, and some more."""
_CLOCK = re.compile(
    r"(?:[T,]\s*|\s+)(?:at\s+)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s*[ap]\.?m\.?)?"
    r"\s*(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2})?(?:\s*\([A-Z]{2,5}\))?$",
    re.IGNORECASE,
)


def parse_number(digits: str) -> int:
    """Return the value of digits of any width, or of a Chinese number (``二十三``, ``二〇二三``)."""
    if digits[0] not in HAN_DIGITS + "○":
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
    return dt.date.max if (year, month) == (dt.MAXYEAR, 12) else month_start(year, month + 1) - dt.timedelta(days=1)


def month_start(year: int, month: int) -> dt.date:
    """Return the first day of a month; ``month`` may run past 12 into the next years."""
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def strip_date(text: str) -> str:
    """Return the bare date: without brackets, colon, emphasis, weekday, and time of day around it."""
    bare = text.strip(_EDGES)
    bare = _CLOCK.sub("", bare) if ":" in bare else bare
    lead = _LEAD.match(bare)
    bare = bare[lead.end() :] if lead else bare
    weekday = None if bare[-1:].isdigit() else _TRAIL.search(bare, max(0, len(bare) - _LONGEST_TRAIL))
    return (bare[: weekday.start()].rstrip(_EDGES).rstrip() if weekday else bare).strip(_EDGES)
