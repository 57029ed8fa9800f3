"""Migration 26: what a person's digest left to a channel's, slot by slot, so that a replay sees it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m026_left(db: Database) -> None:
    """Create the table of what slots left to others."""
    db.execute(
        "CREATE TABLE slot_left (subscription_id INTEGER NOT NULL REFERENCES subscriptions(id), due_at TEXT NOT NULL,"
        " item_id INTEGER NOT NULL REFERENCES items(id), source TEXT NOT NULL,"
        " PRIMARY KEY (subscription_id, due_at, item_id)) STRICT, WITHOUT ROWID"
    )
