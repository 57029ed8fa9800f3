"""The schedule that stands among the words of a subscription: ``daily at 09:00 Europe/Berlin``, ``every monday``.

It is read outside quotes and the values of keys: a pace or days of the week, then a time, then a zone. A single word of
it, such as ``weekly``, is one only where no word to search for stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.query.query_build import Given
from bot.query.query_record import DAYS, Query, find_value
from bot.query.query_scan import Key, QueryTextError

_LONG_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_DAY = rf"(?:{_LONG_DAY}|mon|tues?|wed|thurs?|thu|fri|sat|sun)\b"
_JOINT = r"(?: ?[,&+–-] ?| (?:and|or|to|till|until|through|-) | )"
_DAYS = rf"{_DAY}(?:{_JOINT}{_DAY})*"
_UNIT = r"(?:day|weekday|workday|week|month)s?"
_EXACT = r"(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?)"
_CLOCK = rf"(?:{_EXACT}|\d{{1,2}}(?:[:.]\d{{2}})?)(?!\w)"
_PACE = (
    rf"(?:(?:every|each) (?:{_DAYS}|{_UNIT})|daily|weekdays|workdays|weekly|monthly|immediate(?:ly)?|on {_DAYS}"
    rf"|{_LONG_DAY}(?:{_JOINT}{_DAY})*|{_DAY}(?:{_JOINT}{_DAY})+)"
)
_ZONE = r"(?:[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}|utc|gmt)"
_RUN = re.compile(
    rf"(?<![^\s,])(?:at (?P<first>{_EXACT})(?: (?P<later>{_PACE}))?"
    rf"|(?P<pace>{_PACE})(?: (?P<days>on {_DAYS}))?(?:,? (?:at (?P<at>{_CLOCK})|at (?P<bad>\S+)|(?P<bare>{_EXACT})))?)"
    rf"(?:,? (?P<zone>{_ZONE}))?(?=[\s,;.!?]|$)",
    re.IGNORECASE,
)
_UNREAD = re.compile(
    rf"(?<!\S)(?:(?:every|each) (?:other|second|third|few|two|three|four|\d+(?:nd|rd|th)?) (?:{_UNIT}|{_DAY}|hours?)"
    r"|(?:every|each) (?:hour|quarter|year)|bi-?weekly|fortnightly|hourly|quarterly|yearly"
    r"|(?:twice|thrice) (?:a|per) \w+"
    r"|(?:monthly|(?:every|each) month) on (?:the |day )?\d{1,2}(?:st|nd|rd|th)?"
    rf"|{_PACE} (?:in the )?(?:morning|afternoon|evening|night)s?)(?!\w)",
    re.IGNORECASE,
)
_PACES = frozenset({"immediate", "daily", "weekly", "monthly"})
_MASK = "\ufffc"
_HINT = (
    "Write it like weekly at 09:00, every monday or every:mon,thu at:09:00 tz:Europe/Berlin;"
    " words to search for stand in quotes."
)


def take_schedule(text: str, values: Sequence[tuple[int, int]]) -> tuple[str, tuple[Given, ...]]:
    """Return a text without the schedule in it, and what that gives; QueryTextError for one that cannot be kept.

    ``values`` is where quotes, keys and their values stand: no schedule is read there.
    """
    masked = text
    for start, end in values:
        masked = f"{masked[:start]}{_MASK * (end - start)}{masked[end:]}"
    if unread := _UNREAD.search(masked):
        raise QueryTextError(f"I can't do “{unread[0]}”. Try daily, weekly or monthly, or name days.", hint=_HINT)
    runs = [
        run
        for run in _RUN.finditer(masked)
        if " " in run[0] or len(_list_every(run)) > 1 or not re.match(r"[\s,]*[\w(]", masked[run.end() :])
    ]
    for run in reversed(runs):
        text = f"{text[: run.start()]} {text[run.end() :]}"
    return text.strip(), _list_given(runs)


def quote_schedule_words(query: Query) -> Query:
    """Return the query with the words that could be read as a schedule as phrases."""
    shown = [_MASK if term.phrase else f"-{term.text}" if term.excluded else term.text for term in query.terms]
    starts = [sum(len(word) + 1 for word in shown[:place]) for place in range(len(shown))]
    spans = [found.span() for pattern in (_RUN, _UNREAD) for found in pattern.finditer(" ".join(shown))]
    terms = tuple(
        replace(term, phrase=True) if any(start < at + len(word) and at < end for start, end in spans) else term
        for term, at, word in zip(query.terms, starts, shown, strict=True)
    )
    return query if terms == query.terms else replace(query, terms=terms)


def _list_given(runs: Sequence[re.Match[str]]) -> tuple[Given, ...]:
    """Return the values of all runs; what says two things is refused. Days of the week are what ``weekly`` is on."""
    every = list(dict.fromkeys(value for run in runs for value in _list_every(run)))
    if not _PACES.issuperset(every):
        every = [value for value in every if value != "weekly"]
    if len(every) > 1 and _PACES.intersection(every):
        raise QueryTextError(f"“{' '.join(every)}” names more than one schedule.", hint=_HINT)
    typed = (run["first"] or run["at"] or run["bad"] or run["bare"] for run in runs)
    times = {find_value(Key.AT, time): time for time in typed if time}
    if len(times) > 1 or None in times:
        fault = "is no time of day" if None in times else "are two times of day; a subscription has one"
        raise QueryTextError(f"“{' and '.join(times.values())}” {fault}.", hint=_HINT)
    values = [(Key.EVERY, value) for value in every] + [(Key.AT, time) for time in times if time]
    values += [(Key.TZ, run["zone"]) for run in runs if run["zone"]]
    return tuple(Given(key=key, text=value, ids=(value,)) for key, value in values)


def _list_every(run: re.Match[str]) -> tuple[str, ...]:
    """Return the values of ``every:`` that a schedule names, none where it is only a time."""
    said = " ".join((run["pace"] or run["later"] or "").casefold().split())
    days = _list_days(run["days"] or said)
    if not said or (days and (not run["days"] or said == "weekly")):
        return days
    unit = said.rpartition(" ")[2]
    pace = find_value(Key.EVERY, unit) or find_value(Key.EVERY, unit.removesuffix("s"))
    return (*((pace,) if pace else ()), *days)


def _list_days(said: str) -> tuple[str, ...]:
    """Return the days of the week that a text names, those of a span too."""
    days: list[str] = []
    joint = ""
    for part in re.finditer(rf"{_DAY}|to|till|until|through|[–-]", said.casefold()):
        if part[0][:3] not in DAYS:
            joint = part[0]
            continue
        day = DAYS.index(part[0][:3])
        first = DAYS.index(days[-1]) + 1 if joint and days else day
        span = range(first, day + 1) if first <= day + 1 else (*range(first, len(DAYS)), *range(day + 1))
        days += [DAYS[each] for each in span]
        joint = ""
    return tuple(dict.fromkeys(days))
