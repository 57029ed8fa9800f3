"""What a rule would have brought: its slots of the last 90 days, decided and composed by the code that posts.

A replay sees what is held now: a briefing that was taken back brings nothing, a corrected item reads as corrected.
What other rules of its channel had brought by then it leaves out, as its posts do.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.dates import beijing_day
from bot.domain.digest import Fate
from bot.domain.query import describe_filter, parse_query
from bot.domain.schedule import Cadence, find_end_of_quiet, list_slots, to_local
from bot.services.schedules import Window, compose_slot
from bot.services.summaries import Told, compose_summary, get_issue
from bot.store.schedules import list_announced_at, list_brought

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.digest import Digest
    from bot.domain.holidays import Holidays
    from bot.domain.schedule import Schedule
    from bot.services.ports import ItemMatcher
    from bot.services.summaries import Summary
    from bot.store.database import Database, Store
    from bot.store.schedules import Brought

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

    ``besides`` names the other rules whose posts brought what matches too, and ``left`` counts these items.
    """

    filter_words: tuple[str, ...]
    schedule: Schedule
    since: dt.datetime
    until: dt.datetime
    issues: int
    posts: tuple[ReplayedPost, ...]
    besides: tuple[str, ...] = ()
    left: int = 0

    @property
    def a_week(self) -> float:
        """How many posts a week that is on average."""
        return len(self.posts) / ((self.until - self.since) / _WEEK)

    @property
    def items(self) -> int:
        """How many items the posts bring."""
        return sum(len(post.digest.entries) for post in self.posts)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Room:
    """What other rules brought to the rule's channel; ``left`` gathers what was left out for it, with the rule."""

    brought: Sequence[Brought] = ()
    left: dict[tuple[int, int], str] = field(default_factory=dict)

    def find_had(self, at: dt.datetime) -> dict[tuple[int, int], str]:
        return {(each.item_id, each.version): each.source for each in self.brought if each.at <= at}

    def note(self, summary: Summary, had: Mapping[tuple[int, int], str]) -> None:
        for one in summary.decided:
            key = (one.item.item_id, one.item.version)
            if one.fate is Fate.ALREADY_HAD and key in had:
                self.left[key] = had[key]


class Replay:
    """Replays rules over the store; ``holidays`` are those of China."""

    def __init__(self, store: Store, matcher: ItemMatcher, *, holidays: Holidays) -> None:
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
        """Give what a filter would have brought in the time up to now; BadQueryError when it cannot be read.

        ``rule`` is the subscription's id where there is one, ``place`` its workspace and channel.
        """
        since = now - span
        lexicon = self._matcher.lexicon()
        query = parse_query(filter_text, lexicon=lexicon, today=beijing_day(now))
        with self._store.read() as db:
            walk = self._walk_issues if schedule.cadence is Cadence.IMMEDIATE else self._walk_slots
            room = _Room(brought=list_brought(db, workspace=place[0], channel=place[1], besides=rule) if place else ())
            posts = tuple(walk(db, filter_text, schedule, rule, Window(since=since, until=now), room))
            issues = len(list_announced_at(db, since=since, until=now))
        return Replayed(
            filter_words=describe_filter(query, lexicon),
            schedule=schedule,
            since=since,
            until=now,
            issues=issues,
            posts=posts,
            besides=tuple(sorted(set(room.left.values()))),
            left=len(room.left),
        )

    def _walk_slots(
        self, db: Database, filter_text: str, schedule: Schedule, rule: str | None, span: Window, room: _Room
    ) -> Iterator[ReplayedPost]:
        first, last = (to_local(moment, schedule.zone).date() for moment in (span.since, span.until))
        slots = list_slots(schedule, self._holidays, first=first, last=last)
        had: dict[tuple[int, int], str] = {}
        since = span.since
        for slot in slots:
            if not span.since < slot.at <= span.until:
                continue
            query = parse_query(filter_text, lexicon=self._matcher.lexicon(), today=beijing_day(slot.at))
            others = room.find_had(slot.at)
            summary = compose_slot(
                db,
                self._matcher,
                query,
                rule=(rule, schedule.zone),
                window=Window(since=since, until=slot.at),
                told=Told(had={**others, **had}),
                now=slot.at,
            )
            since = slot.at
            if summary is None:
                continue
            room.note(summary, others)
            if summary.included:
                had |= _reserve(summary, rule)
                yield ReplayedPost(at=slot.at, digest=summary.digest)

    def _walk_issues(
        self, db: Database, filter_text: str, schedule: Schedule, rule: str | None, span: Window, room: _Room
    ) -> Iterator[ReplayedPost]:
        had: dict[tuple[int, int], str] = {}
        for briefing_id, decided_at, not_before in list_announced_at(db, since=span.since, until=span.until):
            query = parse_query(filter_text, lexicon=self._matcher.lexicon(), today=beijing_day(decided_at))
            issue = get_issue(db, briefing_id)
            others = room.find_had(decided_at)
            told = Told(had={**others, **had})
            summary = compose_summary(db, self._matcher, issue, query, rule=rule, told=told, now=decided_at)
            room.note(summary, others)
            at = find_end_of_quiet(schedule, self._holidays, moment=not_before)
            if summary.included and at <= span.until:
                had |= _reserve(summary, rule)
                yield ReplayedPost(at=at, digest=summary.digest)


def _reserve(summary: Summary, rule: str | None) -> dict[tuple[int, int], str]:
    return {(item.item_id, item.version): rule or "an earlier one" for item in summary.included}
