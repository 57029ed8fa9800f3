"""Migration 33: what a person was shown when they asked for what is new, so that a repeat of it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m033_shown(db: Database) -> None:
    """Create the table of what was shown; what people were shown before it, nobody knows."""
    db.execute(
        "CREATE TABLE shown (workspace TEXT NOT NULL, user TEXT NOT NULL, item_id INTEGER NOT NULL"
        " REFERENCES items(id), version INTEGER NOT NULL, PRIMARY KEY (workspace, user, item_id, version))"
        " STRICT, WITHOUT ROWID"
    )
