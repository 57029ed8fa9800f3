"""Tokens that tell words which the index's stemmer confounds, in new items and in those of before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.store.database import Store, open_store
from tests.services.room import ISSUE, NEWS, NOW, Room

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ("Makers of generic drugs may apply.", "The general plan stands.", "A robot walks.")


def _find(room: Room, text: str) -> tuple[str, ...]:
    return room.lookup.find_ids(room.query(text), now=NOW)[0]


def _forget_migration(store: Store) -> None:
    """Bring a database back to before the index told such words."""
    with store.write() as db:
        db.execute("UPDATE item_index SET facets = substr(facets, 1, instr(facets || ' gbissuers', ' gbissuers') - 1)")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm034_roots'")
        db.execute("PRAGMA user_version = 33")
    store.close()


def test_words_that_the_stemmer_confounds_are_found_apart(tmp_path: Path) -> None:
    """Each finds its own item alone, also in a phrase and left out; a database of before is brought up to this."""
    items = tuple(replace(NEWS, position=n, text=text, companies=()) for n, text in enumerate(TEXTS, start=1))
    room = Room.open(tmp_path / "g.db")
    room.ingest(replace(ISSUE, items=items))
    for _ in range(2):
        assert _find(room, "generic") == ("I1",)
        assert _find(room, "general") == ("I2",)
        assert _find(room, '"general plan"') == ("I2",)
        assert _find(room, "-generic") == ("I2", "I3")
        assert _find(room, "robots") == ("I3",)
        _forget_migration(room.store)
        open_store(tmp_path / "g.db", create=False).close()
        room = Room.open(tmp_path / "g.db")
    room.close()
