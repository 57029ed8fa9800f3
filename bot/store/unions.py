"""What makes one policy of several, and what follows from it: where each leads, and whose its items are.

Nothing is moved for good: an item keeps the policy that it is about by itself, keys, notes, borders and reminders stand
under the numbers that they were made for. So policies that nothing unites any more are apart again as they were.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Item
from bot.model.ids import IdKind, format_id
from bot.model.policy_identity import decide_leads, list_keys
from bot.store.items import find_own_policy, set_policy
from bot.store.policies import lead_policy, list_apart, list_members
from bot.store.reminders import give_deadlines, keep_deadlines
from bot.store.rows import insert_row

_REACHED = """
    WITH RECURSIVE near (id) AS (
        SELECT value FROM json_each(?)
        UNION SELECT u.other FROM policy_unions u JOIN near ON u.one = near.id
        UNION SELECT u.one FROM policy_unions u JOIN near ON u.other = near.id
    )
    SELECT p.id, p.merged_into, p.merged_at FROM policies p JOIN near ON near.id = p.id ORDER BY p.id
"""
_LINKS = """
    SELECT u.one, u.other FROM policy_unions u LEFT JOIN items i ON i.id = u.item_id
    WHERE u.one IN (SELECT value FROM json_each(?)) AND (u.item_id IS NULL OR i.active)
    ORDER BY u.item_id IS NOT NULL, u.item_id, u.one, u.other
