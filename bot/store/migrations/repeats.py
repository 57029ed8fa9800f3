"""Migration 30: which earlier report the ledger means of an item that says nothing new, and finding it by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m030_repeats(db: Database) -> None:
    """Create the column of the earlier report and its index."""
    db.execute("ALTER TABLE ledger ADD COLUMN before_id INTEGER REFERENCES items(id)")
    db.execute("CREATE INDEX ledger_repeats ON ledger (before_id) WHERE before_id IS NOT NULL")
