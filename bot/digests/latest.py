"""What a filter or a rule would bring: of the latest briefing held, and of those of the last 90 days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.answers.sources import find_coverage
from bot.digests.compose import Digest, DigestEntry
from bot.digests.matches import Matcher
from bot.digests.schedules import Window, compose_slot
from bot.digests.slots import list_slots, to_local
from bot.digests.summaries import Issue, Occasion, Told, compose_summary, find_told, get_issue
from bot.model.deadlines import beijing_day
from bot.model.digest import Fate
from bot.model.ids import IdKind, parse_id
from bot.model.subscription import NO_HOLIDAYS, Cadence, Holidays, Schedule, Subscription
from bot.query.query import parse_query
from bot.query.query_record import Query, describe_filter
from bot.store.database import Database, Store
from bot.store.schedules import list_announced_at, list_had_before

LOOKED_BACK = dt.timedelta(days=90)
"""How far back a preview looks."""
_LONGEST_WAIT = dt.timedelta(days=60)
"""Within which a rule of any cadence has its next slot, quiet days and holidays counted."""
_WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class LookBack:
    """What a filter brings of the ``issues`` briefings that were announced from ``since`` to ``until``.

    ``entries`` are the items that match, the newest briefing's first; ``posts`` is about how many posts a rule of this
    ``schedule`` makes of them. ``newest`` is the last of these posts, None without any. ``left_out`` counts by reason
    what matches and is kept from the place, or was declined there.
    """

    filter_words: tuple[str, ...]
    schedule: Schedule
    since: dt.datetime
    until: dt.datetime
    issues: int = 0
    posts: int = 0
    entries: tuple[DigestEntry, ...] = ()
    newest: Digest | None = None
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def a_week(self) -> float:
        """How many posts a week that is on average."""
        return self.posts / ((self.until - self.since) / _WEEK)


class Latest:
    """Composes such summaries; stores nothing. ``holidays`` are those of China."""

    def __init__(self, store: Store, matcher: Matcher, *, holidays: Holidays = NO_HOLIDAYS) -> None:
        self._store = store
        self._matcher = matcher
        self._holidays = holidays

    def preview(
        self, query: Query, *, now: dt.datetime, rule: str | None = None, place: tuple[str, str] | None = None
    ) -> Digest | None:
        """Return all that this filter would bring of it, posted before or not; None while nothing is held.

        ``rule`` is the subscription's id where there is one, ``place`` the workspace, and the channel or person in it,
        that it posts to: what an earlier briefing told there and this one does not change is left out.
        """
        with self._store.read() as db:
            issue = find_latest_issue(db)
            if issue is None:
                return None
            told = Told()
            if place is not None:
                workspace, channel = place
                briefings = [issue.source.briefing_id]
                told = Told(before=list_had_before(db, workspace=workspace, channel=channel, briefings=briefings))
            occasion = Occasion(rule=rule, place=place)
            return compose_summary(db, self._matcher, issue, query, occasion=occasion, told=told, now=now).digest

    def look_back(
        self,
        filter_text: str,
        schedule: Schedule,
        *,
        now: dt.datetime,
        rule: str | None = None,
        place: tuple[str, str] | None = None,
    ) -> LookBack:
        """Return what a filter matches in the briefings of the last 90 days, posted before or not.

        BadQueryError when the filter cannot be read. ``rule`` and ``place`` are as for ``preview``.
        """
        since = now - LOOKED_BACK
        lexicon = self._matcher.lexicon()
        query = parse_query(filter_text, lexicon=lexicon, today=beijing_day(now))
        occasion = Occasion(rule=rule, place=place)
        found = LookBack(filter_words=describe_filter(query, lexicon), schedule=schedule, since=since, until=now)
        with self._store.read() as db:
            announced = dict(list_announced_at(db, since=since, until=now))
            found = replace(found, issues=len(announced))
            window = Window(since=since, until=now, zone=schedule.zone)
            summary = compose_slot(db, self._matcher, query, occasion=occasion, window=window, told=Told(), now=now)
            if summary is None:
                return found
            left_out = Counter(one.reason for one in summary.decided if one.fate in {Fate.WITHHELD, Fate.DECLINED})
            found = replace(found, left_out=tuple(left_out.most_common()))
            if not summary.included:
                return found
            newest = summary.digest
            if not newest.is_agenda:
                last = max(summary.included, key=lambda item: announced[item.briefing_id]).briefing_id
                issue, at = get_issue(db, last), announced[last]
                newest = compose_summary(db, self._matcher, issue, query, occasion=occasion, told=Told(), now=at).digest
        by_age = sorted(summary.digest.entries, key=lambda entry: -entry.item.briefing_id)
        brought = [one.item for one in summary.decided] if newest.is_agenda else summary.included
        times = [announced.get(item.briefing_id, since) for item in brought]
        posts = self._count_posts(found, times, is_agenda=newest.is_agenda)
        return replace(found, posts=posts, entries=tuple(by_age), newest=newest)

    def _count_posts(self, found: LookBack, times: Collection[dt.datetime], *, is_agenda: bool) -> int:
        """Return how many posts bring what was announced at these times: one a briefing, or one a slot.

        The newest may be still to come. A digest of deadlines ahead comes in each slot since the first was known.
        """
        schedule = found.schedule
        if schedule.cadence is Cadence.IMMEDIATE:
            return len(set(times))
        first, last = (to_local(moment, schedule.zone).date() for moment in (found.since, found.until + _LONGEST_WAIT))
        slots = [slot.at for slot in list_slots(schedule, self._holidays, first=first, last=last)]
        if is_agenda:
            return max(1, sum(min(times) <= slot <= found.until for slot in slots))
        return len({next((slot for slot in slots if moment <= slot), None) for moment in times})

    def expect_first(self, rule: Subscription, *, now: dt.datetime) -> Digest | None:
        """Return the summary with which a rule would start now, without what its place had; None while nothing is held.

        Raises BadQueryError when its filter cannot be read any more.
        """
        query = parse_query(rule.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))
        with self._store.read() as db:
            issue = find_latest_issue(db)
            if issue is None:
                return None
            told = find_told(db, rule, [issue.source.briefing_id])
            occasion = Occasion(rule=rule.shown_id)
            return compose_summary(db, self._matcher, issue, query, occasion=occasion, told=told, now=now).digest


def find_latest_issue(db: Database) -> Issue | None:
    """Return the latest briefing held, or None."""
    newest = find_coverage(db).newest_id
    return None if newest is None else get_issue(db, parse_id(newest, IdKind.BRIEFING))
