"""Policies: which one each item is about, what its items together say of each, and by what it is found.

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

from bot.errors import NotFoundError
from bot.model.briefing import Item
from bot.model.changes import Change, ItemChange
from bot.model.identity import Decisions, name_groups, regroup, sibling_key
from bot.model.ids import IdKind, format_id, normalise_document_number
from bot.model.policy import Policy, compose_policy
from bot.store.items import StoredItem, join_kind, merge_index, write_change, write_index_row
from bot.store.rows import insert_row, list_records


def compose_row(db: Database, number: int) -> dict[str, object] | None:
    """Return the row of a policy as its items in force have it, as this connection sees them; None without any."""
    sql = "SELECT 'I' || id, record FROM items WHERE policy_id = ? AND active ORDER BY id"
    decode = msgspec.json.Decoder(Item).decode
    reports = [(shown, decode(record)) for shown, record in db.execute(sql, [number]).fetchall()]
    if not reports:
        return None
    said = msgspec.to_builtins(compose_policy(format_id(IdKind.POLICY, number), reports))
    names = ("document_number", "document_type", "status", "issued_on", "comments_close_on", "effective_on")
    row = {name: said[name] for name in names} | {"record": msgspec.json.encode(said).decode(), "active": 1}
    return row | {"document_number": normalise_document_number(said["document_number"] or "") or None}


def refresh_policy(db: Database, number: int) -> None:
    """Put the policy, with its tokens in the index, together again; without items in force it leaves every answer."""
    row = compose_row(db, number) or {"active": 0}
    db.table("policies").update(number, row)
    if row["active"]:
        sql = """
            UPDATE item_index SET kind = ?1 WHERE kind <> ?1
                AND rowid IN (SELECT place FROM items WHERE policy_id = ?2 AND place IS NOT NULL)
        """
        db.execute(sql, [join_kind(row["document_type"], row["status"]), number])


def list_policies(db: Database, numbers: Collection[int] | None = None) -> dict[int, Policy]:
    """Return the policies in force of these numbers, or all, by number, in its order."""
    among = "" if numbers is None else "AND id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT id, record FROM policies WHERE active AND record IS NOT NULL {among} ORDER BY id"
    rows = db.execute(sql, [] if numbers is None else [json.dumps([*numbers])]).fetchall()
    decode = msgspec.json.Decoder(Policy).decode
    return {number: decode(record) for number, record in rows}


def lead_policy(db: Database, number: int) -> int:
    """Return the number that a policy's number leads to: its own, or that of the one it was merged into."""
    for lead in _list_leads(db, [number]):
        return lead
    said = f"You have no policy {format_id(IdKind.POLICY, number)}."
    raise NotFoundError(said, hint="/policy lists what you have.")


def find_policy(db: Database, number: int) -> Policy | None:
    """Return the policy of this number, or of the one it was merged into; None when it is not held."""
    return next(iter(list_policies(db, _list_leads(db, [number])).values()), None)


def find_policy_by_document_number(db: Database, document_number: str) -> Policy | None:
    """Return the policy that prints this number in any brackets, without issuer the first that ends so, or None."""
    number = normalise_document_number(document_number)
    condition = "document_number LIKE '%' || ?" if number.startswith("〔") else "document_number = ?"
    row = db.execute(f"SELECT id FROM policies WHERE {condition} AND active ORDER BY id LIMIT 1", [number]).fetchone()
    found = row or sorted(_list_bearing(db, [f"n:{number}"]))
    return find_policy(db, found[0]) if found else None


# Policies that have to do with each other: drafts and final texts, and what builds on what.


def list_kin(db: Database, numbers: Sequence[int]) -> set[int]:
    """Return what policies of these numbers lead to, with their drafts and final texts in force, by number."""
    leads = _list_leads(db, numbers)
    sql = """
        SELECT DISTINCT k.value FROM items i JOIN item_facets k ON k.item_id = i.id AND k.kind = 'key'
        WHERE i.policy_id IN (SELECT value FROM json_each(?)) AND i.active
    """
    keys = [sibling_key(key) for (key,) in db.execute(sql, [json.dumps([*leads])]).fetchall()]
    return leads | _list_bearing(db, [key for key in keys if key])


def _list_leads(db: Database, numbers: Sequence[int]) -> set[int]:
    sql = "SELECT coalesce(merged_into, id) FROM policies WHERE id IN (SELECT value FROM json_each(?))"
    return {lead for (lead,) in db.execute(sql, [json.dumps(numbers)]).fetchall()}


def _list_bearing(db: Database, keys: Sequence[str]) -> set[int]:
    """Return the policies of which a report in force bears one of these keys, by number."""
    sql = """
        SELECT DISTINCT i.policy_id FROM item_facets k JOIN items i ON i.id = k.item_id AND i.active
        WHERE k.kind = 'key' AND k.value IN (SELECT value FROM json_each(?)) AND i.policy_id IS NOT NULL
    """
    return {number for (number,) in db.execute(sql, [json.dumps(keys)]).fetchall()}


_REFERENCES = """
    SELECT DISTINCT {asked} FROM item_facets r
    JOIN items i ON r.kind = 'refers' AND i.id = r.item_id AND i.active AND i.policy_id IS NOT NULL
    JOIN item_facets k ON k.kind = 'key' AND k.value = r.value
    JOIN items o ON o.id = k.item_id AND o.active
    JOIN policies p ON p.id = o.policy_id AND p.active AND p.id <> i.policy_id
    WHERE (p.issued_on IS NULL OR i.reported_on IS NULL OR p.issued_on <= i.reported_on) AND {known} = ?
    ORDER BY 1 LIMIT 20
"""
"""The policies held, none of a later date, that reports refer to (``p``), or those of the reports (``i``)."""


def list_built(db: Database, number: int) -> tuple[list[Policy], list[Policy]]:
    """Return what a policy's reports refer to among the policies held, and those whose reports refer to it."""
    built_on, built_by = (
        list_policies(db, [each for (each,) in db.execute(_REFERENCES.format(asked=asked, known=known), [number])])
        for asked, known in (("p.id", "i.policy_id"), ("i.policy_id", "o.policy_id"))
    )
    return [*built_on.values()], [*built_by.values()]


# Which policy each item is about, worked out again for all that a reading, an undo or a person's decision concerns.


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
    """Say anew which policy each report concerned is about; return the policies that lead elsewhere now."""
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
