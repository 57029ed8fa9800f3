"""What a correction and an undo do where several posts, or one of several briefings, tell of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import PolicyStatus
from bot.services.posting.accounts import Accounts, describe_sums
from tests.channel_room import NOW, Room, open_room
from tests.corpus import make_briefing, make_policy_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item

BUOYS = make_policy_item(1, "The ministry sets rules on buoys.")
ROBOTS = make_policy_item(2, "The ministry sets rules on robots.", topic="robotics")
KITES = make_policy_item(1, "The ministry sets rules on kites.")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


def _do(room: Room, text: str) -> None:
    room.command(f"/digest {text} tz:UTC remind:none" if text.startswith("subscribe") else f"/digest {text}")
    for _ in range(2):
        room.tick(room.clock.at + dt.timedelta(seconds=5))


def _read(room: Room, *items: Item, name: str = "a", series: str = "Notes") -> None:
    room.ingest(replace(make_briefing(NOW.date(), sha256=name, items=items), series=series))


def _wait(room: Room, **time: float) -> None:
    for _ in range(2):
        room.tick(room.clock.at + dt.timedelta(**time) / 2)
    room.tick(room.clock.at + dt.timedelta(seconds=5))


def _sums(room: Room) -> list[str]:
    return [describe_sums(each) for each in Accounts(room.app.store).list_accounts(now=room.clock.at)]


def _count(room: Room, words: str) -> int:
    return sum(words in each for each in room.summaries())


def test_what_another_post_of_the_rule_told_is_not_added(room: Room) -> None:
    """An item that came late, since the rule it was left to did not post it, stands in that post alone."""
    _do(room, "subscribe topic:energy")
    _do(room, "subscribe all")
    _read(room, BUOYS, ROBOTS)
    _do(room, "pause D1")
    _wait(room, minutes=12)
    _do(room, "unsubscribe D1")
    assert (_count(room, "on buoys"), _count(room, "on robots"), len(room.summaries())) == (1, 1, 2)
    dated = replace(BUOYS, reported_on=dt.date(2024, 2, 21))
    _read(room, dated, ROBOTS, name="b")
    _wait(room, minutes=12)
    assert [("on buoys" in each, "21 Feb" in each) for each in room.summaries()] == [(False, False), (True, True)]
    assert _sums(room) == ["D2: 2 items = 2 posted"]


def test_what_waits_for_the_next_digest_is_not_added_to_one_that_stands(room: Room) -> None:
    """People hear of it by a post, not by a change in one they have read; that one says that it is to come."""
    _do(room, "subscribe topic:energy")
    _do(room, "subscribe all daily at 09:00")
    _read(room, BUOYS, ROBOTS)
    _do(room, "pause D1")
    _wait(room, hours=6)
    _do(room, "unsubscribe D1")
    assert _sums(room) == ["D2: 2 items = 1 posted + 1 waiting"]
    _read(room, BUOYS, replace(ROBOTS, text=f"{ROBOTS.text} They are strict."), name="b")
    _wait(room, minutes=1)
    (stands,) = room.summaries()
    assert ("They are strict" in stands, "on buoys" in stands) == (True, False)
    assert "Left out 1: comes with D2 1" in stands
    assert _sums(room) == ["D2: 2 items = 1 posted + 1 waiting"]
    _wait(room, days=1)
    assert [("They are strict" in each, "on buoys" in each) for each in room.summaries()] == [
        (True, False),
        (False, True),
    ]
    assert "Left out 1: left to another post of D2 1" in room.summaries()[1]
    assert _sums(room) == ["D2: 2 items = 2 posted"]


def test_what_another_rule_of_the_channel_told_is_not_added(room: Room) -> None:
    """An item that a correction lets match a second rule stays in the post that told it."""
    _do(room, "subscribe topic:robotics")
    _do(room, "subscribe topic:energy")
    _read(room, BUOYS, ROBOTS)
    _wait(room, minutes=12)
    _read(room, replace(BUOYS, topics=("energy", "robotics")), ROBOTS, name="b")
    _wait(room, minutes=1)
    assert (_count(room, "on buoys"), _count(room, "on robots")) == (1, 1)
    assert _sums(room) == ["D1: 2 items = 1 already had + 1 posted", "D2: 2 items = 1 filtered + 1 posted"]


def test_a_briefing_that_is_taken_back_is_marked_in_a_digest_of_several(room: Room) -> None:
    """The thread says what was withdrawn, in the line of the day, and the ledger that it is posted no more."""
    _do(room, "subscribe all weekly at 09:00")
    _read(room, BUOYS, series="One")
    _read(room, KITES, ROBOTS, name="k", series="Two")
    _wait(room, days=1, hours=6)
    _read(room, replace(KITES, reported_on=dt.date(2024, 2, 21)), ROBOTS, name="l", series="Two")
    _wait(room, minutes=1)
    room.app.ingest.undo(1, by="U9", now=room.clock.at)
    _wait(room, minutes=1)
    assert (_count(room, "on buoys"), _count(room, "on kites")) == (0, 1)
    (line,) = room.posts("Corrected: ")
    assert line.splitlines()[1:] == [
        "Withdrawn: Harbour Institute One, 10 Mar 2024, which this post told of, was taken back after it was posted."
    ]
    assert _sums(room) == ["D1: 3 items = 2 posted + 1 withdrawn"]
    room.app.ingest.undo(2, by="U9", now=room.clock.at)
    room.app.ingest.undo(2, by="U9", now=room.clock.at)
    _wait(room, minutes=1)
    assert _sums(room) == ["D1: 3 items = 3 withdrawn"]


@pytest.mark.parametrize("undone", [False, True])
def test_a_reading_that_was_taken_back_is_news_again(room: Room, undone: bool) -> None:
    """Whoever was shown a status by /digest now is shown the one of before, once that is in force again."""
    _read(room, BUOYS, ROBOTS)
    _wait(room, minutes=1)
    room.command("/digest now")
    _wait(room, minutes=1)
    assert BUOYS.policy is not None
    _read(room, replace(BUOYS, policy=replace(BUOYS.policy, status=PolicyStatus.IN_FORCE)), ROBOTS, name="b")
    _wait(room, minutes=1)
    assert "status: was issued / new: in force" in room.command("/digest now")
    _wait(room, minutes=1)
    if undone:
        room.app.ingest.undo(1, by="U9", now=room.clock.at)
    _wait(room, minutes=1)
    assert ("status: was in force / new: issued" in room.command("/digest now")) is undone
    assert "Nothing new" in room.command("/digest now")


def test_what_was_gone_when_somebody_looked_is_new_when_it_is_back(room: Room) -> None:
    """A briefing taken back and read again, an item dropped and put back: shown once, to whom it was not shown."""
    _read(room, BUOYS, ROBOTS)
    room.app.ingest.undo(1, by="U9", now=room.clock.at)
    _wait(room, minutes=1)
    assert "Nothing new" in room.command("/digest now")
    _wait(room, minutes=1)
    _read(room, BUOYS, ROBOTS, KITES, name="b")
    _wait(room, minutes=1)
    _read(room, BUOYS, ROBOTS, name="c")
    _wait(room, minutes=1)
    said = room.command("/digest now")
    assert ["2 new items" in said, "on buoys" in said, "on robots" in said] == [True] * 3
    _wait(room, minutes=1)
    _read(room, BUOYS, ROBOTS, KITES, name="b")
    _wait(room, minutes=1)
    back = room.command("/digest now")
    assert ["1 new item " in back, "on kites" in back, "on buoys" in back] == [True, True, False]
    for name, items in (("c", (BUOYS, ROBOTS)), ("b", (BUOYS, ROBOTS, KITES))):
        _wait(room, minutes=1)
        _read(room, *items, name=name)
    _wait(room, minutes=1)
    assert "Nothing new" in room.command("/digest now")


def test_a_preview_does_not_say_that_what_waits_does_not_match(room: Room) -> None:
    """What matches and whose digest is still to come was not due in the days looked at."""
    _read(room, BUOYS)
    _wait(room, minutes=20)
    said = room.command("/digest preview topic:energy weekly at 09:00 tz:UTC")
    assert "no post, nothing that matches was due then." in said
    assert "The latest briefing held would bring this" in said
