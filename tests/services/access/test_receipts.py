"""Receipts: one claim of each key wins, whoever comes when."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreLockedError
from bot.services.access.receipts import Receipts
from bot.store.database import Store, open_store
from bot.store.events import KEPT, add_received, forget_received
from tests.empty_store import open_empty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store that is closed afterwards."""
    store = open_empty(tmp_path / "g.db", wait_s=0.05)
    yield store
    store.close()


def count_keys(store: Store) -> int:
    """Give how many keys are kept."""
    with store.read() as db:
        number: int = db.execute("SELECT count(*) FROM received").fetchone()[0]
        return number


def test_the_first_has_it(store: Store) -> None:
    """The second is told so, also by another process, and 23 hours later."""
    receipts = Receipts(store)
    assert receipts.claim("a", now=NOW)
    assert not receipts.claim("a", now=NOW)
    assert receipts.claim("b", now=NOW)
    again = open_store(store.path, create=False)
    assert not Receipts(again).claim("a", now=NOW + dt.timedelta(hours=23))
    again.close()


def test_one_of_many_at_once_has_it(store: Store) -> None:
    """Of eight threads with the same twenty keys, each key is won once."""
    receipts = Receipts(store)
    start = threading.Barrier(8)

    def claim_all() -> list[str]:
        start.wait()
        return [key for key in map(str, range(20)) if receipts.claim(key, now=NOW)]

    with ThreadPoolExecutor(8) as pool:
        won = [key for keys in [pool.submit(claim_all) for _ in range(8)] for key in keys.result()]
    assert sorted(won, key=int) == [str(number) for number in range(20)]


def test_a_question_does_not_wait_for_a_long_write(store: Store) -> None:
    """While somebody stores, it is claimed once in memory; afterwards it is made durable, with a claim or alone."""
    receipts = Receipts(store)
    with store.write():
        assert receipts.claim("asked", now=NOW, asks_only=True)
        assert not receipts.claim("asked", now=NOW, asks_only=True)
    assert count_keys(store) == 0
    receipts.write_later(NOW)
    assert count_keys(store) == 1
    assert not receipts.claim("asked", now=NOW, asks_only=True)
    assert receipts.claim("asked too", now=NOW, asks_only=True)
    assert receipts.claim("done", now=NOW)
    assert count_keys(store) == 3
    receipts.write_later(NOW)
    again = Receipts(store)
    assert not again.claim("asked", now=NOW, asks_only=True)
    assert not again.claim("asked too", now=NOW)


def test_a_question_is_its_own_while_others_are_being_written(store: Store) -> None:
    """However writing and claiming fall together, the first claim of a key wins and the second does not."""
    receipts, stop = Receipts(store), threading.Event()

    def write_on() -> None:
        while not stop.is_set():
            receipts.write_later(NOW)

    writing = threading.Thread(target=write_on)
    writing.start()
    try:
        won = [receipts.claim(key, now=NOW, asks_only=True) for key in map(str, range(300)) for _ in range(2)]
    finally:
        stop.set()
        writing.join()
    assert won == [True, False] * 300


def test_a_question_is_claimed_while_nothing_can_be_written(store: Store) -> None:
    """Another process holds the database: what could not be written is written when it can be."""
    receipts = Receipts(store)
    other = open_store(store.path, create=False)
    with other.write():
        assert receipts.claim("asked", now=NOW, asks_only=True)
        receipts.write_later(NOW)
        assert not receipts.claim("asked", now=NOW, asks_only=True)
    other.close()
    receipts.write_later(NOW)
    assert count_keys(store) == 1


def test_old_keys_are_forgotten_now_and_then(store: Store) -> None:
    """After a week, at most once an hour, also when the clock was set back."""
    receipts = Receipts(store)
    receipts.claim("old", now=NOW)
    receipts.claim("new", now=NOW + KEPT)
    assert count_keys(store) == 2
    receipts.claim("newer", now=NOW + KEPT + dt.timedelta(hours=2))
    assert count_keys(store) == 2
    assert receipts.claim("old", now=NOW - KEPT)


def test_the_table_says_what_is_new(store: Store) -> None:
    """Within a transaction, and only what is older than the limit goes."""
    with store.write() as db:
        assert add_received(db, "a", now=NOW)
        assert not add_received(db, "a", now=NOW)
        forget_received(db, now=NOW + KEPT)
        assert not add_received(db, "a", now=NOW)


def test_what_cannot_be_recorded_is_told_to_all_who_wait(store: Store) -> None:
    """While another process holds the database, nobody is let through; afterwards it works."""
    receipts = Receipts(store)
    other = open_store(store.path, create=False)
    with other.write(), ThreadPoolExecutor(3) as pool:
        for claim in [pool.submit(receipts.claim, key, now=NOW) for key in "abc"]:
            with pytest.raises(StoreLockedError):
                claim.result()
    other.close()
    assert receipts.claim("a", now=NOW)
