"""Which policy each item is about, worked out again for all that an ingest, an undo or a person's decision concerns.

Every item keeps the number of the policy that it was about first (``own_policy_id``). So policies that are one lead to
the oldest of them, and are apart again under their numbers once nothing makes them one.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Item
from bot.model.identity import Decisions, Report, describe_report, name_groups, regroup
from bot.store.policies import refresh_policy
from bot.store.rows import insert_row

_CONCERNED = """
    WITH RECURSIVE
    decided (id) AS (SELECT DISTINCT item_id FROM policy_decisions),
    near (item, key) AS (
        SELECT value, NULL FROM json_each(?1)
        UNION SELECT NULL, value FROM json_each(?2)
        UNION SELECT NULL, k.key FROM near JOIN item_keys k ON k.item_id = near.item AND NOT k.refers
        UNION SELECT k.item_id, NULL FROM near JOIN item_keys k ON k.key = near.key AND NOT k.refers
            JOIN items i ON i.id = k.item_id WHERE i.active OR i.id IN decided
        UNION SELECT o.item_id, NULL FROM near JOIN policy_decisions d ON d.item_id = near.item AND d.side = 0
            JOIN policy_decisions o ON o.id = d.id
        UNION SELECT o.id, NULL FROM near JOIN items i ON i.id = near.item
            JOIN items o ON o.own_policy_id = i.own_policy_id WHERE o.active OR o.id IN decided
    ),
    unheld (id) AS (
        SELECT i.id FROM near JOIN item_keys k ON k.key = near.key AND NOT k.refers JOIN items i ON i.id = k.item_id
        WHERE NOT EXISTS (SELECT 1 FROM items o
                          WHERE o.own_policy_id = i.own_policy_id AND (o.active OR o.id IN decided))
    )
    SELECT i.id, i.record, i.policy_id, i.own_policy_id, i.active OR i.id IN decided
    FROM items i WHERE i.id IN (SELECT item FROM near UNION SELECT id FROM unheld) ORDER BY i.id
"""
"""The items that may be about one policy with some that changed, and those whose policies are left without a report.

An item that a person decided on counts as in force: what was decided of it holds for those that it is one with.
"""
_LED = """
    SELECT id, coalesce(merged_into, id) FROM policies
    WHERE id IN (SELECT value FROM json_each(?1)) OR merged_into IN (SELECT value FROM json_each(?1)) ORDER BY id
"""


@dataclass(frozen=True, kw_only=True, slots=True)
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
    """What became of policies: where they lead now, which gained or lost reports that were held before.

    ``refused`` are pairs of reports that bear a strong key in common and that only a person's word keeps apart.
    """

    moves: tuple[Move, ...] = ()
    changed: frozenset[int] = frozenset()
    refused: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Held:
    """An item as concerned: its report, its policy's number, the one it had first, and whether it counts."""

    report: Report | None
    policy: int | None
    own: int | None
    is_live: bool


def regroup_items(db: Database, items: Collection[int], *, lost: Iterable[str] = ()) -> Regrouped:
    """Say anew which policy each report is about that these items concern, by what they bear and bore (``lost``).

    Writes where the numbers of policies lead, and puts those together again whose reports changed.
    """
    held = _read_concerned(db, items, lost)
    reports = {number: each.report for number, each in held.items() if each.is_live and each.report}
    decisions = load_decisions(db, held)
    found = regroup(reports.values(), decisions)
    numbers = {number: own for number in reports if (own := held[number].own) is not None}
    named = name_groups(found.groups, numbers, _follow_taken_back(held, reports, found.groups, decisions))
    new = {place: insert_policy(db) for place, policies in enumerate(named) if not policies}
    named = [policies or (new[place],) for place, policies in enumerate(named)]
    concerned = {number for each in held.values() for number in (each.own, each.policy) if number is not None}
    before = dict(db.execute(_LED, [json.dumps(sorted(concerned))]).fetchall())
    after = {number: number for number in before} | {each: policies[0] for policies in named for each in policies}
    changed = {policy for number in items if (policy := held[number].policy) is not None}
    for group, (lead, *_) in zip(found.groups, named, strict=True):
        changed |= _write_group(db, {number: held[number] for number in group}, lead, is_new=lead in new.values())
    for number in items:
        if held[number].report is None:
            db.execute("UPDATE items SET policy_id = NULL WHERE id = ?", [number])
    for number, lead in after.items():
        if before.get(number, number) != lead:
            db.table("policies").update(number, {"merged_into": None if lead == number else lead})
            changed |= {number, lead, before.get(number, number)}
    for number in sorted(changed):
        refresh_policy(db, number)
    causes = {
        each: min(group & set(items), default=None)
        for group, policies in zip(found.groups, named, strict=True)
        for each in policies
    }
    moves = tuple(
        Move(policy=number, before=lead, after=after[number], by=causes[number])
        for number, lead in before.items()
        if after[number] != lead and number in causes
    )
    return Regrouped(moves=moves, changed=frozenset(changed), refused=found.refused)


def _read_concerned(db: Database, items: Collection[int], lost: Iterable[str]) -> dict[int, _Held]:
    rows = db.execute(_CONCERNED, [json.dumps(sorted(items)), json.dumps(sorted(lost))]).fetchall()
    return {
        number: _Held(
            report=describe_report(number, msgspec.json.decode(record, type=Item)),
            policy=policy,
            own=own,
            is_live=bool(is_live),
        )
        for number, record, policy, own, is_live in rows
    }


