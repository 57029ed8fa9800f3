"""A post is corrected and explained by the rule that it was made by, through the whole program in memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.channel_room import NOW, Room, open_room
from tests.corpus import ITEMS, make_briefing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REWORDED = replace(ITEMS[0], text="The ministry asks for opinions on draft rules for grid batteries.")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


def test_an_old_digest_keeps_the_filter_and_the_zone_it_was_made_by(room: Room) -> None:
    """After a change of the rule a corrected digest says the same, and is explained by what the rule asked for then."""
    room.command("/digest subscribe topic:robotics daily at 09:00 tz:UTC")
    room.tick()
    room.tick(NOW + dt.timedelta(minutes=1))
    room.ingest(make_briefing())
    room.tick(dt.datetime(2024, 3, 10, 9, 0, 30, tzinfo=dt.UTC))
    before = room.summaries()
    assert "P2" in before[0]
    room.look()
    assert "changed since" not in room.press("Why these?")
    room.command("/digest change D1 topic:energy daily at 23:00 tz:Pacific/Auckland")
    room.tick(NOW + dt.timedelta(hours=6))
    room.look()
    why = room.press("Why these?")
    assert "Rule D1: topic Robotics" in why
    assert "What it asks for has changed since this post." in why
    assert "P2 Headline 2: topic Robotics" in why
    room.look()
    assert "Left out by D1 (topic Robotics): 2 items" in room.press("See them privately")
    room.ingest(make_briefing(sha256="b", items=(REWORDED, *ITEMS[1:])))
    room.tick(NOW + dt.timedelta(hours=6, minutes=1))
    assert room.summaries() == before


def test_an_old_summary_keeps_the_list_as_it_was(room: Room) -> None:
    """Whoever saves something else under a list's name changes what comes next, and no post that stands."""
    room.command("/policy list save us = topic:robotics")
    room.command("/digest subscribe list:us remind:none")
    room.tick()
    room.tick(NOW + dt.timedelta(minutes=1))
    room.ingest(make_briefing())
    room.tick(NOW + dt.timedelta(minutes=11))
    before = room.summaries()
    room.command("/policy list save us = company:BYD")
    room.ingest(make_briefing(sha256="b", items=(REWORDED, *ITEMS[1:])))
    room.tick(NOW + dt.timedelta(minutes=12))
    assert room.summaries() == before
    room.look()
    why = room.press("Why these?")
    assert "P2 Headline 2: on the list us: topic Robotics" in why
    assert "What it asks for has changed since this post." in why
