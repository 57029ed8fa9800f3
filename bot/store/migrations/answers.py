"""Migration 25: the answers that stand in channels for all to see, and which briefings each of them quotes.

``key`` is the one in the message's metadata, NULL where Slack posted the answer for us: then nobody can take it back.
``ts`` and ``after_ts`` are Slack's own timestamps; without a ``ts`` nobody knows whether the answer arrived. ``recall``
is the state of taking it back (``bot.domain.posts.delivery.UpdateState``), ``publishers`` are those whose licence asks
for it, ``told_at`` is when its person was told that it has to be deleted by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        thread_ts TEXT,
        key TEXT UNIQUE,
        ts TEXT,
        after_ts TEXT,
        user TEXT NOT NULL,
        asked TEXT NOT NULL,
        given_at TEXT NOT NULL,
        recall TEXT,
        publishers TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        not_before TEXT,
        told_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE answer_briefings (
        answer_id INTEGER NOT NULL REFERENCES answers(id),
        briefing_id INTEGER NOT NULL REFERENCES briefings(id),
        PRIMARY KEY (answer_id, briefing_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX answer_briefings_by_briefing ON answer_briefings (briefing_id)",
    "CREATE INDEX answers_by_channel ON answers (channel)",
    "CREATE INDEX answers_to_recall ON answers (recall, not_before) WHERE recall IS NOT NULL",
)


def m025_answers(db: Database) -> None:
    """Create both tables."""
    for statement in _STATEMENTS:
        db.execute(statement)
