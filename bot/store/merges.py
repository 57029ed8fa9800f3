"""Merging and splitting policies by a person's word: which are one, and which were said to be two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.domain.ids import IdKind, format_id
from bot.domain.records.briefing import Item
from bot.domain.records.policy_identity import list_keys
from bot.store.items import find_own_policy, set_policy
from bot.store.leads import lead_policy, list_members
from bot.store.reminders import give_deadlines, keep_deadlines
from bot.store.unions import loosen, replace_unions, settle_unions, unite

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database

    from bot.store.unions import Move


def merge_into(db: Database, kept: int, gone: int, *, now: dt.datetime) -> tuple[Move, ...]:
    """Make one policy of two, whatever was said before; give what moved (see ``settle_unions``)."""
    sides = [list_members(db, lead_policy(db, number)) for number in (kept, gone)]
    for one in sides[0]:
        for other in sides[1]:
            db.execute("DELETE FROM policies_apart WHERE one = ? AND other = ?", [min(one, other), max(one, other)])
    unite(db, kept, gone)
    return settle_unions(db, [kept, gone], now=now)


def split_off(db: Database, item_id: int, item: Item, *, now: dt.datetime) -> tuple[int, tuple[Move, ...]]:
    """Give an item that is about a policy one of its own, which is none of those it was one with.

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
    give_deadlines(db, _show(others), to=_show([number])[0], own=number)
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
    """Give the records of the items in force, this one excepted, that are about a policy by themselves."""
    sql = "SELECT record FROM items WHERE own_policy_id = ? AND active AND id <> ?"
    return [record for (record,) in db.execute(sql, [policy, item_id]).fetchall()]


def keep_apart(db: Database, one: int, other: int) -> None:
    """Record that two policies are two, whatever their titles say."""
    pair = [min(one, other), max(one, other)]
    db.execute("INSERT INTO policies_apart (one, other) VALUES (?, ?) ON CONFLICT DO NOTHING", pair)


def insert_policy(db: Database) -> int:
    """Give the number of a new policy, which is put together when it is asked what it says."""
    return int(db.execute("INSERT INTO policies (status, stale) VALUES ('unknown', 1)").lastrowid or 0)


def count_items_of(db: Database, number: int) -> int:
    """Give how many items in force are about a policy."""
    return int(db.execute("SELECT count(*) FROM items WHERE policy_id = ? AND active", [number]).fetchone()[0])


def _show(numbers: list[int]) -> list[str]:
    return [format_id(IdKind.POLICY, number) for number in numbers]
