"""Migration 21: in which channels persons are who get something in direct messages, as Slack said last.

``channels`` is a JSON array of ids, ``asked_at`` when Slack said so, ISO 8601 in UTC by the bot's own clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m021_memberships(db: Database) -> None:
    """Create the table of memberships."""
    db.execute(
        "CREATE TABLE memberships (workspace TEXT NOT NULL, user TEXT NOT NULL, channels TEXT NOT NULL,"
        " asked_at TEXT NOT NULL, PRIMARY KEY (workspace, user)) STRICT, WITHOUT ROWID"
    )
