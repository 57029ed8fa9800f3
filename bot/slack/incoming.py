"""One request of Slack that passed its check, as a listener gets it: who makes it, what came, and how to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.access.roles import Need, Viewer
from bot.errors import GongbaoError
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.slack.actions import Ask, build_stale_error, parse_ask
from bot.slack.blocks import Block
from bot.slack.calls.client import Respond, reply
from bot.slack.commands import name_commands
from bot.slack.services import Services
from bot.slack.windows import answer_form, replace_window, show_window

_MAX_NUMBER = 2**31


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """A request: a command, a press, a submitted form, a menu or an event.

    ``viewer``, and never what the body says, is who it works for; ``later`` is done beside the acknowledgement.
    """

    services: Services
    viewer: Viewer
    body: dict[str, Any]
    ack: Ack
    client: WebClient
    respond: Respond
    context: BoltContext
    later: list[Callable[[Incoming], object]] = field(default_factory=list)

    @property
    def now(self) -> dt.datetime:
        """The moment it is, by the one clock."""
        return self.services.clock.now()

    @property
    def event(self) -> dict[str, Any]:
        """What an event tells."""
        return self.body.get("event") or {}

    @property
    def view(self) -> dict[str, Any]:
        """The window that was submitted or pressed in."""
        return self.body.get("view") or {}

    @property
    def value(self) -> str:
        """What the pressed button carries, "" without anything."""
        pressed = self.body.get("actions") or [{}]
        return str(pressed[0].get("value") or "")

    @property
    def ts(self) -> str:
        """The timestamp of the message that was pressed in, "" without one."""
        return str((self.body.get("message") or {}).get("ts") or "")

    def read_ask(self) -> Ask:
        """Return the question that the pressed button carries, or raise BadQueryError."""
        return parse_ask(self.value)

    def read_id(self, kind: IdKind) -> int:
        """Return the number of the id that the pressed button carries, or raise BadQueryError."""
        return parse_id(self.value, kind)

    def read_number(self) -> int:
        """Return the number that the pressed button carries, or raise BadQueryError."""
        if not (self.value.isascii() and self.value.isdecimal() and int(self.value) <= _MAX_NUMBER):
            raise build_stale_error()
        return int(self.value)

    def require(self, need: Need, about: str) -> None:
        """Raise NotAllowedError, with an audit row, unless this person may do it, who is looked up anew."""
        self.services.gatekeeper.require(self.viewer, need, about=about)

    def reply(self, message: Message) -> None:
        """Show a message to whoever asked alone."""
        reply(self.respond, message)

    def replace(self, message: Message) -> None:
        """Put a message in the place of the one that was pressed in."""
        reply(self.respond, message, in_place=True)

    def open(self, view: Block) -> None:
        """Open a window, or stack it on the one that is open."""
        show_window(self.client, self.body, view)

    def update(self, view: Block) -> None:
        """Put a window in the place of the one that was pressed in."""
        replace_window(self.client, self.body, view)

    def answer(self, view: Block) -> BoltResponse:
        """Acknowledge a form with a window in its place."""
        return answer_form(self.ack, self.view, view)

    def refuse(self, block: str, error: GongbaoError) -> BoltResponse:
        """Acknowledge a form with what is wrong, beside its field."""
        return self.ack(response_action="errors", errors={block: name_commands(str(error))})
