"""The deadlines that a rule asks for: those of the items it brings, as they stand now."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.digest import Fate
from bot.domain.records.deadlines import DeadlineKey
from bot.services.posting.moved_deadlines import find_moved
from bot.services.posting.summaries import Told, compose_window

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.domain.posts.digest import DigestItem
    from bot.domain.queries.query import Query
    from bot.services.ports import ItemMatcher
    from bot.services.posting.summaries import Issue, Occasion
    from bot.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A deadline of an item that a rule asks for; ``learned_on`` is when the store got the item, a day in Beijing."""

    item: DigestItem
    issue: Issue
    key: DeadlineKey
    learned_on: dt.date


def list_kept(
    db: Database,
    matcher: ItemMatcher,
    query: Query,
    issue: Issue,
    *,
    occasion: Occasion,
    learned: Collection[int],
    now: dt.datetime,
) -> list[DigestItem]:
    """Give the items of an issue that a filter brings at a moment and nobody doubts, among those with these numbers.

    ``occasion`` says for whom.
    """
    summary = compose_window(db, matcher, (issue,), query, occasion=occasion, told=Told(), now=now)
    return [one.item for one in summary.decided if one.fate is Fate.INCLUDED and one.item.item_id in learned]


def list_wanted(
    db: Database, kept: Sequence[DigestItem], issue: Issue, *, learned: Mapping[int, dt.date], now: dt.datetime
) -> list[Wanted]:
    """Give the deadlines of items of one issue, without those that reports known by a moment have moved.

    ``learned`` are the items, by number, with the day on which each was learned.
    """
    moved = find_moved(db, kept, briefings=(issue.source.briefing_id,), until=now)
    return [
        Wanted(
            item=item,
            issue=issue,
            key=DeadlineKey(subject=item.shown_id, kind=deadline.kind, on=deadline.on),
            learned_on=learned[item.item_id],
        )
        for item in kept
        for deadline in item.item.deadlines
        if (item.item_id, deadline) not in moved
    ]