"""
_APART = """
    WITH reached (id) AS (SELECT value FROM json_each(?))
    SELECT one, other FROM policies_apart WHERE one IN (SELECT id FROM reached) AND other IN (SELECT id FROM reached)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A policy that leads elsewhere now; ``before`` and ``after`` are the numbers it led to, its own where to none."""

    policy: int
    before: int
    after: int


def unite(db: Database, one: int, other: int, *, item_id: int | None = None) -> None:
    """Record that two policies are one: because an item bears what both are known by, or because a person said so."""
    db.execute(
        "INSERT INTO policy_unions (one, other, item_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [min(one, other), max(one, other), item_id],
    )


def replace_unions(db: Database, item_id: int, policies: Collection[int]) -> set[int]:
    """Say which policies an item unites from now on (none, or two and more); give those and the ones it did before."""
    touched = set(list_united(db, item_id))
    db.table("policy_unions").delete_where("item_id = ?", [item_id])
    united = sorted(set(policies))
    for other in united[1:]:
        unite(db, united[0], other, item_id=item_id)
    return touched | set(united if united[1:] else ())


def unite_by_item(
    db: Database, item_id: int, policies: Collection[int], *, now: dt.datetime, later: set[int]
) -> tuple[Move, ...]:
    """Say which policies an item unites from now on, and lead those to one that nothing keeps apart; give the moves.

    What it unites no more, and what is on either side of a border that a person drew, is put into ``later``, to be
    settled once with what other items say: only the group as a whole tells on which side each policy falls.
    """
    before = list_united(db, item_id)
    if not before and len(set(policies)) <= 1:
        return ()
    touched = replace_unions(db, item_id, policies)
    is_more = touched == set(policies) and set(before[:1]) <= {min(touched)}
    bordered = _have_borders(db, touched)
    if bordered or not is_more:
        later |= touched
    if bordered and not is_more:
        return ()
    return _join(db, _list_free(db, policies) if bordered else set(policies), now=now)


def _list_free(db: Database, numbers: Collection[int]) -> set[int]:
    """Return of these policies the oldest, and those that nobody said to be others than any it is one with."""
    oldest = min(numbers)
    apart = list_apart(db, oldest)
    return {number for number in numbers if number == oldest or lead_policy(db, number) not in apart}


def _have_borders(db: Database, numbers: Collection[int]) -> bool:
    """Return whether any of these, or any that one of them is one with, was said to be another than some policy."""
    sql = """
        SELECT 1 FROM policies_apart a JOIN policies p ON p.id IN (a.one, a.other)
        WHERE coalesce(p.merged_into, p.id) IN
            (SELECT coalesce(merged_into, id) FROM policies WHERE id IN (SELECT value FROM json_each(?))) LIMIT 1
    """
    return db.execute(sql, [json.dumps([*numbers])]).fetchone() is not None


def _join(db: Database, numbers: Collection[int], *, now: dt.datetime) -> tuple[Move, ...]:
    """Lead these, which are one, and all they are one with to the oldest of them: what ``settle_unions`` comes to.

    That is so where nothing parts any of them from others: every link of theirs holds, so those that led to each other
    before still do.
    """
    leads = sorted({lead_policy(db, number) for number in numbers})
    moves = [
        Move(policy=number, before=lead, after=leads[0]) for lead in leads[1:] for number in list_members(db, lead)
    ]
    for move in moves:
        row = db.execute("SELECT merged_at FROM policies WHERE id = ?", [move.policy]).fetchone()
        _lead_on(db, move, since=row[0] or now.isoformat())
    return tuple(moves)


def loosen(db: Database, policy: int, *, lead: int) -> set[int]:
    """Forget that a person said that a policy is one with others, which stay one with ``lead``; give those others."""
    sql = "SELECT one, other FROM policy_unions WHERE item_id IS NULL AND ?1 IN (one, other)"
    others = {number for pair in db.execute(sql, [policy]).fetchall() for number in pair} - {policy}
    db.table("policy_unions").delete_where("item_id IS NULL AND ?1 IN (one, other)", [policy])
    for other in others - {lead}:
        unite(db, lead, other)
    return others


def list_united(db: Database, item_id: int) -> list[int]:
    """Return the policies that an item bears the keys of, when it bears those of several; by number."""
    pairs = db.execute("SELECT one, other FROM policy_unions WHERE item_id = ?", [item_id]).fetchall()
    return sorted({number for pair in pairs for number in pair})


def list_uniting(db: Database, policy: int, *, bearing: Collection[str] | None = None) -> list[int]:
    """Get the items in force that unite a policy with others, all or those that bear any of these keys, by number."""
    sql = """
        SELECT DISTINCT u.item_id FROM policy_unions u JOIN items i ON i.id = u.item_id AND i.active
        WHERE (u.one = ?1 OR u.other = ?1) AND (?2 IS NULL OR EXISTS
            (SELECT 1 FROM item_keys k WHERE k.item_id = u.item_id AND k.key IN (SELECT value FROM json_each(?2))))
        ORDER BY 1
    """
    keys = None if bearing is None else json.dumps(sorted(bearing))
    return [row[0] for row in db.execute(sql, [policy, keys]).fetchall()]


def is_united_by_person(db: Database, policy: int) -> bool:
    """Return whether a person said that a policy is one with another."""
    sql = "SELECT 1 FROM policy_unions WHERE item_id IS NULL AND ? IN (one, other) LIMIT 1"
    return db.execute(sql, [policy]).fetchone() is not None


def settle_unions(db: Database, numbers: Iterable[int], *, now: dt.datetime) -> tuple[Move, ...]:
    """Lead these policies, and all they are or were one with, to where they belong by what is in force; give the moves.

    What moved has to be put together again (``refresh_policy``), both where it was and where it is.
    """
    rows = db.execute(_REACHED, [json.dumps(sorted(set(numbers)))]).fetchall()
    held = {number: (merged_into or number, merged_at) for number, merged_into, merged_at in rows}
    reached = json.dumps([*held])
    links = db.execute(_LINKS, [reached]).fetchall()
    leads = decide_leads(held, links, db.execute(_APART, [reached]).fetchall())
    moves = tuple(
        Move(policy=number, before=before, after=leads[number])
        for number, (before, _) in held.items()
        if before != leads[number]
    )
    for move in moves:
        _lead_on(db, move, since=held[move.policy][1] or now.isoformat())
    if moves:
        _part_deadlines(db, held, leads)
    return moves


def _lead_on(db: Database, move: Move, *, since: str) -> None:
    is_own = move.after == move.policy
    merged = {"merged_into": None, "merged_at": None} if is_own else {"merged_into": move.after, "merged_at": since}
    db.table("policies").update(move.policy, merged)
    db.execute("UPDATE items SET policy_id = ? WHERE own_policy_id = ?", [move.after, move.policy])


def _part_deadlines(db: Database, held: dict[int, tuple[int, str | None]], leads: dict[int, int]) -> None:
    """Return each policy that parts from others its reminders of the time together, and what was said to them since."""
    for lead in sorted({before for before, _ in held.values()}):
        group = [number for number, (before, _) in held.items() if before == lead]
        stayed = [number for number in group if leads[number] == leads[lead]]
        left = {number: held[number][1] or "" for number in group if number not in stayed}
        for number, since in left.items():
            give_deadlines(db, _show(stayed), to=format_id(IdKind.POLICY, number), own=number, since=since)
        if left:
            keep_deadlines(db, _show(stayed), of=_show(left), since=min(left.values()))


def _show(numbers: Iterable[int]) -> list[str]:
    return [format_id(IdKind.POLICY, number) for number in numbers]


# Merging and splitting policies by a person's word: which are one, and which were said to be two.


def merge_into(db: Database, kept: int, gone: int, *, now: dt.datetime) -> tuple[Move, ...]:
    """Make one policy of two, whatever was said before; give what moved (see ``settle_unions``)."""
    sides = [list_members(db, lead_policy(db, number)) for number in (kept, gone)]
    for one in sides[0]:
        for other in sides[1]:
            db.execute("DELETE FROM policies_apart WHERE one = ? AND other = ?", [min(one, other), max(one, other)])
    unite(db, kept, gone)
    return settle_unions(db, [kept, gone], now=now)


def split_off(db: Database, item_id: int, item: Item, *, now: dt.datetime) -> tuple[int, tuple[Move, ...]]:
    """Return an item that is about a policy one of its own, which is none of those it was one with.

    A policy that was the item's alone, and leads to another, stands by itself again under its number; else it is a new
    one. Gives the number, and what moved since the item holds it no longer together.
    """
    own = find_own_policy(db, item_id)
    others = [] if own is None else list_members(db, lead_policy(db, own))
    if own is not None and lead_policy(db, own) != own and not _list_besides(db, own, item_id):
        for other in others:
            if other != own:
                keep_apart(db, other, own)
        touched = replace_unions(db, item_id, ()) | loosen(db, own, lead=lead_policy(db, own))
        return own, settle_unions(db, touched | {own, *others}, now=now)
    number = insert_policy(db)
    for other in others:
        keep_apart(db, other, number)
    set_policy(db, item_id, number)
    _give_keys(db, item, before=own, to=number)
    give_deadlines(db, _show(others), to=format_id(IdKind.POLICY, number), own=number)
    keep_deadlines(db, _show(others), of=_show([number]))
    return number, settle_unions(db, replace_unions(db, item_id, ()), now=now)


def _give_keys(db: Database, item: Item, *, before: int | None, to: int) -> None:
    """Know a policy by the keys of its item, and the one before by those alone that others of its items bear."""
    records = _list_besides(db, before)
    left = {key for record in records for key in list_keys(msgspec.json.decode(record, type=Item))}
    for key in list_keys(item):
        db.execute("INSERT INTO policy_keys (key, policy_id) VALUES (?, ?)", [key, to])
        if key not in left:
            db.execute("DELETE FROM policy_keys WHERE key = ? AND policy_id = ?", [key, before])


def _list_besides(db: Database, policy: int | None, item_id: int = 0) -> list[str]:
    """Return the records of the items in force, this one excepted, that are about a policy by themselves."""
    sql = "SELECT record FROM items WHERE own_policy_id = ? AND active AND id <> ?"
    return [record for (record,) in db.execute(sql, [policy, item_id]).fetchall()]


def keep_apart(db: Database, one: int, other: int) -> None:
    """Record that two policies are two, whatever their titles say."""
    pair = [min(one, other), max(one, other)]
    db.execute("INSERT INTO policies_apart (one, other) VALUES (?, ?) ON CONFLICT DO NOTHING", pair)


def insert_policy(db: Database) -> int:
    """Return the number of a new policy, which is put together when it is asked what it says."""
    return insert_row(db, "policies", {"stale": 1})


def count_items_of(db: Database, number: int) -> int:
    """Return how many items in force are about a policy."""
    return db.table("items").count_where("policy_id = ? AND active", [number])
