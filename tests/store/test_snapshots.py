"""What is worked out from the store is kept until something is written, and never longer."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.services.rows import find_held
from bot.store.licences import show_only
from bot.store.snapshots import keep_until_written
from tests.services.room import ISSUE, Room

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


class Counter:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, db: Database) -> int:
        assert db is not None
        self.asked += 1
        return self.asked


def read(room: Room, count: Counter, name: str = "count") -> int:
    with room.store.read() as db:
        return keep_until_written(db, name, count)


def test_it_is_worked_out_once_while_nothing_is_written(room: Room) -> None:
    """Two readings of one state share it; other names and other threads have their own."""
    count = Counter()
    assert (read(room, count), read(room, count), read(room, count, "other")) == (1, 1, 2)
    other = threading.Thread(target=read, args=(room, count))
    other.start()
    other.join()
    assert count.asked == 3


def test_a_commit_of_anybody_ends_it(room: Room) -> None:
    """After an ingest the next reading sees what it brought."""
    with room.store.read() as db:
        assert find_held(db).briefings == 1
    room.ingest(replace(ISSUE, sha256="more", series="Other", title="Other"))
    with room.store.read() as db:
        assert find_held(db).briefings == 2


def test_who_writes_keeps_nothing(room: Room) -> None:
    """What is seen inside a transaction that may be rolled back is not kept."""
    count = Counter()
    with room.store.write() as db:
        db.execute("UPDATE briefings SET active = 0")
        assert find_held(db).briefings == 0
        assert (keep_until_written(db, "count", count), keep_until_written(db, "count", count)) == (1, 2)
        db.execute("UPDATE briefings SET active = 1")


def test_a_narrowed_reading_keeps_nothing(room: Room) -> None:
    """What a guest may see is worked out for them, and not given to anybody else."""
    count = Counter()
    with room.store.read() as db, show_only(db, frozenset()):
        assert (keep_until_written(db, "count", count), keep_until_written(db, "count", count)) == (1, 2)
    assert (read(room, count), read(room, count)) == (3, 3)
