"""Migration 36: what the posts told that a channel was found to have after a restore from a backup.

``name`` is one of ``bot.domain.posts.telling``, ``key`` that of the post, ``ts`` its timestamp in Slack's own form,
``rule`` the subscription that it was of, as people see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENT = """
    CREATE TABLE told_before (
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        name TEXT NOT NULL,
        key TEXT NOT NULL,
        ts TEXT NOT NULL,
        rule TEXT NOT NULL,
        PRIMARY KEY (workspace, channel, name, key)
    ) STRICT, WITHOUT ROWID
"""


def m036_told(db: Database) -> None:
    """Create what channels were told before a restore."""
    db.execute(_STATEMENT)
