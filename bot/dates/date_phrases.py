"""The ranges of days that people type: ``Q4 2023``, ``since Nov 2023``, ``past 2 weeks``, ``10/25-11/28``, 近三个月.

What is ambiguous or impossible is refused with examples, never guessed.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial
from textwrap import shorten
from typing import NamedTuple

from dateutil.relativedelta import MO, relativedelta, weekday

from bot.dates.date_words import DASHES, LONGEST, MONTH, WEEKDAY, build_pattern, find_day, parse_number
from bot.dates.printed_dates import parse_printed_date
from bot.dates.printed_periods import parse_printed_period
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, build_day_range

_EXAMPLES = "Write 2023-11-05, 5 Nov 2023, Nov 2023, Q4 2023, last month, past 2 weeks or 2023-10..2023-11."
_YEARS_KNOWN = range(1900, 2100)
_LEAP_YEAR, _LEAP_GAP = 2000, 9
"""So many years may lie between two 29 February."""


class AmbiguousDateError(BadQueryError):
    """A phrase that can be two days."""


def _refuse_two(text: str, *days: dt.date) -> AmbiguousDateError:
    both = " or ".join(map(str, days))
    return AmbiguousDateError(f"“{text}” can be read two ways: {both}.", hint=f"Write the day: {both}.")


class _Asked(NamedTuple):
    """The day of asking, and whether what leaves the year open looks ahead."""

    today: dt.date
    ahead: bool

    def pick(self, build: Callable[[int], DateRange | None]) -> DateRange | None:
        """Return the range of the nearest year in which it has begun, or, looking ahead, is not over."""
        for years in range(_LEAP_GAP):
            found = build(self.today.year + (years if self.ahead else -years))
            if found is None or found.start is None or found.end is None:
                continue
            if found.end > self.today if self.ahead else found.start <= self.today:
                return found
        return None


def parse_date_phrase(text: str, *, today: dt.date, ahead: bool = False) -> DateRange:
    """Return the range of days that a phrase means on ``today``.

    Counted phrases (``30d``) and missing years look back, or forward with ``ahead``. Raises AmbiguousDateError for what
    can be two days (``03/04/2023``), BadQueryError with examples for what is impossible (30 February) or no date.
    """
    phrase, shown = _fold(text[:LONGEST]), shorten(text, 60, placeholder="…")
    try:
        found = _read(phrase, _Asked(today, ahead)) if len(text) <= LONGEST else None
    except (OverflowError, ValueError) as error:
        raise BadQueryError(f"“{shown}” lies outside the calendar.", hint=_EXAMPLES) from error
    if found:
        return found
    if not phrase:
        raise BadQueryError("A date is missing.", hint=_EXAMPLES)
    if _UNIT_MISSING.fullmatch(phrase):
        raise BadQueryError(f"“{shown}” needs a unit.", hint="Write last week, last month, last 30 days or 2w.")
    raise BadQueryError(f"“{shown}” is not a date, or one that the calendar does not have.", hint=_EXAMPLES)


def is_relative_phrase(text: str, *, today: dt.date) -> bool:
    """Return whether a phrase for days to come, as of ``today``, means other days when it is asked on another day."""
    try:
        later = parse_date_phrase(text, today=today + relativedelta(days=400), ahead=True)
    except (BadQueryError, OverflowError):
        return True
    return later != parse_date_phrase(text, today=today, ahead=True)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(plain.translate(_DASHES).replace("。", ".").split()).strip(" ,;:")


# A whole phrase: one time, two with a word between them, or one with a border such as "since".

_DASHES = str.maketrans(dict.fromkeys(DASHES, "-"))
_UNIT_MISSING = re.compile(r"(?:the )?(?:last|past|previous|next|this|current)(?: \d+)?|(?:最近|过去|近)\d*")
_CONTAINER = re.compile(r"(?:in|on|during|over|for|of|within|at|dated|在) ?(?:the )?(?=\S)")
_FROM = ("from ", "between ", "从", "自")
_JOIN = re.compile(r" ?\.\.+ ?| to | until | till | through | and | ?- ?|至|到")
_BORDERS = {
    "before": r"before (?!(?:the )?end of )(.+)|(.+?)(?<![底末])(?:以前|之前|(?<![日号])前)",
    "after": r"after (.+)|(.+)(?:之后|以后)",
    "since": r"(?:since |from |从|自)(.+?)(?: on(?:wards?)?|以来|至今|起)?|(.+?)(?: ?\.\.+| onwards?|以来|至今|起)",
    "until": (
        r"(?:(?:until|till|up to|through|to|by) |截至|截止|到)(.+?)前?|\.\.+ ?(.+)|(.+[日号])前"
        r"|before ((?:the )?end of .+)|(.+[底末])[之以]?前"
    ),
}
"""A day with 前 alone is the last one, as Chinese notices print it, and so is 年底前; a month with it is past."""


@lru_cache(maxsize=2048)
def _read(phrase: str, asked: _Asked) -> DateRange | None:
    """Return the days of a folded phrase, None for no date; an error for what is ambiguous or beyond the calendar."""
    written = _write_out(phrase, asked.today)
    container = _CONTAINER.match(written)
    found = _find(written, asked) or (_find(written[container.end() :], asked) if container else None)
    if found and any(day.year not in _YEARS_KNOWN for day in (found.start, found.last) if day):
        raise OverflowError
    return found


def _find(phrase: str, asked: _Asked) -> DateRange | None:
    if ".." not in phrase and (single := _find_single(phrase, asked)):
        return single
    bare = next((phrase.removeprefix(word) for word in _FROM if phrase.startswith(word)), phrase)
    for join in _JOIN.finditer(bare):
        start, end = _find_single(bare[: join.start()], asked), _find_single(bare[join.end() :], asked)
        if start and end and start.start and end.end:
            return DateRange(start=start.start, end=end.end) if start.start < end.end else None
    for border, pattern in _BORDERS.items():
        match = re.fullmatch(pattern, phrase)
        inner = _find_single(next(filter(None, match.groups())), asked) if match else None
        if inner and border in {"since", "after"}:
            return DateRange(start=inner.start if border == "since" else inner.end)
        if inner:
            return DateRange(end=inner.end if border == "until" else inner.start)
    return None


def _find_single(text: str, asked: _Asked) -> DateRange | None:
    readers = (_find_relative, _find_weekday, _find_third, _find_figures, _find_printed)
    return next(filter(None, (read(text, asked) for read in readers)), None)


# Times counted from today.

_DAYS = {"now": 0, "today": 0, "yesterday": -1, "tomorrow": 1}
_STEPS = {
    "d day days 天 日": relativedelta(days=1),
    "w week weeks 周 星期": relativedelta(weeks=1),
    "m month months 月": relativedelta(months=1),
    "q quarter quarters 季度": relativedelta(months=3),
    "half": relativedelta(months=6),
    "y year years 年": relativedelta(years=1),
}
_UNITS = {word: step for words, step in _STEPS.items() for word in words.split()}
_UNIT = f"(?P<unit>{build_pattern(_UNITS)})"
_MOVES = {"前": -2, "last previous 上 去 昨": -1, "this current the 本 这 今 当": 0, "next coming 下 明": 1}
_SHIFTS = {word: shift for words, shift in _MOVES.items() for word in words.split()}
_NAMED = re.compile(rf"(?:the )?(?!the)(?P<which>{build_pattern(_SHIFTS)}) ?一?个?{_UNIT}")
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTED = re.compile(
    r"(?:(?:in )?the )?(?P<lead>last|past|previous|next|coming|within|in|最近|过去|近|未来|今后)?的? ?"
    rf"(?P<number>\d{{1,4}}|an? |{'|'.join(_NUMBERS[1:])}|[一二两三四五六七八九十]{{1,3}})? ?(?P<each>个?){_UNIT}"
    r"(?P<tail> ago|内|以来|前|[之以]?后)?"
)


def _find_relative(text: str, asked: _Asked) -> DateRange | None:
    """Return what is counted from today: calendar units by name ("last month", 上周), others back or ahead."""
    if text in _DAYS:
        return _whole_unit(_UNITS["day"], _DAYS[text], asked.today)
    if named := _NAMED.fullmatch(text):
        return _whole_unit(_UNITS[named["unit"]], _SHIFTS[named["which"]], asked.today)
    counted = _COUNTED.fullmatch(text)
    if counted is None or not (counted["number"] or counted["lead"] == "past"):
        return None
    lead, number, tail, unit = counted["lead"], (counted["number"] or "a").strip(), counted["tail"], counted["unit"]
    is_calendar = len(number) == len("2022") or (unit in "月日" and not counted["each"] and tail in {"前", "以来"})
    if not (unit.isascii() or lead) and (is_calendar or not (tail or counted["each"])):
        return None  # 3月, 2022年以来
    count = 1 if number in {"a", "an"} else _NUMBERS.index(number) if number in _NUMBERS else parse_number(number)
    near, far = asked.today, _UNITS[unit] * count
    if tail in {" ago", "前"}:
        return build_day_range(near - far, near - far)
    looks_ahead = lead in {"next", "coming", "within", "in", "未来", "今后"} or tail in {"内", "后"}
    if looks_ahead or (asked.ahead and not lead):
        return build_day_range(near, near + far)
    return build_day_range(near - far, near)


def _whole_unit(step: relativedelta, shift: int, today: dt.date) -> DateRange:
    """Return the day, week, month, quarter, half or year that lies so many steps from that of today."""
    if months := 12 * step.years + step.months:
        today = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    elif step.days > 1:
        today += relativedelta(weekday=MO(-1))
    start = today + step * shift
    return DateRange(start=start, end=start + step)


_WEEKDAYS = ("mon", "一", "tue", "二", "wed", "三", "thu", "四", "fri", "五", "sat", "六", "sun", "日")
_WEEKDAY = re.compile(
    rf"(?:on )?(?:(?P<which>last|this|next) )?(?P<day>{WEEKDAY})"
    r"|(?P<week>[上本这下])?个?(?:周|星期|礼拜)(?P<han>[一二三四五六日天])"
)


def _find_weekday(text: str, asked: _Asked) -> DateRange | None:
    """Return the day of a weekday: the last one, or the next with ``ahead``; 上, 本 and 下 count weeks from Monday."""
    match = _WEEKDAY.fullmatch(text)
    if match is None:
        return None
    which = match["which"] or match["week"] or ""
    number = _WEEKDAYS.index((match["han"] or match["day"])[:3].replace("天", "日")) // 2
    here = asked.today + relativedelta(weekday=MO(-1)) + relativedelta(days=number)
    if which == "this" or not which.isascii():
        day = here + relativedelta(weeks=_SHIFTS[which])
    elif which == "next" or (not which and asked.ahead):
        day = asked.today + relativedelta(days=1 if which else 0, weekday=weekday(number)(+1))
        if which and day == here:
            raise _refuse_two(text, day, day + relativedelta(weeks=1))
    else:
        day = asked.today + relativedelta(days=-1 if which else 0, weekday=weekday(number)(-1))
    return build_day_range(day, day)


# Times of the calendar.

_ZH_YEAR = re.compile(r"([去今明前])年(?=第?[\d一二三四五六七八九十上下春夏秋冬]|年?[初中底末])")
_SEASON = re.compile(r"\b(last|this|next) (spring|summer|autumn|winter)\b")
_NAMED_WHOLE = re.compile(r"(?<=\S )(?:of )?(?P<which>the|this|current|last|previous|next) (?P<unit>year|month)$")
_WRITTEN = (
    (r"half[ -]year", "half"),
    (r"\b([1-4])([qh])\b", r"\2\1"),
    (r"^(\d{1,2})[-/.]((?:19|20)\d\d)$", r"\2-\1"),
    (r"^((?:19|20)\d\d)(\d\d)(\d\d)$", r"\1-\2-\3"),
    (r"((?:\d{4}年)?)(\d{1,2})月?(?:-|至|到)(\d{1,2}月)", r"\1\2月至\1\3"),
    (rf"^((?:19|20)\d\d) ({MONTH}\.?)$", r"\2 \1"),
    (r"((?:19|20)\d\d)(?=[上下]半年|第?[一二三四1-4]季度)", r"\1年"),
    (r"(?:the )?year[ -]end (?=\d{4}$)", "end "),
    (r"(?:the )?year[ -]end$|end of year$", "end of the year"),
)
"""Forms that are written in another one first."""


def _write_out(phrase: str, today: dt.date) -> str:
    """Return the phrase with 去年九月, "the end of last year" and 1-3月 as the years and months they mean."""
    written = _ZH_YEAR.sub(lambda match: f"{today.year + _SHIFTS[match[1]]}年", phrase)
    written = _SEASON.sub(lambda match: f"{match[2]} {today.year + _SHIFTS[match[1]]}", written)
    for pattern, instead in _WRITTEN:
        written = re.sub(pattern, instead, written)

    def name(match: re.Match[str]) -> str:
        whole = today + _UNITS[match["unit"]] * _SHIFTS[match["which"]]
        return str(whole.year) if match["unit"] == "year" else f"{whole:%Y-%m}"

    return _NAMED_WHOLE.sub(name, written)


_THIRDS = {"early": 0, "beginning": 0, "start": 0, "初": 0, "mid": 1, "middle": 1, "中": 1}
_THIRD = re.compile(
    r"(?:the )?(?P<third>early|beginning|start|mid|middle|late|end)(?: of| in)?[ -](?P<whole>.+)"
    r"|(?P<zh_month>.+月)份?(?P<zh_third>[初中底末])|(?P<zh_year>(?:19|20)\d\d年)?年?(?<=年)(?P<zh_part>[初中底末])"
)
_LAST = 2


def _find_third(text: str, asked: _Asked) -> DateRange | None:
    """Return ten days of a month, the last to its end, four months of a year, or a month of a quarter."""
    match = _THIRD.fullmatch(text)
    if match is None:
        return None
    third = _THIRDS.get(match["third"] or match["zh_third"] or match["zh_part"], _LAST)
    whole = match["whole"] or match["zh_month"] or match["zh_year"]
    if whole is None:
        return asked.pick(lambda year: _cut_third(_find_printed(f"{year}年", asked), third))
    return _cut_third(_find_single(whole, asked), third)


def _cut_third(whole: DateRange | None, third: int) -> DateRange | None:
    if whole is None or whole.start is None or whole.end is None:
        return None
    length = relativedelta(whole.end, whole.start)
    months = (12 * length.years + length.months) // 3
    part = relativedelta(months=months) if months else relativedelta(days=10)
    start = whole.start + part * third
    return DateRange(start=start, end=whole.end if third == _LAST else start + part)


_FIGURES = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d\d))?(?: ?(?:-|to|\.\.) ?(\d{1,2})/(\d{1,2}))?")


def _find_figures(text: str, asked: _Asked) -> DateRange | None:
    """Return a day or two in figures (``13/11/2023``, ``10/25-11/28``); either order of day and month is tried."""
    match = _FIGURES.fullmatch(text)
    if match is None:
        return None
    one, two, year, three, four = (int(each or 0) for each in match.groups())
    year += 2000 if 0 < year < 100 else 0  # noqa: PLR2004  written with two figures

    def build(near: int, pairs: tuple[tuple[int, int], tuple[int, int]]) -> DateRange | None:
        first, last = pairs if three else (pairs[0], pairs[0])
        start, end = find_day(near, *first), find_day(near + (last < first), *last)
        return build_day_range(start, end) if start and end else None

    orders = ((one, two), (three, four)), ((two, one), (four, three))
    both = [build(year, pairs) if year else asked.pick(partial(build, pairs=pairs)) for pairs in orders]
    found = [each for each in dict.fromkeys(both) if each]
    if len(found) > 1:
        raise _refuse_two(text, *sorted(each.start for each in found if each.start))
    return found[0] if found else None


_YEAR = re.compile(r"(?:the year )?(?P<year>(?:19|20)\d\d)年?|(?P<zh>[〇零一二三四五六七八九]{4})年")


def _find_printed(text: str, asked: _Asked) -> DateRange | None:
    """Return a day or a period as documents print it, or a year; a missing year is the nearest."""

    def build(year: int | None) -> DateRange | None:
        day = parse_printed_date(text, default_year=year)
        span = (day[0], day[0]) if day else parse_printed_period(text, default_year=year)
        return build_day_range(*span) if span and {day.year for day in span} <= set(_YEARS_KNOWN) else None

    if match := _YEAR.fullmatch(text):
        return _whole_unit(_UNITS["year"], 0, dt.date(parse_number(match["year"] or match["zh"]), 1, 1))
    whole = build(None)
    return whole or (asked.pick(build) if build(_LEAP_YEAR) else None)
