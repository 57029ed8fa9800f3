"""Which policy each item is about, worked out again for all that an ingest, an undo or a person's decision concerns.

Every item keeps the number of the policy that it was about first (``own_policy_id``). So policies that are one lead to
the oldest of them, and are apart again under their numbers once nothing makes them one.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from sqlite_utils import Database

from bot.model.changes import Change, ItemChange
from bot.model.identity import Decisions, name_groups, regroup
from bot.store.items import StoredItem, merge_index, write_change, write_index_row
from bot.store.policies import refresh_policy
from bot.store.rows import insert_row, list_records


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """A policy that leads elsewhere now; ``before`` and ``after`` are the numbers it led to, its own where to none.

    ``by`` is the report because of which it is so, None where one that made it one with another is gone.
    """

    policy: int
    before: int
    after: int
    by: int | None


def write_changes(
    db: Database, changes: Sequence[ItemChange], *, briefing_id: int, now: dt.datetime
) -> tuple[list[int], list[Move]]:
    """Store what became of the items of a briefing, which policies they are about, and their rows in the index.

    Returns the items' numbers, in the order of the changes, and the policies that lead elsewhere now. The index comes
    last, with the policies' kind and status, so that each row is written once.
    """
    items = [write_change(db, change, briefing_id=briefing_id, now=now) for change in changes]
    written = {number: each.item for number, each in zip(items, changes, strict=True) if each.change is not Change.SAME}
    moves = regroup_items(db, written)
    for number, item in written.items():
        if item is not None:
            write_index_row(db, number, item, briefing_id=briefing_id)
    merge_index(db)
    return items, moves


@dataclass(frozen=True, kw_only=True, slots=True)
class _Held(StoredItem):
    """An item as concerned, with the policy that it was about first, and whether it counts."""

    own_policy_id: int | None
    is_live: bool


_CONCERNED = """
    WITH RECURSIVE
    decided (id) AS (SELECT DISTINCT item_id FROM policy_decisions),
    near (item, key) AS (
        SELECT value, NULL FROM json_each(?)
        UNION SELECT NULL, k.value FROM near JOIN item_facets k ON k.item_id = near.item AND k.kind = 'key'
        UNION SELECT k.item_id, NULL FROM near JOIN item_facets k ON k.kind = 'key' AND k.value = near.key
            JOIN items i ON i.id = k.item_id WHERE i.active OR i.id IN decided
        UNION SELECT d.other_id, NULL FROM near JOIN policy_decisions d ON d.item_id = near.item AND d.is_same
        UNION SELECT o.id, NULL FROM near JOIN items i ON i.id = near.item
            JOIN items o ON o.policy_id = i.policy_id OR o.own_policy_id = i.own_policy_id
            WHERE o.active OR o.id IN decided
    )
    SELECT i.*, i.record AS item, i.active OR i.id IN decided AS is_live FROM items i
    WHERE i.id IN (SELECT item FROM near) ORDER BY i.id
"""
"""The items that are, were or may be about one policy with some that changed.

An item that a person decided on counts as in force: what was decided of it holds for those that it is one with.
"""
_LED = """
    SELECT id, coalesce(merged_into, id) FROM policies
    WHERE id IN (SELECT value FROM json_each(?1)) OR merged_into IN (SELECT value FROM json_each(?1))
"""


def regroup_items(db: Database, items: Collection[int]) -> list[Move]:
    """Say anew which policy each report is about that these items concern; return the policies that lead elsewhere now.

    Writes where the numbers of policies lead, and puts together again all that may have other reports now.
    """
    held = {each.id: each for each in list_records(db, _Held, _CONCERNED, [json.dumps([*items])])}
    live = {number: each for number, each in held.items() if each.is_live and each.item.policy}
    for number in items:
        if held[number].item.policy is None:
            db.execute("UPDATE items SET policy_id = NULL WHERE id = ?", [number])
    groups = regroup({number: each.item for number, each in live.items()}, _load_decisions(db, live))
    named = name_groups(groups, {number: each.own_policy_id for number, each in live.items() if each.own_policy_id})
    concerned = [number for each in held.values() for number in (each.policy_id, each.own_policy_id) if number]
    before: dict[int, int] = dict(db.execute(_LED, [json.dumps(concerned)]).fetchall())
    after, moves = dict[int, int](), list[Move]()
    for group, policies in zip(groups, named, strict=True):
        lead = policies[0] if policies else insert_row(db, "policies", {})
        after |= dict.fromkeys(policies or [lead], lead)
        cause = min(group & {*items}, default=None)
        moves += [Move(number, before[number], lead, cause) for number in policies if before[number] != lead]
        for each in (live[number] for number in group):
            # The number that an item had first stays with it, also among others, until its group needs a new one.
            own = (policies and each.own_policy_id) or lead
            if (each.policy_id, each.own_policy_id) != (lead, own):
                db.execute("UPDATE items SET policy_id = ?, own_policy_id = ? WHERE id = ?", [lead, own, each.id])
    after = {number: after.get(lead, lead) for number, lead in before.items()} | after
    for number, lead in after.items():
        db.table("policies").update(number, {"merged_into": None if lead == number else lead})
    for number in {*before.values(), *after}:
        refresh_policy(db, number)
    return sorted(moves)


# What people decided of two reports each, so that a later word on a policy takes the place of earlier ones.


def _load_decisions(db: Database, items: Collection[int]) -> Decisions:
    sql = "SELECT item_id, other_id, is_same FROM policy_decisions WHERE item_id IN (SELECT value FROM json_each(?))"
    rows = db.execute(sql, [json.dumps([*items])]).fetchall()
    return {(one, other): bool(is_same) for one, other, is_same in rows}


def _decide(db: Database, pairs: Iterable[tuple[int, int]], *, is_same: bool) -> None:
    for one, other in pairs:
        for pair in ((one, other), (other, one)):
            db.execute("INSERT OR REPLACE INTO policy_decisions VALUES (?, ?, ?)", [*pair, is_same])


def merge_policies(db: Database, one: int, other: int) -> None:
    """Make one policy of two, whatever was decided before."""
    items = [*_list_items(db, one), *_list_items(db, other)]
    _decide(db, combinations(items, 2), is_same=True)
    regroup_items(db, items)


def keep_apart(db: Database, one: int, other: int) -> None:
    """Record that two policies are two, whatever their reports bear."""
    _decide(db, product(_list_items(db, one), _list_items(db, other)), is_same=False)


def split_off(db: Database, item: int, policy: int) -> None:
    """Take an item out of its policy into one of its own; what else people made one there stays one."""
    rest = [each for each in _list_items(db, policy) if each != item]
    if any(_load_decisions(db, [item]).values()):
        _decide(db, combinations(rest, 2), is_same=True)
    _decide(db, product([item], rest), is_same=False)
    regroup_items(db, [item, *rest])


def list_apart(db: Database, policy: int) -> set[int]:
    """Return the policies that people said to be others than this one."""
    sql = """
        SELECT DISTINCT o.policy_id FROM items i JOIN policy_decisions d ON d.item_id = i.id AND NOT d.is_same
        JOIN items o ON o.id = d.other_id WHERE i.policy_id = ? AND o.policy_id IS NOT NULL
    """
    return {number for (number,) in db.execute(sql, [policy]).fetchall()}


def _list_items(db: Database, policy: int) -> list[int]:
    sql = "SELECT id FROM items WHERE policy_id = ? AND (active OR id IN (SELECT item_id FROM policy_decisions))"
    return [number for (number,) in db.execute(sql, [policy]).fetchall()]
