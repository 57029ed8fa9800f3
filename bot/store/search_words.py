"""Single words of a question in the index: how many items have them, which of some items do, and words like them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bot.domain.queries.search_text import match_all, match_phrase
from bot.store.licences import is_narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from bot.domain.queries.search_text import Alternatives

_MOST_COUNTED = 2000
_MOST_WORDS = 20_000
_MOST_PRINTED = 20


def count_words(db: Database, wanted: Sequence[Alternatives]) -> tuple[int, list[int]]:
    """Give how many items there ever were, and how many have each of these; counting stops at 2,000.

    In one statement: each return from SQLite is a wait for whoever has the interpreter.
    """
    seen = _seen_only(db)
    rows = f"SELECT 1 FROM item_index WHERE item_index MATCH ?{seen} LIMIT {_MOST_COUNTED}"
    matches = [match_all((each,)) for each in wanted]
    counted = [f"(SELECT count(*) FROM ({rows}))" if match else "0" for match in matches]
    sql = f"SELECT {', '.join(['(SELECT coalesce(max(id), 0) FROM items)', *counted])}"
    total, *counts = db.execute(sql, [match for match in matches if match]).fetchone()
    return total, counts


def is_in_index(db: Database, text: str) -> bool:
    """Tell whether an item has this text."""
    match = match_phrase(text)
    sql = f"SELECT 1 FROM item_index WHERE item_index MATCH ?{_seen_only(db)} LIMIT 1"
    return bool(match) and db.execute(sql, [match]).fetchone() is not None


def _seen_only(db: Database) -> str:
    """Give the condition that leaves rows of items that may not be seen out of the index, which knows all of them."""
    return " AND rowid IN (SELECT place FROM items)" if is_narrowed(db) else ""


def list_holding(db: Database, wanted: Sequence[Alternatives], item_ids: Sequence[int]) -> list[list[int]]:
    """Give for each of these those of the items that have it, by number."""
    found: list[list[int]] = [[] for _ in wanted]
    matches = {place: match for place, each in enumerate(wanted) if (match := match_all((each,)))}
    if not matches or not item_ids:
        return found
    held = "SELECT place FROM items WHERE id IN (SELECT value FROM json_each(?1))"
    sql = (
        "SELECT {place} AS place, i.id FROM item_index CROSS JOIN items i ON i.place = item_index.rowid"
        " WHERE item_index MATCH ?{number}"
        f" AND +item_index.rowid IN ({held})"  # with the +, one look at the word
        f" AND item_index.rowid >= (SELECT min(place) FROM ({held}))"
    )
    source = " UNION ALL ".join(sql.format(place=place, number=number) for number, place in enumerate(matches, start=2))
    values = [json.dumps(list(item_ids)), *matches.values()]
    for place, item_id in db.execute(source, values).fetchall():
        found[place].append(item_id)
    return found


def find_newest_reading(db: Database) -> int:
    """Give the number of the last reading: the index has no word that it had not then, but those undone since."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM ingests").fetchone()[0])


def list_index_words(db: Database, letter: str) -> list[str]:
    """Give the words of the index, as it stems them, that begin with a letter; of very many only the first."""
    sql = f"SELECT term FROM item_words WHERE term >= ? AND term < ? AND doc > 0 LIMIT {_MOST_WORDS}"
    return [term for (term,) in db.execute(sql, [letter, letter + "\U0010ffff"]).fetchall()]


def list_printed(db: Database, stem: str) -> list[str]:
    """Give the words that begin like this stem as some items print them, each once.

    The index stems what it is asked, a stem too, so it is asked for the beginning and the words are looked at.
    """
    sql = f"SELECT title || ' ' || text FROM item_index WHERE item_index MATCH ?{_seen_only(db)} LIMIT {_MOST_PRINTED}"
    begins = re.compile(rf"\b{re.escape(stem[:-1])}\w*", re.IGNORECASE)
    rows = db.execute(sql, [f'"{stem}" *']).fetchall()
    return list(dict.fromkeys(printed for row in rows for printed in begins.findall(row[0])))
