"""Migration 7: the review list, what people decided, policies said to be two, and what an item builds on.

An entry's ``key`` says what it is about (``bot.domain.records.review``); notes of people have none. ``decision`` is
null while it waits. ``review_sources`` are the briefings in force that put an entry on the list. ``item_references``
holds the keys under which the documents that an item refers to would be held (``bot.domain.records.policy_identity``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.domain.records.briefing import Item
from bot.domain.records.policy_identity import reference_keys

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE review_entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        field TEXT NOT NULL,
        reason TEXT NOT NULL,
        quote TEXT NOT NULL,
        confidence REAL NOT NULL,
        item_id INTEGER REFERENCES items(id),
        policy_a INTEGER REFERENCES policies(id),
        policy_b INTEGER REFERENCES policies(id),
        subject TEXT NOT NULL,
        reporter TEXT NOT NULL,
        workspace TEXT NOT NULL,
        created_at TEXT NOT NULL,
        decision TEXT,
        other_id TEXT,
        other_name TEXT,
        settled_by TEXT,
        settled_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE review_sources (
        entry_id INTEGER NOT NULL REFERENCES review_entries(id),
        briefing_id INTEGER NOT NULL REFERENCES briefings(id),
        PRIMARY KEY (entry_id, briefing_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE policies_apart (
        one INTEGER NOT NULL REFERENCES policies(id),
        other INTEGER NOT NULL REFERENCES policies(id),
        PRIMARY KEY (one, other)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE item_references (
        item_id INTEGER NOT NULL REFERENCES items(id),
        key TEXT NOT NULL,
        PRIMARY KEY (item_id, key)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX review_entries_open ON review_entries (decision, confidence)",
    "CREATE INDEX review_entries_settled ON review_entries (kind) WHERE decision IS NOT NULL",
    "CREATE INDEX review_sources_by_briefing ON review_sources (briefing_id)",
    "CREATE INDEX item_references_by_key ON item_references (key)",
)


def m007_review(db: Database) -> None:
    """Create the tables, and fill in what the items held refer to."""
    for statement in _STATEMENTS:
        db.execute(statement)
    for number, record in db.execute("SELECT id, record FROM items").fetchall():
        item = msgspec.json.decode(record, type=Item)
        for key in reference_keys(item.references):
            db.execute("INSERT INTO item_references (item_id, key) VALUES (?, ?)", [number, key])
