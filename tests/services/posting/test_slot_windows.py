"""What belongs to a slot when the clock was wrong, or when a digest never went out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.store.ledger import list_ledger
from tests.posting import NOW, after
from tests.services.posting.digest_room import SIX, DigestRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def room(tmp_path: Path) -> Iterator[DigestRoom]:
    """A channel with a digest each day at 06:00 UTC, two hours after NOW."""
    room = DigestRoom(folder=tmp_path)
    room.follow(SIX)
    yield room
    room.store.close()


@pytest.mark.parametrize("wrong", [after(hours=1), dt.datetime(1970, 1, 2, tzinfo=dt.UTC)])
def test_what_a_wrong_clock_announced_comes_with_the_next_digest(room: DigestRoom, wrong: dt.datetime) -> None:
    """A briefing read while the clock says a time before the last slot belongs to the next one, once."""
    room.ingest(1, now=NOW)
    room.tick(after(hours=3))
    room.ingest(2, now=wrong)
    for hours in (26, 27, 50):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted"), ("I2", "posted")]


def test_a_digest_that_came_too_late_gives_its_items_to_the_next(room: DigestRoom) -> None:
    """What a digest past its late limit would have brought waits for the next one, with the reason in the ledger."""
    room.ingest(1, now=NOW)
    room.digests.enqueue_due(now=after(hours=2))
    room.delivery.tick(after(hours=15))
    assert room.list_texts() == []
    with room.store.read() as db:
        assert [(row.fate, row.reason) for row in list_ledger(db)] == [
            ("waiting", "for the next digest: that of 2024-03-10 06:00 was later than its limit")
        ]
    room.tick(after(hours=26))
    room.tick(after(hours=50))
    assert room.list_texts() == ["D1: I1 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted")]
