"""Migration 31: until when Slack asked not to post to a channel, whatever became of the post that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m031_limits(db: Database) -> None:
    """Create the table of limits, with those that the refused posts hold."""
    db.execute(
        "CREATE TABLE channel_limits (workspace TEXT NOT NULL, channel TEXT NOT NULL, ends_at TEXT NOT NULL,"
        " PRIMARY KEY (workspace, channel)) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "INSERT INTO channel_limits SELECT workspace, channel, max(not_before) FROM posts"
        " WHERE state = 'retry' AND reason = 'rate limited' GROUP BY workspace, channel"
    )
