"""Policies: which one an item is about, and what its items together say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.domain.briefing import Item
from bot.domain.ids import IdKind, format_id, parse_id
from bot.domain.names import normalise_document_number
from bot.domain.policy import Policy
from bot.domain.policy_identity import (
    compose_policy,
    is_too_far,
    may_be_same,
    numbers_differ,
    sibling_key,
    strong_keys,
    weak_key,
)
from bot.store.merges import insert_policy, list_apart
from bot.store.selection import fetch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

_BATCH = 500
_MERGED_NUMBER = """
    SELECT p.id FROM policy_keys k JOIN policies p ON p.id = k.policy_id AND p.active WHERE k.key = ? ORDER BY 1 LIMIT 1
"""
"""The policy that took over a number with what was merged into it."""


def assign_policy(db: Database, item: Item, *, current: int | None) -> int | None:
    """Give the number of the policy that this item is about, a new one if none is held; None for other news.

    ``current`` is the policy the item was about before a correction: kept unless a strong key says otherwise. One that
    people said to be another than ``current`` is never taken.
    """
    if item.policy is None:
        return None
    apart = list_apart(db, current)
    keys = strong_keys(item.policy, item.issuing_bodies)
    weak = weak_key(item.policy)
    found = _find_by_strong(db, keys, item, current, apart)
    if found is None and current is not None:
        found = current
    if found is None and weak:
        found = _find_by_weak(db, weak, item)
    if found is None:
        found = insert_policy(db)
    for key in (*keys, *((weak,) if weak else ())):
        db.execute("INSERT INTO policy_keys (key, policy_id) VALUES (?, ?) ON CONFLICT DO NOTHING", [key, found])
    return found


def refresh_policy(db: Database, number: int) -> None:
    """Put the policy together again from the items in force; without any it leaves every answer."""
    sql = "SELECT id, record FROM items WHERE policy_id = ? AND active ORDER BY id"
    reports = [
        (format_id(IdKind.ITEM, row["id"]), msgspec.json.decode(row["record"], type=Item))
        for row in db.query(sql, [number])
    ]
    if not reports:
        db.execute("UPDATE policies SET active = 0 WHERE id = ?", [number])
        return
    policy = compose_policy(format_id(IdKind.POLICY, number), reports)
    document_number = policy.document_number and normalise_document_number(policy.document_number)
    db.execute(
        "UPDATE policies SET document_number = ?, document_type = ?, status = ?, issued_on = ?,"
        " comments_close_on = ?, record = ?, active = 1 WHERE id = ?",
        [
            document_number,
            policy.document_type,
            policy.status,
            policy.issued_on and policy.issued_on.isoformat(),
            policy.comments_close_on and policy.comments_close_on.isoformat(),
            msgspec.json.encode(policy).decode(),
            number,
        ],
    )


def list_policies(db: Database, numbers: Sequence[int]) -> dict[int, Policy]:
    """Give the policies in force of these numbers, by number."""
    found: dict[int, Policy] = {}
    for start in range(0, len(numbers), _BATCH):
        batch = list(numbers[start : start + _BATCH])
        marks = ", ".join("?" * len(batch))
        sql = f"SELECT id, record FROM policies WHERE active AND record IS NOT NULL AND id IN ({marks})"
        found |= fetch(db, "id, json(record)", sql, batch, of=tuple[int, Policy])
    return found


def list_all_policies(db: Database) -> list[Policy]:
    """Give every policy in force, by number."""
    sql = "SELECT record FROM policies WHERE active AND record IS NOT NULL ORDER BY id"
    return [msgspec.json.decode(row["record"], type=Policy) for row in db.query(sql)]


def find_policy(db: Database, number: int) -> Policy | None:
    """Give the policy of this number, or of the one it was merged into; None when it is not held."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        row = db.execute("SELECT merged_into FROM policies WHERE id = ?", [number]).fetchone()
        if row is None or row[0] is None:
            break
        number = row[0]
    return list_policies(db, [number]).get(number)


def list_siblings(db: Database, number: int) -> list[Policy]:
    """Give the final texts of a draft, or the drafts of a final text, that are in force, by number."""
    keys = [row["key"] for row in db.query("SELECT key FROM policy_keys WHERE policy_id = ?", [number])]
    siblings = {found for key in keys if (other := sibling_key(key)) for found, _ in _candidates(db, other)}
    return [policy for _, policy in sorted(list_policies(db, sorted(siblings - {number})).items())]


def list_earlier_reports(db: Database, briefing_id: int) -> dict[int, int]:
    """Give, for items of a briefing, the item of an earlier one in force that reported the same policy last."""
    sql = """
        SELECT i.id, max(e.id) FROM items i
        JOIN items e ON e.policy_id = i.policy_id AND e.active AND e.id < i.id AND e.briefing_id <> i.briefing_id
        WHERE i.briefing_id = ? AND i.active GROUP BY i.id
    """
    return dict(db.execute(sql, [briefing_id]).fetchall())


def find_policy_by_document_number(db: Database, document_number: str) -> Policy | None:
    """Give the policy that prints this document number, in any style of brackets, or None.

    Without its issuer (〔2024〕7号) it is the first that ends so.
    """
    number = normalise_document_number(document_number)
    condition = "document_number LIKE '%' || ?" if number.startswith("〔") else "document_number = ?"
    sql = f"SELECT id FROM policies WHERE {condition} AND active ORDER BY id LIMIT 1"
    row = db.execute(sql, [number]).fetchone() or db.execute(_MERGED_NUMBER, [f"n:{number}"]).fetchone()
    return find_policy(db, row[0]) if row else None


def _find_by_strong(
    db: Database, keys: tuple[str, ...], item: Item, current: int | None, apart: frozenset[int]
) -> int | None:
    printed = item.policy.document_number if item.policy else None
    for key in keys:
        by_title = not key.startswith("n:")
        for number, held in _candidates(db, key):
            if number in apart:
                continue
            if held is None or number == current:
                return number
            if not (by_title and (numbers_differ(printed, held.document_number) or is_too_far(item, held))):
                return number
    return None


def _find_by_weak(db: Database, key: str, item: Item) -> int | None:
    for number, held in _candidates(db, key):
        printed = item.policy.document_number if item.policy else None
        if held and may_be_same(item, held) and not numbers_differ(printed, held.document_number):
            return number
    return None


def _candidates(db: Database, key: str) -> list[tuple[int, Policy | None]]:
    sql = """
        SELECT p.id, p.record FROM policy_keys k JOIN policies p ON p.id = k.policy_id
        WHERE k.key = ? ORDER BY p.active DESC, p.id
    """
    rows = list(db.query(sql, [key]))
    return [(r["id"], msgspec.json.decode(r["record"], type=Policy) if r["record"] else None) for r in rows]


def find_split(db: Database, item: Item, *, own: int) -> Policy | None:
    """Give another policy in force that a strong key of the item leads to, when neither number nor date speaks against.

    One source knew the document by its title, another by its number, before a third printed both.
    """
    if item.policy is None:
        return None
    apart = list_apart(db, own)
    for key in strong_keys(item.policy, item.issuing_bodies):
        numbers = [number for number, _ in _candidates(db, key) if number != own and number not in apart]
        for _, held in sorted(list_policies(db, numbers).items()):
            if not numbers_differ(item.policy.document_number, held.document_number) and not is_too_far(item, held):
                return held
    return None


def policy_number(policy: Policy) -> int:
    """Give the number of a policy's shown id."""
    return parse_id(policy.id, IdKind.POLICY)
