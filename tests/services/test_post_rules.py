"""A post is corrected and explained by the rule that it was made by, through the whole program in memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.local_slack import CHANNEL
from tests.corpus import ITEMS, make_briefing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.bootstrap import Application
    from bot.domain.briefing import Briefing

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
REWORDED = replace(ITEMS[0], text="The ministry asks for opinions on draft rules for grid batteries.")


class Reader:
    """Reads the briefings it was given, one after the other."""

    def __init__(self) -> None:
        self.briefings: list[Briefing] = []

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        assert source_name
        return self.briefings[int(data)]


class Room:
    """The program, and somebody in its channel."""

    def __init__(self, app: Application, reader: Reader, clock: FixedClock) -> None:
        self.app = app
        self.reader = reader
        self.clock = clock

    def ingest(self, briefing: Briefing) -> None:
        self.reader.briefings.append(briefing)
        data = str(len(self.reader.briefings) - 1).encode()
        self.app.ingest.ingest(source_name="notes.md", data=data, by="U9", now=self.clock.at)

    def tick(self, at: dt.datetime | None = None) -> None:
        self.clock.at = at or self.clock.at
        self.app.scheduler.tick(self.clock.at)

    def command(self, text: str, *, user: str = "U0ADMIN") -> str:
        return render_message(self.app.workspace.command(text, user=user).payload)

    def press(self, name: str, *, post: int = -1) -> str:
        """Press a button under one of the summaries in the channel."""
        screen = self.app.workspace.look(CHANNEL)
        found = [each for each in self.app.workspace.list_posts(CHANNEL) if _is_summary(render_message(each))]
        shown = type(screen)(kind="in_channel", payload=found[post], channel=CHANNEL, user=screen.user)
        self.app.workspace.show(shown)
        return render_message(self.app.workspace.press(name).payload)

    def summaries(self) -> list[str]:
        texts = [render_message(post) for post in self.app.workspace.list_posts(CHANNEL)]
        return [text for text in texts if _is_summary(text)]


def _is_summary(text: str) -> bool:
    return text.startswith("China policy")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    reader, clock = Reader(), FixedClock(NOW)
    with bootstrap(Settings(db=tmp_path / "g.db"), clock=clock, create=True, reader=reader) as app:
        yield Room(app, reader, clock)


def test_an_old_digest_keeps_the_filter_and_the_zone_it_was_made_by(room: Room) -> None:
    """After a change of the rule a corrected digest says the same, and is explained by what the rule asked for then."""
    room.command("/digest subscribe topic:robotics daily at 09:00 tz:UTC")
    room.tick()
    room.tick(NOW + dt.timedelta(minutes=1))
    room.ingest(make_briefing())
    room.tick(dt.datetime(2024, 3, 10, 9, 0, 30, tzinfo=dt.UTC))
    before = room.summaries()
    assert "P2" in before[0]
    assert "changed since" not in room.press("Why these?")
    room.command("/digest change D1 topic:energy daily at 23:00 tz:Pacific/Auckland")
    room.tick(NOW + dt.timedelta(hours=6))
    why = room.press("Why these?")
    assert "Rule D1: topic Robotics" in why
    assert "What it asks for has changed since this post." in why
    assert "P2 Headline 2: topic Robotics" in why
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
    room.command("/policy list save us = company:BYD", user="U0OTHER")
    room.ingest(make_briefing(sha256="b", items=(REWORDED, *ITEMS[1:])))
    room.tick(NOW + dt.timedelta(minutes=12))
    assert room.summaries() == before
    why = room.press("Why these?")
    assert "P2 Headline 2: on the list us: topic Robotics" in why
    assert "What it asks for has changed since this post." in why
