"""What stands in a channel is not made to say more once people of another organisation read there."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.bootstrap import bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.domain.licence import Licence, LicenceKind
from bot.services.access.licences import Licences
from bot.slack.in_memory.local_slack import ADMIN, TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bootstrap import Application

NOW = dt.datetime(2025, 4, 3, 8, 0, tzinfo=dt.UTC)
SAMPLE = (Path(__file__).parents[2] / "data" / "briefings" / "china-industry-monitor-2025-04.md").read_bytes()
CORRECTED = SAMPLE.replace(b"settled how text", b"settled anew how text")
ASKED = {"C2": "/digest subscribe", "D7": "/digest subscribe to:me"}
"""How each of the two places came to follow everything."""


class Room:
    """The program in memory, with the sample posted to a channel and to a person."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.clock = app.clock
        for place, text in ASKED.items():
            app.workspace.command(text, user="U7" if place == "D7" else "U2", channel="C2")
        self.ingest(SAMPLE)

    def ingest(self, data: bytes) -> None:
        now = self.clock.now()
        self.app.ingest.ingest(source_name="a.md", data=data, by=ADMIN, now=now)
        self.go_on()

    def go_on(self) -> None:
        assert isinstance(self.clock, FixedClock)
        for _ in range(15):
            self.clock.at += dt.timedelta(minutes=1)
            self.app.scheduler.tick(self.clock.at)

    def send(self, event: dict[str, Any]) -> None:
        self.app.workspace.send({"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event})

    def says(self, place: str) -> str:
        return json.dumps(self.app.workspace.list_posts(place))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with bootstrap(Settings(db=tmp_path / "g.db"), clock=FixedClock(NOW), create=True) as app:
        yield Room(app)


def test_a_correction_comes_to_those_who_may_read_it(room: Room) -> None:
    """In a channel of our own and to a member the message is changed in place."""
    assert CORRECTED != SAMPLE
    room.ingest(CORRECTED)
    for place in ASKED:
        assert "settled anew" in room.says(place)


def test_nothing_new_is_written_into_a_channel_that_became_shared(room: Room) -> None:
    """A correction leaves the message there as it stands; taking the briefing back marks it all the same.

    Its publisher lets everybody read it; what others may not see would be taken back at once.
    """
    licence = Licence(publisher="Gongbao Samples", kind=LicenceKind.OPEN)
    Licences(room.app.store).set_licence(licence, by=ADMIN, now=room.clock.now())
    room.app.workspace.slack.channels["C2"].is_ext_shared = True
    room.send({"type": "channel_shared", "channel": "C2"})
    room.ingest(CORRECTED)
    assert "settled how text" in room.says("C2")
    assert "settled anew" not in room.says("C2")
    assert "settled anew" in room.says("D7")
    room.app.ingest.undo(1, by=ADMIN, now=room.clock.now())
    room.app.ingest.undo(1, by=ADMIN, now=room.clock.now())
    room.go_on()
    assert "settled how text" not in room.says("C2")
    assert "taken back" in room.says("C2")


@pytest.mark.parametrize("facts", [{"is_restricted": True}, {"team_id": "T9", "is_stranger": True}])
def test_nothing_new_is_written_to_who_is_no_member_any_more(room: Room, facts: dict[str, Any]) -> None:
    """What a guest was sent as a member stays as it was."""
    room.app.workspace.slack.people["U7"] = facts
    room.send({"type": "user_change", "user": {"id": "U7", "team_id": TEAM, **facts}})
    room.ingest(CORRECTED)
    assert "settled how text" in room.says("D7")
    assert "settled anew" not in room.says("D7")
