"""Migration 23: which channels people of another organisation are in, as Slack said last.

``asked_at`` is when Slack said so, ISO 8601 in UTC by the bot's own clock. A channel without a row counts as shared
wherever something stands in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m023_sharing(db: Database) -> None:
    """Create the table of channels."""
    db.execute(
        "CREATE TABLE channel_sharing (channel TEXT PRIMARY KEY, is_shared INTEGER NOT NULL, asked_at TEXT NOT NULL)"
        " STRICT, WITHOUT ROWID"
    )
