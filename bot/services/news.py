"""What a person has not seen: the items learned since they last asked, grouped like a digest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.schedule import to_local
from bot.services.summaries import Occasion, Told, compose_window, drop_items_besides, get_issue
from bot.store.schedules import find_look, list_briefings_learned, mark_look

if TYPE_CHECKING:
    from bot.domain.digest import Digest
    from bot.domain.query import Query
    from bot.services.ports import ItemMatcher
    from bot.store.database import Store

FIRST_LOOK = dt.timedelta(days=30)
"""How far back somebody sees who asks for the first time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What was learned since ``since``; None without anything. ``is_first`` when the person had never asked."""

    since: dt.datetime
    is_first: bool
    digest: Digest | None


class Newsroom:
    """Gives each person what is new to them."""

    def __init__(self, store: Store, matcher: ItemMatcher) -> None:
        self._store = store
        self._matcher = matcher

    def get_news(
        self, query: Query, *, filtered: bool, workspace: str, user: str, now: dt.datetime, zone: str = "UTC"
    ) -> News:
        """Give what is new to a person and matches, and remember that they saw it; with ``filtered`` nothing is.

        A filtered look leaves the rest unseen, so it does not count as one.
        """
        with self._store.write() as db:
            looked_at = find_look(db, workspace=workspace, user=user)
            since = looked_at or now - FIRST_LOOK
            learned = list_briefings_learned(db, since=since)
            issues = [drop_items_besides(get_issue(db, number), items) for number, items in learned.items()]
            if not filtered:
                mark_look(db, workspace=workspace, user=user, now=now)
            digest = None
            if issues:
                window = (_day(since, zone), _day(now, zone))
                occasion = Occasion(window=window)
                found = compose_window(db, self._matcher, issues, query, occasion=occasion, told=Told(), now=now)
                digest = found.digest if found.included else None
        return News(since=since, is_first=looked_at is None, digest=digest)


def _day(moment: dt.datetime, zone: str) -> dt.date:
    return to_local(moment, zone).date()
