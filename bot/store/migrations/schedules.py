"""Migration 5: when subscriptions post, the slots that were decided, changes that wait, and who looked when.

A subscription's ``every`` is the value of the key of that name, ``slots`` has one row for each local day on which a
rule was due, with what became of it (``posted``, ``empty``, ``late``). ``subscription_changes`` holds a rule's next
form until the line about it has landed. ``looks`` is when a person last asked for what is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    "ALTER TABLE subscriptions ADD COLUMN every TEXT NOT NULL DEFAULT 'immediate'",
    "ALTER TABLE subscriptions ADD COLUMN at TEXT NOT NULL DEFAULT '09:00'",
    "ALTER TABLE subscriptions ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC'",
    "ALTER TABLE subscriptions ADD COLUMN quiet TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE subscriptions ADD COLUMN runs_from TEXT",
    "ALTER TABLE subscriptions ADD COLUMN owned_by TEXT",
    """
    CREATE TABLE slots (
        subscription_id INTEGER NOT NULL REFERENCES subscriptions(id),
        slot_on TEXT NOT NULL,
        due_at TEXT NOT NULL,
        since TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT NOT NULL,
        post_id INTEGER REFERENCES posts(id),
        PRIMARY KEY (subscription_id, slot_on)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE subscription_changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        subscription_id INTEGER NOT NULL REFERENCES subscriptions(id),
        filter TEXT NOT NULL,
        every TEXT NOT NULL,
        at TEXT NOT NULL,
        zone TEXT NOT NULL,
        quiet TEXT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        post_id INTEGER REFERENCES posts(id),
        ended_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE looks (
        workspace TEXT NOT NULL,
        user TEXT NOT NULL,
        looked_at TEXT NOT NULL,
        PRIMARY KEY (workspace, user)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX changes_by_post ON subscription_changes (post_id)",
    "CREATE INDEX changes_waiting ON subscription_changes (subscription_id) WHERE ended_at IS NULL",
    "CREATE INDEX slots_by_post ON slots (post_id)",
    "CREATE INDEX items_by_learned ON items (learned_at)",
)


def m005_schedules(db: Database) -> None:
    """Add the columns and tables."""
    for statement in _STATEMENTS:
        db.execute(statement)
