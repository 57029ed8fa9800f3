"""Dates among the words of a question: where one stands, and which days it means.

Whatever ``bot.dates`` reads is a date, the longest at each place, if it has a word or sign that only dates have.
"""

import datetime as dt
import re
from collections.abc import Iterator

from bot.dates.date_phrases import AmbiguousDateError, is_relative_phrase, parse_date_phrase
from bot.dates.date_words import MONTH
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, intersect_ranges
from bot.model.ids import HAN

_YEAR = r"(?:19|20)\d\d"
_SIGN = re.compile(
    rf"{_YEAR}|\b(?:last|past|previous|this|next|coming|within|yesterday|today|tomorrow|[qh][1-4]|{MONTH}|ago)\b"
    rf"|\b(?:before|after|since|until|till|by|from|on) (?:\w+ )*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\bin \w+ (?:days|weeks|months)\b|\byear[ -]end\b|\bof (?:the )?(?:year|month)\b|\d{1,2}[/.]\d{1,2}[/.-]\d"
    r"|\b(?:on|since|until|till|before|after|from) \d{1,2}/\d{1,2}$"
    r"|\b(?:in|over|since|until|before|after) (?:the )?(?:spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
"""What a stretch of words must have to be a date; two figures such as 3/4 only behind a word that leads to a day."""
_WORDS_TOO = re.compile(r"may|mar(?:ch)?|sept?|dec|jan|jun|oct")
"""Months that are words or halves of names too: one alone is a date at the end of a text, or with its capital."""
_LEADS = re.compile(
    r"^(?:(?:published|issued|dated|reported) )?(?:in|on|during|of|over|for|at) |^(?:published|issued|dated|reported) "
    r"|^from (?!.* (?:to|until|till|-) |.* on(?:wards?)?$)|(?<=\d|r|h|k|y)['’]s?$",
    re.IGNORECASE,
)
"""What stands around a date and belongs to it: "in 2024", "this year's", "from 2024", and not "from 2024 on"."""
_SINGLE_DAY = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?)(?:,? {_YEAR})?"
    rf"|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}[日号]",
    re.IGNORECASE,
)
"""A day that is refused where the calendar does not have it."""
_HAN_RUN = re.compile(
    r"[-\d年月日号周季度天旬初上中下底末前后之以来内起自从到至今明去昨本这最近过未个第半星期礼拜份春夏秋冬"
    r"一二三四五六七八九十两]{2,}"
)
_COUNTS = re.compile(r"[\d一二三四五六七八九十两半]+个")
"""三个月 alone counts months of something."""
_GOES_ON = re.compile(rf"中[{HAN}]|初[步次级始期]|起[草诉步点源动飞到重码]|前[景沿]|月[球]")
"""Signs at the end of a date that begin a word."""
_LONGEST, _LONGEST_HAN = 8, 16
_BY_YEAR = re.compile(
    rf"(?:by(?: (?:the )?end of| year[ -]end)? |到)({_YEAR})年?[底前末]?|({_YEAR})年[底末]?前", re.IGNORECASE
)
_GOALS_AHEAD = 39


def find_dates(text: str, today: dt.date) -> Iterator[tuple[int, int]]:
    """Yield where the longest date from each word, or in Chinese, stands; raises BadQueryError for two readings."""
    plain = text.replace("’", "'")
    words = [each.span() for each in re.finditer(rf"[^\s,{HAN}]+", plain)] if _SIGN.search(plain) else []
    runs = () if plain.isascii() else _HAN_RUN.finditer(plain)
    signs = [(at, at + 1) for run in runs for at in range(*run.span())]
    for places, longest in ((words, _LONGEST), (signs, _LONGEST_HAN)):
        reached = 0
        for first, (start, _) in enumerate(places):
            ends = [stop for _, stop in places[first : first + longest][::-1]]
            ends = ends if places is words else [stop for stop in ends if not plain[start:stop].isascii()]
            if stop := next((stop for stop in ends if start >= reached and _is_date(plain, start, stop, today)), 0):
                yield start, stop
                reached = stop if places is signs else 0


def _is_date(text: str, start: int, stop: int, today: dt.date) -> bool:
    said = text[start:stop]
    if said.isascii():
        is_word = _WORDS_TOO.fullmatch(said) and not (start and stop == len(text.rstrip()))
        looks_so = _SIGN.search(said) and not is_word
    else:
        looks_so = _HAN_RUN.fullmatch(said) and not _COUNTS.match(said) and not _GOES_ON.match(text, stop - 1)
    return bool(looks_so) and read_days(said, today) is not None


def read_days(text: str, today: dt.date, *, ahead: bool = False) -> DateRange | None:
    """Return the days that the whole text means, None for none; a missing year is the last, or next with ``ahead``.

    Raises BadQueryError for a date that can be read in two ways, or that the calendar does not have.
    """
    phrase = _LEADS.sub("", text)
    phrase = re.sub(r"^[自从](.+)起$", r"\1", phrase) if ahead else phrase
    try:
        return parse_date_phrase(phrase, today=today, ahead=ahead)
    except BadQueryError as error:
        if isinstance(error, AmbiguousDateError) or _SINGLE_DAY.fullmatch(phrase):
            raise
        return None


def read_deadline_days(text: str, today: dt.date, *, is_past: bool) -> tuple[DateRange, str | None]:
    """Return the days, from today or up to it, and how they were typed where another day of asking means others."""
    days = read_days(text, today, ahead=not is_past) or DateRange()
    if is_past:
        return intersect_ranges(days, DateRange(end=today + dt.timedelta(days=1))) or days, None
    if days.start is None:
        days = intersect_ranges(days, DateRange(start=today)) or days
    phrase = _LEADS.sub("", text)
    return days, phrase if is_relative_phrase(phrase, today=today) else None


def is_by_year(text: str) -> bool:
    """Return whether a text is the year by which something is to be: "by 2027", 到2027年."""
    return _BY_YEAR.fullmatch(text) is not None


def list_goal_years(text: str, today: dt.date) -> tuple[int, ...]:
    """Return the years of goals that "2027", "by 2027", "until 2030" (from today's) or "after 2027" (39) mean."""
    if by := _BY_YEAR.fullmatch(text):
        return (int(by[1] or by[2]),)
    days = read_days(text, today)
    if days is None or any(day and (day.month, day.day) != (1, 1) for day in (days.start, days.end)):
        return ()
    first = days.start.year if days.start else today.year
    return tuple(range(first, days.end.year if days.end else first + _GOALS_AHEAD))
