"""Single words of a question in the index: how many items have them, which of some items do, and words like them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Item
from bot.query.query_record import Alternatives
from bot.query.search_plan import match_all, match_phrase
from bot.store.licences import is_narrowed

_MOST_COUNTED = 2000
_MOST_WORDS = 20_000


def count_words(db: Database, wanted: Sequence[Alternatives]) -> tuple[int, list[int]]:
    """Return how many items there ever were, and how many have each of these; counting stops at 2,000."""
    total = db.execute("SELECT coalesce(max(id), 0) FROM items").fetchone()[0]
    return int(total), [_count(db, match_all((each,)), _MOST_COUNTED) for each in wanted]


def list_printed(db: Database, texts: Sequence[str]) -> frozenset[str]:
    """Return those of these texts that some item has."""
    return frozenset(text for text in texts if _count(db, match_phrase(text), 1))


def _count(db: Database, match: str, most: int) -> int:
    if not match:
        return 0
    seen = " AND rowid IN (SELECT place FROM items)" if is_narrowed(db) else ""  # the index knows all items
    sql = f"SELECT count(*) FROM (SELECT 1 FROM item_index WHERE item_index MATCH ?{seen} LIMIT {most})"
    return int(db.execute(sql, [match]).fetchone()[0])


def list_holding(db: Database, wanted: Sequence[Alternatives], item_ids: Sequence[int]) -> list[set[int]]:
    """Return for each of these those of the items that have it, by number."""
    placed = "SELECT place, id FROM items WHERE place IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    ids = dict(db.execute(placed, [json.dumps(list(item_ids))]).fetchall())
    sql = f"""
        SELECT rowid FROM item_index WHERE item_index MATCH ? AND rowid BETWEEN ? AND ?
          AND +rowid IN ({", ".join(map(str, ids))})
    """  # with the +, one look at the word, from the first of these places to the last
    matches = [match_all((each,)) if ids else "" for each in wanted]
    return [
        {ids[place] for (place,) in db.execute(sql, [match, min(ids), max(ids)]).fetchall()} if match else set()
        for match in matches
    ]


def find_newest_reading(db: Database) -> int:
    """Return the number of the last reading: the index has no word that it had not then, but those undone since."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM ingests").fetchone()[0])


def list_index_words(db: Database, letter: str) -> list[str]:
    """Return the words of the index, without their endings, that begin with a letter; of very many only the first."""
    sql = f"SELECT term FROM item_words WHERE term >= ? AND term < ? AND doc > 0 LIMIT {_MOST_WORDS}"
    return [term for (term,) in db.execute(sql, [letter, letter + "\U0010ffff"]).fetchall()]


def find_item_with(db: Database, word: str) -> Item | None:
    """Return the newest item that has a word; None where none has it."""
    found = "SELECT rowid FROM item_index WHERE item_index MATCH ? ORDER BY rowid DESC LIMIT 1"
    row = db.execute(f"SELECT record FROM items WHERE place = ({found})", [match_phrase(word)]).fetchone()
    return msgspec.json.decode(row[0], type=Item) if row else None
