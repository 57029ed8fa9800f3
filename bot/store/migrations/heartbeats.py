"""Migration 4: the heartbeat of the bot that serves a workspace, by which a supervisor sees that it works.

``at`` is when it last went through a whole tick, ISO 8601 in UTC by the bot's own clock; ``mode`` how it is connected;
``problems`` a JSON array of sentences, empty when all was well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m004_heartbeats(db: Database) -> None:
    """Create the table of heartbeats."""
    db.execute(
        "CREATE TABLE heartbeats (workspace TEXT PRIMARY KEY, at TEXT NOT NULL, mode TEXT NOT NULL,"
        " problems TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )
