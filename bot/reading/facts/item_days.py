"""The day of an item: as printed with it, else by its weekday, the only day in it, or the document's; and how sure."""

import datetime as dt
import re
from dataclasses import dataclass

from bot.dates.printed_dates import find_printed_dates, parse_printed_date
from bot.dates.printed_periods import parse_printed_period
from bot.model.identity import YEAR
from bot.reading.document import BriefingParts, ItemParts
from bot.reading.facts.passages import Doubt
from bot.reading.facts.sentences import split_sentences

_IN_PERIOD = (0.97, "no year is printed; the day lies in the period of the issue")
_NEAR = (0.85, "no year is printed; the day lies close to that of the issue")
_FAR = (0.5, "no year is printed, and the day is not close to that of the issue")
_BY_WEEKDAY = (0.8, "only the weekday is printed; the last such day up to the date of issue")
_BY_ONLY_DAY = (0.75, "it is the only day of the issue's time that the text prints")
_NEAR_DAYS = range(-14, 61)
"""A day so many days before publication is likely of that year."""
_LONGEST_SPAN = dt.timedelta(days=13)
_BARE = re.compile(r"0?(\d{1,2})日|(0[1-9]|1[0-2])-(\d\d)")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?P<which>on|this|last)\s(?P<day>{'|'.join(_NAMES)})\b(?!\s\d)", re.IGNORECASE)
_AHEAD = frozenset({"will", "would", "may", "shall", "next", "due", "set", "before", "after", "until", "since"})
"""Words before the weekday of a term, or of a day to come."""
_WEEK = 7
_LEAD_WORDS = 6
"""A first sentence so short is a lead-in ("Old cars, new rules."), and the next one tells the news."""
_LONGEST_PERIOD = dt.timedelta(days=14)
_BEFORE = dt.timedelta(days=3)
"""So long before an issue's period its news may lie."""
_MONTH = dt.timedelta(days=31)


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemDay:
    """An item's day, whether its year was inferred, and why it is not certain; no doubt where all is printed."""

    on: dt.date | None
    year_inferred: bool = False
    doubt: Doubt | None = None


def find_item_day(item: ItemParts, briefing: BriefingParts, *, year: int | None) -> ItemDay:
    """Return the day of an item; ``year`` is the briefing's (``find_year``), which its items share."""
    printed = _read_printed(item.date_text, briefing, year) if item.date_text else None
    if printed:
        on, inferred = printed
        return ItemDay(on=on, year_inferred=inferred, doubt=_rate_year(on, briefing) if inferred else None)
    if not item.date_text and (by_weekday := _find_weekday(item, briefing)):
        return ItemDay(on=by_weekday, doubt=_BY_WEEKDAY)
    if not item.date_text and (only := _find_only_day(item, briefing)):
        return ItemDay(on=only, doubt=_BY_ONLY_DAY)
    return ItemDay(on=None)


def find_year(briefing: BriefingParts) -> int | None:
    """Return the briefing's year: that of its day of publication or period, else the latest printed with an item."""
    day = briefing.published_on or briefing.period_end or briefing.period_start
    if day is not None:
        return day.year
    printed = [found[0].year for item in briefing.items if (found := parse_printed_date(item.date_text or ""))]
    return max(printed, default=None)


def _read_printed(text: str, briefing: BriefingParts, year: int | None) -> tuple[dt.date, bool] | None:
    """Return the day printed with an item, and whether its year was inferred; a short range has its first day.

    The year inferred is the one that puts the day into the period or nearest to the day of the issue.
    """
    bare = _BARE.fullmatch(text)
    until = briefing.published_on or briefing.period_end
    if bare and bare[1]:  # the last day of this number up to the issue's
        back = (until - dt.timedelta(days=days) for days in range(2 * _MONTH.days)) if until else ()
        return next(((on, True) for on in back if on.day == int(bare[1])), None)
    text = f"{bare[2]}月{bare[3]}日" if bare else text
    if YEAR.search(text) or not (until or year):
        found = _read_in_year(text, None)
        return (found, False) if found else None
    near = until or dt.date(year or 0, 7, 1)
    years = (near.year, near.year - 1, near.year + 1) if until else (near.year,)
    days = [day for each in years if (day := _read_in_year(text, each))]
    start = briefing.period_start or near
    best = min(days, key=lambda day: max((start - day).days, (day - near).days, 0), default=None)
    return (best, True) if best else None


def _read_in_year(text: str, year: int | None) -> dt.date | None:
    """Return the day that a text prints, or the first of a short range, in this year where it prints none."""
    if found := parse_printed_date(text, default_year=year):
        return found[0]
    span = parse_printed_period(text, default_year=year)
    return span[0] if span and span[1] - span[0] <= _LONGEST_SPAN else None


def _rate_year(day: dt.date, briefing: BriefingParts) -> Doubt:
    """Return how sure the year of a day is that prints none."""
    start, end, published = briefing.period_start, briefing.period_end, briefing.published_on
    if start and end and start <= day <= end:
        return _IN_PERIOD
    return _NEAR if published and (published - day).days in _NEAR_DAYS else _FAR


def _find_weekday(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Return the day on whose weekday the first sentence says that something happened; None for days to come.

    Only in an issue with a date, of a fortnight at most: else the weekday could be one of many. Without a date the last
    day of its week counts.
    """
    start, end = briefing.period_start, briefing.period_end
    published = briefing.published_on or (end if start and end and (end - start).days < _WEEK else None)
    if published is None or (start and published - start > _LONGEST_PERIOD):
        return None
    sentence = _find_telling_sentence(item)
    match = _WEEKDAY.search(sentence)
    if match is None or not _AHEAD.isdisjoint(sentence[: match.start()].split()):
        return None
    back = (published.weekday() - _NAMES.index(match["day"].lower())) % _WEEK
    return published - dt.timedelta(days=back or (_WEEK if match["which"].lower() == "last" else 0))


def _find_only_day(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Return the one day of what tells the news that lies in the time of the issue; None for none or several."""
    end = briefing.published_on or briefing.period_end
    if end is None:
        return None
    start = briefing.period_start - _BEFORE if briefing.period_start else end - _MONTH
    days = {
        day
        for text in (item.headline or "", _find_telling_sentence(item))
        for year in range(start.year, end.year + 1)
        for _, _, day in find_printed_dates(text, default_year=year, day_first=briefing.day_first)
        if start <= day <= end
    }
    return days.pop() if len(days) == 1 else None


def _find_telling_sentence(item: ItemParts) -> str:
    """Return the first sentence of the summary, or the second behind a lead-in."""
    told = [sentence.text for sentence in split_sentences(item.summary[0])] if item.summary else []
    leads = len(told) > 1 and len(told[0].split()) <= _LEAD_WORDS
    return told[leads] if told else ""
