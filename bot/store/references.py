"""What builds on what: the documents that items refer to, found among the policies held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.store.leads import list_members
from bot.store.policies import list_policies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from bot.domain.records.policy import Policy

_HELD = """
    FROM item_references r
    JOIN items i ON i.id = r.item_id AND i.active AND i.policy_id IS NOT NULL
    JOIN policy_keys k ON k.key = r.key
    JOIN policies own ON own.id = k.policy_id
    JOIN policies p ON p.id = coalesce(own.merged_into, own.id) AND p.active AND p.id <> i.policy_id
    WHERE (p.issued_on IS NULL OR i.reported_on IS NULL OR p.issued_on <= i.reported_on)
"""
_MOST = 20


def write_references(db: Database, references: Mapping[int, tuple[str, ...]]) -> None:
    """Say what items refer to, by the keys under which it would be held."""
    items = json.dumps([*references])
    db.execute("DELETE FROM item_references WHERE item_id IN (SELECT value FROM json_each(?))", [items])
    for item_id, keys in references.items():
        for key in keys:
            db.execute("INSERT INTO item_references (item_id, key) VALUES (?, ?)", [item_id, key])


def list_builds_on(db: Database, number: int) -> list[Policy]:
    """Give the policies held, none of a later date, that the reports of this one refer to, by number; at most 20."""
    sql = f"SELECT DISTINCT p.id {_HELD} AND i.policy_id = ? ORDER BY 1 LIMIT {_MOST}"
    return _policies(db, [row[0] for row in db.execute(sql, [number]).fetchall()])


def list_built_on_by(db: Database, number: int) -> list[Policy]:
    """Give the policies whose reports refer to this one, none of an earlier date, by number; at most 20."""
    members = list_members(db, number)
    marks = ", ".join("?" * len(members))
    sql = f"SELECT DISTINCT i.policy_id {_HELD} AND k.policy_id IN ({marks}) ORDER BY 1 LIMIT {_MOST}"
    return _policies(db, [row[0] for row in db.execute(sql, members).fetchall()])


def _policies(db: Database, numbers: list[int]) -> list[Policy]:
    return [policy for _, policy in sorted(list_policies(db, numbers).items())]
