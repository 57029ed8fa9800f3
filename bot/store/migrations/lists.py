"""Migration 13: the named lists of channels and persons.

``owner`` is a channel's or a person's id, ``folded`` the name as it is compared, ``filter`` the text of the query that
holds the list's names and words. A deleted list keeps its row, so that its id is never used again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE named_lists (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        filter TEXT NOT NULL,
        saved_by TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        deleted_at TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX named_lists_by_name ON named_lists (owner, folded) WHERE deleted_at IS NULL",
)


def m013_lists(db: Database) -> None:
    """Create the table of named lists."""
    for statement in _STATEMENTS:
        db.execute(statement)
