"""What a rule would have brought: its slots of the last 90 days, decided and composed by the code that posts.

A replay sees what is held now: a briefing that was taken back brings nothing, a corrected item reads as corrected.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.dates import beijing_day
from bot.domain.query import describe_filter, parse_query
from bot.domain.schedule import Cadence, find_end_of_quiet, list_slots, to_local
from bot.services.schedules import Window, compose_slot
from bot.services.summaries import Told, compose_summary, get_issue
from bot.store.schedules import list_announced_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.digest import Digest
    from bot.domain.holidays import Holidays
    from bot.domain.schedule import Schedule
    from bot.services.ports import ItemMatcher
    from bot.services.summaries import Summary
    from bot.store.database import Database, Store

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
    """The posts from ``since`` to ``until``, oldest first; ``issues`` counts the briefings announced in that time."""

    filter_words: tuple[str, ...]
    schedule: Schedule
    since: dt.datetime
    until: dt.datetime
    issues: int
    posts: tuple[ReplayedPost, ...]

    @property
    def a_week(self) -> float:
        """How many posts a week that is on average."""
        return len(self.posts) / ((self.until - self.since) / _WEEK)

    @property
    def items(self) -> int:
        """How many items the posts bring."""
        return sum(len(post.digest.entries) for post in self.posts)


class Replay:
    """Replays rules over the store; ``holidays`` are those of China."""

    def __init__(self, store: Store, matcher: ItemMatcher, *, holidays: Holidays) -> None:
        self._store = store
        self._matcher = matcher
        self._holidays = holidays

    def replay(
        self, filter_text: str, schedule: Schedule, *, rule: str | None, now: dt.datetime, span: dt.timedelta = REPLAYED
    ) -> Replayed:
        """Give what a filter would have brought in the time up to now; BadQueryError when it cannot be read."""
        since = now - span
        lexicon = self._matcher.lexicon()
        query = parse_query(filter_text, lexicon=lexicon, today=beijing_day(now))
        with self._store.read() as db:
            walk = self._walk_issues if schedule.cadence is Cadence.IMMEDIATE else self._walk_slots
            posts = tuple(walk(db, filter_text, schedule, rule, Window(since=since, until=now)))
            issues = len(list_announced_at(db, since=since, until=now))
        return Replayed(
            filter_words=describe_filter(query, lexicon),
            schedule=schedule,
            since=since,
            until=now,
            issues=issues,
            posts=posts,
        )

    def _walk_slots(
        self, db: Database, filter_text: str, schedule: Schedule, rule: str | None, span: Window
    ) -> Iterator[ReplayedPost]:
        first, last = (to_local(moment, schedule.zone).date() for moment in (span.since, span.until))
        slots = list_slots(schedule, self._holidays, first=first, last=last)
        had: dict[tuple[int, int], str] = {}
        since = span.since
        for slot in slots:
            if not span.since < slot.at <= span.until:
                continue
            query = parse_query(filter_text, lexicon=self._matcher.lexicon(), today=beijing_day(slot.at))
            summary = compose_slot(
                db,
                self._matcher,
                query,
                rule=(rule, schedule.zone),
                window=Window(since=since, until=slot.at),
                told=Told(had=had),
                now=slot.at,
            )
            since = slot.at
            if summary is not None and summary.included:
                had |= _reserve(summary, rule)
                yield ReplayedPost(at=slot.at, digest=summary.digest)

    def _walk_issues(
        self, db: Database, filter_text: str, schedule: Schedule, rule: str | None, span: Window
    ) -> Iterator[ReplayedPost]:
        had: dict[tuple[int, int], str] = {}
        for briefing_id, decided_at, not_before in list_announced_at(db, since=span.since, until=span.until):
            query = parse_query(filter_text, lexicon=self._matcher.lexicon(), today=beijing_day(decided_at))
            issue = get_issue(db, briefing_id)
            summary = compose_summary(db, self._matcher, issue, query, rule=rule, told=Told(had=had), now=decided_at)
            at = find_end_of_quiet(schedule, self._holidays, moment=not_before)
            if summary.included and at <= span.until:
                had |= _reserve(summary, rule)
                yield ReplayedPost(at=at, digest=summary.digest)


def _reserve(summary: Summary, rule: str | None) -> dict[tuple[int, int], str]:
    return {(item.item_id, item.version): rule or "an earlier one" for item in summary.included}
