"""What of an item the index finds for a word, as the index itself says: its stems, phrases and tokens of records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.queries.search_text import match_all

if TYPE_CHECKING:
    from sqlite_utils import Database

    from bot.domain.queries.search_text import Alternatives

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_COLUMNS = (0, 1, 2, 3, 5)
"""Title, names, text, comment and facets (``bot.store.schema``)."""


def list_marks(db: Database, wanted: Alternatives, item_id: int) -> list[str]:
    """Give what of an item in force is found for this, each once: stretches of tokens as the index holds them."""
    match = match_all((wanted,))
    if not match:
        return []
    marked = ", ".join(f"highlight(item_index, {column}, ?2, ?3)" for column in _COLUMNS)
    sql = (
        f"SELECT {marked} FROM item_index WHERE item_index MATCH ?1 AND rowid = (SELECT place FROM items WHERE id = ?4)"
    )
    rows = db.execute(sql, [match, _OPEN, _CLOSE, item_id]).fetchall()
    return list(dict.fromkeys(found for row in rows for text in row for found in _MARKED.findall(text)))
