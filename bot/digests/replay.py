"""What a rule would have brought: its slots of the last 90 days, decided and composed by the code that posts.

A replay sees what is held now: a briefing that was taken back brings nothing, a corrected item reads as corrected.
What other posts had told its channel or person by then, or were about to, it leaves out as its posts do
(``bot.digests.elsewhere``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.answers.lookup import Lookup
from bot.digests.elsewhere import Elsewhere, Had, read_elsewhere
from bot.digests.reminder_replay import A_TICK, ReminderReplay
from bot.digests.reminders import find_reminded
from bot.digests.schedules import Window, compose_slot, find_agendas
from bot.digests.summaries import Occasion, Summary, Told, compose_summary, get_issue
from bot.model.deadlines import DeadlineKey, beijing_day
from bot.model.digest import Digest, Fate
from bot.model.ids import IdKind, parse_id
from bot.model.subscription import Cadence, Holidays, Schedule, find_end_of_quiet, list_slots, to_local
from bot.query.query import parse_query
from bot.query.query_record import Query, describe_filter
from bot.store.database import Database, Store
from bot.store.schedules import list_announced, list_announced_at, list_left

REPLAYED = dt.timedelta(days=90)
"""How far back a preview looks."""
_WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayedPost:
    """A post that would have been made, when, and what it would have said."""

    at: dt.datetime
    digest: Digest


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """The posts from ``since`` to ``until``, oldest first; ``issues`` counts the briefings announced in that time.

    ``besides`` names the other rules whose posts brought what matches too, and ``left`` counts these items;
    ``withheld`` counts those that match and that a licence keeps out of the channel, ``unchanged`` those that say
    nothing new of what it was told before.
    ``reminders`` are the moments of the reminders of deadlines in that time.
    """

    filter_words: tuple[str, ...]
    schedule: Schedule
    since: dt.datetime
    until: dt.datetime
    issues: int
    posts: tuple[ReplayedPost, ...]
    besides: tuple[str, ...] = ()
    left: int = 0
    withheld: int = 0
    unchanged: int = 0
    reminders: tuple[dt.datetime, ...] = ()

    @property
    def a_week(self) -> float:
        """How many posts a week that is on average."""
        return len(self.posts) / ((self.until - self.since) / _WEEK)

    @property
    def reminders_a_week(self) -> float:
        """How many reminders a week that is on average."""
        return len(self.reminders) / ((self.until - self.since) / _WEEK)

    @property
    def items(self) -> int:
        """How many items the posts bring."""
        return sum(len(post.digest.entries) for post in self.posts)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Room:
    """What other rules bring to the rule's ``place``: a workspace, and a channel or person in it.

    ``reminders`` are those that the rule itself would have decided, with the moments.
    ``left`` gathers what was left out for it, with the rule, ``withheld`` the items that a licence keeps out of it,
    ``unchanged`` those that it was told before.
    """

    place: tuple[str, str] | None = None
    elsewhere: Elsewhere | None = None
    reminders: Sequence[tuple[dt.datetime, DeadlineKey]] = ()
    left: dict[tuple[int, int], str] = field(default_factory=dict)
    withheld: set[int] = field(default_factory=set)
    unchanged: set[int] = field(default_factory=set)

    def find_had(self, at: dt.datetime) -> Had:
        return self.elsewhere.find_had(at) if self.elsewhere else {}

    def find_told_before(self, at: dt.datetime) -> Had:
        return self.elsewhere.find_told_before(at) if self.elsewhere else {}

    def find_reminded(self, window: Window) -> frozenset[DeadlineKey]:
        """Return of what the rule reminded on the day of a slot, by its time."""
        day = to_local(window.until, window.zone).date()
        by_then = ((at, key) for at, key in self.reminders if at <= window.until)
        return frozenset(key for at, key in by_then if to_local(at, window.zone).date() == day)

    def find_coming(self, db: Database, matcher: Lookup, holidays: Holidays, at: dt.datetime) -> Had:
        return self.elsewhere.find_coming(db, matcher, holidays, at=at) if self.elsewhere else {}

    def note(self, summary: Summary, others: Had) -> None:
        for one in summary.decided:
            key = (one.item.item_id, one.item.version)
            if one.fate in {Fate.ALREADY_HAD, Fate.WAITING} and key in others:
                self.left[key] = others[key]
            if one.fate is Fate.WITHHELD:
                self.withheld.add(one.item.item_id)
            if one.fate is Fate.UNCHANGED:
                self.unchanged.add(one.item.item_id)


class Replay:
    """Replays rules over the store; ``holidays`` are those of China."""

    def __init__(self, store: Store, matcher: Lookup, *, holidays: Holidays) -> None:
        self._store = store
        self._matcher = matcher
        self._holidays = holidays

    def replay(
        self,
        filter_text: str,
        schedule: Schedule,
        *,
        rule: str | None,
        now: dt.datetime,
        span: dt.timedelta = REPLAYED,
        place: tuple[str, str] | None = None,
    ) -> Replayed:
        """Return what a filter would have brought in the time up to now; BadQueryError when it cannot be read.

        ``rule`` is the subscription's id where there is one, ``place`` its workspace and channel or person.
        """
        since = now - span
        lexicon = self._matcher.lexicon()
        query = parse_query(filter_text, lexicon=lexicon, today=beijing_day(now))
        with self._store.read() as db:
            walk = self._walk_issues if schedule.cadence is Cadence.IMMEDIATE else self._walk_slots
            window = Window(since=since, until=now)
            announced = list_announced(db, since=since, until=now)
            room = _Room()
            if place:
                workspace, channel = place
                elsewhere = read_elsewhere(
                    db, workspace=workspace, place=channel, briefings=announced, besides=rule, since=since, now=now
                )
                room = _Room(place=place, elsewhere=elsewhere)
            deadlines = ReminderReplay(
                db, self._matcher, filter_text, schedule, rule=rule, place=place, holidays=self._holidays
            )
            reminders = deadlines.list_told(window)
            room = replace(room, reminders=reminders)
            posts = tuple(walk(db, filter_text, schedule, rule, window, room))
        return Replayed(
            filter_words=describe_filter(query, lexicon),
            schedule=schedule,
            since=since,
            until=now,
            issues=len(announced),
            posts=posts,
            besides=tuple(sorted(set(room.left.values()))),
            left=len(room.left),
            withheld=len(room.withheld),
            unchanged=len(room.unchanged),
            reminders=tuple(moment for moment, _ in reminders),
        )

    def _walk_slots(
        self, db: Database, filter_text: str, schedule: Schedule, rule: str | None, span: Window, room: _Room
    ) -> Iterator[ReplayedPost]:
        first, last = (to_local(moment, schedule.zone).date() for moment in (span.since, span.until))
        slots = list_slots(schedule, self._holidays, first=first, last=last)
        had: Had = {}
        since, waiting = span.since, tuple[int, ...]()
        for slot in slots:
            if not span.since < slot.at <= span.until:
                continue
            query = parse_query(filter_text, lexicon=self._matcher.lexicon(), today=beijing_day(slot.at))
            window = Window(since=since, until=slot.at, waiting=waiting, zone=schedule.zone)
            others = self._find_told(db, query, window, room, rule, now=span.until)
            if rule:  # what was about to come then, and did not
                kept = list_left(db, parse_id(rule, IdKind.SUBSCRIPTION), due_at=slot.at)
                others = replace(others, coming={**kept, **others.coming})
            own = {} if query.due is not None else had
            summary = compose_slot(
                db,
                self._matcher,
                query,
                occasion=Occasion(rule=rule, place=room.place),
                window=window,
                told=replace(others, had={**others.had, **own}, before={**others.before, **own}),
                now=slot.at,
            )
            since = slot.at
            if summary is None:
                continue
            room.note(summary, {**others.coming, **others.had})
            left = (one.item.briefing_id for one in summary.decided if one.fate is Fate.WAITING)
            waiting = tuple(dict.fromkeys(left))
            if summary.included:
                had |= _reserve(summary, rule)
                yield ReplayedPost(at=slot.at, digest=summary.digest)

    def _find_told(
        self, db: Database, query: Query, window: Window, room: _Room, rule: str | None, *, now: dt.datetime
    ) -> Told:
        """Return what other rules tell the place by the end of a window, as a slot then asks."""
        if query.due is None:
            coming = room.find_coming(db, self._matcher, self._holidays, window.until)
            before = room.find_told_before(window.until)
            return Told(had=room.find_had(window.until), coming=coming, before=before)
        reminded = room.find_reminded(window)
        if room.place is None:
            return Told(reminded=reminded)
        until = window.until + A_TICK  # what is due at the same time is decided within this
        by_others = find_reminded(db, place=room.place, zone=window.zone, until=until, besides=rule)
        told = find_agendas(db, self._matcher, self._holidays, place=room.place, window=window, now=now)
        return replace(told, reminded=reminded | by_others)

    def _walk_issues(
        self, db: Database, filter_text: str, schedule: Schedule, rule: str | None, span: Window, room: _Room
    ) -> Iterator[ReplayedPost]:
        had: Had = {}
        for briefing_id, decided_at, not_before in list_announced_at(db, since=span.since, until=span.until):
            query = parse_query(filter_text, lexicon=self._matcher.lexicon(), today=beijing_day(decided_at))
            issue = get_issue(db, briefing_id)
            others = room.find_had(decided_at)
            told = Told(had={**others, **had}, before={**room.find_told_before(decided_at), **had})
            occasion = Occasion(rule=rule, place=room.place)
            summary = compose_summary(db, self._matcher, issue, query, occasion=occasion, told=told, now=decided_at)
            room.note(summary, others)
            at = find_end_of_quiet(schedule, self._holidays, moment=not_before)
            if summary.included and at <= span.until:
                had |= _reserve(summary, rule)
                yield ReplayedPost(at=at, digest=summary.digest)


def _reserve(summary: Summary, rule: str | None) -> Had:
    return {(item.item_id, item.version): rule or "an earlier one" for item in summary.included}
