"""Migration 38: the posts whose message may say something else than they do, since a backup was restored.

``until`` (ISO 8601 in UTC) it waits for what nobody knew of what the message tells; ``row`` was the last of
the audit trail then: once something was done it is looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m038_compared(db: Database) -> None:
    """Create the list of the posts that are to be compared with their messages."""
    db.execute(
        "CREATE TABLE to_compare (post_id INTEGER PRIMARY KEY REFERENCES posts(id), until TEXT NOT NULL,"
        " row INTEGER) STRICT"
    )
