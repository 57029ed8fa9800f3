"""A workspace in memory with everything that people press, write and fill in, over a real store."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import Application
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.slack.app import build_app
from bot.slack.calls.identity import Channels
from bot.slack.in_memory.local import LocalWorkspace, Screen
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL, TEAM, Payload
from bot.slack.services import Services
from bot.store.database import Store
from bot.store.inbox import Inbox
from tests import builders as b
from tests.empty_store import open_empty
from tests.fakes import FakeLookup

DIRECT = f"D{ADMIN[1:]}"


@dataclass(frozen=True, kw_only=True)
class Noted:
    """An entry of the recording review list."""

    shown_id: str = "R7"


@dataclass
class FakeReview:
    """Keeps the notes it was given."""

    notes: list[dict[str, Any]] = field(default_factory=list)

    def report_wrong(self, **given: Any) -> Noted:
        self.notes.append(given)
        return Noted()


@dataclass
class FakeWatches:
    """Gives what a person follows."""

    owned: tuple[Any, ...] = ()

    def list_owned(self, *, workspace: str, user: str, now: dt.datetime | None = None) -> tuple[Any, ...]:
        _ = (workspace, user, now)
        return self.owned


class Room:
    """The workspace, the person in it, and what they see."""

    def __init__(self, folder: Path, *, prefix: str = "", **answers: Any) -> None:
        self.clock = FixedClock(b.NOW)
        self.lookup = FakeLookup(**answers)
        self.review = FakeReview()
        self.watches = FakeWatches()
        self.store: Store = open_empty(folder / "g.db")
        self.workspace = LocalWorkspace(self.clock)
        review: Any = self.review
        watches: Any = self.watches
        self.services = Services(
            lookup=self.lookup,
            clock=self.clock,
            prefix=prefix,
            inbox=Inbox(self.store),
            review=review,
            subscriptions=watches,
            channels=Channels(self.workspace.client),
        )
        self.workspace.attach(
            build_app(
                services=self.services,
                client=self.workspace.client,
                authorize=self.workspace.authorize,
                respond_factory=self.workspace.build_responder,
                executor=self.workspace.executor,
            )
        )

    def show(self) -> str:
        """Return the screen as text."""
        assert self.workspace.screen is not None
        return render_message(self.workspace.screen.payload)

    def ask(self, command: str, *presses: str) -> Screen:
        """Run a command, press buttons, and give what is then seen."""
        screen = self.workspace.command(command)
        for press in presses:
            screen = self.workspace.press(press)
        return screen

    def list_direct(self) -> list[Payload]:
        """Return the bot's posts in the person's direct messages."""
        return [post for post in self.workspace.list_posts(DIRECT) if post.get("bot_id")]

    def list_answers(self, channel: str = CHANNEL) -> list[Payload]:
        """Return the bot's posts in a channel."""
        return [post for post in self.workspace.list_posts(channel) if post.get("bot_id")]

    def count_calls(self, method: str) -> int:
        """Return how often a method of Slack was called."""
        return sum(name == method for name, _ in self.workspace.slack.calls)


class Office:
    """The whole app over one briefing, and people who write to it."""

    def __init__(self, app: Application, clock: FixedClock) -> None:
        self.app = app
        self.clock = clock
        self.workspace = app.workspace

    def write(self, text: str, *, user: str = ADMIN, direct: bool = False, thread_ts: str | None = None) -> str:
        """Write to the bot, and give what is then seen."""
        return render_message(self.say(text, user=user, direct=direct, thread_ts=thread_ts).payload)

    def say(self, text: str, *, user: str = ADMIN, direct: bool = False, thread_ts: str | None = None) -> Screen:
        return (
            self.workspace.write(text, user=user)
            if direct
            else self.workspace.mention(text, user=user, thread_ts=thread_ts)
        )

    def count(self, *tables: str) -> int:
        """Return how many rows these tables have together."""
        with self.app.store.read() as db:
            return sum(len(list(db.table(table).rows)) for table in tables)

    def send(self, event: dict[str, Any]) -> None:
        """Bring an event as Slack does."""
        grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event, "authorizations": [grant]}
        self.workspace.send(body)


__all__ = ["ADMIN", "CHANNEL", "DIRECT", "TEAM", "Office", "Room"]
