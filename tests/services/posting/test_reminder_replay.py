"""A preview counts the reminders that a rule would have brought."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.quiet import Quiet
from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.records.deadlines import AnswerKind
from tests.corpus import make_briefing
from tests.empty_store import open_empty
from tests.services.posting.reminder_room import Room, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def test_a_preview_counts_no_reminder_after_not_for_us(room: Room) -> None:
    """Replayed, a rule reminds as it did: at its marks, until its channel said that a deadline is not for it."""
    room.follow(Schedule(remind=(14, 7, 1)))
    room.ingest(make_briefing(), now=at(5, 4))
    moments = [at(day) for day in (6, 13, 19) if room.tick(at(day))]
    assert room.replay(Schedule(remind=(14, 7, 1)), now=at(21)) == moments == [at(6), at(13), at(19)]
    room.answer(AnswerKind.DECLINED, now=at(13, 11))
    assert room.replay(Schedule(remind=(14, 7, 1)), now=at(21)) == [at(6), at(13)]
    assert room.replay(Schedule(remind=()), now=at(21)) == []


def test_a_preview_counts_no_reminder_that_would_come_too_late(room: Room) -> None:
    """One that would wait for the end of quiet until its day is over is not made, and not counted."""
    quiet = Schedule(quiet=Quiet(start=dt.time(9, 30), end=dt.time(8)), remind=(1,))
    room.follow(quiet)
    room.ingest(make_briefing(), now=at(20, 11))
    assert room.tick(at(20, 12)) == []
    assert room.replay(quiet, now=at(21)) == []
    assert room.replay(Schedule(remind=(1,)), now=at(21)) == [at(20, 11, 10)]


@pytest.mark.parametrize(
    ("hour", "filter_text", "left"), [(15, "", True), (15, "topic:robotics", False), (8, "", True)]
)
def test_a_preview_of_a_person_leaves_today_to_their_channel(
    room: Room, hour: int, filter_text: str, left: bool
) -> None:
    """On a day that is not over, what a channel of theirs is about to be reminded of is left to it, as a tick does."""
    own = Schedule(remind=(7,))
    room.follow(Schedule(at=dt.time(hour), remind=(7,)), filter_text=filter_text)
    room.follow(own, channel="U1")
    room.ingest(make_briefing(), now=at(5, 4))
    assert len(room.tick(at(13))) == (0 if left and hour > 9 else 1)
    assert room.replay(own, now=at(13, 12), rule="D2", channel="U1") == ([] if left else [at(13)])


def test_a_preview_counts_a_late_reminder_before_another_rule_told_a_nearer_mark(room: Room) -> None:
    """What came at once stands in the preview though the channel was told more later that day, or in the same tick."""
    late = Schedule(cadence=Cadence.WEEKLY, remind=(7,))
    nearer = Schedule(cadence=Cadence.DAILY, at=dt.time(18), remind=(3,))
    same = Schedule(remind=(3,))
    for schedule in (late, nearer, same):
        room.follow(schedule)
    room.ingest(make_briefing(), now=at(17, 10))
    first, second = at(17, 10, 10), at(17, 18)
    assert [len(room.tick(first)), len(room.tick(second))] == [2, 0]
    assert room.replay(late, now=at(19), rule="D1") == [first]
    assert room.replay(nearer, now=at(19), rule="D2") == []
    assert room.replay(same, now=at(19), rule="D3") == [first]


def test_a_person_leaves_a_reminder_to_a_channel_whose_day_has_come_already(room: Room) -> None:
    """In Shanghai it is the 18th, whose reminder comes before the person's 17th in UTC is over; a preview knows it."""
    own = Schedule(remind=(7,))
    room.follow(Schedule(at=dt.time(7), zone="Asia/Shanghai", remind=(2,)))
    room.follow(own, channel="U1")
    room.ingest(make_briefing(), now=at(17, 18))
    assert [len(room.tick(moment)) for moment in (at(17, 18, 10), at(17, 23), at(18))] == [0, 1, 0]
    assert room.replay(own, now=at(19), rule="D2", channel="U1") == []
