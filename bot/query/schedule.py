"""The schedule behind the words of a subscription: ``robots weekly at 09:00``, ``every mon,thu``, ``fridays at 5pm``.

A pace or days of the week, then a time, then a zone. What looks like a schedule and is none that can be kept is
refused, lest it be followed as a word; words in quotes stay words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.query.keys import DAYS, Key, QueryTextError, find_value
from bot.query.query_record import Query, Term

_LONG_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_DAY = rf"(?:{_LONG_DAY}|mon|tues?|wed|thurs?|thu|fri|sat|sun)\b"
_DAYS = rf"{_DAY}(?:(?: ?[,&+–-] ?| (?:and|or|to|through|-) | ){_DAY})*"
_UNIT = r"(?:day|weekday|workday|week|month)s?"
_EXACT = r"(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?)"
_TIME = rf"(?:at (?P<at>{_EXACT}|\S+)|(?P<bare>{_EXACT}))"
_PACE = (
    rf"(?:(?:every|each) (?:{_DAYS}|{_UNIT})|daily|weekdays|workdays|weekly|monthly|immediate(?:ly)?"
    rf"|(?:on )?(?:{_LONG_DAY}|{_DAY}(?=.*{_DAY}))(?:(?: ?[,&+–-] ?| (?:and|or|to|through|-) | ){_DAY})*)"
)
_ZONE = r"(?:[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}|utc|gmt)"
_AT_END = re.compile(
    rf"(?<![^\s,])(?:at (?P<first>{_EXACT})(?: (?P<later>{_PACE}))?|(?P<pace>{_PACE})(?: (?P<on>on {_DAYS}))?"
    rf"(?:,? {_TIME})?)(?:,? (?P<zone>{_ZONE}))?$",
    re.IGNORECASE,
)
_UNREAD = re.compile(
    rf"(?<!\S)(?:(?:every|each) (?:other|second|third|few|two|three|four|\d+(?:nd|rd|th)?) (?:{_UNIT}|{_DAY}|hours?)"
    r"|(?:every|each) (?:hour|quarter|year)|bi-?weekly|fortnightly|hourly|quarterly|yearly"
    r"|(?:twice|thrice) (?:a|per) \w+|(?:monthly|(?:every|each) month) on (?:the |day )?\d{1,2}(?:st|nd|rd|th)?"
    rf"|{_PACE} (?:in the )?(?:morning|afternoon|evening|night)s?)$",
    re.IGNORECASE,
)
_HINT = (
    "Write it last, like weekly at 09:00, every monday or every:mon,thu at:09:00 tz:Europe/Berlin;"
    " words to search for stand in quotes."
)


def find_schedule(text: str) -> int:
    """Return where the schedule at the end of a text begins; its end where there is none."""
    found = _AT_END.search(text) or _UNREAD.search(text)
    return found.start() if found else len(text)


def take_schedule(terms: Sequence[Term]) -> tuple[list[Term], list[tuple[Key, str]]]:
    """Return the terms without the schedule at their end, and what that gives by key.

    Raises QueryTextError for one that cannot be kept.
    """
    count, text = _split_tail(terms)
    if unread := _UNREAD.search(text):
        raise QueryTextError(f"I can't do “{unread[0]}”. Try daily, weekly or monthly, or name days.", hint=_HINT)
    found = _AT_END.search(text)
    if found is None:
        return [*terms], []
    kept = len(text[: found.start()].split())
    time = found["first"] or found["at"] or found["bare"]
    clock = find_value(Key.AT, time) if time else None
    if time and clock is None:
        raise QueryTextError(f"“{time}” is no time of day.", hint=_HINT)
    pace = found["pace"] or found["later"]
    values = [(Key.EVERY, value) for value in _list_every(pace, found["on"] or "")] if pace else []
    values += [(Key.AT, clock)] if clock else []
    values += [(Key.TZ, found["zone"])] if found["zone"] else []
    return [*terms[: len(terms) - count + kept]], values


def quote_schedule_words(query: Query) -> Query:
    """Return the query with the words at its end that could be read as a schedule as phrases."""
    count, text = _split_tail(query.terms)
    start = find_schedule(text)
    if start == len(text):
        return query
    first = len(query.terms) - count + len(text[:start].split())
    terms = tuple(replace(term, phrase=True) if at >= first else term for at, term in enumerate(query.terms))
    return replace(query, terms=terms)


def _split_tail(terms: Sequence[Term]) -> tuple[int, str]:
    """Return how many words stand at the end outside quotes and exclusions, and their text."""
    tail: list[str] = []
    for term in reversed(terms):
        if term.phrase or term.excluded:
            break
        tail.append(term.text)
    return len(tail), " ".join(reversed(tail))


def _list_every(pace: str, on: str) -> list[str]:
    """Return the values of ``every:`` that a pace and days behind it name; "weekly on Monday" is that day."""
    days = _list_days(on or pace)
    unit = pace.rsplit(maxsplit=1)[-1]
    cadence = None if _list_days(pace) else find_value(Key.EVERY, unit)
    if days and cadence not in {None, "weekly"}:
        raise QueryTextError(f"“{pace} {on}” names more than one schedule.", hint=_HINT)
    return days or ([cadence] if cadence else [])


def _list_days(text: str) -> list[str]:
    """Return the days of the week that a text names, those of a span too."""
    days: list[str] = []
    is_span = False
    for part in re.findall(rf"{_DAY}|to\b|through\b|[–-]", text.casefold()):
        if part[:3] not in DAYS:
            is_span = True
            continue
        last = DAYS.index(part[:3])
        first = DAYS.index(days[-1]) + 1 if is_span and days else last
        days += [DAYS[at % len(DAYS)] for at in range(first, last + 1 if first <= last + 1 else last + 1 + len(DAYS))]
        is_span = False
    return list(dict.fromkeys(days))


def join_days(values: tuple[str, ...]) -> str | None:
    """Return the days of the week among the values of ``every:`` as one value, else the last, None without any."""
    weekdays = "weekdays"
    if not values or {*values} - {*DAYS, weekdays}:
        return values[-1] if values else None
    days = {day for value in values for day in (DAYS[:5] if value == weekdays else (value,))}
    return weekdays if days == {*DAYS[:5]} else ",".join(sorted(days, key=DAYS.index))


def join_values(order: tuple[str, ...], values: tuple[str, ...]) -> str | None:
    """Return the values of ``quiet:`` or ``remind:`` as one in this order, the last hours first; ``none`` alone."""
    hours = [value for value in values if value not in {*order, "none"}][-1:]
    return ",".join([*hours, *(word for word in order if word in values)]) or ("none" if values else None)
