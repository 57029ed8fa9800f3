"""What a filter or a rule would bring of the latest briefing held: the summary with which a rule starts."""

from __future__ import annotations

import datetime as dt

from bot.answers.lookup import Lookup
from bot.answers.rows import find_held
from bot.digests.elsewhere import find_told, read_elsewhere
from bot.digests.summaries import Issue, Occasion, Told, compose_summary, get_issue
from bot.model.deadlines import beijing_day
from bot.model.digest import Digest
from bot.model.ids import IdKind, parse_id
from bot.model.subscription import Subscription
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.store.database import Database, Store


class Latest:
    """Composes such summaries; stores nothing."""

    def __init__(self, store: Store, matcher: Lookup) -> None:
        self._store = store
        self._matcher = matcher

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
                found = read_elsewhere(db, workspace=workspace, place=channel, briefings=briefings, now=now)
                told = Told(before=found.find_told_before(now))
            occasion = Occasion(rule=rule, place=place)
            return compose_summary(db, self._matcher, issue, query, occasion=occasion, told=told, now=now).digest

    def expect_first(self, rule: Subscription, *, now: dt.datetime) -> Digest | None:
        """Return the summary with which a rule would start now, without what its place had; None while nothing is held.

        Raises BadQueryError when its filter cannot be read any more.
        """
        query = parse_query(rule.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))
        with self._store.read() as db:
            issue = find_latest_issue(db)
            if issue is None:
                return None
            told = find_told(db, rule, briefings=[issue.source.briefing_id], now=now)
            occasion = Occasion(rule=rule.shown_id)
            return compose_summary(db, self._matcher, issue, query, occasion=occasion, told=told, now=now).digest


def find_latest_issue(db: Database) -> Issue | None:
    """Return the latest briefing held, or None."""
    newest = find_held(db).newest_id
    return None if newest is None else get_issue(db, parse_id(newest, IdKind.BRIEFING))
