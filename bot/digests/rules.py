"""From what a person asked for to the rule of a subscription: its filter, its schedule, and where it posts."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from dateutil.rrule import DAILY, rrule

from bot.answers.follow import DEADLINES, EITHER, EVERYTHING, EXCEPTIONS, MAX_NAME, filter_of, refuse_unfit
from bot.answers.named_lists import refuse_foreign_lists
from bot.config import SettingsError
from bot.dates.date_phrases import parse_date_phrase
from bot.errors import BadQueryError
from bot.model.ids import find_id
from bot.model.subscription import Cadence, Holidays, Schedule, Subscription, compose_schedule
from bot.names.lexicon import Lexicon
from bot.names.reference import read_reference
from bot.query.keys import Key
from bot.query.query_record import Query, Term, describe_query, format_query, is_or

_DEADLINES_AHEAD = "1y"
_CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|[^>]*)?>|#?([CG][A-Z0-9]+)")
_PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>|@?([UW][A-Z0-9]+)")


class BadScheduleError(BadQueryError):
    """A schedule that would never work; ``key`` is the part of it that has to change."""

    def __init__(self, key: Key, message: str, *, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.key = key


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Who asks, and where; all three are ids from an authenticated request.

    ``zone`` is the person's time zone (an IANA name) where it is known. Who ``is_admin`` may change what others look
    after. What is answered is for them alone, mentions too.
    """

    workspace: str
    channel: str
    user: str
    zone: str | None = None
    is_admin: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """The places whose rules they see where they ask: the channel, and their own direct messages."""
        places = [self.user] if self.channel.startswith("D") else [self.channel, self.user]
        return tuple(dict.fromkeys(filter(None, places)))

    def may_change(self, subscription: Subscription) -> bool:
        """Return whether they may change a subscription: its owner, or an admin."""
        return self.is_admin or subscription.owner == self.user


@cache
def _list_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def require_zone(name: str) -> str:
    """Return the name of a time zone, or raise SettingsError where it is none."""
    if name not in _list_zones():
        raise SettingsError(f"GONGBAO_TZ is “{name}”.", hint="Set it to an IANA name such as Europe/Berlin.")
    return name


@cache
def load_holidays(folder: Path) -> Holidays:
    """Return the public holidays of this folder's file: by year the days ``off``, also as ``A..B``, and ``working``."""
    years = read_reference(folder / "holidays.toml", dict[str, dict[str, tuple[str, ...]]])
    off, working = (
        frozenset(day for year in years.values() for text in year[kind] for day in _list_days(text))
        for kind in ("off", "working")
    )
    return Holidays(off=off, working=working, years=frozenset(map(int, years)))


def _list_days(text: str) -> Iterator[dt.date]:
    first, _, last = text.partition("..")
    begin, end = (dt.datetime.fromisoformat(day) for day in (first, last or first))
    return (day.date() for day in rrule(DAILY, dtstart=begin, until=end))


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """What a subscription is to do: ``channel`` is a channel's or a person's id, ``words`` the filter in words.

    ``notes`` say what of the request brings nothing, or nothing yet.
    """

    filter: str
    words: tuple[str, ...]
    schedule: Schedule
    channel: str
    notes: tuple[str, ...] = ()


def read_rule(
    query: Query, *, asker: Asker, lexicon: Lexicon, zone: str, today: dt.date, before: Schedule | None = None
) -> Rule:
    """Return the rule that a request means, or raise BadQueryError for what would never work.

    ``before`` is the schedule that it changes; without one ``zone`` holds where none is named or known. A topic or
    ministry that no list of ours holds is refused; a company may be followed before it is known. The word ``deadlines``
    follows what has one within a year, a new rule weekly; ``everything`` or ``all`` alone says that there is no filter.
    In direct messages a rule is the person's.
    """
    query = _read_words(query, today, pace=Cadence.WEEKLY.value if before is None else None)
    refuse_unfit(query, lexicon, today)
    place = _read_place(query.to, asker)
    refuse_foreign_lists(query, lexicon, place)
    wanted = filter_of(query)
    return Rule(
        filter=format_query(wanted, lexicon, moving=True),
        words=describe_query(wanted, lexicon, moving=True),
        schedule=_read_schedule(query, asker=asker, zone=zone, before=before),
        channel=place,
        notes=tuple(_list_notes(query)),
    )


def _list_notes(query: Query) -> Iterator[str]:
    given = {"sort": query.sort, "limit": query.limit, "share": query.share, "export": query.export}
    if keys := " and ".join(f"{key}:" for key, value in given.items() if value):
        yield f"{keys} only shapes an answer; a digest has its own order and length."
    for name in (name[:MAX_NAME] for key, name in query.unknown if key is Key.COMPANY):
        yield f"“{name}” isn't on our list of companies; what names it is posted once it is."


