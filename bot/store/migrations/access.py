"""Migration 10: who may administer, which shared channels are open, whom we know, and the publishers' licences.

One database serves one workspace, so no table names it. ``at`` columns are ISO 8601 in UTC, lists JSON arrays.
``people`` keeps what Slack said of a person for the case that it cannot be asked; no names and no addresses.
``licences`` has a row for each publisher that differs from the default; ``publisher`` is the name folded, ``name`` as
printed, ``longest_quote`` in words, null for no limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    "CREATE TABLE admins (user TEXT PRIMARY KEY, granted_by TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE allowed_channels (
        channel TEXT PRIMARY KEY,
        allowed_by TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE people (
        user TEXT PRIMARY KEY,
        teams TEXT NOT NULL,
        is_guest INTEGER NOT NULL,
        is_stranger INTEGER NOT NULL,
        is_deleted INTEGER NOT NULL,
        is_bot INTEGER NOT NULL,
        asked_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE licences (
        publisher TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        channels TEXT NOT NULL DEFAULT '[]',
        longest_quote INTEGER,
        set_by TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX audit_by_time ON audit (at)",
)


def m010_access(db: Database) -> None:
    """Create the tables of admins, shared channels, people and licences."""
    for statement in _STATEMENTS:
        db.execute(statement)
