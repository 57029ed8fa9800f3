"""Migration 34: tokens that tell "generic" from "general", which the index's stemmer takes for one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.index_rows import list_root_tokens

if TYPE_CHECKING:
    from sqlite_utils import Database

_LACKING = "SELECT rowid FROM item_index WHERE facets NOT LIKE '%gbroot%'"
_READ = "SELECT title || ' ' || text || ' ' || comment FROM item_index WHERE rowid = ?"
_ADD = "UPDATE item_index SET facets = facets || ? WHERE rowid = ?"


def m034_roots(db: Database) -> None:
    """Give each item of the index the tokens that new ones get."""
    for (place,) in db.execute(_LACKING).fetchall():
        if tokens := list_root_tokens(db.execute(_READ, [place]).fetchone()[0]):
            db.execute(_ADD, [f" {' '.join(tokens)}", place])