def _read_words(query: Query, today: dt.date, *, pace: str | None) -> Query:
    """Return the query with ``everything`` and ``deadlines`` read, the latter at this ``pace`` where it names none.

    BadQueryError for ids, channels, and words that say how others are meant, such as ``everything but`` something: they
    would be searched for, and next to nothing has them.
    """
    wanted = [term for term in query.terms if not term.excluded]
    words = [term for term in wanted if not term.phrase]
    for term in words:
        _refuse_meaning(term, is_inside=term not in (wanted[0], wanted[-1]))
    meant = {term.text.casefold() for term in words} & (DEADLINES | EVERYTHING)
    plain = (term for term in query.terms if term not in words or term.text.casefold() not in meant)
    query = replace(query, terms=tuple(plain))
    if meant & DEADLINES:
        query = replace(query, every=query.every or pace)
        if query.due is None:
            due = parse_date_phrase(_DEADLINES_AHEAD, today=today, ahead=True)
            query = replace(query, due=due, due_text=_DEADLINES_AHEAD)
    return query


def _refuse_meaning(term: Term, *, is_inside: bool) -> None:
    word = term.text.casefold()
    hint = ""
    if find_id(term.text) is not None:
        hint = "A policy is followed as policy:P5 or left out as -policy:P5."
    elif word in EXCEPTIONS:
        hint = "Put a dash before what to leave out: robots -topic:energy; days without posts are quiet:weekends."
    elif word in EITHER and not (is_or(term) and is_inside):
        hint = "Write topic:energy,robotics for several values of a key, and chips OR robots for words."
    elif term.text.startswith("#") or _CHANNEL.fullmatch(term.text):
        channel = term.text.rpartition("|")[2].strip("<#>")
        hint = f"Go to #{channel} and type the command there."
        raise BadQueryError("Subscriptions are set up in the channel itself.", hint=hint)
    if hint:
        raise BadQueryError(f"“{term.text}” would be a word to search for.", hint=f"{hint} In quotes it is a word.")


def _read_schedule(query: Query, *, asker: Asker, zone: str, before: Schedule | None) -> Schedule:
    own = asker.zone if asker.zone in _list_zones() else None
    schedule = compose_schedule(
        before or Schedule(zone=own or zone),
        every=query.every,
        at=query.at,
        zone=query.tz and _find_zone(query.tz),
        quiet=query.quiet,
        remind=query.remind,
    )
    is_immediate = schedule.cadence is Cadence.IMMEDIATE
    if is_immediate and query.at:
        hint = "Leave at: out, or write every:daily; quiet:20:00-07:00 keeps it quiet at night."
        raise BadScheduleError(Key.AT, "An immediate subscription has no time of day.", hint=hint)
    if not is_immediate and schedule.is_quiet_at(schedule.at):
        said = f"{schedule.at:%H:%M} lies in the quiet hours {schedule.quiet}."
        hint = "Choose another time with at:, or leave the quiet hours out: it is posted at its time only."
        raise BadScheduleError(Key.AT, said, hint=hint)
    return schedule


def _find_zone(name: str) -> str:
    """Return the zone of this name or city in any case, or raise BadScheduleError with the nearest."""
    cities = {zone.rsplit("/", 1)[-1]: zone for zone in sorted(_list_zones())} | {"Beijing": "Asia/Shanghai"}
    named = cities | {zone: zone for zone in _list_zones()}
    found = {said.casefold(): zone for said, zone in named.items()}.get(name.casefold().replace(" ", "_"))
    if found is None:
        near = ", ".join(cities[city] for city in get_close_matches(name.rsplit("/", 1)[-1].title(), cities))
        hint = f"Did you mean {near}?" if near else "Write one like tz:Europe/Berlin or tz:Asia/Shanghai."
        raise BadScheduleError(Key.TZ, f"“{name[:MAX_NAME]}” is no time zone.", hint=hint)
    return found


def _read_place(to: str | None, asker: Asker) -> str:
    if to is None:
        return asker.user if asker.channel.startswith("D") else asker.channel
    person, channel = _PERSON.fullmatch(to), _CHANNEL.fullmatch(to)
    if to.casefold() == "me" or (person and asker.user in person.groups()):
        return asker.user
    if channel and asker.channel in channel.groups():
        return asker.channel
    hint = "Write to:me, or go to that channel and write the command there, without to:."
    raise BadQueryError("A subscription posts to you, or to the channel it is made in.", hint=hint)
