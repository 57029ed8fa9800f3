"""What a person has not seen: the items learned or corrected since they last asked, grouped like a digest.

What their own rules posted to their direct messages meanwhile they have seen. A correction counts where it changes an
issuer, a date, a status or a deadline.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.changes import HeldItem, decide_changes
from bot.domain.correction import tells_otherwise
from bot.domain.schedule import to_local
from bot.services.summaries import Occasion, Told, compose_window, drop_items_besides, get_issue
from bot.store.ingests import get_record, list_corrected_since
from bot.store.items import list_briefing_item_ids, list_items
from bot.store.schedules import find_look, list_briefings_learned, list_seen, mark_look

if TYPE_CHECKING:
    from bot.domain.digest import Digest
    from bot.domain.query import Query
    from bot.services.ports import ItemMatcher
    from bot.store.database import Database, Store

FIRST_LOOK = dt.timedelta(days=30)
"""How far back somebody sees who asks for the first time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What was learned since ``since``; None without anything. ``is_first`` when the person had never asked.

    ``corrected`` counts the items of it that were known before.
    """

    since: dt.datetime
    is_first: bool
    digest: Digest | None
    corrected: int = 0


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
            corrected = _list_corrected(db, since=since)
            both = {number: {*learned.get(number, ()), *corrected.get(number, ())} for number in (*learned, *corrected)}
            issues = [drop_items_besides(get_issue(db, number), items) for number, items in both.items()]
            if not filtered:
                mark_look(db, workspace=workspace, user=user, now=now)
            digest = None
            amended = 0
            if issues:
                window = (_day(since, zone), _day(now, zone))
                occasion = Occasion(window=window)
                told = Told(had=list_seen(db, workspace=workspace, user=user))
                found = compose_window(db, self._matcher, issues, query, occasion=occasion, told=told, now=now)
                digest = found.digest if found.included else None
                again = {item for items in corrected.values() for item in items}
                amended = sum(item.item_id in again for item in found.included)
        return News(since=since, is_first=looked_at is None, digest=digest, corrected=amended)


def _list_corrected(db: Database, *, since: dt.datetime) -> dict[int, set[int]]:
    """Give the items known at a moment that say another issuer, date, status or deadline now: briefing to items."""
    found: dict[int, set[int]] = {}
    for number, reading in list_corrected_since(db, since).items():
        held = list_items(db, list_briefing_item_ids(db, number))
        now = {each.id: each.item for each in held}
        known = [HeldItem(id=each.id, item=each.item, active=True) for each in held if each.learned_at <= since]
        for change in decide_changes(known, get_record(db, reading).items):
            if change.item_id in now and change.item is not None and tells_otherwise(change.item, now[change.item_id]):
                found.setdefault(number, set()).add(change.item_id)
    return found


def _day(moment: dt.datetime, zone: str) -> dt.date:
    return to_local(moment, zone).date()
