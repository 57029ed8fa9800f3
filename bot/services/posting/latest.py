"""What a filter or a rule would bring of the latest briefing held: the summary with which a rule starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.ids import IdKind, parse_id
from bot.domain.queries.query import parse_query
from bot.services.answering.rows import find_held
from bot.services.posting.elsewhere import find_told, read_elsewhere
from bot.services.posting.summaries import Occasion, Told, compose_summary, get_issue

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.posts.digest import Digest
    from bot.domain.posts.subscription import Subscription
    from bot.domain.queries.query import Query
    from bot.services.ports import ItemMatcher
    from bot.services.posting.summaries import Issue
    from bot.store.database import Database, Store


class Latest:
    """Composes such summaries; stores nothing."""

    def __init__(self, store: Store, matcher: ItemMatcher) -> None:
        self._store = store
        self._matcher = matcher

    def preview(
        self, query: Query, *, now: dt.datetime, rule: str | None = None, place: tuple[str, str] | None = None
    ) -> Digest | None:
        """Give all that this filter would bring of it, posted before or not; None while nothing is held.

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
        """Give the summary with which a rule would start now, without what its place had; None while nothing is held.

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
    """Give the latest briefing held, or None."""
    newest = find_held(db).newest_id
    return None if newest is None else get_issue(db, parse_id(newest, IdKind.BRIEFING))
