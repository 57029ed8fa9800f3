"""What a digest says of a policy that an earlier briefing reported, through the whole program."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.channel_room import LATER, Room, open_room
from tests.corpus import make_briefing, make_policy_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


def _report(*issuers: str) -> Item:
    item = make_policy_item(1, "Rules on grid batteries are out.")
    assert item.policy is not None
    return replace(item, policy=replace(item.policy, title_zh="电网储能电池管理办法"), issuing_bodies=issuers)


def test_issuers_of_an_earlier_report_are_named_as_people_know_them(room: Room) -> None:
    """A body that only the earlier report names stands with its name, not with its id."""
    room.command("/digest subscribe")
    room.tick()
    room.ingest(make_briefing(items=(_report("MIIT", "STATE_COUNCIL"),)))
    room.tick(LATER)
    room.clock.at = LATER + dt.timedelta(days=2)
    room.ingest(replace(make_briefing(dt.date(2024, 3, 11), sha256="b", items=(_report("MIIT"),)), series="Quay Notes"))
    room.tick(room.clock.at + dt.timedelta(minutes=11))
    told = room.summaries()[-1]
    assert "Reported before: what changed" in told
    assert "issuer: was MIIT, State Council / new: MIIT" in told
