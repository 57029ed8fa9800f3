"""A search of another text is the same statement to SQLite: it is prepared once, not with every question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.queries.query import parse_query
from bot.domain.queries.search_plan import compose_search_plan
from bot.store.search import find_items
from tests.services.room import ISSUE, NOW, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Database


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(ISSUE)
    yield opened
    opened.close()


def search(room: Room, db: Database, text: str, *, limit: int) -> None:
    """Find what this text asks for, without any other step of a question."""
    lexicon = room.lookup.lexicon()
    query = parse_query(text, lexicon=lexicon, today=NOW.date())
    find_items(db, query, compose_search_plan(query.terms, lexicon), today=NOW.date(), limit=limit)


def test_another_text_prepares_nothing(room: Room) -> None:
    """SQLite asks what a statement may do whenever it prepares one; for the second of a kind it does not."""
    prepared: list[object] = []

    def note(*told: object) -> int:
        prepared.append(told)
        return 0

    with room.store.read() as db:
        db.conn.set_authorizer(note)
        search(room, db, "batteries", limit=200)
        first = len(prepared)
        search(room, db, "vehicles", limit=200)
        db.conn.set_authorizer(None)
    assert first > 0
    assert prepared[first:] == []
