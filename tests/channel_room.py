"""The program in memory, with briefings to read and people in its channel who type, press and fill in forms."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.model.briefing import Briefing
from bot.model.subscription import Subscription
from bot.reading.child import ChildReader
from bot.slack.in_memory.local import Screen
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, Payload
from bot.store.subscriptions import get_subscription
from tests.empty_store import make_empty
from tests.fake_slack.requests import build_event
from tests.ingest.web_of_feeds import FakeWeb
from tests.room import FakeReader

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=11)
"""When the posts of a briefing read now have gone."""
SUMMARY = "China policy"
"""How a summary begins."""
DIRECT = f"D{ADMIN[1:]}"
URL = "https://example.org/issue.md"
"""The only address at which there is anything: the bytes x."""


class Room:
    """The program, and who is in its channel; what is done gives what is then seen, as text."""

    def __init__(self, app: Application, reader: FakeReader, clock: FixedClock) -> None:
        self.app = app
        self.workspace = app.workspace
        self.reader = reader
        self.clock = clock

    def ingest(self, briefing: Briefing) -> None:
        data = str(len(self.reader.briefings)).encode()
        self.reader.briefings[data] = briefing
        self.app.services.ingest.ingest(source_name="notes.md", data=data, by="U9", now=self.clock.at)

    def tick(self, at: dt.datetime | None = None, **spans: float) -> int:
        """Let time pass and the bot post what is due; give how much it sent."""
        self.clock.at = (at or self.clock.at) + dt.timedelta(**spans)
        return self.app.scheduler.tick(self.clock.at).counts["sent"]

    def command(self, text: str, *presses: str, user: str = ADMIN) -> str:
        """Run a command, and press buttons in turn."""
        self.workspace.command(text, user=user)
        for press in presses:
            self.workspace.press(press)
        return self.show()

    def mention(self, text: str, *, user: str = ADMIN) -> str:
        return render_message(self.workspace.mention(text, user=user).payload)

    def write(self, text: str, *, user: str = ADMIN) -> str:
        """Write to the bot in direct messages."""
        return render_message(self.workspace.write(text, user=user).payload)

    def subscribe(self, words: str = "", *, user: str = ADMIN, channel: str = CHANNEL) -> str:
        """Type the subscription, and press Subscribe."""
        return render_message(self.workspace.subscribe(words, user=user, channel=channel).payload)

    def press(self, name: str) -> str:
        """Press a button of the screen."""
        return render_message(self.workspace.press(name).payload)

    def submit(self, **typed: str) -> str:
        """Submit the form on the screen, with this in its fields."""
        for label, value in typed.items():
            self.workspace.fill(label.replace("_", " "), value)
        return render_message(self.workspace.submit().payload)

    def show(self, *, to: str = "") -> str:
        """Return the screen as text, from now on that of somebody else where one is named."""
        screen = self.workspace.screen
        assert screen is not None
        if to:
            self.workspace.show(Screen(kind=screen.kind, payload=screen.payload, channel=screen.channel, user=to))
        return render_message(screen.payload)

    def share_file(self, name: str, data: bytes) -> Payload:
        """Keep a file that somebody shares, and return what an event says of it."""
        web = self.app.services.fetcher
        assert isinstance(web, FakeWeb)
        url = f"https://files.slack.com/F{len(web.pages)}/{name}"
        web.pages[url] = data
        return {"id": "F1", "name": name, "mode": "hosted", "is_external": False, "size": len(data), "url_private": url}

    def send(self, event: dict[str, Any]) -> Payload:
        """Bring an event as Slack does, and give the acknowledgement."""
        return self.workspace.send(build_event(event, event_id="Ev1"))

    def posts(self, start: str = "", *, channel: str = CHANNEL) -> list[str]:
        """Return what stands in the channel and its threads and begins so."""
        return [render_message(post) for post in self._list_posts(start, channel)]

    def answers(self, channel: str = CHANNEL) -> list[Payload]:
        """Return the bot's posts in a channel."""
        return [post for post in self.workspace.list_posts(channel) if post.get("bot_id")]

    def summaries(self) -> list[str]:
        return self.posts(SUMMARY)

    def pushes(self) -> list[str]:
        """Return the lines of the notifications about the summaries."""
        return [str(post["text"]) for post in self._list_posts(SUMMARY, CHANNEL)]

    def look(self, start: str = SUMMARY, *, post: int = -1, channel: str = CHANNEL, user: str = ADMIN) -> None:
        """Put one of the posts that begin so, the newest, on somebody's screen."""
        found = self._list_posts(start, channel)[post]
        self.workspace.show(Screen(kind="in_channel", payload=found, channel=channel, user=user))

    def rule(self, number: int = 1) -> Subscription:
        with self.app.store.read() as db:
            return get_subscription(db, number)

    def count(self, *tables: str) -> int:
        """Return how many rows these tables have together."""
        with self.app.store.read() as db:
            return sum(len(list(db.table(table).rows)) for table in tables)

    def _list_posts(self, start: str, channel: str) -> list[Payload]:
        posts = self.workspace.list_posts(channel)
        return [post for post in posts if render_message(post).startswith(start)]


@contextmanager
def open_room(
    path: Path, *, now: dt.datetime = NOW, reads: ChildReader | None = None, **settings: Any
) -> Iterator[Room]:
    """Start the program on a new database; ``reads`` stands for the reader of the room."""
    reader, clock = FakeReader(), FixedClock(now)
    known = Settings(db=make_empty(path / "g.db"), **settings)
    web = FakeWeb(pages={URL: b"x"})
    with bootstrap(known, clock=clock, create=True, reader=reads or reader, fetcher=web) as app:
        yield Room(app, reader, clock)
