"""Migration 2: subscriptions, the outbox, what each channel already had, the ledger and the audit trail.

Timestamps are ISO 8601 in UTC; ``after_ts`` and ``ts`` are Slack's own timestamps. Post and subscription states are
those of ``bot.domain.posts.post`` and ``bot.domain.posts.subscription``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = (
    """
    CREATE TABLE subscriptions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        filter TEXT NOT NULL,
        cadence TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        created_by TEXT NOT NULL,
        created_at TEXT NOT NULL,
        noticed_at TEXT,
        started_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE announcements (
        briefing_id INTEGER NOT NULL REFERENCES briefings(id),
        version INTEGER NOT NULL,
        announced INTEGER NOT NULL,
        reason TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        not_before TEXT NOT NULL,
        undone_at TEXT,
        PRIMARY KEY (briefing_id, version)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE posts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        kind TEXT NOT NULL,
        source TEXT NOT NULL,
        slot TEXT NOT NULL,
        part INTEGER NOT NULL,
        parent_id INTEGER REFERENCES posts(id),
        subscription_id INTEGER REFERENCES subscriptions(id),
        briefing_id INTEGER REFERENCES briefings(id),
        text TEXT NOT NULL,
        blocks TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        resends INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        not_before TEXT NOT NULL,
        late_after TEXT,
        attempted_at TEXT,
        after_ts TEXT,
        ts TEXT,
        withdrawn_at TEXT,
        update_state TEXT,
        update_text TEXT,
        update_blocks TEXT,
        update_attempts INTEGER NOT NULL DEFAULT 0,
        update_not_before TEXT
    ) STRICT
    """,
    """
    CREATE TABLE channel_items (
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        item_id INTEGER NOT NULL REFERENCES items(id),
        version INTEGER NOT NULL,
        post_id INTEGER NOT NULL REFERENCES posts(id),
        PRIMARY KEY (workspace, channel, item_id, version)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE ledger (
        subscription_id INTEGER NOT NULL REFERENCES subscriptions(id),
        item_id INTEGER NOT NULL REFERENCES items(id),
        version INTEGER NOT NULL,
        briefing_id INTEGER NOT NULL REFERENCES briefings(id),
        fate TEXT NOT NULL,
        reason TEXT NOT NULL,
        post_id INTEGER REFERENCES posts(id),
        at TEXT NOT NULL,
        PRIMARY KEY (subscription_id, item_id, version)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE senders (
        workspace TEXT PRIMARY KEY,
        stopped_at TEXT,
        reason TEXT
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT
    """,
)

_INDEXES = (
    """
    CREATE UNIQUE INDEX subscriptions_once ON subscriptions (workspace, channel, filter, cadence)
    WHERE state <> 'cancelled'
    """,
    "CREATE INDEX posts_by_state ON posts (state, not_before)",
    "CREATE INDEX posts_by_subscription ON posts (subscription_id)",
    "CREATE INDEX posts_by_briefing ON posts (briefing_id)",
    "CREATE INDEX posts_by_parent ON posts (parent_id)",
    "CREATE INDEX posts_by_channel ON posts (workspace, channel, ts)",
    "CREATE INDEX posts_to_update ON posts (update_state) WHERE update_state IS NOT NULL",
    "CREATE INDEX channel_items_by_post ON channel_items (post_id)",
    "CREATE INDEX ledger_by_post ON ledger (post_id)",
    "CREATE INDEX ledger_by_briefing ON ledger (briefing_id)",
)


def m002_posting(db: Database) -> None:
    """Create subscriptions, outbox, ledger and audit trail."""
    for statement in (*_TABLES, *_INDEXES):
        db.execute(statement)
