"""What a digest says of a policy that an earlier briefing reported, through the whole program."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.briefing import Item
from tests.channel_room import LATER, Room, open_room
from tests.corpus import make_briefing, make_policy_item


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


def _titled(position: int, closes_on: dt.date) -> Item:
    item = make_policy_item(position, f"Rules number {position} are out.", closes_on=closes_on)
    assert item.policy is not None
    return replace(item, policy=replace(item.policy, title_zh=f"第{position}号管理办法"))


def test_a_letter_that_repeats_another_says_what_changed_and_nothing_else(room: Room) -> None:
    """One line for the deadline that moved; the rest is counted, and listed for who asks; a mere repeat is silent."""
    first, moved = dt.date(2024, 3, 28), dt.date(2024, 4, 3)
    room.subscribe("remind:none")
    room.tick()
    room.ingest(make_briefing(items=(_titled(1, first), _titled(2, first))))
    room.tick(LATER)
    for days, series, day in ((1, "Quay Notes", first), (2, "Dock Notes", moved)):
        room.clock.at = LATER + dt.timedelta(days=days)
        letter = make_briefing(dt.date(2024, 3, 10 + days), sha256=series, items=(_titled(1, first), _titled(2, day)))
        room.ingest(replace(letter, series=series))
        room.tick(room.clock.at + dt.timedelta(minutes=11))
    _, told = (post for post in room.posts() if post.startswith("China policy"))
    assert room.pushes()[-1].startswith(
        "China policy: 1 changed, 1 deadline. Comment by Wed 3 Apr · 22 days left: MIIT"
    )
    assert "Changed since reported (1)\n• Headline 2: deadline 3 Apr 2024 (was 28 Mar 2024)" in told
    assert "Headline 1" not in told
    room.look("China policy")
    left = room.press("Left out (1)")
    assert "Left out by D1 (everything): 1 item" in left
    assert "• Headline 1: already had: posted by D1 from an earlier report, and nothing changed · P1" in left
