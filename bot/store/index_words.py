"""Single words of a question in the index: how many items have them, which of some items do, and words like them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Item
from bot.query.query_record import Alternatives
from bot.query.search_plan import match_all, match_phrase
from bot.store.licences import is_narrowed

_MOST_COUNTED = 2000
_MOST_WORDS = 20_000
_AT_ONCE = 200
"""So many texts are asked for in one statement; SQLite joins at most 500."""


def count_words(db: Database, wanted: Sequence[Alternatives]) -> tuple[int, list[int]]:
    """Return how many items there ever were, and how many have each of these; counting stops at 2,000.

    In one statement: each return from SQLite is a wait for whoever has the interpreter.
    """
    rows = f"SELECT 1 FROM item_index WHERE item_index MATCH ?{_seen_only(db)} LIMIT {_MOST_COUNTED}"
    matches = [match_all((each,)) for each in wanted]
    counted = [f"(SELECT count(*) FROM ({rows}))" if match else "0" for match in matches]
    sql = f"SELECT {', '.join(['(SELECT coalesce(max(id), 0) FROM items)', *counted])}"
    total, *counts = db.execute(sql, [match for match in matches if match]).fetchone()
    return total, counts


def list_printed(db: Database, texts: Sequence[str]) -> frozenset[str]:
    """Return those of these texts that some item has."""
    matches = [(text, match) for text in texts if (match := match_phrase(text))]
    row = f"SELECT ?, EXISTS (SELECT 1 FROM item_index WHERE item_index MATCH ?{_seen_only(db)})"
    found: set[str] = set()
    for start in range(0, len(matches), _AT_ONCE):
        some = matches[start : start + _AT_ONCE]
        rows = db.execute(" UNION ALL ".join([row] * len(some)), [*chain(*some)]).fetchall()
        found.update(text for text, is_there in rows if is_there)
    return frozenset(found)


def _seen_only(db: Database) -> str:
    """Return the condition that leaves rows of items that may not be seen out of the index, which knows all of them."""
    return " AND rowid IN (SELECT place FROM items)" if is_narrowed(db) else ""


def list_holding(db: Database, wanted: Sequence[Alternatives], item_ids: Sequence[int]) -> list[set[int]]:
    """Return for each of these those of the items that have it, by number."""
    found: list[set[int]] = [set() for _ in wanted]
    matches = {number: match for number, each in enumerate(wanted) if (match := match_all((each,)))}
    if not matches or not item_ids:
        return found
    places = "SELECT place FROM items WHERE id IN (SELECT value FROM json_each(?1))"
    sql = (
        "SELECT {number} AS number, i.id FROM item_index CROSS JOIN items i ON i.place = item_index.rowid"
        " WHERE item_index MATCH ?{parameter}"
        f" AND +item_index.rowid IN ({places})"  # with the +, one look at the word
        f" AND item_index.rowid >= (SELECT min(place) FROM ({places}))"
    )
    parts = [sql.format(number=number, parameter=parameter) for parameter, number in enumerate(matches, start=2)]
    for number, item_id in db.execute(" UNION ALL ".join(parts), [json.dumps(list(item_ids)), *matches.values()]):
        found[number].add(item_id)
    return found


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
