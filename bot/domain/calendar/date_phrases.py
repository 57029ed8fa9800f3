"""The ranges of days that people type: ``Q4 2023``, ``since Nov 2023``, ``past 2 weeks``, ``10/25-11/28``.

What is ambiguous or impossible is refused with examples, never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from bot.domain.calendar.calendar_phrases import YEARS_KNOWN, AmbiguousDateError, find_calendar_range
from bot.domain.calendar.date_ranges import DateRange, unite_ranges
from bot.domain.calendar.date_words import DASH, LONGEST, month_start
from bot.domain.calendar.relative_dates import find_relative_range
from bot.domain.calendar.vague_dates import build_vague_error
from bot.domain.calendar.weekdays import OpenWeekdayError
from bot.errors import BadQueryError

_DASHES = re.compile(DASH)
_SPACES = re.compile(r"\s+")
_BETWEEN = re.compile(r"(?:from |between |从|自)?(.+?)(?: ?\.\.+ ?| to | until | till | through | and | - |至|到)(.+)")
_SINCE = re.compile(
    r"(?:since|from|从|自)[ :]*(.+?)(?: onwards?|以来|以后|至今|起)?|(.+?)(?: ?\.\.+| onwards?|以来|以后|至今|起)"
)
_UNTIL = re.compile(
    r"(?:until|till|up to|through|to|by|截至|截止|到)[ :]*(.+?)前?|\.\.+ ?(.+)|(.+[日号])前"
    r"|before ((?:the )?end of .+)|(.+[底末])[之以]?前"
)
"""A day with 前 alone is the last one, as Chinese notices print it, and so is 年底前; a month with it is past."""
_BEFORE = re.compile(r"before (?!(?:the )?end of )(.+)|(.+?)(?<![底末])(?:以前|之前|(?<![日号])前)")
_AFTER = re.compile(r"after (.+)|(.+)之后")
_OR = re.compile(r"(.+?) or (.*?((?:19|20)\d\d)?)")
_FIGURES = re.compile(r"\d{4}")
_ZH_YEAR = re.compile(r"([去今明前])年(?=第?[\d一二三四五六七八九十上下]|年?[初中底末])")
_ZH_YEARS = {"前": -2, "去": -1, "今": 0, "明": 1}
_NAMED_WHOLE = re.compile(r"(?<=\S )(?:of )?(?:(the|this|current|last|previous|next) )(year|month)|(?<=end )of year")
_YEAR_END = re.compile(r"(?:the )?year[ -]end\b(?: (?=\d{4}\b))?")
_NAMED_STEPS = {"last": -1, "previous": -1, "next": 1}
_ZH_MONTHS = re.compile(r"((?:\d{4}年)?)(\d{1,2})月?(?:-|至|到)(\d{1,2}月)")
_UNIT_MISSING = re.compile(r"(?:the )?(?:last|past|previous|next|this|current)(?: \d+)?|(?:最近|过去|近)\d*")
_THREE_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_EXAMPLES = "Write 2023-11-05, 5 Nov 2023, Nov 2023, Q4 2023, last month, past 2 weeks or 2023-10..2023-11."
_SHOWN = 60
_A_YEAR_ON = dt.timedelta(days=400)
_TWELVE = 12


def parse_date_phrase(text: str, *, today: dt.date, ahead: bool = False) -> DateRange:
    """Give the range of days that a phrase means on ``today``.

    Counted phrases (``30d``) and missing years look back, or forward with ``ahead``. Raises BadQueryError with
    examples for what is ambiguous (``03/04/2023``, ``last``), impossible (``13/14``, 30 February) or no date.
    """
    phrase = _fold(text[:LONGEST])
    if len(text) > LONGEST:
        raise _refusal(text, phrase)
    try:
        found = _read(phrase, today=today, ahead=ahead)
    except OpenWeekdayError as error:
        one, other = (day.isoformat() for day in error.readings)
        raise BadQueryError(
            f"“{_shown(text)}” can be read two ways: {one} or {other}.", hint=f"Write the day: {one} or {other}."
        ) from error
    except AmbiguousDateError as error:
        (month, day), (other_month, other_day) = error.readings
        year = today.year
        raise BadQueryError(
            f"“{_shown(text)}” can be read two ways.",
            hint=f"Write the year first: {year}-{month:02}-{day:02} or {year}-{other_month:02}-{other_day:02}.",
        ) from error
    except (OverflowError, ValueError) as error:
        raise BadQueryError(f"“{_shown(text)}” lies outside the calendar.", hint=_EXAMPLES) from error
    if found is None:
        raise build_vague_error(phrase, _shown(text), today) or _refusal(text, phrase)
    return found


@lru_cache(maxsize=1024)
def _read(phrase: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    """Give the days of a folded phrase; the same ones are asked for again and again on one day."""
    written = _write_years(phrase, today)
    found = _find(written, today=today, ahead=ahead)
    return _known(found or _find(_write_named(written, today), today=today, ahead=ahead))


def is_relative_phrase(text: str, *, today: dt.date) -> bool:
    """Say whether a phrase for days to come, as of ``today``, means other days when it is asked on another day."""
    try:
        later = parse_date_phrase(text, today=today + _A_YEAR_ON, ahead=True)
    except (BadQueryError, OverflowError):
        return True
    return later != parse_date_phrase(text, today=today, ahead=True)


def _write_years(phrase: str, today: dt.date) -> str:
    """Give the phrase with 去年九月 as the year it means, and 1-3月 as two months."""
    dated = _ZH_YEAR.sub(lambda match: f"{today.year + _ZH_YEARS[match[1]]}年", phrase)
    return _ZH_MONTHS.sub(r"\1\2月至\1\3", dated)


def _write_year_end(match: re.Match[str]) -> str:
    return "end of " if match[0].endswith(" ") else "end of the year"


def _write_named(phrase: str, today: dt.date) -> str:
    """Give the phrase with "the end of last year" and "March this year" as the year or month they mean."""

    def write(match: re.Match[str]) -> str:
        shift = _NAMED_STEPS.get(match[1] or "this", 0)
        if match[2] == "month":
            whole = f"{month_start(today.year, today.month + shift):%Y-%m}"
        else:
            whole = str(today.year + shift)
        return f"of {whole}" if match[0].startswith("of") else whole

    return _NAMED_WHOLE.sub(write, _YEAR_END.sub(_write_year_end, phrase))


def _find(phrase: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    open_ended = ".." in phrase
    single = None if open_ended else _find_single(phrase, today=today, ahead=ahead)
    if single:
        return single
    between = _BETWEEN.fullmatch(phrase)
    if between:
        start = _find_single(between[1], today=today, ahead=ahead)
        end = _find_single(between[2], today=today, ahead=ahead)
        if start and end:
            return _checked(DateRange(start=start.start, end=end.end))
    either = _OR.fullmatch(phrase)
    if either:
        has_year = _FIGURES.search(either[1]) or not either[3]
        first = either[1] if has_year else f"{either[1]} {either[3]}"
        sides = [_find_single(each, today=today, ahead=ahead) for each in (first, either[2])]
        return unite_ranges(each for each in sides if each) if all(sides) else None
    return _find_half_open(phrase, today=today, ahead=ahead)


def _find_half_open(phrase: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    for pattern in (_BEFORE, _AFTER, _SINCE, _UNTIL):
        match = pattern.fullmatch(phrase)
        inner = _find_single(_first(match), today=today, ahead=ahead) if match else None
        if inner is None:
            continue
        if pattern is _SINCE:
            return DateRange(start=inner.start)
        if pattern is _UNTIL:
            return DateRange(end=inner.end)
        return DateRange(end=inner.start) if pattern is _BEFORE else DateRange(start=inner.end)
    return None


def _first(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def _find_single(phrase: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    return find_relative_range(phrase, today=today, ahead=ahead) or find_calendar_range(
        phrase, today=today, ahead=ahead
    )


def _known(found: DateRange | None) -> DateRange | None:
    days = (found.start, found.last) if found else ()
    if any(day is not None and day.year not in YEARS_KNOWN for day in days):
        raise OverflowError
    return found


def _checked(found: DateRange) -> DateRange | None:
    return found if found.start is None or found.end is None or found.start < found.end else None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _DASHES.sub("-", plain).replace("。", ".")
    return _SPACES.sub(" ", plain).strip(" ,;:")


def _refusal(text: str, phrase: str) -> BadQueryError:
    shown = _shown(text)
    if not phrase:
        return BadQueryError("A date is missing.", hint=_EXAMPLES)
    if _UNIT_MISSING.fullmatch(phrase):
        return BadQueryError(f"“{shown}” needs a unit.", hint="Write last week, last month, last 30 days or 2w.")
    figures = _THREE_FIGURES.fullmatch(phrase)
    if figures and max(int(figures[1]), int(figures[2])) <= _TWELVE and min(int(figures[1]), int(figures[2])) > 0:
        one, two, year = int(figures[1]), int(figures[2]), figures[3]
        year = year if len(year) > len("23") else f"20{year}"
        return BadQueryError(
            f"“{shown}” can be read two ways.",
            hint=f"Write the year first: {year}-{one:02}-{two:02} or {year}-{two:02}-{one:02}.",
        )
    return BadQueryError(f"“{shown}” is not a date, or one that the calendar does not have.", hint=_EXAMPLES)


def _shown(text: str) -> str:
    line = _SPACES.sub(" ", "".join(c if c.isprintable() else " " for c in text)).strip()
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
