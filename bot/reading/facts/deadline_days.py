"""The days that a sentence prints, as deadlines read them: each with its year, in the order that the document shows."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.dates.date_words import MONTH, find_day, month_end, parse_month
from bot.dates.printed_dates import find_printed_dates, find_short_days
from bot.reading.facts.passages import Doubt

_RANGE = frozenset({"to", "and", "through", "until", "-", "–", "—", "~", "～", "至", "到", "起至", "起到"})
"""What stands between the two ends of a range."""
_MONTH_END = re.compile(
    rf"\b(?:the\s)?(?:end|last\sday)(?:\sof\s|[-‐‑\s])(?P<name>{MONTH})\b\.?(?:,?\s(?P<year>20\d\d)\b)?(?!\s?\d)"
    r"|(?:(?P<han_year>20\d\d)年)?(?<!\d)(?P<month>1[0-2]|[1-9])月[底末]",
    re.IGNORECASE,
)
"""The end of a month, which is a day: its last."""
_HALF_A_YEAR = 183
_BY_NOTHING = (0.5, "day and month are figures, and nothing tells which is which; the first such day is taken")


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What completes the days of an item.

    ``reported_on`` is its own day, ``issued_on`` that of the briefing, ``year`` the one for days without any of them.
    ``day_first`` is the order of day and month that the document's figures show.
    """

    reported_on: dt.date | None = None
    issued_on: dt.date | None = None
    year: int | None = None
    day_first: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedDay:
    """A day between two offsets; ``in_same_year`` is the day in the item's own year, where none is printed."""

    start: int
    end: int
    on: dt.date
    in_same_year: dt.date


def list_days(text: str, frame: Frame) -> Iterator[PrintedDay]:
    """Return the days of a sentence in order, not overlapping.

    A day without a year is the first from the item's day on; without that day it is in the briefing's year, or in the
    next where it would lie more than half a year before the briefing. A range's last day is of its first day's year.
    """
    begun: dt.date | None = None  # a range's first day, where its year is printed
    end_of_last = 0
    for start, end, on, has_year in _find_days(text, frame):
        if begun and not has_year and joins_range(text[end_of_last:start]):
            last = _in_year(on.month, on.day, begun.year + ((on.month, on.day) < (begun.month, begun.day)))
            yield PrintedDay(start=start, end=end, on=last, in_same_year=last)
        else:
            ahead = on if has_year else _move_ahead(on, frame)
            yield PrintedDay(start=start, end=end, on=ahead, in_same_year=on)
        begun, end_of_last = (on if has_year else None), end


def joins_range(between: str) -> bool:
    """Return whether these words stand between the two ends of a range."""
    return between.strip() in _RANGE


def rate_order(on: dt.date, text: str, frame: Frame) -> Doubt | None:
    """Return how sure the order of a deadline's figures is; None where they leave it open to nobody."""
    found = any(len(day.readings) > 1 and (on.month, on.day) in day.readings for day in find_short_days(text))
    return _BY_NOTHING if found and frame.day_first is None else None


def tells_month_end(on: dt.date, text: str) -> bool:
    """Return whether a deadline is the last day of a month of which a text only says the end."""
    return on == month_end(on.year, on.month) and _MONTH_END.search(text) is not None


def _find_days(text: str, frame: Frame) -> list[tuple[int, int, dt.date, bool]]:
    """Return each day as (start, end, day, whether its year is printed)."""
    year = frame.reported_on.year if frame.reported_on else frame.year
    found = [
        (start, end, on, str(on.year) in text[start:end] or "〇" in text[start:end])
        for start, end, on in find_printed_dates(text, default_year=year, day_first=frame.day_first)
    ]
    taken = {at for start, end, _, _ in found for at in range(start, end)}
    for day in find_short_days(text):
        in_year = day.year or year
        if in_year is None or day.start in taken or day.end - 1 in taken:
            continue
        month, number = min(day.readings, key=lambda reading: _rank(reading, day.readings, in_year, frame))
        found.append((day.start, day.end, _in_year(month, number, in_year), day.year is not None))
    return sorted([*found, *_list_month_ends(text, year)])


def _list_month_ends(text: str, year: int | None) -> Iterator[tuple[int, int, dt.date, bool]]:
    for match in _MONTH_END.finditer(text):
        printed = match["year"] or match["han_year"]
        in_year = int(printed) if printed else year
        if in_year is not None and (not match["name"] or match["name"][0].isupper()):
            month = parse_month(match["name"]) if match["name"] else int(match["month"])
            yield match.start(), match.end(), month_end(in_year, month), printed is not None


def _rank(
    reading: tuple[int, int], readings: tuple[tuple[int, int], ...], year: int, frame: Frame
) -> tuple[bool, dt.date]:
    """Rank a reading of a short day: the document's order first, else that which comes first after the item."""
    wanted = frame.day_first is None or reading == readings[0 if frame.day_first else -1]
    return not wanted, _move_ahead(_in_year(*reading, year), frame)


def _move_ahead(on: dt.date, frame: Frame) -> dt.date:
    since = frame.reported_on
    if since and frame.issued_on and since > frame.issued_on:
        since = frame.issued_on  # what is to come may ask for something before its own day
    late = frame.issued_on is not None and (frame.issued_on - on).days > _HALF_A_YEAR
    return _in_year(on.month, on.day, on.year + 1) if (on < since if since else late) else on


def _in_year(month: int, day: int, year: int) -> dt.date:
    return find_day(year, month, day) or dt.date(year, 3, 1)  # 29 February
