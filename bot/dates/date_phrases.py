"""The ranges of days that people type: ``Q4 2023``, ``since Nov 2023``, ``past 2 weeks``, ``10/25-11/28``.

What is ambiguous or impossible is refused with examples, never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from bot.dates.calendar_phrases import YEARS_KNOWN, AmbiguousDateError, find_calendar_range
from bot.dates.date_words import DASH, LONGEST, month_start, parse_number
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, build_day_range, unite_ranges

# Weekdays as people type them: ``Monday``, ``last Friday``, ``上周五``; which day is meant, or that two could be.

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HAN = "一二三四五六日天"
WEEKDAY_NAME = rf"(?:{'|'.join(_NAMES)})"
_ENGLISH = re.compile(rf"(?:on )?(?:(?P<which>last|this|next) )?(?P<day>{'|'.join(_NAMES)})")
"""A weekday's name in lower case, for use in a pattern."""
HAN_WEEKDAY = rf"[上本这下]?个?(?:周|星期|礼拜)[{_HAN}]"
"""The same in Chinese, with the week it is of."""
_CHINESE = re.compile(rf"(?P<which>[上本这下])?个?(?:周|星期|礼拜)(?P<day>[{_HAN}])")
_HAN_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}
_WEEKDAYS_WEEK = 7


class OpenWeekdayError(ValueError):
    """A weekday that can be two days; ``readings`` are both, the earlier first."""

    def __init__(self, one: dt.date, other: dt.date) -> None:
        super().__init__(one, other)
        self.readings = (one, other)


