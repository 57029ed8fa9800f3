"""Digests of deadlines ahead are corrected and taken back as other posts are, each of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.briefing import Item
from tests.channel_room import Room, open_room
from tests.corpus import ITEMS, make_briefing, make_policy_item

MARCH = dt.date(2024, 3, 1)
LATER = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 28))
OTHER = make_policy_item(1, "The ministry opens rules on kites for comment.", closes_on=dt.date(2024, 3, 22))


def _at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2024, 3, day, hour, 0, 30, tzinfo=dt.UTC)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A channel that had a digest of the deadlines ahead on the first days of March."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        room.subscribe("deadlines daily at 09:00 tz:UTC remind:none")
        room.tick()
        room.tick(_at(1, 5))
        room.ingest(make_briefing(MARCH))
        for day in (1, 2, 3):
            room.tick(_at(day))
        yield room


def test_a_briefing_is_taken_back_from_every_digest_of_deadlines(room: Room) -> None:
    """One that brings more stays, over a line in the thread; those that bring nothing else say what was taken back."""
    room.ingest(replace(make_briefing(dt.date(2024, 3, 3), sha256="k", items=(OTHER,)), series="Kites"))
    room.tick(_at(4))
    room.app.services.ingest.undo(1, by="U9", now=_at(4, 10))
    room.tick(_at(4, 10))
    (left,) = room.summaries()
    assert "Comment by Fri 22 Mar" in left
    assert left.endswith("Corrected, see thread")
    assert len(room.posts("Withdrawn: Harbour Institute Harbour Notes, 1 Mar 2024")) == 7
    room.tick(_at(5))
    assert len(room.summaries()) == 2


def _subscribe(room: Room, *rules: str, at: dt.datetime) -> None:
    for rule in rules:
        room.subscribe(f"{rule} tz:UTC remind:none")
    for minutes in (0, 1):
        room.tick(at + dt.timedelta(minutes=minutes))


def _titled(item: Item) -> Item:
    assert item.policy is not None
    return replace(item, policy=replace(item.policy, title_en="Measures for Storage of Energy"))


def _ingest_letters(room: Room, days: tuple[int, ...]) -> None:
    """Two letters on one document, the later one with another day; the days are those of ticks between them."""
    room.ingest(make_briefing(MARCH, items=(_titled(ITEMS[0]),)))
    for day in days:
        room.tick(_at(day))
    later = make_briefing(dt.date(2024, 3, 3), sha256="k", items=(_titled(LATER),))
    room.ingest(replace(later, series="Kites"))


def test_a_deadline_that_another_letter_moved_is_told_no_more(tmp_path: Path) -> None:
    """From then on the new day alone stands ahead, by the newer report, and its change is told once."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        _subscribe(room, "deadlines daily at 09:00", at=_at(1, 5))
        _ingest_letters(room, (1, 2, 3))
        before = room.summaries()
        assert ["Comment by Wed 20 Mar" in text for text in before] == [True] * 3
        for day in (4, 5):
            room.tick(_at(day))
        assert room.summaries()[:3] == before
        first, second = room.summaries()[3:]
        for text in (first, second):
            assert text.count("Comment by") == 1
            assert "Comment by Thu 28 Mar" in text
            assert "Harbour Notes" not in text
        assert "deadline 28 Mar 2024 (was 20 Mar 2024)" in first
        assert "was 20 Mar" not in second
        assert "1 item" in room.command("/digest preview D1")
        assert "All is well" in room.command("/digest status")
