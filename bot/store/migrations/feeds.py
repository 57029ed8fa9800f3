"""Feeds that are polled, their entries, and the files of a watched folder; and a quick way to a reading by its bytes.

Times are ISO 8601 in UTC. ``feeds.told_at`` and ``overdue_told_at`` are when the admins were last told of a trouble
that still stands, so that they are told once. ``feed_entries.page`` is an entry's own text, kept until it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_FEEDS = """
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    every_s INTEGER NOT NULL CHECK (every_s > 0),
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL,
    removed_at TEXT,
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    polled_at TEXT,
    next_poll_at TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    told_at TEXT,
    overdue_told_at TEXT
) STRICT
"""
_ENTRIES = """
CREATE TABLE feed_entries (
    feed_id INTEGER NOT NULL REFERENCES feeds (id),
    key TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    page TEXT NOT NULL,
    published_on TEXT,
    seen_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'passed', 'failed')),
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    briefing_id INTEGER REFERENCES briefings (id),
    PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID
"""
_FILES = """
CREATE TABLE watched_files (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'passed', 'failed')),
    tries INTEGER NOT NULL,
    next_try_at TEXT NOT NULL,
    error TEXT NOT NULL,
    briefing_id INTEGER REFERENCES briefings (id)
) STRICT, WITHOUT ROWID
"""


def m012_feeds(db: Database) -> None:
    """Create the tables of feeds and watched files."""
    for statement in (_FEEDS, _ENTRIES, _FILES):
        db.execute(statement)
    db.execute("CREATE UNIQUE INDEX feeds_polled ON feeds (url) WHERE removed_at IS NULL")
    db.execute("CREATE INDEX feed_entries_waiting ON feed_entries (next_try_at) WHERE state = 'waiting'")
    db.execute("CREATE INDEX feed_entries_briefing ON feed_entries (briefing_id)")
    db.execute("CREATE INDEX watched_files_briefing ON watched_files (briefing_id)")
    db.execute("CREATE INDEX ingests_bytes ON ingests (sha256)")
