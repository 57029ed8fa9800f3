"""The day of an item that prints only a weekday ("On Tuesday, MIIT issued ..."): the last one up to the issue's."""

from __future__ import annotations

import datetime as dt
import re

from bot.reading.parts import BriefingParts, ItemParts

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ON = re.compile(rf"\b(?P<which>on|this|last)\s(?P<day>{'|'.join(_NAMES)})\b(?!\s\d)", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?P<word>yesterday|today)\b(?!['’]s)", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|may|shall|(?<!according\s)to(?=\s(?-i:[a-z]))(?!\s(?:the|an?|its|their)\b)|before|after|since|had|set|due|starts?|begins?|ends?|closes?)\b"
    r"|\b(?:next|until|till|from|by)\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|announced|confirmed|reported|stated)\s(?:(?:at|in|during)\s(?:an?|the|its)\s(?:[\w-]+\s){1,4})?\Z"
)
_CLAUSE = re.compile(r"[:;：；]\s")
"""Parts what a sentence tells from what it opened with ("... abroad: on Tuesday MOFCOM added ...")."""
_SENTENCE_END = re.compile(r"[.!?](?=\s|\Z)|[。！？](?=.)")
_WEEK = 7
_VERB = re.compile(r"\b(?:[a-z]+ed|is|are|was|were|has|have|had|will)\b")
_LEAD_WORDS = 6
"""A first sentence so short is a lead-in ("Old cars, new rules."), and the next one tells the news."""
_LONGEST_PERIOD = dt.timedelta(days=14)


def find_telling_sentence(text: str) -> str:
    """Return the first sentence, or the second behind a lead-in ("Old cars, new rules.")."""
    first, _, rest = (part.strip() for part in _SENTENCE_END.sub("\n", text, count=1).partition("\n"))
    leads = len(first.split()) <= _LEAD_WORDS and not _VERB.search(first)
    return _SENTENCE_END.split(rest, maxsplit=1)[0] if rest and leads else first


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
    told = _RELATIVE.search(sentence)
    if told and briefing.published_on and not _AHEAD.search(sentence[: told.start()]):
        return published - dt.timedelta(days=told["word"].lower() == "yesterday")
    match = _ON.search(sentence)
    before = _CLAUSE.split(sentence[: match.start()])[-1] if match else ""
    if match is None or (_AHEAD.search(before) and not _SAID.search(before)):
        return None
    back = (published.weekday() - _NAMES.index(match["day"].lower())) % _WEEK
    if not back and match["which"].lower() == "last":
        back = _WEEK
    return published - dt.timedelta(days=back)
