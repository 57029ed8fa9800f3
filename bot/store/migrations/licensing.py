"""Migration 20: the posts that are to be looked at again because a licence, or who reads their channel, has changed.

``update_cuts`` is 1 while a change is wanted that takes out of a message what a licence does not allow any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m020_licensing(db: Database) -> None:
    """Create the list of the posts, each by its first part, and the mark of a change."""
    db.execute("ALTER TABLE posts ADD COLUMN update_cuts INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "CREATE TABLE licence_looks (post_id INTEGER PRIMARY KEY REFERENCES posts(id), asked_at TEXT NOT NULL) STRICT"
    )
