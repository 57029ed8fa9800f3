"""The day of an item that no form of it dates: the weekday that its first sentence tells, or the only day in it."""

from __future__ import annotations

import datetime as dt
import re

from bot.dates.printed_dates import find_printed_dates
from bot.reading.document import BriefingParts, ItemParts
from bot.reading.facts.sentences import split_sentences

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?P<which>on|this|last)\s(?P<day>{'|'.join(_NAMES)})\b(?!\s\d)", re.IGNORECASE)
_AHEAD = frozenset({"will", "would", "may", "shall", "next", "due", "set", "before", "after", "until", "since"})
"""Words before the weekday of a term, or of a day to come."""
_WEEK = dt.timedelta(days=7)
_LEAD_WORDS = 6
"""A first sentence so short is a lead-in ("Old cars, new rules."), and the next one tells the news."""
_LONGEST_PERIOD = dt.timedelta(days=14)
_BEFORE = dt.timedelta(days=3)
"""So long before an issue's period its news may lie."""
_MONTH = dt.timedelta(days=31)


def find_weekday(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Return the day on whose weekday the first sentence says that something happened; None for days to come.

    Only in an issue with a date, of a fortnight at most: else the weekday could be one of many. Without a date the last
    day of its week counts.
    """
    start, end = briefing.period_start, briefing.period_end
    published = briefing.published_on or (end if start and end and end - start < _WEEK else None)
    if published is None or (start and published - start > _LONGEST_PERIOD):
        return None
    sentence = _find_telling_sentence(item)
    match = _WEEKDAY.search(sentence)
    if match is None or not _AHEAD.isdisjoint(sentence[: match.start()].split()):
        return None
    back = (published.weekday() - _NAMES.index(match["day"].lower())) % _WEEK.days
    return published - dt.timedelta(days=back or (_WEEK.days if match["which"].lower() == "last" else 0))


def find_only_day(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
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
