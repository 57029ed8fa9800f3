"""Which deadlines of the items of a summary were moved by reports that were known when it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from bot.model.briefing import Deadline
from bot.model.changes import list_moved
from bot.model.digest import DigestItem
from bot.model.ids import IdKind, parse_id
from bot.model.policy import compose_policy
from bot.store.database import Database
from bot.store.items import list_items
from bot.store.policies import list_policies
from bot.store.schedules import list_known_by


def find_moved(
    db: Database, items: Sequence[DigestItem], *, briefings: Collection[int], until: dt.datetime
) -> frozenset[tuple[int, Deadline]]:
    """Return the deadlines of these items that reports known by a moment have moved, each with its item's number.

    ``briefings`` are those that the summary is of: they count as known.
    """
    asked = [item for item in items if item.policy_id and item.item.deadlines]
    held = list_policies(db, sorted({parse_id(item.policy_id or "", IdKind.POLICY) for item in asked}))
    policies = {each.id: each for each in held.values() if len(each.item_ids) > 1}
    numbers = [parse_id(item, IdKind.ITEM) for each in policies.values() for item in each.item_ids]
    reports = {report.shown_id: report for report in list_items(db, numbers)}
    others = {report.briefing_id for report in reports.values()} - set(briefings)
    known = {*briefings, *list_known_by(db, sorted(others), until=until)}
    moved: set[tuple[int, Deadline]] = set()
    for item in asked:
        policy = policies.get(item.policy_id or "")
        told = [reports[each] for each in policy.item_ids if reports[each].briefing_id in known] if policy else []
        if policy and told:
            as_known = compose_policy(policy.id, [(report.shown_id, report.item) for report in told])
            moved |= {(item.item_id, deadline) for deadline in list_moved(item.item, as_known)}
    return frozenset(moved)
