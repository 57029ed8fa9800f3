"""What a channel said to a deadline holds when a later report or a correction moves it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.channel_room import Room, open_room
from tests.corpus import make_briefing, make_policy_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item

FIRST, MOVED, ROUND = dt.date(2024, 3, 20), dt.date(2024, 3, 28), dt.date(2024, 6, 20)
LATER, CORRECTED = "a later report", "a correction"


def _at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2024, 3, day, hour, 0, 30, tzinfo=dt.UTC)


def _closing(on: dt.date) -> tuple[Item, ...]:
    item = make_policy_item(1, "The ministry opens rules on kites for comment.", closes_on=on)
    assert item.policy is not None
    return (replace(item, policy=replace(item.policy, title_zh="风筝放飞安全管理规定")),)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A channel that was reminded of a draft on 13 March."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        room.command("/digest subscribe all daily at 09:00 tz:UTC")
        room.tick()
        room.tick(_at(1, 5))
        room.ingest(make_briefing(dt.date(2024, 3, 1), items=_closing(FIRST)))
        for day in (2, 13):
            room.tick(_at(day))
        yield room


def _answer(room: Room, word: str) -> None:
    room.look("7 days left")
    room.press(word)
    room.tick(_at(14, 4))


def _move(room: Room, how: str, to: dt.date = MOVED) -> None:
    day = dt.date(2024, 3, 14 if how == LATER else 1)
    room.clock.at = _at(14, 10)
    room.ingest(make_briefing(day, sha256="b", items=_closing(to)))
    room.tick(_at(15))


@pytest.mark.parametrize("how", [LATER, CORRECTED])
def test_what_is_not_for_a_channel_stays_so(room: Room, how: str) -> None:
    """The new day is neither reminded of nor listed ahead in what comes then, and the status names it alone."""
    _answer(room, "Not for us")
    _move(room, how)
    reminders = len(room.posts("7 days left"))
    room.tick(_at(21))
    assert len(room.posts("7 days left")) == reminders
    assert not [each for each in room.summaries()[1:] if "Act by 28 Mar" in each]
    said = room.command("/digest status")
    assert "P1, 28 Mar 2024: not for us" in said
    assert "20 Mar" not in said


@pytest.mark.parametrize("how", [LATER, CORRECTED])
def test_who_took_it_on_has_it_still(room: Room, how: str) -> None:
    """The reminder of the new day says who took it on, and may be answered otherwise: the last word counts."""
    _answer(room, "Take it on")
    _move(room, how)
    room.tick(_at(21))
    room.look("7 days left")
    (moved,) = [each for each in room.posts("7 days left") if "by 28 Mar" in each]
    assert "Taken on by @U0ADMIN, 13 Mar 2024" in moved
    room.press("Not for us")
    room.tick(_at(21, 10))
    assert "P1, 28 Mar 2024: not for us" in room.command("/digest status")
