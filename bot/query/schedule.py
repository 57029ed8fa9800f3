"""The schedule that stands among the words of a subscription: ``daily at 09:00 Europe/Berlin``, ``every monday``.

It is read where it stands outside quotes and the values of keys: a pace or days of the week, then a time, then a zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from bot.query.query_record import DAYS
from bot.query.query_scan import QueryTextError

_LONG_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_DAY = rf"(?:{_LONG_DAY}|mon|tues?|wed|thurs?|thu|fri|sat|sun)\b"
_JOINT = r"(?: ?[,&+–-] ?| (?:and|or|to|till|until|through|-) | )"
_DAYS = rf"{_DAY}(?:{_JOINT}{_DAY})*"
_UNIT = r"(?:day|weekday|workday|week|month)s?"
_AT_ONCE = (
    r"(?:as soon as possible|as they come in|as (?:it happens|they happen)|in real[ -]time|real-time|right away"
    r"|straight away|at once|asap|instantly)"
)
_EXACT = r"(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?|noon|midday|midnight)"
_CLOCK = rf"(?:{_EXACT}|\d{{1,2}}(?:[:.]\d{{2}})?)(?!\w)"
_PACE = (
    rf"(?:(?:every|each) (?:{_DAYS}|{_UNIT})|once (?:a|per|every) {_UNIT}|daily|weekdays|workdays|weekly|monthly"
    rf"|immediate(?:ly)?|{_AT_ONCE}|on {_DAYS}|{_LONG_DAY}(?:{_JOINT}{_DAY})*|{_DAY}(?:{_JOINT}{_DAY})+"
    rf"|{_DAY}(?= (?:at )?{_EXACT}))"
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
    rf"|(?:monthly|(?:every|each) month) on (?:the |day )?(?!1(?:st)?\b|first\b)\d{{1,2}}(?:st|nd|rd|th)?"
    r"|(?:the )?(?:last|(?!1st)\d+(?:st|nd|rd|th)) day of (?:the|every|each) month|end of (?:the )?month"
    rf"|{_PACE} (?:in the )?(?:morning|afternoon|evening|night)s?)(?!\w)",
    re.IGNORECASE,
)
_LONE = re.compile(
    r"(?<!\S)(?:\d{1,2}[:.]\d{2} ?[ap]\.?m\b\.?|\d{1,2}:\d{2}|\d{1,2} ?[ap]\.?m\b\.?)(?!\S)", re.IGNORECASE
)
_NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
SCHEDULE_HINT = (
    "Write it like weekly at 09:00, every monday or every:mon,thu at:09:00 tz:Europe/Berlin;"
    " words to search for stand in quotes."
)


class Schedule(NamedTuple):
    """What stands from ``start`` to ``end``: values of ``every:``, ``at:`` and ``tz:`` as they are typed."""

    start: int
    end: int
    every: tuple[str, ...]
    at: str | None
    zone: str | None
    is_clear: bool
    """Whether it cannot be a word to search for, wherever it stands."""


def list_schedules(text: str) -> list[Schedule]:
    """Return the schedules in a text of which nothing is quoted or the value of a key, in order."""
    return [_read(match) for match in _RUN.finditer(text)]


def refuse_unread(text: str) -> None:
    """Raise QueryTextError for a pace or a time that no subscription has, such as "every other week"."""
    unread = _UNREAD.search(text)
    if unread:
        raise QueryTextError(
            f"I can't do “{unread[0].strip()}”. Try daily, weekly or monthly, or name days.", hint=SCHEDULE_HINT
        )


def find_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where in a text something stands that is read as a schedule, or refused as one."""
    for pattern in (_RUN, _UNREAD, _LONE):
        yield from (match.span() for match in pattern.finditer(text))


def find_lone_time(text: str) -> str:
    """Return a time of day that stands among words, which is none to search for; "" for none."""
    found = _LONE.search(text)
    return found[0].strip() if found else ""


def _read(match: re.Match[str]) -> Schedule:
    if match["bad"]:
        _refuse(f"“{match['bad']}” is no time of day.")
    said = " ".join((match["pace"] or match["later"] or "").casefold().split())
    at = match["first"] or match["at"] or match["bare"]
    days = _list_days(match["days"] or said)
    every = days if not match["days"] or said == "weekly" else (*_read_pace(said), *days)
    every = every or _read_pace(said)
    is_clear = " " in said or len(every) > 1 or bool(at or match["zone"])
    return Schedule(*match.span(), every, _NAMED_TIMES.get(at.casefold(), at) if at else None, match["zone"], is_clear)


def _read_pace(said: str) -> tuple[str, ...]:
    if not said:
        return ()
    unit = re.search(rf"{_UNIT}$", said)
    if said in {"daily", "weekdays", "workdays", "weekly", "monthly"} or (unit and " " in said):
        return (said if " " not in said else unit[0].removesuffix("s") if unit else said,)
    return ("immediate",)


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


def _refuse(message: str) -> NoReturn:
    raise QueryTextError(message, hint=SCHEDULE_HINT)
