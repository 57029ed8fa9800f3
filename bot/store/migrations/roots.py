"""Migration 34: how many issued together, and tokens that tell words which the index's stemmer takes for one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.domain.queries.search_text import facet_token
from bot.store.index_rows import list_root_tokens

if TYPE_CHECKING:
    from sqlite_utils import Database

_LACKING = (
    "SELECT place, coalesce(json_extract(record, '$.issuing_bodies'), '[]') FROM items"
    " WHERE place IN (SELECT rowid FROM item_index WHERE facets NOT LIKE '%gbissuers%')"
)
_READ = "SELECT title || ' ' || text || ' ' || comment FROM item_index WHERE rowid = ?"
_ADD = "UPDATE item_index SET facets = facets || ? WHERE rowid = ?"


def m034_roots(db: Database) -> None:
    """Give each item of the index the tokens that new ones get."""
    for place, bodies in db.execute(_LACKING).fetchall():
        tokens = list_root_tokens(db.execute(_READ, [place]).fetchone()[0])
        count = facet_token("issuers", str(len(set(json.loads(bodies)))))
        db.execute(_ADD, [f" {' '.join((count, *tokens))}", place])
