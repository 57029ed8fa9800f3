"""A search of another text is the same statement to SQLite: it is prepared once, not with every question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.query.query import parse_query
from bot.query.search_plan import compose_search_plan
from bot.store.database import Database
from bot.store.search import find_items
from tests.room import ISSUE, NOW, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(ISSUE)
    with opened.store.write() as db:
        for table in ("items", "policies"):  # as whoever looks at them with other tools may
            db.execute(f"ANALYZE {table}")  # SQLite then looks at what is bound
    yield opened
    opened.close()


def search(room: Room, db: Database, text: str, *, limit: int) -> None:
    """Find what this text asks for, without any other step of a question."""
    lexicon = room.lookup.lexicon()
    query = parse_query(text, lexicon=lexicon, today=NOW.date())
    find_items(db, query, compose_search_plan(query.terms, lexicon), today=NOW.date(), limit=limit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("batteries", "vehicles"),
        ("batteries since:2024-01", "vehicles since:2023-05"),
        ("on:2024-01", "on:2023-05"),
        ("batteries asof:2024-02-01", "vehicles asof:2024-03-01"),
        ("due:2024-01", "due:2024-05"),
        ("effect:2024-01", "effect:2023-05"),
        ("learned:2024-01", "learned:2023-05"),
        ("sort:due batteries", "sort:due vehicles"),
    ],
)
def test_another_text_prepares_nothing(room: Room, one: str, other: str) -> None:
    """SQLite asks what a statement may do whenever it prepares one; for the second of a kind it does not."""
    prepared: list[object] = []

    def note(*told: object) -> int:
        prepared.append(told)
        return 0

    with room.store.read() as db:
        db.conn.set_authorizer(note)
        search(room, db, one, limit=200)
        first = len(prepared)
        search(room, db, other, limit=200)
        db.conn.set_authorizer(None)
    assert first > 0
    assert prepared[first:] == []
