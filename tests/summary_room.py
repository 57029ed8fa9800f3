"""A room to look at the summaries in a channel: the whole program in memory, and somebody in its channel."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.bootstrap import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.in_memory.local_slack import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.bootstrap import Application
    from bot.domain.records.briefing import Briefing

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
_SUMMARY = "China policy"


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
        found = [each for each in self.app.workspace.list_posts(CHANNEL) if render_message(each).startswith(_SUMMARY)]
        shown = type(screen)(kind="in_channel", payload=found[post], channel=CHANNEL, user=screen.user)
        self.app.workspace.show(shown)
        return render_message(self.app.workspace.press(name).payload)

    def posts(self, start: str) -> list[str]:
        """Give what stands in the channel and its threads and begins so."""
        texts = [render_message(post) for post in self.app.workspace.list_posts(CHANNEL)]
        return [text for text in texts if text.startswith(start)]

    def summaries(self) -> list[str]:
        return self.posts(_SUMMARY)


@contextmanager
def open_room(path: Path, *, now: dt.datetime = NOW) -> Iterator[Room]:
    """Start the program on a new database."""
    reader, clock = Reader(), FixedClock(now)
    with bootstrap(Settings(db=path / "g.db"), clock=clock, create=True, reader=reader) as app:
        yield Room(app, reader, clock)
