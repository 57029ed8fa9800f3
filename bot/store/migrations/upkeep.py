"""Migration 17: the search index is kept in few pieces; those that stand are merged with the readings to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_PIECES = 2
"""So many pieces of like size are merged into one: the fewest that FTS5 takes."""


def m017_upkeep(db: Database) -> None:
    """Let ``merge_index`` merge as soon as two pieces are of like size."""
    db.execute("INSERT INTO item_index (item_index, rank) VALUES ('usermerge', ?)", [_PIECES])
