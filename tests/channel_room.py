"""The program in memory, with briefings to read and people in its channel who type, press and fill in forms."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.model.briefing import Briefing
from bot.model.subscription import Subscription
from bot.slack.in_memory.local import Screen
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, Payload
from bot.store.subscriptions import get_subscription
from tests.empty_store import make_empty
from tests.feed_lister import FeedLister

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=11)
"""When the posts of a briefing read now have gone."""
SUMMARY = "China policy"
"""How a summary begins."""


class Reader(FeedLister):
    """Reads the briefings it was given, one after the other."""

    def __init__(self) -> None:
        self.briefings: list[Briefing] = []

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        _ = layouts
        assert source_name
        return self.briefings[int(data)]


class Room:
    """The program, and who is in its channel."""

    def __init__(self, app: Application, reader: Reader, clock: FixedClock) -> None:
        self.app = app
        self.reader = reader
        self.clock = clock

    def ingest(self, briefing: Briefing) -> None:
        self.reader.briefings.append(briefing)
        data = str(len(self.reader.briefings) - 1).encode()
        self.app.services.ingest.ingest(source_name="notes.md", data=data, by="U9", now=self.clock.at)

    def tick(self, at: dt.datetime | None = None) -> None:
        self.clock.at = at or self.clock.at
        self.app.scheduler.tick(self.clock.at)

    def command(self, text: str, *, user: str = ADMIN) -> str:
        return render_message(self.app.workspace.command(text, user=user).payload)

    def subscribe(self, words: str = "", *, user: str = ADMIN) -> str:
        """Type the subscription, and press Subscribe."""
        return render_message(self.app.workspace.subscribe(words, user=user).payload)

    def press(self, name: str) -> str:
        """Press a button of the screen."""
        return render_message(self.app.workspace.press(name).payload)

    def submit(self, **typed: str) -> str:
        """Submit the form on the screen, with this in its fields."""
        for label, value in typed.items():
            self.app.workspace.fill(label.replace("_", " "), value)
        return render_message(self.app.workspace.submit().payload)

    def posts(self, start: str = "", *, channel: str = CHANNEL) -> list[str]:
        """Return what stands in the channel and its threads and begins so."""
        return [render_message(post) for post in self._list_posts(start, channel)]

    def summaries(self) -> list[str]:
        return self.posts(SUMMARY)

    def pushes(self) -> list[str]:
        """Return the lines of the notifications about the summaries."""
        return [str(post["text"]) for post in self._list_posts(SUMMARY, CHANNEL)]

    def look(self, start: str = SUMMARY, *, post: int = -1, channel: str = CHANNEL, user: str = ADMIN) -> None:
        """Put one of the posts that begin so, the newest, on somebody's screen."""
        found = self._list_posts(start, channel)[post]
        self.app.workspace.show(Screen(kind="in_channel", payload=found, channel=channel, user=user))

    def rule(self, number: int = 1) -> Subscription:
        with self.app.store.read() as db:
            return get_subscription(db, number)

    def _list_posts(self, start: str, channel: str) -> list[Payload]:
        posts = self.app.workspace.list_posts(channel)
        return [post for post in posts if render_message(post).startswith(start)]


@contextmanager
def open_room(path: Path, *, now: dt.datetime = NOW) -> Iterator[Room]:
    """Start the program on a new database."""
    reader, clock = Reader(), FixedClock(now)
    with bootstrap(Settings(db=make_empty(path / "g.db")), clock=clock, create=True, reader=reader) as app:
        yield Room(app, reader, clock)