def find_weekday(text: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    """Return the day that a weekday means on ``today``, None for no weekday.

    Alone it is the last one, or the next with ``ahead``; "last" is the last one too. In Chinese 上, 本 and 下 count
    weeks, which begin on Monday. Raises OpenWeekdayError for today's weekday alone, and for "next" where the coming
    one and the one of next week are two days.
    """
    match = _ENGLISH.fullmatch(text) or _CHINESE.fullmatch(text)
    if match is None:
        return None
    which, name = match["which"], match["day"]
    number = (
        _NAMES.index(name)
        if name in _NAMES
        else _HAN.index(name) % _WEEKDAYS_WEEK
        if name != "天"
        else _WEEKDAYS_WEEK - 1
    )
    monday = today - dt.timedelta(days=today.weekday())
    here = monday + dt.timedelta(days=number)
    if which == "this" or which in _HAN_WEEKS:
        day = here + dt.timedelta(weeks=_HAN_WEEKS.get(which, 0))
        return build_day_range(day, day)
    before = today - dt.timedelta(days=(today.weekday() - number - 1) % _WEEKDAYS_WEEK + 1)
    after = before + dt.timedelta(
        days=_WEEKDAYS_WEEK if before + dt.timedelta(days=_WEEKDAYS_WEEK) != today else 2 * _WEEKDAYS_WEEK
    )
    if which is None and here == today:
        raise OpenWeekdayError(today, after if ahead else before)
    if which == "next" and after != here + dt.timedelta(weeks=1):
        raise OpenWeekdayError(after, here + dt.timedelta(weeks=1))
    day = after if which == "next" or (which is None and ahead) else before
    return build_day_range(day, day)


# Phrases that tell of a time and leave open which days: seasons, "a few weeks". Nobody's guess stands for them.

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
    """Return the first and the last month of the season that a phrase names, usual in Europe and China alike."""
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


# Ranges counted from today: ``last month``, ``past 2 weeks``, ``30d``, ``去年``, ``最近两周``.

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_ZH_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "季度": "quarter", "年": "year"}
_ZH_SHIFTS = {"本": 0, "这": 0, "今": 0, "当": 0, "上": -1, "去": -1, "昨": -1, "前": -2, "下": 1, "明": 1}
_SHIFTS = {"this": 0, "current": 0, "last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_NAMED = re.compile(r"(?:the )?(this|current|last|previous|next|coming) (day|week|month|quarter|half year|half|year)")
_ZH_NAMED = re.compile(r"(本|这|上|下|今|去|前|明|昨|当)(?:一)?(?:个)?(天|日|周|星期|月|季度|年)")
_COUNTED = re.compile(
    rf"(?:(?:in )?the )?(?:(last|past|previous|next|coming|within|in) )?(\d{{1,4}}(?: ?)|(?:an?|{'|'.join(_NUMBERS)}) )"
    r"(days?|weeks?|months?|quarters?|years?|[dwmqy])( ago)?"
)
_ONE_PAST = re.compile(r"(?:the |in the |over the )?past (day|week|month|quarter|year)")
_ZH_COUNTED = re.compile(
    r"(最近|过去|近|未来|今后)?的?(\d{1,4}|[一二两三四五六七八九十]{1,3})个?(天|日|周|星期|月|季度|年)(内|以来)?"
)
_ZH_BEGINS = re.compile(r"(?:\d{4}年|[^个]+月)以来")
"""Since a year or a month of the calendar, and not so many of them."""
_STEPS: dict[str, Callable[[int], relativedelta]] = {
    "day": lambda n: relativedelta(days=n),
    "week": lambda n: relativedelta(weeks=n),
    "month": lambda n: relativedelta(months=n),
    "quarter": lambda n: relativedelta(months=3 * n),
    "half": lambda n: relativedelta(months=6 * n),
    "year": lambda n: relativedelta(years=n),
}


def find_relative_range(text: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    """Return the range that is counted from ``today``, or None when the phrase is none.

    Named units are those of the calendar (weeks start on Monday). Counted ones reach back from today, today
    included, or forward where the phrase says so or ``ahead`` is set. Raises OverflowError or ValueError where the
    calendar ends, OpenWeekdayError for a weekday that can be two days.
    """
    if text in _DAYS:
        return _unit("day", _DAYS[text], today)
    weekday = find_weekday(text, today=today, ahead=ahead)
    if weekday:
        return weekday
    named = _NAMED.fullmatch(text)
    if named:
        return _unit(named[2].removesuffix(" year"), _SHIFTS[named[1]], today)
    zh_named = _ZH_NAMED.fullmatch(text)
    if zh_named:
        return _unit(_ZH_UNITS[zh_named[2]], _ZH_SHIFTS[zh_named[1]], today)
    return _find_counted(text, today=today, ahead=ahead)


def _find_counted(text: str, *, today: dt.date, ahead: bool) -> DateRange | None:
    one = _ONE_PAST.fullmatch(text)
    if one:
        return _span(1, one[1], today, ahead=False)
    counted = _COUNTED.fullmatch(text)
    if counted:
        direction, number, unit, ago = counted.groups()
        unit = _UNITS.get(unit, unit.removesuffix("s"))
        if ago:
            return _unit("day", 0, today - _STEPS[unit](_count(number)))
        forward = direction in {"next", "coming", "within", "in"} or (ahead and direction is None)
        return _span(_count(number), unit, today, ahead=forward)
    zh = _ZH_COUNTED.fullmatch(text)
    if zh and (zh[1] or (zh[4] and not _ZH_BEGINS.fullmatch(text))):
        number = zh[2].replace("两", "二")
        return _span(
            parse_number(number), _ZH_UNITS[zh[3]], today, ahead=zh[1] in {"未来", "今后"} or (ahead and not zh[1])
        )
    return None


def _count(number: str) -> int:
    number = number.strip()
    if number in {"a", "an"}:
        return 1
    return _NUMBERS.index(number) + 1 if number in _NUMBERS else int(number)


def _span(count: int, unit: str, today: dt.date, *, ahead: bool) -> DateRange:
    step = _STEPS[unit](count)
    return build_day_range(today, today + step) if ahead else build_day_range(today - step, today)


def _unit(unit: str, shift: int, today: dt.date) -> DateRange:
    start = _first_day(unit, today) + _STEPS[unit](shift)
    return DateRange(start=start, end=start + _STEPS[unit](1))


def _first_day(unit: str, today: dt.date) -> dt.date:
    if unit == "day":
        return today
    if unit == "week":
        return today - dt.timedelta(days=today.weekday())
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    return today.replace(month=(today.month - 1) // months * months + 1, day=1)


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
    """Return the range of days that a phrase means on ``today``.

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
    """Return the days of a folded phrase; the same ones are asked for again and again on one day."""
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
    """Return the phrase with 去年九月 as the year it means, and 1-3月 as two months."""
    dated = _ZH_YEAR.sub(lambda match: f"{today.year + _ZH_YEARS[match[1]]}年", phrase)
    return _ZH_MONTHS.sub(r"\1\2月至\1\3", dated)


def _write_year_end(match: re.Match[str]) -> str:
    return "end of " if match[0].endswith(" ") else "end of the year"


def _write_named(phrase: str, today: dt.date) -> str:
    """Return the phrase with "the end of last year" and "March this year" as the year or month they mean."""

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
