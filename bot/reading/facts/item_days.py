"""The day of an item that no form of it dates: its only past day, or the last such weekday before the issue."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from bot.dates.printed_dates import find_printed_dates
from bot.reading.document import BriefingParts, ItemParts
from bot.reading.grammar.lines.day_labels import EFFECT_LABEL

# The day of an item that prints only a weekday ("On Tuesday, MIIT issued ..."): the last one up to the issue's.

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ON = re.compile(rf"\b(?P<which>on|this|last)\s(?P<day>{'|'.join(_NAMES)})\b(?!\s\d)", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?P<word>yesterday|today)\b(?!['’]s)", re.IGNORECASE)
_WEEKDAYS_AHEAD = re.compile(
    r"\b(?:will|would|may|shall|(?<!according\s)to(?=\s(?-i:[a-z]))(?!\s(?:the|an?|its|their)\b)|before|after|since|had|set|due|starts?|begins?|ends?|closes?)\b"
    r"|\b(?:next|until|till|from|by)\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|announced|confirmed|reported|stated)\s(?:(?:at|in|during)\s(?:an?|the|its)\s(?:[\w-]+\s){1,4})?\Z"
)
_WEEKDAYS_CLAUSE = re.compile(r"[:;：；]\s")
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
    if told and briefing.published_on and not _WEEKDAYS_AHEAD.search(sentence[: told.start()]):
        return published - dt.timedelta(days=told["word"].lower() == "yesterday")
    match = _ON.search(sentence)
    before = _WEEKDAYS_CLAUSE.split(sentence[: match.start()])[-1] if match else ""
    if match is None or (_WEEKDAYS_AHEAD.search(before) and not _SAID.search(before)):
        return None
    back = (published.weekday() - _NAMES.index(match["day"].lower())) % _WEEK
    if not back and match["which"].lower() == "last":
        back = _WEEK
    return published - dt.timedelta(days=back)


# The day of an item that no form of it dates: the only one of the time that its text prints as past.
#
# "MIIT added two cities to its pilot, 24 March." or "(joint notice, 26 March)". Days on which something ends,
# begins or is to come are none, and of two days neither is taken.

_TERM_BEFORE = re.compile(
    r"(?:\b(?:until|till|by|before|from|since|through|to|due|after|following|of|for|than|effective|applicable|valid"
    r"|start(?:s|ing)?|begin(?:s|ning)?|ends?|ending|expires?|closes?|closing|deadline|runs?(?: out)?|force|effect"
    r"|meets?|hearing|comments?|feedback|applications?|registration|next)[:,]?\s(?:on\s|the\s|\w{3,6}day,?\s)*"
    r"|[自从至到在距]|截[至止]|[日期时间限][:：]?|将于?)\s*[(（]?\Z",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"(?:\A\W*With effect from|\b(?:announcement|notice|circular|decree|decision|statement)\s(?:of|from"
    r"|dated)|\bdated|\b(?:said|announced|confirmed|reported|stated|wrote|declared)\son(?:\s\w{3,6}day,?)?)\s(?:the\s)?\Z"
)
"""Before the day of a document, of what somebody said, or on which the news took effect: in the issue's time here."""
_TERM_BEHIND = re.compile(
    r"\s*(?:[起前止后至到]|[之以][前后]|[-–—]\s?\d|(?:to|until|till|or earlier|or later)\b)", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:will|would|may|shall|next|expected|scheduled|due|plans?|planned|to be|set to|set for|aims?|if|when|had|first"
    r"|earlier|originally|last year|must|has to|have to|should)\b|将|拟|预计|计划|曾|此前|须|应|如",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:()（）。；：]\s*")
_BRACKETED = re.compile(r"[(（][^()（）]{4,120}[)）]")
_LONGEST_TERM = 60
_IN_FORCE = re.compile(rf"(?:{EFFECT_LABEL})(?:\s*[:：]\s*|\s)(?:(?:since|from|on|as of)\s)?(?=\S)", re.IGNORECASE)
_IN_FORCE_ZH = re.compile(r"自?(?=\S*日)[\d年月日]{5,11}起?(?:正式)?(?:施行|实施|生效|执行)[。.]?")
_ACTED = re.compile(
    r"(?<=[.!?] )(?:They|It|The (?:\w+ ){1,3})\s?(?:jointly )?(?:released|published|issued|announced|unveiled|adopted"
    r"|made) (?:it|them|this)(?: public)? on [^.;]{3,40}\."
)
"""A sentence that says when what the news tells was done ("They released it on March 14.")."""
_BEFORE = dt.timedelta(days=3)
"""So long before an issue's period its news may lie."""
_MONTH = dt.timedelta(days=31)


def find_only_day(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Return the one day of what tells the news that lies in the time of the issue; None for none or several."""
    end = briefing.published_on or briefing.period_end
    if end is None:
        return None
    start = briefing.period_start - _BEFORE if briefing.period_start else end - _MONTH
    days = {
        day
        for text in _list_told(item)
        for year in range(start.year, end.year + 1)
        for first, last, day in find_printed_dates(text, default_year=year, day_first=briefing.day_first)
        if start <= day <= end and _is_past(text, first, last)
    }
    if not days:
        since = min(start, end - _MONTH)
        days = {day for line in item.summary for day in _list_effects(line, end.year) if since <= day <= end}
    return days.pop() if len(days) == 1 else None


def _list_effects(line: str, year: int) -> Iterator[dt.date]:
    """Return the day of a line that says nothing but since when something is in force."""
    if len(line) > _LONGEST_TERM:
        return
    label = _IN_FORCE.match(line)
    whole = _IN_FORCE_ZH.fullmatch(line) is not None
    for start, end, day in find_printed_dates(line, default_year=year) if label or whole else ():
        if whole or (label and (start, end) == (label.end(), len(line.rstrip(" .。")))):
            yield day


def _list_told(item: ItemParts) -> tuple[str, ...]:
    """Get the headline, the sentence that tells the news, what stands in brackets behind it, and when it was done."""
    sentence = find_telling_sentence(item.summary[0]) if item.summary else ""
    bracketed = [found[0] for text in item.summary for found in _BRACKETED.finditer(text)]
    acted = [found[0] for text in item.summary for found in _ACTED.finditer(text)]
    return (item.headline or "", sentence, *bracketed, *acted)


def _is_past(text: str, first: int, last: int) -> bool:
    if _TELLING.search(text, 0, first):
        return True
    clause = max((sign.end() for sign in _CLAUSE.finditer(text, 0, first)), default=0)
    return not (
        _TERM_BEFORE.search(text, 0, first) or _TERM_BEHIND.match(text, last) or _AHEAD.search(text, clause, first)
    )
