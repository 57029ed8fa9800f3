"""Policies: what its items together say of each, and by what it is found."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from bot.domain.ids import IdKind, format_id, parse_id
from bot.domain.names import normalise_document_number
from bot.domain.records.briefing import Item
from bot.domain.records.policy import Policy
from bot.domain.records.policy_identity import compose_policy, sibling_key
from bot.store.leads import list_members
from bot.store.selection import fetch

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlite_utils import Database

_BATCH = 500
_MERGED_NUMBER = """
    SELECT p.id FROM policy_keys k JOIN policies own ON own.id = k.policy_id
    JOIN policies p ON p.id = coalesce(own.merged_into, own.id) AND p.active WHERE k.key = ? ORDER BY 1 LIMIT 1
"""
"""The policy that has a number with what is one with it."""


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
        " comments_close_on = ?, record = ?, facts = ?, active = 1 WHERE id = ?",
        [
            document_number,
            policy.document_type,
            policy.status,
            policy.issued_on and policy.issued_on.isoformat(),
            policy.comments_close_on and policy.comments_close_on.isoformat(),
            msgspec.json.encode(policy).decode(),
            msgspec.json.encode(replace(policy, reports=(), item_ids=())).decode(),
            number,
        ],
    )


def says_nothing(db: Database, number: int) -> bool:
    """Tell whether a policy was never put together yet."""
    return db.execute("SELECT 1 FROM policies WHERE id = ? AND facts IS NULL", [number]).fetchone() is not None


def list_policies(db: Database, numbers: Sequence[int]) -> dict[int, Policy]:
    """Give the policies in force of these numbers, by number."""
    found: dict[int, Policy] = {}
    for start in range(0, len(numbers), _BATCH):
        batch = list(numbers[start : start + _BATCH])
        marks = ", ".join("?" * len(batch))
        sql = f"SELECT id, record FROM policies WHERE active AND record IS NOT NULL AND id IN ({marks})"
        found |= fetch(db, "id, json(record)", sql, batch, of=tuple[int, Policy])
    return found


def list_facts(db: Database, numbers: Sequence[int]) -> dict[int, Policy]:
    """Give the policies in force of these numbers without their reports, of which there may be thousands, by number."""
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT id, facts FROM policies WHERE active AND facts IS NOT NULL AND id IN ({marks})"
    found = db.execute(sql, list(numbers)).fetchall()
    return {number: msgspec.json.decode(facts, type=Policy) for number, facts in found}


def list_all_policies(db: Database) -> list[Policy]:
    """Give every policy in force, by number."""
    sql = "SELECT record FROM policies WHERE active AND record IS NOT NULL ORDER BY id"
    return [msgspec.json.decode(row["record"], type=Policy) for row in db.query(sql)]


def find_policy(db: Database, number: int) -> Policy | None:
    """Give the policy of this number, or of the one it was merged into; None when it is not held."""
    row = db.execute("SELECT coalesce(merged_into, id) FROM policies WHERE id = ?", [number]).fetchone()
    return list_policies(db, [row[0]]).get(row[0]) if row else None


def list_siblings(db: Database, number: int) -> list[Policy]:
    """Give the final texts of a draft, or the drafts of a final text, that are in force, by number."""
    members = list_members(db, number)
    marks = ", ".join("?" * len(members))
    keys = db.execute(f"SELECT key FROM policy_keys WHERE policy_id IN ({marks}) ORDER BY key", members).fetchall()
    others = [other for (key,) in keys if (other := sibling_key(key))]
    siblings = {found.lead for other in others for found in list_candidates(db, other)} - {number}
    return [policy for _, policy in sorted(list_policies(db, sorted(siblings)).items())]


def list_kin(db: Database, numbers: Sequence[int]) -> list[int]:
    """Give what policies of these numbers lead to, with their drafts and final texts in force, by number."""
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT coalesce(merged_into, id) FROM policies WHERE id IN ({marks})"
    leads = {row[0] for row in db.execute(sql, list(numbers)).fetchall()}
    return sorted({*leads, *(policy_number(each) for lead in leads for each in list_siblings(db, lead))})


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A policy that is known by a key: its own number, the one it leads to, and what that says (None: nothing yet).

    What it says comes without its reports.
    """

    number: int
    lead: int
    held: Policy | None


def list_candidates(db: Database, key: str) -> list[Candidate]:
    """Give the policies that are known by a key, those in force first, then by number."""
    sql = """
        SELECT own.id, p.id AS lead, p.facts FROM policy_keys k JOIN policies own ON own.id = k.policy_id
        JOIN policies p ON p.id = coalesce(own.merged_into, own.id)
        WHERE k.key = ? ORDER BY p.active DESC, own.id
    """
    return [
        Candidate(
            number=row["id"],
            lead=row["lead"],
            held=msgspec.json.decode(row["facts"], type=Policy) if row["facts"] else None,
        )
        for row in db.query(sql, [key])
    ]


def list_earlier_reports(db: Database, briefing_id: int) -> dict[int, int]:
    """Give, for items of a briefing, the item of an earlier one in force that reported the same policy last."""
    sql = """
        SELECT i.id, max(e.id) FROM items i
        JOIN items e ON e.policy_id = i.policy_id AND e.active AND e.id < i.id AND e.briefing_id <> i.briefing_id
        WHERE i.briefing_id = ? AND i.active GROUP BY i.id
    """
    return dict(db.execute(sql, [briefing_id]).fetchall())


def find_last_reports(db: Database, items: Collection[int], among: Collection[tuple[int, int]]) -> dict[int, int]:
    """Give, for these items, the last earlier report of the same policy in force that is ``among`` (item, version)."""
    sql = """
        SELECT i.id, e.id, e.version FROM items i JOIN items e ON e.policy_id = i.policy_id
          AND e.active AND e.id < i.id AND e.briefing_id <> i.briefing_id
        WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY e.id
    """
    found = db.execute(sql, [json.dumps(sorted(items))]).fetchall()
    return {item: earlier for item, earlier, version in found if (earlier, version) in among}


def find_policy_by_document_number(db: Database, document_number: str) -> Policy | None:
    """Give the policy that prints this document number, in any style of brackets, or None.

    Without its issuer (〔2024〕7号) it is the first that ends so.
    """
    number = normalise_document_number(document_number)
    condition = "document_number LIKE '%' || ?" if number.startswith("〔") else "document_number = ?"
    sql = f"SELECT id FROM policies WHERE {condition} AND active ORDER BY id LIMIT 1"
    row = db.execute(sql, [number]).fetchone() or db.execute(_MERGED_NUMBER, [f"n:{number}"]).fetchone()
    return find_policy(db, row[0]) if row else None


def policy_number(policy: Policy) -> int:
    """Give the number of a policy's shown id."""
    return parse_id(policy.id, IdKind.POLICY)
