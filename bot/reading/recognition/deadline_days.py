"""The days that a sentence prints, as deadlines read them: each with its year, in the order that the document shows."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.dates.date_words import HAN_DIGITS, MONTH, find_day, is_month_word, month_end, month_start, parse_month
from bot.dates.printed_dates import find_printed_dates, find_short_days
from bot.reading.recognition.word_led import lower, mentions

RANGE = re.compile(r"to|and|through|until|[-–—~～]|起?[至到]")
"""What stands between the two ends of a range."""
_YEAR = re.compile(r"(?:19|20)\d\d|[二一][〇零○九][〇零○一二三四五六七八九]{2}年")
_DIGIT = re.compile(r"\d")
_DAY_WORD = re.compile(
    r"end\b(?<!\wend)|last day\b(?<!\wlast day)|月[底末]|[一二三四五六七八九十]日|元旦|th\b|first|second|third|new year"
)
"""Words of a day without figures, each begun by a letter of its own: so a text is looked through for these alone."""
_MONTH_END = re.compile(
    rf"\b(?:the\s)?(?:end|last\sday)(?:\sof\s|[-‐‑\s])(?:(?P<name>{MONTH})\b\.?(?:,?\s(?P<year>20\d\d)\b)?(?!\s?\d)"
    r"|(?P<which>this|next|the)\smonth\b)"
    rf"|(?:(?P<han_year>20\d\d)年)?(?:(?<![\d{HAN_DIGITS}])(?P<month>1[0-2]|[1-9])月|(?P<han_which>本月?|当月|下个?月))[底末](?!至)",
    re.IGNORECASE,
)
"""The end of a month, which is a day: its last."""
_NEW_YEAR = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?元旦(?![节期]?假|后|期间|前后)")
"""The first of January by its name."""
_ENDS = ("end", "last", "底", "末")
_YEAR_STARTS = re.compile(
    r"\b(?:(?:the\s)?first\sday\sof\s(?:(?P<year>20\d\d)\b|(?P<next>next\syear)|the\s(?:new\s|coming\s|following\s)?year\b)"
    r"|New\sYear['’]s\sDay(?:,?\s(?:of\s)?(?P<of>20\d\d)\b)?)",
    re.IGNORECASE,
)
"""The first day of a year, in words."""
_COMING_YEAR = re.compile(r"(?:明|次|下)年\s*\Z")
_SINCE = re.compile(r"\bsince\s(?:\w+day,?\s)?\Z", re.IGNORECASE)
"""Before a day that is over, or today."""
_BEGAN_ZH = re.compile(r"起(?:正式)?(?:施行|实施|生效|执行)")
_COMES_ZH = re.compile(r"(?:[将拟]|[明次]年)(?:自|从|于)?\Z")
_LATELY = 40
"""Days for which a document that began to hold is news, so that its day is no other year's."""
_SAME_MONTH = re.compile(r"(?<=[日号])\s*[-–—~～至到]\s*(?P<day>\d{1,2})[日号]")
"""A range's last day that names no month of its own: 5月1日至14日."""
_NEXT_MONTH = frozenset({"next", "下月", "下个月"})
_SIGNS_OF_YEAR = 4
_SIGNS_OF_SINCE = 20
_HALF_A_YEAR = 183


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What completes the days of an item.

    ``reported_on`` is its own day, ``issued_on`` that of the briefing, ``year`` the one for days without any of them.
    ``published_on`` is its own day where its words or labels tell it, not the document's alone.
    ``day_first`` is the order of day and month that the document's figures show, ``worded_day_first`` that of its days
    with a month's name.
    """

    reported_on: dt.date | None = None
    published_on: dt.date | None = None
    issued_on: dt.date | None = None
    year: int | None = None
    day_first: bool | None = None
    worded_day_first: bool | None = None


class OrderGround(Enum):
    """What tells which figure of a short day is the day, where no figures of the document do."""

    WORDS = "words"
    """The order of the document's days with a month's name."""
    WORDS_FAR = "words, far"
    """The same, but it puts a day without a year more than half a year ahead, where terms rarely end."""
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedDay:
    """A day between two offsets; ``is_moved`` tells that its year was moved past the item's own day."""

    start: int
    end: int
    on: dt.date
    is_moved: bool


def list_days(text: str, frame: Frame) -> Iterator[PrintedDay]:
    """Return the days of a sentence in order, not overlapping.

    A day without a year is the first from the item's day on; without that day it is in the briefing's year, or in the
    next where it would lie more than half a year before the briefing.
    """
    if not (_DIGIT.search(text) or _DAY_WORD.search(lower(text))):
        return
    begun: dt.date | None = None  # a range's first day, where its year is printed
    end_of_last = 0
    for start, end, on, has_year, is_end in _find_days(text, frame):
        if begun and not has_year and RANGE.fullmatch(text[end_of_last:start].strip()):
            year_of_end = begun.year + ((on.month, on.day) < (begun.month, begun.day))
            yield PrintedDay(start=start, end=end, on=_in_year(on.month, on.day, year_of_end), is_moved=False)
            begun = None
            continue
        begun, end_of_last = (on if has_year else None), end
        later = on if has_year else _move_ahead(on, frame)
        if frame.reported_on and _COMING_YEAR.search(text, max(0, start - _SIGNS_OF_YEAR), start):
            later = _in_year(on.month, on.day, frame.reported_on.year + 1)
        if later != on and _SINCE.search(text, max(0, start - _SIGNS_OF_SINCE), start):
            later = on
        if later != on and _began_lately(text, start, end, on, frame):
            later = on
        is_moved = later != on and frame.reported_on is not None
        later = month_end(later.year, on.month) if is_end else later
        yield PrintedDay(start=start, end=end, on=later, is_moved=is_moved)


