"""Migration 32: what a policy says without its reports, by which each new report is compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m032_facts(db: Database) -> None:
    """Keep the facts of each policy beside its record, which grows with the reports."""
    db.execute("ALTER TABLE policies ADD COLUMN facts TEXT")
    db.execute("UPDATE policies SET facts = json_set(record, '$.reports', json('[]'), '$.item_ids', json('[]'))")
