"""A rule that is changed while its summary waits: what is posted after the line about it is what the line says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.services.posting.accounts import Accounts, describe_sums
from tests.channel_room import LATER, NOW, Room, open_room
from tests.corpus import make_briefing, make_policy_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENERGY = make_policy_item(1, "The ministry sets rules on storage.")
ROBOTS = make_policy_item(2, "The ministry sets rules on robots.", topic="robotics")
MONDAY = dt.datetime(2024, 3, 11, 9, 0, 30, tzinfo=dt.UTC)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A channel that follows one of two topics, and a briefing of both that was just read."""
    with open_room(tmp_path) as room:
        _do(room, "subscribe topic:energy remind:none")
        room.tick(NOW + dt.timedelta(seconds=10))
        room.ingest(make_briefing(NOW.date(), items=(ENERGY, ROBOTS)))
        yield room


def _do(room: Room, text: str) -> None:
    room.command(f"/digest {text}")
    room.tick(room.clock.at + dt.timedelta(seconds=5))
    room.tick(room.clock.at + dt.timedelta(seconds=5))


def _sums(room: Room) -> list[str]:
    return [describe_sums(each) for each in Accounts(room.app.store).list_accounts(now=room.clock.at)]


def _topics(room: Room) -> list[tuple[bool, bool]]:
    """Say of each summary whether it tells of storage and of robots."""
    return [("on storage" in each, "on robots" in each) for each in room.summaries()]


def test_another_filter_brings_what_it_asks_for(room: Room) -> None:
    """The summary that waited is decided again for the same moment, with what the filter of before left out."""
    _do(room, "change D1 topic:robotics")
    assert _topics(room) == []
    room.tick(LATER)
    assert _topics(room) == [(False, True)]
    assert _sums(room) == ["D1: 2 items = 1 filtered + 1 posted"]


def test_another_pace_brings_it_at_its_time(room: Room) -> None:
    """What waited to come at once comes with the first digest."""
    _do(room, "change D1 weekly at 09:00 tz:UTC")
    room.tick(LATER)
    assert _topics(room) == []
    assert _sums(room) == ["D1: 2 items = 2 waiting"]
    room.tick(MONDAY)
    assert _topics(room) == [(True, False)]
    assert _sums(room) == ["D1: 2 items = 1 filtered + 1 posted"]


def test_a_summary_on_hold_stays_on_hold(room: Room) -> None:
    """What an admin holds back is decided again, and waits for their word all the same."""
    room.command("/ingest hold B1")
    _do(room, "change D1 topic:robotics")
    room.tick(LATER)
    assert _topics(room) == []
    room.command("/ingest release B1")
    room.tick(LATER + dt.timedelta(minutes=1))
    assert _topics(room) == [(False, True)]
