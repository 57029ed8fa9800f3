"""The names of months and weekdays that dates are printed with: English, and the tongues that newsletters mix with it.

Left out are abbreviations that are English words (Italian "set.", Spanish "ago."). Names of days and months in
Romance tongues are written small, those in English and German with a capital.
"""

from __future__ import annotations

import re

from bot.domain.names import fold

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
    """Give a pattern of these names, longer ones first."""
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
_ONLY = rf"{GERMAN_ONLY_MONTH}(?![^\W\d_])"
_ANY = rf"{GERMAN_MONTH}(?![^\W\d_])\.?"
_WITH_YEAR = rf"{_ANY}[\s,]*(?:19|20)\d\d\b"
_SHORT = r"(?:jan|feb|apr|jun|jul|aug|sept?|nov)\."
_DOTTED_DAY = re.compile(
    rf"\s*(?:0?[1-9]|[12]\d|3[01])\.\s?(?:{_ONLY}|{_SHORT}|{_WITH_YEAR}|{_ANY}(?:\s*[:：|]|\s+[–—-]\s|\s*\Z))",
    re.IGNORECASE,
)
_AFTER_STOP = re.compile(rf"\s?(?:{_ONLY}|{_WITH_YEAR})", re.IGNORECASE)
_MONTH_AFTER_STOP = re.compile(rf"\s?{_ANY}", re.IGNORECASE)
_DAY_BEFORE_STOP = re.compile(rf"\b(?:{'|'.join(DAY_WORDS)}) \d{{1,2}}\Z", re.IGNORECASE)
_LONGEST_BEFORE = 10


def parse_month(name: str) -> int:
    """Give the number of a month's name that one of the patterns matched."""
    return _NUMBERS[fold(name).replace("ı", "i")]


def is_month(word: str) -> bool:
    """Whether a word is the name of a month in any of the tongues."""
    return fold(word) in _NUMBERS


def is_month_word(name: str) -> bool:
    """Whether a month's name is written as one: with a capital, or small in a tongue that does so."""
    return name[0].isupper() or fold(name) in _SMALL


def starts_with_dotted_day(text: str) -> bool:
    """Whether a text starts with a day as German prints it ("3. März"), whose figure is no number of a list."""
    return _DOTTED_DAY.match(text) is not None


def is_day_stop(text: str, at: int) -> bool:
    """Whether the full stop at this offset stands behind a German day ("am 3. März") and so ends no sentence."""
    if not text[max(0, at - 1) : at].isdigit():
        return False
    if _AFTER_STOP.match(text, at + 1):
        return True
    before = text[max(0, at - _LONGEST_BEFORE) : at]
    return _DAY_BEFORE_STOP.search(before) is not None and _MONTH_AFTER_STOP.match(text, at + 1) is not None
