"""Which policy each item is about, worked out again for all that an ingest, an undo or a person's decision concerns.

Every item keeps the number of the policy that it was about first (``own_policy_id``). So policies that are one lead to
the oldest of them, and are apart again under their numbers once nothing makes them one.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Item
from bot.model.changes import Change, ItemChange
from bot.model.identity import Decisions, Report, describe_report, list_keys, name_groups, regroup
from bot.store.items import merge_index, write_change, write_index_row
from bot.store.policies import refresh_policy
from bot.store.rows import insert_row


@dataclass(frozen=True, slots=True)
class Move:
    """A policy that leads elsewhere now; ``before`` and ``after`` are the numbers it led to, its own where to none.

    ``by`` is the report because of which it is so, None where one that made it one with another is gone.
    """

    policy: int
    before: int
    after: int
    by: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Regrouped:
    """The numbers of the ``items`` that were written, in their order, and the policies that lead elsewhere now."""

    items: tuple[int, ...]
    moves: tuple[Move, ...]


def write_changes(db: Database, changes: Sequence[ItemChange], *, briefing_id: int, now: dt.datetime) -> Regrouped:
    """Store what became of the items of a briefing, which policies they are about, and their rows in the index.

    The index comes last, with the policies' kind and status, so that each row is written once.
    """
    items = tuple(write_change(db, change, briefing_id=briefing_id, now=now) for change in changes)
    written = {number: each for number, each in zip(items, changes, strict=True) if each.change is not Change.SAME}
    lost = [key for change in written.values() if change.before is not None for key in list_keys(change.before)]
    moves = regroup_items(db, written.keys(), lost=lost)
    for number, change in written.items():
        if change.item is not None:
            write_index_row(db, number, change.item, briefing_id=briefing_id)
    merge_index(db)
    return Regrouped(items=items, moves=moves)


@dataclass(frozen=True, slots=True)
class _Held:
    """An item as concerned: its report, its policy's number, the one it had first, and whether it counts."""

    report: Report | None
    policy: int | None
    own: int | None
    is_live: bool


_CONCERNED = """
    WITH RECURSIVE
    decided (id) AS (SELECT DISTINCT item_id FROM policy_decisions),
    near (item, key) AS (
        SELECT value, NULL FROM json_each(?1)
        UNION SELECT NULL, value FROM json_each(?2)
        UNION SELECT NULL, k.key FROM near JOIN item_keys k ON k.item_id = near.item AND NOT k.refers
        UNION SELECT k.item_id, NULL FROM near JOIN item_keys k ON k.key = near.key AND NOT k.refers
            JOIN items i ON i.id = k.item_id WHERE i.active OR i.id IN decided
        UNION SELECT d.other_id, NULL FROM near JOIN policy_decisions d ON d.item_id = near.item AND d.is_same
        UNION SELECT o.id, NULL FROM near JOIN items i ON i.id = near.item
            JOIN items o ON o.own_policy_id = i.own_policy_id WHERE o.active OR o.id IN decided
    )
    SELECT i.id, i.record, i.policy_id, i.own_policy_id, i.active OR i.id IN decided
    FROM items i WHERE i.id IN (SELECT item FROM near) ORDER BY i.id
"""
"""The items that may be about one policy with some that changed.

An item that a person decided on counts as in force: what was decided of it holds for those that it is one with.
"""
_LED = """
    SELECT id, coalesce(merged_into, id) FROM policies
    WHERE id IN (SELECT value FROM json_each(?1)) OR merged_into IN (SELECT value FROM json_each(?1)) ORDER BY id
"""


def regroup_items(db: Database, items: Collection[int], *, lost: Collection[str] = ()) -> tuple[Move, ...]:
    """Say anew which policy each report is about that these items concern, by what they bear and bore (``lost``).

    Writes where the numbers of policies lead, and puts together again all that may have other reports now.
    """
    rows = db.execute(_CONCERNED, [json.dumps(sorted(items)), json.dumps(sorted(lost))]).fetchall()
    held = {
        number: _Held(describe_report(number, msgspec.json.decode(record, type=Item)), policy, own, bool(is_live))
        for number, record, policy, own, is_live in rows
    }
    decisions = _load_decisions(db, held)
    live = {number: each.report for number, each in held.items() if each.is_live and each.report}
    groups = regroup(live.values(), decisions)
    numbers = {number: own for number in live if (own := held[number].own) is not None}
    named = name_groups(groups, numbers)
    concerned = json.dumps(sorted({each for one in held.values() for each in (one.own, one.policy) if each}))
    before = dict(db.execute(_LED, [concerned]).fetchall())
    after: dict[int, int] = {}
    causes: dict[int, int | None] = {}
    for number in items:
        if held[number].report is None:
            db.execute("UPDATE items SET policy_id = NULL WHERE id = ?", [number])
    for group, policies in zip(groups, named, strict=True):
        lead = policies[0] if policies else insert_row(db, "policies", {})
        after |= dict.fromkeys(policies or (lead,), lead)
        causes |= dict.fromkeys(policies, min(group & set(items), default=None))
        for number in group:
            # The number that an item had first stays with it, also among others, until its group needs a new one.
            own = held[number].own if policies and held[number].own else lead
            if (held[number].policy, held[number].own) != (lead, own):
                db.execute("UPDATE items SET policy_id = ?, own_policy_id = ? WHERE id = ?", [lead, own, number])
    after |= {number: after.get(lead, lead) for number, lead in before.items() if number not in after}
    for number, lead in after.items():
        db.table("policies").update(number, {"merged_into": None if lead == number else lead})
    for number in sorted({*before.values(), *after}):
        refresh_policy(db, number)
    moves = (Move(each, lead, after[each], causes[each]) for each, lead in before.items() if each in causes)
    return tuple(move for move in moves if move.before != move.after)


# What people decided of two reports each, so that a later word on a policy takes the place of earlier ones.


def _load_decisions(db: Database, items: Collection[int]) -> Decisions:
    sql = "SELECT item_id, other_id, is_same FROM policy_decisions WHERE item_id IN (SELECT value FROM json_each(?))"
    rows = db.execute(sql, [json.dumps(sorted(items))]).fetchall()
    pairs = ({(one, other) for one, other, is_same in rows if bool(is_same) is wanted} for wanted in (True, False))
    return Decisions(*map(frozenset, pairs))


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
    if _load_decisions(db, [item]).same:
        _decide(db, combinations(rest, 2), is_same=True)
    _decide(db, product([item], rest), is_same=False)
    regroup_items(db, [item, *rest])


def list_apart(db: Database, policy: int) -> frozenset[int]:
    """Return the policies that people said to be others than this one."""
    sql = """
        SELECT DISTINCT o.policy_id FROM items i JOIN policy_decisions d ON d.item_id = i.id AND NOT d.is_same
        JOIN items o ON o.id = d.other_id WHERE i.policy_id = ? AND o.policy_id IS NOT NULL
    """
    return frozenset(number for (number,) in db.execute(sql, [policy]).fetchall())


def _list_items(db: Database, policy: int) -> list[int]:
    sql = "SELECT id FROM items WHERE policy_id = ? AND (active OR id IN (SELECT item_id FROM policy_decisions))"
    return [number for (number,) in db.execute(sql, [policy]).fetchall()]
