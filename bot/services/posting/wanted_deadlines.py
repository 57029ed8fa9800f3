"""The deadlines that a rule asks for: those of the items it brings, as they stand now."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.digest import Fate
from bot.domain.records.deadlines import DeadlineKey
from bot.domain.records.moved_deadlines import list_moved
from bot.services.posting.summaries import Told, compose_window
from bot.store.policies import list_policies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.posts.digest import DigestItem
    from bot.domain.queries.query import Query
    from bot.domain.records.policy import Policy
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


def list_wanted(
    db: Database,
    matcher: ItemMatcher,
    query: Query,
    issue: Issue,
    *,
    occasion: Occasion,
    learned: Mapping[int, dt.date],
    now: dt.datetime,
) -> list[Wanted]:
    """Give the deadlines of an issue that a filter asks for at a moment and nobody doubts.

    ``occasion`` says for whom. ``learned`` are the items that matter, by number, with the day on which each was
    learned.
    """
    summary = compose_window(db, matcher, (issue,), query, occasion=occasion, told=Told(), now=now)
    kept = [one.item for one in summary.decided if one.fate is Fate.INCLUDED and one.item.item_id in learned]
    policies = _read_policies(db, kept)
    return [
        Wanted(item=item, issue=issue, key=key, learned_on=learned[item.item_id])
        for item in kept
        for key in _list_keys(item, policies.get(item.policy_id or ""))
    ]


def _read_policies(db: Database, items: Sequence[DigestItem]) -> dict[str, Policy]:
    numbers = sorted({int(item.policy_id[1:]) for item in items if item.policy_id})
    return {f"P{number}": policy for number, policy in list_policies(db, numbers).items()}


def _list_keys(item: DigestItem, policy: Policy | None) -> Iterator[DeadlineKey]:
    """Give the deadlines of an item, without those that a later report of its policy has moved."""
    moved = list_moved(item.item, policy) if policy else ()
    for deadline in item.item.deadlines:
        if deadline not in moved:
            yield DeadlineKey(subject=item.shown_id, kind=deadline.kind, on=deadline.on)
