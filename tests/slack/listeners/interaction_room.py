"""A workspace in memory with everything that people press, write and fill in, whose answers are samples."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from slack_bolt import App

from bot.access.gatekeeper import Gatekeeper
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.slack.app import build_app
from bot.slack.calls.identity import Channels, People
from bot.slack.gate import Gate, Services
from bot.slack.in_memory.local import IDENTITY, LocalWorkspace, Screen
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, Payload
from bot.store.intake import Inbox
from tests import builders as b
from tests.channel_room import DIRECT
from tests.empty_store import open_empty
from tests.fakes import FakeLookup


def build(workspace: LocalWorkspace, services: Services) -> App:
    """Return the app of a workspace in memory, in which nobody is an admin."""
    people, channels = People(workspace.client), Channels(workspace.client)
    keeper = Gatekeeper(people=people, channels=channels, clock=services.clock)
    services = replace(services, people=people, channels=channels, gatekeeper=keeper)
    send, executor = workspace.take_reply, workspace.executor
    return build_app(Gate(services=services, client=workspace.client, send_reply=send, executor=executor), IDENTITY)


class Room:
    """The workspace, the person in it, and what they see; ``owned`` is what they follow, ``notes`` what they report."""

    def __init__(self, folder: Path, *, prefix: str = "", **answers: Any) -> None:
        self.clock = FixedClock(b.NOW)
        self.lookup = FakeLookup(**answers)
        self.owned: tuple[Any, ...] = ()
        self.notes: list[dict[str, Any]] = []
        self.workspace = LocalWorkspace(self.clock)
        review: Any = SimpleNamespace(report_wrong=self._note)
        subscriptions: Any = SimpleNamespace(list_owned=lambda **_: self.owned)
        self.services = Services(
            lookup=self.lookup,
            clock=self.clock,
            prefix=prefix,
            inbox=Inbox(open_empty(folder / "g.db")),
            review=review,
            subscriptions=subscriptions,
        )
        self.workspace.app = build(self.workspace, self.services)

    def _note(self, **given: Any) -> Any:
        self.notes.append(given)
        return SimpleNamespace(shown_id="R7")

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

    def list_answers(self) -> list[Payload]:
        """Return the bot's posts in the channel."""
        return [post for post in self.workspace.list_posts(CHANNEL) if post.get("bot_id")]


__all__ = ["ADMIN", "CHANNEL", "DIRECT", "Room", "build"]
