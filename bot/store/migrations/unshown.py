"""Migration 24: what did not fit when a person asked for what is new, to be shown when they ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m024_unshown(db: Database) -> None:
    """Create the table of what was not shown."""
    db.execute(
        "CREATE TABLE unshown (workspace TEXT NOT NULL, user TEXT NOT NULL, item_id INTEGER NOT NULL"
        " REFERENCES items(id), PRIMARY KEY (workspace, user, item_id)) STRICT, WITHOUT ROWID"
    )