def _write_group(db: Database, group: Mapping[int, _Held], lead: int, *, is_new: bool) -> set[int]:
    """Say that items are about a policy; return the policies whose reports are others now.

    The number that an item had first stays with it, also among others, until its group needs a new one.
    """
    changed: set[int] = set()
    for number, each in group.items():
        own = lead if is_new or each.own is None else each.own
        if (each.policy, each.own) != (lead, own):
            db.execute("UPDATE items SET policy_id = ?, own_policy_id = ? WHERE id = ?", [lead, own, number])
        if each.policy != lead:
            changed |= {lead, each.policy or lead}
    return changed


def _follow_taken_back(
    held: Mapping[int, _Held],
    reports: Mapping[int, Report],
    groups: Sequence[frozenset[int]],
    decisions: Decisions,
) -> dict[int, int]:
    """Return the numbers of policies without a report in force, each with one of the document that it was about.

    It is that with which the oldest of its reports, which were taken back, would be one.
    """
    taken: dict[int, int] = {}
    live = {held[number].own for number in reports}
    bearers = {key: group for group in groups for number in group for key in reports[number].keys}
    for number, each in held.items():
        if number in reports or each.report is None or each.own is None or each.own in live or each.own in taken:
            continue
        group = next((bearers[key] for key in each.report.keys if key in bearers), None)
        if group and len(regroup([*(reports[one] for one in group), each.report], decisions).groups) == 1:
            taken[each.own] = min(group)
    return taken


def insert_policy(db: Database) -> int:
    """Return the number of a new policy."""
    return insert_row(db, "policies", {})


def count_items_of(db: Database, number: int) -> int:
    """Return how many items in force are about a policy."""
    return db.table("items").count_where("policy_id = ? AND active", [number])


# What people decided: of the items of each decision those on side 0 are about one policy, those on 1 and 2 about two.


def load_decisions(db: Database, items: Collection[int]) -> Decisions:
    """Return what people decided of any of these items."""
    sql = """
        SELECT id, side, item_id FROM policy_decisions WHERE id IN
            (SELECT id FROM policy_decisions WHERE item_id IN (SELECT value FROM json_each(?))) ORDER BY id
    """
    sides: defaultdict[int, tuple[set[int], set[int], set[int]]] = defaultdict(lambda: (set(), set(), set()))
    for number, side, item in db.execute(sql, [json.dumps(sorted(items))]).fetchall():
        sides[number][side].add(item)
    return Decisions(
        same=tuple(frozenset(same) for same, _, _ in sides.values() if same),
        apart=tuple((frozenset(one), frozenset(other)) for _, one, other in sides.values() if one),
    )


def merge_policies(db: Database, one: int, other: int) -> Regrouped:
    """Make one policy of two, whatever was decided before."""
    same = frozenset((*_list_items(db, one), *_list_items(db, other)))
    decided = load_decisions(db, same)
    _forget(db, same)
    apart = [(first, second) for first, second in decided.apart]
    for first, second in apart:
        _decide(db, first, second - same)
        _decide(db, first - same, second & same)
    for each in (*decided.same, same):
        _decide(db, each)
    return regroup_items(db, same)


def keep_apart(db: Database, one: int, other: int) -> None:
    """Record that two policies are two, whatever their reports bear."""
    _decide(db, frozenset(_list_items(db, one)), frozenset(_list_items(db, other)))


def split_off(db: Database, item: int, policy: int) -> Regrouped:
    """Take an item out of its policy into one of its own; what else is one there stays one."""
    rest = frozenset(_list_items(db, policy)) - {item}
    decided = load_decisions(db, [item])
    _forget(db, [item])
    for each in decided.same:
        _decide(db, (each - {item}) | rest)
    for first, second in decided.apart:
        _decide(db, first, second)
    _decide(db, frozenset({item}), rest)
    return regroup_items(db, {item} | rest)


def list_apart(db: Database, policy: int) -> frozenset[int]:
    """Return the policies that people said to be others than this one."""
    sql = """
        SELECT DISTINCT i.policy_id FROM items m JOIN policy_decisions d ON d.item_id = m.id AND d.side > 0
        JOIN policy_decisions o ON o.id = d.id AND o.side <> d.side JOIN items i ON i.id = o.item_id
        WHERE m.policy_id = ? AND i.policy_id IS NOT NULL
    """
    return frozenset(number for (number,) in db.execute(sql, [policy]).fetchall())


def _list_items(db: Database, policy: int) -> list[int]:
    sql = "SELECT id FROM items WHERE policy_id = ? AND (active OR id IN (SELECT item_id FROM policy_decisions))"
    return [number for (number,) in db.execute(sql, [policy]).fetchall()]


def _forget(db: Database, items: Collection[int]) -> None:
    db.execute(
        "DELETE FROM policy_decisions WHERE id IN"
        " (SELECT id FROM policy_decisions WHERE item_id IN (SELECT value FROM json_each(?)))",
        [json.dumps(sorted(items))],
    )


def _decide(db: Database, one: frozenset[int], other: frozenset[int] | None = None) -> None:
    """Record that items are about one policy, or with others that the two are about two; nothing of an empty side."""
    if not one or other == frozenset() or (other is None and len(one) == 1):
        return
    number = db.execute("SELECT coalesce(max(id), 0) + 1 FROM policy_decisions").fetchone()[0]
    sides = [(0, one)] if other is None else [(1, one), (2, other)]
    db.table("policy_decisions").insert_all(
        {"id": number, "side": side, "item_id": item} for side, items in sides for item in sorted(items)
    )
