"""Migration 20: the posts that are to be looked at again because a licence, or who reads their channel, has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m020_licensing(db: Database) -> None:
    """Create the list of the posts, each by its first part."""
    db.execute(
        "CREATE TABLE licence_looks (post_id INTEGER PRIMARY KEY REFERENCES posts(id), asked_at TEXT NOT NULL) STRICT"
    )
