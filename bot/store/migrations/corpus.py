"""Migration 1: briefings, items, policies, what was recognised in them, and the search index.

An item's and a briefing's full record is JSON (``bot.domain.records.briefing``); the columns and side tables beside it
are what questions filter by. ``active`` is 0 for what a correction or an undo took away: ids are never reused, and what
comes back gets its old id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = (
    """
    CREATE TABLE briefings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        identity TEXT NOT NULL UNIQUE,
        series_key TEXT NOT NULL,
        published_on TEXT,
        period_start TEXT,
        period_end TEXT,
        sha256 TEXT NOT NULL,
        record TEXT NOT NULL,
        learned_at TEXT NOT NULL,
        active INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    """
    CREATE TABLE ingests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        briefing_id INTEGER NOT NULL REFERENCES briefings(id),
        at TEXT NOT NULL,
        by TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        record TEXT NOT NULL,
        undone_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE policies (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        merged_into INTEGER REFERENCES policies(id),
        document_number TEXT,
        document_type TEXT,
        status TEXT NOT NULL DEFAULT 'unknown',
        issued_on TEXT,
        comments_close_on TEXT,
        record TEXT,
        active INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    """
    CREATE TABLE policy_keys (
        key TEXT NOT NULL,
        policy_id INTEGER NOT NULL REFERENCES policies(id),
        PRIMARY KEY (key, policy_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE items (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        briefing_id INTEGER NOT NULL REFERENCES briefings(id),
        policy_id INTEGER REFERENCES policies(id),
        section TEXT NOT NULL,
        position INTEGER NOT NULL,
        reported_on TEXT,
        learned_at TEXT NOT NULL,
        version INTEGER NOT NULL DEFAULT 1,
        record TEXT NOT NULL,
        active INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    """
    CREATE TABLE item_bodies (
        item_id INTEGER NOT NULL REFERENCES items(id),
        body_id TEXT NOT NULL,
        issuing INTEGER NOT NULL,
        PRIMARY KEY (item_id, body_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE companies (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        confirmed INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE item_companies (
        item_id INTEGER NOT NULL REFERENCES items(id),
        company_id TEXT NOT NULL REFERENCES companies(id),
        PRIMARY KEY (item_id, company_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE item_topics (
        item_id INTEGER NOT NULL REFERENCES items(id),
        topic_id TEXT NOT NULL,
        PRIMARY KEY (item_id, topic_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE item_deadlines (
        item_id INTEGER NOT NULL REFERENCES items(id),
        closes_on TEXT NOT NULL,
        kind TEXT NOT NULL,
        PRIMARY KEY (item_id, closes_on, kind)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE item_targets (
        item_id INTEGER NOT NULL REFERENCES items(id),
        year INTEGER NOT NULL,
        PRIMARY KEY (item_id, year)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE VIRTUAL TABLE item_index USING fts5(
        title, names, text, comment,
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
)

_INDEXES = (
    "CREATE INDEX ingests_by_briefing ON ingests (briefing_id)",
    "CREATE INDEX briefings_by_series ON briefings (series_key, published_on)",
    "CREATE INDEX policies_by_number ON policies (document_number)",
    "CREATE INDEX policy_keys_by_policy ON policy_keys (policy_id)",
    "CREATE INDEX items_by_briefing ON items (briefing_id)",
    "CREATE INDEX items_by_policy ON items (policy_id)",
    "CREATE INDEX items_by_date ON items (reported_on)",
    "CREATE INDEX item_bodies_by_body ON item_bodies (body_id, issuing)",
    "CREATE INDEX item_companies_by_company ON item_companies (company_id)",
    "CREATE INDEX item_topics_by_topic ON item_topics (topic_id)",
    "CREATE INDEX item_deadlines_by_day ON item_deadlines (closes_on)",
    "CREATE INDEX item_targets_by_year ON item_targets (year)",
)


def m001_corpus(db: Database) -> None:
    """Create the corpus."""
    for statement in (*_TABLES, *_INDEXES):
        db.execute(statement)
