"""Migration 37: the names that items had by words since corrected, as messages bear them that were posted before.

``name`` is one of ``bot.domain.posts.telling``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENT = """
    CREATE TABLE earlier_names (
        item_id INTEGER NOT NULL REFERENCES items(id),
        name TEXT NOT NULL,
        PRIMARY KEY (item_id, name)
    ) STRICT, WITHOUT ROWID
"""


def m037_earlier_names(db: Database) -> None:
    """Create the names of before."""
    db.execute(_STATEMENT)
