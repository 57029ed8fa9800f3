"""Migration 8: what people asked the bot in messages, the conversations it looks back in, presses that act once.

``questions`` has one row a message, known by its channel and timestamp however often it is brought; ``text`` is emptied
once it is answered. ``conversations`` holds where the bot is written to, with Slack's time up to which its history was
looked through. All times but Slack's own ``ts`` are ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """CREATE TABLE questions (
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        ts TEXT NOT NULL,
        thread_ts TEXT,
        user TEXT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('heard', 'answering', 'done')),
        heard_at TEXT NOT NULL,
        PRIMARY KEY (workspace, channel, ts)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX questions_open ON questions (workspace, state) WHERE state <> 'done'",
    "CREATE INDEX questions_by_time ON questions (heard_at)",
    """CREATE TABLE conversations (
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        looked_ts TEXT NOT NULL,
        looked_at TEXT NOT NULL,
        PRIMARY KEY (workspace, channel)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE presses (key TEXT PRIMARY KEY, pressed_at TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


def m008_inbox(db: Database) -> None:
    """Create the tables of what people write to the bot."""
    for statement in _STATEMENTS:
        db.execute(statement)