def _began_lately(text: str, start: int, end: int, on: dt.date, frame: Frame) -> bool:
    """Get whether a document holds since a day that is just over ("3月1日起施行"), and not from that day next year."""
    days = (frame.reported_on - on).days if frame.reported_on else 0
    told = 0 < days <= _LATELY and _BEGAN_ZH.match(text, end) is not None
    return told and _COMES_ZH.search(text, max(0, start - _SIGNS_OF_YEAR), start) is None


def rate_order(on: dt.date, text: str, frame: Frame) -> OrderGround | None:
    """Return how the order of a deadline's figures is known: None where they leave it open to nobody."""
    if frame.day_first is not None:
        return None
    found = (day for day in find_short_days(text) if day.is_open and (on.month, on.day) in day.readings)
    short = next(found, None)
    if short is None:
        return None
    if frame.worded_day_first is None:
        return OrderGround.NOTHING
    since = frame.reported_on or frame.issued_on
    is_far = short.year is None and since is not None and (on - since).days > _HALF_A_YEAR
    return OrderGround.WORDS_FAR if is_far else OrderGround.WORDS


def _find_days(text: str, frame: Frame) -> list[tuple[int, int, dt.date, bool, bool]]:
    """Return each day as (start, end, day, whether its year is known, whether it is told as a month's end)."""
    year = frame.reported_on.year if frame.reported_on else frame.year
    found = [
        (start, end, on, bool(_YEAR.search(text[start:end])), False)
        for start, end, on in find_printed_dates(text, default_year=year, day_first=frame.day_first)
    ]
    ends = ((match, on) for _, end, on, _, _ in found if (match := _SAME_MONTH.match(text, end)))
    found += [
        (match.start("day"), match.end(), last, False, False)
        for match, on in ends
        if (last := find_day(on.year, on.month, int(match["day"])))
    ]
    for match in _NEW_YEAR.finditer(text) if "元旦" in text else ():
        if match["year"] or year:
            first = dt.date(int(match["year"] or year or 0), 1, 1)
            found.append((match.start(), match.end(), first, match["year"] is not None, False))
    found.sort()
    starts = [start for start, *_ in found]
    for day in find_short_days(text):
        in_year = day.year or year
        before = bisect_left(starts, day.end) - 1  # the last that begins before this one ends: none overlap another
        if in_year is None or (before >= 0 and day.start < found[before][1]):
            continue
        month, number = min(day.readings, key=lambda reading: _rank(reading, day.readings, in_year, frame))
        found.append((day.start, day.end, _in_year(month, number, in_year), day.year is not None, False))
    for match in _YEAR_STARTS.finditer(text) if mentions(text, ("first day of", "new year")) else ():
        coming = not _SINCE.search(text, max(0, match.start() - _SIGNS_OF_SINCE), match.start())
        new_year = int(match["year"] or match["of"] or 0)
        new_year = new_year or (frame.reported_on.year + coming if frame.reported_on else 0)
        if new_year:
            found.append((match.start(), match.end(), dt.date(new_year, 1, 1), True, False))
    for match in _MONTH_END.finditer(text) if mentions(text, _ENDS) else ():
        ended = _read_month_end(match, frame, year)
        if ended:
            found.append((match.start(), match.end(), *ended, True))
    return sorted(found)


def _read_month_end(match: re.Match[str], frame: Frame, year: int | None) -> tuple[dt.date, bool] | None:
    """Return the last day of a month, and whether its year is known; None where nothing tells the year or month."""
    which = match["which"] or match["han_which"]
    if which:
        day = frame.reported_on
        start = month_start(day.year, day.month + (which.lower() in _NEXT_MONTH)) if day else None
        return (month_end(start.year, start.month), True) if start else None
    if match["name"] and not is_month_word(match["name"]):
        return None
    printed = match["year"] or match["han_year"]
    in_year = int(printed) if printed else year
    if in_year is None:
        return None
    month = parse_month(match["name"]) if match["name"] else int(match["month"])
    return month_end(in_year, month), printed is not None


def tells_month_end(on: dt.date, text: str) -> bool:
    """Return whether a deadline is the last day of a month of which a text only says the end."""
    is_last = on == month_end(on.year, on.month)
    return is_last and _MONTH_END.search(text) is not None


def _rank(
    reading: tuple[int, int], readings: tuple[tuple[int, int], ...], year: int, frame: Frame
) -> tuple[bool, dt.date]:
    """Rank a reading of a short day: the document's order first, else that which comes first after the item."""
    order = frame.day_first if frame.day_first is not None else frame.worded_day_first
    wanted = order is None or reading == readings[0 if order else -1]
    return not wanted, _move_ahead(_in_year(*reading, year), frame)


def _move_ahead(on: dt.date, frame: Frame) -> dt.date:
    since = frame.reported_on
    if since and frame.issued_on and since > frame.issued_on:
        since = frame.issued_on  # what is to come may ask for something before its own day
    if since:
        return _in_year(on.month, on.day, on.year + 1) if on < since else on
    late = frame.issued_on is not None and (frame.issued_on - on).days > _HALF_A_YEAR
    return _in_year(on.month, on.day, on.year + 1) if late else on


def _in_year(month: int, day: int, year: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:  # 29 February
        return dt.date(year, 3, 1)
