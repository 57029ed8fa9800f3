"""What a person has not seen: the items learned or corrected since they last asked, grouped like a digest.

What their own rules posted to their direct messages meanwhile they have seen; what a new report only repeats of that,
or of what they were shown here, is not new. A correction counts where it changes an
issuer, a date, a status or a deadline.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.posts.correction import tells_otherwise
from bot.domain.posts.schedule import to_local
from bot.domain.records.changes import decide_changes
from bot.domain.records.held_items import HeldItem
from bot.services.posting.summaries import Occasion, Told, compose_window, drop_items_besides, get_issue
from bot.store.ingests import get_record, list_corrected_since
from bot.store.items import list_briefing_item_ids, list_items
from bot.store.looks import (
    add_shown,
    find_look,
    keep_unshown,
    list_briefings_learned,
    list_seen,
    list_shown,
    list_unshown,
    mark_look,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.posts.digest import Digest
    from bot.domain.queries.query import Query
    from bot.domain.records.briefing import Item
    from bot.services.ports import ItemMatcher
    from bot.services.posting.summaries import Issue
    from bot.store.database import Database, Store

FIRST_LOOK = dt.timedelta(days=30)
"""How far back somebody sees who asks for the first time."""
_HERE = "/digest now"
"""Who told what a person was shown here, where else a rule stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What was learned since ``since``; None without anything. ``is_first`` when the person had never asked.

    ``left_over`` counts the items of it that did not fit the last time.
    """

    since: dt.datetime
    is_first: bool
    digest: Digest | None
    left_over: int = 0


class Newsroom:
    """Gives each person what is new to them."""

    def __init__(self, store: Store, matcher: ItemMatcher) -> None:
        self._store = store
        self._matcher = matcher

    def get_news(self, query: Query, *, workspace: str, user: str, now: dt.datetime, zone: str = "UTC") -> News:
        """Give what is new to a person and matches; it stays so until they have seen it."""
        with self._store.read() as db:
            looked_at = find_look(db, workspace=workspace, user=user)
            since = looked_at or now - FIRST_LOOK
            rest = list_unshown(db, workspace=workspace, user=user)
            seen = list_seen(db, workspace=workspace, user=user)
            shown = dict.fromkeys(list_shown(db, workspace=workspace, user=user), _HERE)
            corrected, back = _compare_readings(db, since=since)
            learned = list_briefings_learned(db, since=since, besides=(*rest, *back))
            known = {item for item, _ in shown} - rest.keys()
            wanted = {number: {*learned.get(number, ())} - known for number in (*learned, *corrected)}
            issues = [
                _set_before(drop_items_besides(get_issue(db, number), items | before.keys()), before)
                for number, items in wanted.items()
                if (before := corrected.get(number, {})) or items
            ]
            issues = [issue for each in issues if (issue := _drop_seen(each, seen)).items]
            digest = None
            left_over = 0
            if issues:
                window = (_day(min((since, *rest.values())), zone), _day(now, zone))
                occasion = Occasion(window=window)
                told = Told(before={**shown, **seen})
                found = compose_window(db, self._matcher, issues, query, occasion=occasion, told=told, now=now)
                digest = found.digest if found.included else None
                left_over = sum(item.item_id in rest for item in found.included)
        return News(since=since, is_first=looked_at is None, digest=digest, left_over=left_over)

    def mark_seen(self, news: News, *, shown: Collection[int], workspace: str, user: str, now: dt.datetime) -> None:
        """Remember that a person has asked at ``now``, and was shown these items: the others stay new to them."""
        entries = news.digest.entries if news.digest else ()
        left = {entry.item.item_id for entry in entries} - set(shown)
        told = [(entry.item.item_id, entry.item.version) for entry in entries if entry.item.item_id in shown]
        with self._store.write() as db:
            mark_look(db, workspace=workspace, user=user, now=now)
            keep_unshown(db, left, workspace=workspace, user=user)
            add_shown(db, told, workspace=workspace, user=user)


def _drop_seen(issue: Issue, seen: Mapping[tuple[int, int], str]) -> Issue:
    """Give an issue without the items that a person has in their messages as they are."""
    return replace(issue, items=tuple(each for each in issue.items if (each.item_id, each.version) not in seen))


def _set_before(issue: Issue, before: Mapping[int, Item]) -> Issue:
    """Give an issue whose corrected items are told against what they said before, in the same briefing."""
    items = tuple(
        replace(each, before=before[each.item_id], before_of=each.briefing_id) if each.item_id in before else each
        for each in issue.items
    )
    return replace(issue, items=items)


def _compare_readings(db: Database, *, since: dt.datetime) -> tuple[dict[int, dict[int, Item]], list[int]]:
    """Give what other readings of briefings say now than those in force at a moment.

    The items that say another issuer, date, status or deadline, as they were then, by briefing and item; and those
    that were known, and not in their briefing then: a correction had dropped them.
    """
    otherwise: dict[int, dict[int, Item]] = {}
    back: list[int] = []
    for number, reading in list_corrected_since(db, since).items():
        held = list_items(db, list_briefing_item_ids(db, number))
        now = {each.id: each.item for each in held}
        known = [HeldItem(id=each.id, item=each.item, active=True) for each in held if each.learned_at <= since]
        for change in decide_changes(known, get_record(db, reading).items):
            if change.item is None and change.item_id is not None:
                back.append(change.item_id)
            elif change.item_id in now and change.item and tells_otherwise(change.item, now[change.item_id]):
                otherwise.setdefault(number, {})[change.item_id] = change.item
    return otherwise, back


def _day(moment: dt.datetime, zone: str) -> dt.date:
    return to_local(moment, zone).date()
