"""Migration 11: what the channels say after a restore from a backup.

``restore_scans`` has a row for each channel that may hold posts made since the backup: ``open`` until it was read,
``done``, or ``blind`` where it cannot be read. ``seen_posts`` are the keys found there, ``restore_doubts`` the posts
that waited for a blind channel: a person is asked before they go. ``after_ts`` and ``ts`` are Slack's own timestamps,
``marked_at`` is ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE restore_scans (
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        after_ts TEXT NOT NULL,
        marked_at TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        PRIMARY KEY (workspace, channel)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE seen_posts (
        key TEXT PRIMARY KEY,
        ts TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE restore_doubts (
        post_id INTEGER PRIMARY KEY REFERENCES posts(id)
    ) STRICT
    """,
)


def m011_restore(db: Database) -> None:
    """Create what is known of the channels after a restore."""
    for statement in _STATEMENTS:
        db.execute(statement)
