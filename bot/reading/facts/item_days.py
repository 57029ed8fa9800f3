"""The day of an item that no form of it dates: the weekday that its first sentence tells, or its only past day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from bot.dates.printed_dates import find_printed_dates
from bot.reading.document import BriefingParts, ItemParts

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?P<which>on|this|last)\s(?P<day>{'|'.join(_NAMES)})\b(?!\s\d)", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|may|shall|next|expected|scheduled|due|plans?|planned|to be|set to|set for|aims?|if|when|had|first"
    r"|earlier|must|has to|have to|should)\b|将|拟|预计|计划|曾|此前|须|应|如"
    r"|(?:\b(?:until|till|by|before|after|from|since|through|to|of|for|than|effective|starts?|begins?|ends?|closes?"
    r"|deadline|force|effect|hearing|comments?|feedback|applications?)[:,]?\s(?:on\s|the\s|\w+day,?\s)*"
    r"|[自从至到在距]|截[至止]|[日期时间限][:：]?)[(（]?\Z",
    re.IGNORECASE,
)
"""In the clause before a day: it is a term, or a day to come."""
_TOLD = re.compile(
    r"(?:\b(?:announcement|notice|circular|decree|decision|statement)\s(?:of|from)|\bdated"
    r"|\b(?:said|announced|confirmed|reported|stated|declared)\son)\s(?:\w+day,?\s)?(?:the\s)?\Z"
)
"""Before the day of a document, or of what somebody said."""
_TERM_BEHIND = re.compile(r"\s*(?:[起前止后至到]|[之以][前后]|[-–—]\s?\d|(?:to|until|till|or earlier|or later)\b)")
_CLAUSE = re.compile(r"[.;:()（）。；：]\s*")
_BRACKETED = re.compile(r"[(（][^()（）]{4,120}[)）]")
_SENTENCE_END = re.compile(r"[.!?](?=\s|\Z)|[。！？](?=.)")
_WEEK = 7
_LEAD_WORDS = 6
"""A first sentence so short is a lead-in ("Old cars, new rules."), and the next one tells the news."""
_LONGEST_PERIOD = dt.timedelta(days=14)
_BEFORE = dt.timedelta(days=3)
"""So long before an issue's period its news may lie."""
_MONTH = dt.timedelta(days=31)


def find_telling_sentence(text: str) -> str:
    """Return the first sentence, or the second behind a lead-in ("Old cars, new rules.")."""
    first, _, rest = (part.strip() for part in _SENTENCE_END.sub("\n", text, count=1).partition("\n"))
    return _SENTENCE_END.split(rest, maxsplit=1)[0] if rest and len(first.split()) <= _LEAD_WORDS else first


def find_weekday(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Return the day on whose weekday the first sentence says that something happened; None for days to come.

    Only in an issue with a date, of a fortnight at most: else the weekday could be one of many. Without a date the last
    day of its week counts.
    """
    start, end = briefing.period_start, briefing.period_end
    published = briefing.published_on or (end if start and end and end - start < dt.timedelta(days=_WEEK) else None)
    if published is None or not item.summary or (start and published - start > _LONGEST_PERIOD):
        return None
    sentence = find_telling_sentence(item.summary[0])
    match = _WEEKDAY.search(sentence)
    if match is None or _is_ahead(sentence, match.start()):
        return None
    back = (published.weekday() - _NAMES.index(match["day"].lower())) % _WEEK
    return published - dt.timedelta(days=back or (_WEEK if match["which"].lower() == "last" else 0))


def find_only_day(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Return the one day of what tells the news that lies in the time of the issue; None for none or several.

    "MIIT added two cities to its pilot, 24 March." or "(joint notice, 26 March)".
    """
    end = briefing.published_on or briefing.period_end
    if end is None:
        return None
    start = briefing.period_start - _BEFORE if briefing.period_start else end - _MONTH
    days = {
        day
        for text in _list_told(item)
        for year in range(start.year, end.year + 1)
        for first, last, day in find_printed_dates(text, default_year=year, day_first=briefing.day_first)
        if start <= day <= end and not (_is_ahead(text, first) or _TERM_BEHIND.match(text, last))
    }
    return days.pop() if len(days) == 1 else None


def _list_told(item: ItemParts) -> Iterator[str]:
    """Return the headline, the sentence that tells the news, and what stands in brackets behind it."""
    yield item.headline or ""
    yield find_telling_sentence(item.summary[0]) if item.summary else ""
    yield from (found[0] for text in item.summary for found in _BRACKETED.finditer(text))


def _is_ahead(text: str, at: int) -> bool:
    """Return whether the clause before a day makes a term of it, or a day to come."""
    clause = _CLAUSE.split(text[:at])[-1]
    return _AHEAD.search(clause) is not None and _TOLD.search(clause) is None
