"""The schedule behind the words of a subscription: ``robots weekly at 09:00``, ``every mon,thu``, ``fridays at 5pm``.

A pace or days of the week, a time and a zone. What looks like a schedule and is none that can be kept is refused, lest
it be followed as a word; words in quotes stay words.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.query.keys import DAYS, Key, QueryTextError, find_value
from bot.query.query_record import Query, Term

_LONG_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_DAY = rf"(?:{_LONG_DAY}|mon|tues?|wed|thurs?|thu|fri|sat|sun)\b"
_MORE_DAYS = rf"(?:(?: ?[,&+–-] ?| (?:and|or|to|through|-) | ){_DAY})*"
_UNIT = "(?:day|weekday|workday|week|month)s?"
_EXACT = r"(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?)"
_PACE = (
    rf"(?:(?:every|each) (?:{_DAY}{_MORE_DAYS}|{_UNIT})|daily|weekdays|workdays|weekly|monthly|immediate(?:ly)?"
    rf"|(?:on )?(?:{_LONG_DAY}|{_DAY}(?=.*{_DAY})){_MORE_DAYS})"
)
_PIECE = re.compile(
    rf"(?<![^\s,])(?:(?P<every>{_PACE})(?: at (?P<then>\S+))?|(?P<at>(?:at )?{_EXACT})"
    r"|(?P<tz>[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}|utc|gmt)"
    rf"|(?P<unread>(?:every|each) (?:other|second|third|few|two|three|four|\d+(?:nd|rd|th)?) (?:{_UNIT}|{_DAY}|hours?)"
    r"|(?:every|each) (?:hour|quarter|year)|bi-?weekly|fortnightly|hourly|quarterly|yearly"
    r"|(?:twice|thrice) (?:a|per) \w+|(?:monthly|(?:every|each) month) on (?:the |day )?\d{1,2}(?:st|nd|rd|th)?"
    rf"|{_PACE} (?:in the )?(?:morning|afternoon|evening|night)s?))[\s,]*$",
    re.IGNORECASE,
)
_SPAN = re.compile(rf"({_DAY})(?: ?(?:[–-]|to|through) ?({_DAY}))?")
_HINT = (
    "Write it last, like weekly at 09:00, every monday or every:mon,thu at:09:00 tz:Europe/Berlin;"
    " words to search for stand in quotes."
)


def find_schedule(text: str) -> tuple[int, dict[str, list[str]]]:
    """Return where the schedule at the end of a text begins, else its end, and the pieces as typed, the last first."""
    start = len(text)
    found: defaultdict[str, list[str]] = defaultdict(list)
    while piece := _PIECE.search(text[:start]):
        start = piece.start()
        for name, said in piece.groupdict().items():
            found[name] += [said] if said else []
    is_schedule = found["every"] or found["unread"] or any(said.startswith("at ") for said in found["at"])
    return (start, found) if is_schedule else (len(text), {})


def take_schedule(terms: Sequence[Term]) -> tuple[list[Term], list[tuple[Key, str]]]:
    """Return the terms before the schedule at their end, and its values; raises QueryTextError for one not possible."""
    first, found = _find_among(terms)
    if not found:
        return [*terms], []
    if unread := found["unread"]:
        raise QueryTextError(f"I can't do “{unread[0]}”. Try daily, weekly or monthly, or name days.", hint=_HINT)
    values = [(Key.EVERY, value) for value in _list_every(found["every"])]
    for time in (*found["at"], *found["then"]):
        clock = find_value(Key.AT, time.removeprefix("at "))
        if clock is None:
            raise QueryTextError(f"“{time.removeprefix('at ')}” is no time of day.", hint=_HINT)
        values.append((Key.AT, clock))
    values += [(Key.TZ, zone) for zone in found["tz"]]
    return [*terms[:first]], values


def quote_schedule_words(query: Query) -> Query:
    """Return the query with the words at its end that could be read as a schedule as phrases."""
    first, _ = _find_among(query.terms)
    terms = tuple(replace(term, phrase=True) if at >= first else term for at, term in enumerate(query.terms))
    return replace(query, terms=terms)


def _find_among(terms: Sequence[Term]) -> tuple[int, dict[str, list[str]]]:
    """Return how many terms stand before the schedule, which has no quotes or exclusions, and its pieces."""
    tail = [*takewhile(lambda term: not (term.phrase or term.excluded), reversed(terms))]
    text = " ".join(term.text for term in reversed(tail))
    start, found = find_schedule(text)
    return len(terms) - len(tail) + len(text[:start].split()), found


def _list_every(paces: Sequence[str]) -> list[str]:
    """Return the values of ``every:`` that paces and days name; "weekly on Monday" is that day."""
    days: list[str] = []
    cadences: set[str] = set()
    for pace in paces:
        spans = _SPAN.findall(pace.casefold())
        for first, last in spans:
            start, end = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
            days += [DAYS[(start + at) % 7] for at in range((end - start) % 7 + 1)]
        cadences |= set() if spans else {find_value(Key.EVERY, pace.rsplit(maxsplit=1)[-1]) or pace}
    if len(cadences - ({"weekly"} if days else set())) + bool(days) > 1:
        raise QueryTextError(f"“{' '.join(reversed(paces))}” names more than one schedule.", hint=_HINT)
    return list(dict.fromkeys(days)) or [*cadences]


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
