"""Receipts: one claim of each key wins, whoever comes when."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from bot.services.access.receipts import Receipts
from bot.store.database import Store, open_store
from bot.store.events import KEPT
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


def test_old_keys_are_forgotten_now_and_then(store: Store) -> None:
    """After a week, at most once an hour, also when the clock was set back."""
    receipts = Receipts(store)
    receipts.claim("old", now=NOW)
    receipts.claim("new", now=NOW + KEPT)
    assert count_keys(store) == 2
    receipts.claim("newer", now=NOW + KEPT + dt.timedelta(hours=2))
    assert count_keys(store) == 2
    assert receipts.claim("old", now=NOW - KEPT)
