"""What is worked out from the store is kept until what it is made of is written, and never longer."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.services.answering.rows import find_held, list_item_rows
from bot.store.database import open_store
from bot.store.heartbeats import Heartbeat, write_heartbeat
from bot.store.items import deactivate_item, update_item
from bot.store.licences import show_only
from bot.store.named_lists import put_list
from bot.store.restored import restore_marked
from bot.store.snapshots import keep_records, keep_until_written
from tests.services.room import ISSUE, NOW, Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
    """All readings of one state share it, those of other threads too; another name has its own."""
    count = Counter()
    assert (read(room, count), read(room, count), read(room, count, "other")) == (1, 1, 2)
    other = threading.Thread(target=read, args=(room, count))
    other.start()
    other.join()
    assert count.asked == 2


def test_a_commit_of_another_process_ends_it(room: Room) -> None:
    """A second store on the same file stands for another process: what it writes is seen by the next reading."""
    count = Counter()
    assert read(room, count) == 1
    other = open_store(room.store.path, create=False)
    with other.write() as db:
        db.execute("UPDATE briefings SET active = 0")
    other.close()
    assert (read(room, count), read(room, count)) == (2, 2)
    with room.store.read() as db:
        assert find_held(db).briefings == 0


def test_a_write_to_what_no_answer_is_made_of_ends_nothing(room: Room) -> None:
    """The bot writes that it is alive every few seconds; what it keeps for answers stays."""
    count = Counter()
    assert read(room, count) == 1
    with room.store.write() as db:
        write_heartbeat(db, Heartbeat(workspace="T1", at=NOW, mode="socket", problems=()))
    assert read(room, count) == 1


def test_a_write_that_is_rolled_back_ends_nothing(room: Room) -> None:
    """Nobody ever saw it."""
    count = Counter()
    assert read(room, count) == 1
    with room.store.write() as db:
        db.execute("UPDATE briefings SET active = 0")
        db.conn.rollback()
    assert read(room, count) == 1
    with room.store.read() as db:
        assert find_held(db).briefings == 1


def test_what_is_kept_is_of_the_very_state_that_is_read(room: Room) -> None:
    """While others commit, no reading of any thread is given what another state had."""
    wrong: list[tuple[int, int]] = []
    done = threading.Event()

    def count_ticks(db: Database) -> int:
        return int(db.execute("SELECT count(*) FROM named_lists").fetchone()[0])

    def look() -> None:
        while not done.is_set():
            with room.store.read() as db:
                pair = (keep_until_written(db, "ticks", count_ticks), count_ticks(db))
            if pair[0] != pair[1]:
                wrong.append(pair)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(100):
        with room.store.write() as db:
            put_list(db, owner="U1", name=f"list{n}", filter_text="topic:ai", user="U1", now=NOW)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    with room.store.read() as db:
        assert keep_until_written(db, "ticks", count_ticks) == 100


def test_a_closed_store_can_be_read_again(room: Room) -> None:
    """Connections are made anew, and what was kept before is not believed: the file may be another."""
    count = Counter()
    assert read(room, count) == 1
    room.store.close()
    assert (read(room, count), read(room, count)) == (2, 2)


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


class Loader:
    """Gives each number its own square, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def __call__(self, db: Database, numbers: list[int]) -> dict[int, int]:
        assert db is not None
        self.asked.append(numbers)
        return {number: number * number for number in numbers if number}


def keep(room: Room, load: Loader, numbers: Sequence[int]) -> list[int | None]:
    with room.store.read() as db:
        held = keep_records(db, "squares", numbers, load)
        return [held.get(number) for number in numbers]


def test_a_record_is_read_once_while_nothing_is_written(room: Room) -> None:
    """Only what was not read before is read, what there is not is looked for again; after a commit all is."""
    load = Loader()
    assert keep(room, load, [2, 0]) == [4, None]
    assert keep(room, load, [3, 2, 0]) == [9, 4, None]
    assert keep(room, load, [2, 3]) == [4, 9]
    assert load.asked == [[2, 0], [3, 0]]
    room.ingest(replace(ISSUE, sha256="more", series="Other", title="Other"))
    assert keep(room, load, [2]) == [4]
    assert load.asked[2:] == [[2]]


def test_no_more_records_are_kept_than_memory_bears(room: Room) -> None:
    """Beyond so many they are read anew, and all that are asked for are given."""
    load = Loader()
    keep(room, load, range(1, 2049))
    assert keep(room, load, [5, 2050]) == [25, 2050**2]
    assert keep(room, load, [5, 7]) == [25, 49]
    assert load.asked[1:] == [[5, 2050], [7]]


def test_a_record_changed_is_never_shown_as_it_was(room: Room) -> None:
    """What a row of an answer says is what is stored at that moment, also after it was shown before."""
    with room.store.read() as db:
        before = list_item_rows(db, [1])[0]
    with room.store.write() as db:
        update_item(db, 1, replace(before.item, text="It says otherwise now."), new_version=False)
    with room.store.read() as db:
        assert list_item_rows(db, [1])[0].sentence == "It says otherwise now."
    with room.store.write() as db:
        deactivate_item(db, 1)
    with room.store.read() as db:
        assert list_item_rows(db, [1]) == []


def test_a_backup_that_was_restored_has_a_state_of_its_own(room: Room, tmp_path: Path) -> None:
    """What was kept of the file before is not given for it, however often either was written since."""
    backup = tmp_path / "backup.db"
    room.store.backup(backup)
    with room.store.write() as db:
        put_list(db, owner="U1", name="list1", filter_text="topic:ai", user="U1", now=NOW)
    count = Counter()
    held = read(room, count)
    restore_marked(backup, room.store.path)
    again = open_store(room.store.path, create=False)
    with again.read() as db:
        number = db.execute("SELECT number FROM states").fetchone()[0]
    again.close()
    later: list[int] = []
    with room.store.read() as db:  # the file before is still open, and in use: whoever reads meanwhile opens this one
        assert number > db.execute("SELECT number FROM states").fetchone()[0]
        other = threading.Thread(target=lambda: later.append(read(room, count)))
        other.start()
        other.join()
    assert (held, later) == (1, [2])
