"""What reports hold to a policy: with an item gone, what it alone was known by, and whom it alone joined, goes too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.domain.ids import IdKind, format_id
from bot.domain.records.briefing import Item
from bot.domain.records.policy_identity import CLOSE_DAYS, list_keys
from bot.domain.records.policy_unions import group_by_keys
from bot.store.items import set_policy
from bot.store.leads import lead_policy
from bot.store.merges import insert_policy, keep_apart
from bot.store.reminders import give_deadlines, keep_deadlines
from bot.store.unions import Move, is_united_by_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

_MOST_KEYS = 8
"""More than an item bears of one policy."""
_ABOUT = "SELECT id, record FROM items WHERE own_policy_id = ? AND active = 1 ORDER BY id"


def is_borne(db: Database, key: str, policy: int, *, besides: int) -> bool:
    """Tell whether a policy is known by a key still: an item in force that is about it bears the key.

    One without items in force is known by all it ever was, so that what comes back has its number again; so is one
    that a person made of several. ``besides`` is an item that does not count.
    """
    return has_bearer(db, key, policy, besides=besides) or not is_taken(db, policy, besides=besides)


def has_bearer(db: Database, key: str, policy: int, *, besides: int) -> bool:
    """Tell whether an item in force that is about a policy bears the key, this one (``besides``) excepted."""
    sql = "SELECT 1 FROM item_keys WHERE policy_id = ? AND key = ? AND item_id <> ? LIMIT 1"
    return db.execute(sql, [policy, key, besides]).fetchone() is not None


def iterate_near(db: Database, policy: int, item: Item, *, besides: int) -> Iterator[Item]:
    """Give the items in force about a policy, this one excepted, reported within CLOSE_DAYS of an item with a day."""
    sql = f"""
        SELECT record FROM items WHERE own_policy_id = ?1 AND active = 1 AND id <> ?2
          AND reported_on BETWEEN date(?3, '-{CLOSE_DAYS} days') AND date(?3, '+{CLOSE_DAYS} days')
    """
    for (record,) in db.execute(sql, [policy, besides, item.reported_on and item.reported_on.isoformat()]):
        yield msgspec.json.decode(record, type=Item)


def iterate_others(db: Database, policy: int, *, besides: int) -> Iterator[Item]:
    """Give the items in force that are about a policy by themselves, this one excepted, by number, one by one."""
    for number, record in db.execute(_ABOUT, [policy]):
        if number != besides:
            yield msgspec.json.decode(record, type=Item)


def list_about(db: Database, policy: int) -> dict[int, Item]:
    """Give the items in force that are about a policy by themselves, by number, the oldest first."""
    found = db.execute(_ABOUT, [policy]).fetchall()
    return {number: msgspec.json.decode(record, type=Item) for number, record in found}


def is_empty(db: Database, policy: int, *, besides: int) -> bool:
    """Tell whether no item in force but this one is about a policy, and nobody made it one with another."""
    return not _has_reports(db, policy, besides=besides) and not is_united_by_person(db, policy)


def is_taken(db: Database, policy: int, *, besides: int) -> bool:
    """Tell whether other items in force than this one are about a policy, and not because a person said so."""
    return _has_reports(db, policy, besides=besides) and not is_united_by_person(db, policy)


def _has_reports(db: Database, policy: int, *, besides: int) -> bool:
    sql = "SELECT 1 FROM items WHERE own_policy_id = ? AND active = 1 AND id <> ? LIMIT 1"
    return db.execute(sql, [policy, besides]).fetchone() is not None


def part_reports(db: Database, policy: int, lost: frozenset[str]) -> tuple[dict[int, Item], tuple[Move, ...]]:
    """Part the items that are about a policy by themselves where nothing but keys that an item has lost joined them.

    The group of the oldest item keeps the number. What a person merged stays. Gives the items that moved, by number,
    and what moved; what is united by them has to be worked out anew.
    """
    if not lost or is_united_by_person(db, policy):
        return {}, ()
    borne = [key for key in sorted(lost) if has_bearer(db, key, policy, besides=0)]
    if len(borne) <= 1 or _is_bearer_of_all(db, policy, borne):
        return {}, ()  # what still bears them holds together
    keys: dict[int, set[str]] = {}
    for number, key in db.execute("SELECT item_id, key FROM item_keys WHERE policy_id = ?", [policy]).fetchall():
        keys.setdefault(number, set()).add(key)
    held = [group for group in group_by_keys(keys) if any(keys[number] & lost for number in group)]
    items = list_about(db, policy) if held[1:] else {}
    moved: dict[int, Item] = {}
    moves = []
    for group in held[1:]:
        members = {number: items[number] for number in sorted(group)}
        moves.append(_found(db, policy, members))
        moved |= members
    return moved, tuple(moves)


def _is_bearer_of_all(db: Database, policy: int, keys: list[str]) -> bool:
    """Tell whether one item in force about a policy bears all these keys, which are two or more."""
    others = " ".join("AND EXISTS (SELECT 1 FROM item_keys WHERE item_id = k.item_id AND key = ?)" for _ in keys[1:])
    sql = f"SELECT 1 FROM item_keys k WHERE policy_id = ? AND key = ? {others} LIMIT 1"
    return len(keys) <= _MOST_KEYS and db.execute(sql, [policy, *keys]).fetchone() is not None


def _found(db: Database, policy: int, items: dict[int, Item]) -> Move:
    before, number = lead_policy(db, policy), insert_policy(db)
    sql = "SELECT CASE one WHEN ?1 THEN other ELSE one END FROM policies_apart WHERE one = ?1 OR other = ?1"
    for (other,) in db.execute(sql, [policy]).fetchall():
        keep_apart(db, other, number)
    for item_id in items:
        set_policy(db, item_id, number)
    for key in sorted({key for item in items.values() for key in list_keys(item)}):
        db.execute(
            "UPDATE policy_keys SET policy_id = ?, figures = '' WHERE key = ? AND policy_id = ?", [number, key, policy]
        )
    held_by, to = [format_id(IdKind.POLICY, each) for each in {before, policy}], format_id(IdKind.POLICY, number)
    give_deadlines(db, held_by, to=to, own=number)
    keep_deadlines(db, held_by, of=[to])
    return Move(policy=number, before=before, after=number)
