"""Migration: reminders of deadlines, and what people said to them.

``remind`` is the normal form of the key of that name. A row of ``reminders`` is a post that reminded; ``days_left`` is
what it says, ``mark`` the number of days it was due at. ``deadline_answers`` holds the last word of each channel or
person (``channel``) on a deadline: ``taken`` or ``declined``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    "ALTER TABLE subscriptions ADD COLUMN remind TEXT NOT NULL DEFAULT '7'",
    "ALTER TABLE subscription_changes ADD COLUMN remind TEXT NOT NULL DEFAULT '7'",
    """
    CREATE TABLE reminders (
        post_id INTEGER PRIMARY KEY REFERENCES posts(id),
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        item_id INTEGER NOT NULL REFERENCES items(id),
        subject TEXT NOT NULL,
        kind TEXT NOT NULL,
        due_on TEXT NOT NULL,
        mark INTEGER NOT NULL,
        days_left INTEGER NOT NULL,
        is_late INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX reminders_by_deadline ON reminders (workspace, channel, subject, kind, due_on)",
    "CREATE INDEX reminders_by_item ON reminders (item_id)",
    """
    CREATE TABLE deadline_answers (
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        subject TEXT NOT NULL,
        kind TEXT NOT NULL,
        due_on TEXT NOT NULL,
        answer TEXT NOT NULL,
        answered_by TEXT NOT NULL,
        answered_at TEXT NOT NULL,
        PRIMARY KEY (workspace, channel, subject, kind, due_on)
    ) STRICT, WITHOUT ROWID
    """,
)


def m014_reminders(db: Database) -> None:
    """Add the columns and tables."""
    for statement in _STATEMENTS:
        db.execute(statement)
