"""One request of Slack that passed its check, as a listener gets it: who makes it, what came, and how to answer."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.access.roles import Need, Viewer
from bot.answers.notes import Writer
from bot.digests.rules import Asker
from bot.errors import GongbaoError, describe_for_log
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.model.subscription import is_person
from bot.names.lexicon import Lexicon
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.slack.actions import Ask, build_stale_error, parse_carried
from bot.slack.blocks import Block, modal
from bot.slack.calls.client import Respond, build_ack, load_blocks, reply
from bot.slack.commands import name_commands
from bot.slack.messages.frame import build_error, build_failure
from bot.slack.services import Services
from bot.slack.windows import carry_channel, find_channel, show_window

log = logging.getLogger(__name__)
_MAX_NUMBER = 2**31


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody of the workspace, and the services that work for them."""

    services: Services
    viewer: Viewer

    @property
    def now(self) -> dt.datetime:
        """The moment it is, by the one clock."""
        return self.services.clock.now()

    @property
    def lexicon(self) -> Lexicon:
        """The names that are known now."""
        return self.services.lookup.lexicon()

    @property
    def is_admin(self) -> bool:
        """Whether they may act as an admin now."""
        viewer = self.viewer
        return self.services.gatekeeper.is_admin(workspace=viewer.workspace, user=viewer.user)

    def parse(self, text: str) -> Query:
        """Read words and keys as of today; only BadQueryError is raised."""
        return parse_query(text, lexicon=self.lexicon, today=beijing_day(self.now))

    def require(self, need: Need, about: str, *, channel: str | None = None) -> None:
        """Raise NotAllowedError, with an audit row, unless this person may do it, who is looked up anew."""
        self.services.gatekeeper.require(self.viewer, need, about=about, channel=channel)

    def require_place(self, place: str, about: str) -> None:
        """Raise NotAllowedError unless they may change what is posted to a channel, or to themselves."""
        is_own = is_person(place)
        need = Need.PERSONAL if is_own else Need.SUBSCRIBE_CHANNEL
        self.require(need, about, channel=None if is_own else place)

    def find_writer(self, about: str) -> Writer:
        """Return them as one who writes notes, or raise NotAllowedError."""
        self.require(Need.PERSONAL, about)
        return Writer(user=self.viewer.user, channel=self.viewer.channel, is_admin=self.is_admin)

    def build_asker(self, channel: str = "") -> Asker:
        """Return them as one who asks about subscriptions; ``channel`` where it is about another than theirs."""
        viewer, facts = self.viewer, self.services.people.find(self.viewer.user, now=self.now)
        return Asker(
            workspace=viewer.workspace,
            channel=channel or viewer.channel,
            user=viewer.user,
            zone=facts.zone if facts else None,
            is_admin=self.is_admin,
        )


@dataclass(frozen=True, kw_only=True)
class Incoming(Visit):
    """A request: a command, a press, a submitted form, a menu or an event.

    ``viewer``, and never what the body says, is who it works for; ``later`` is done beside the acknowledgement.
    """

    body: dict[str, Any]
    ack: Ack
    client: WebClient
    respond: Respond
    context: BoltContext
    later: list[Callable[[Incoming], object]] = field(default_factory=list)

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

    def build_asker(self, channel: str = "") -> Asker:
        """Return who asks about subscriptions, in the channel that was pressed in where no other is named."""
        return super().build_asker(channel or find_channel(self.body))

    def read_ask(self) -> Ask:
        """Return the question that the pressed button carries, or raise BadQueryError."""
        return parse_carried(self.value, Ask)

    def read_id(self, kind: IdKind) -> int:
        """Return the number of the id that the pressed button carries, or raise BadQueryError."""
        return parse_id(self.value, kind)

    def read_number(self) -> int:
        """Return the number that the pressed button carries, or raise BadQueryError."""
        if not (self.value.isascii() and self.value.isdecimal() and int(self.value) <= _MAX_NUMBER):
            raise build_stale_error()
        return int(self.value)

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
        show_window(self.client, self.body, view, in_place=True)

    def answer(self, view: Block) -> BoltResponse:
        """Acknowledge a form with a window in its place."""
        return self.ack(response_action="update", view=carry_channel(view, find_channel(self.body)))

    def refuse(self, errors: dict[str, str]) -> BoltResponse:
        """Acknowledge a form with what is wrong, by field."""
        return self.ack(response_action="errors", errors={key: name_commands(said) for key, said in errors.items()})


def explain(error: Exception, *, ask: Ask | None = None) -> Message:
    """Return the message for an error; what is no error of ours is logged under a reference the message names."""
    if isinstance(error, GongbaoError):
        log.info("refused: %s", describe_for_log(error))
        return build_error(error, ask=ask)
    reference = secrets.token_hex(4)
    log.error("failed (ref %s)", reference, exc_info=error)
    return build_failure(reference)


def answer_with(body: dict[str, Any], message: Message) -> BoltResponse:
    """Return the acknowledgement that says why nothing was done, in the form in which such a request can show it."""
    if "command" in body:
        return build_ack(message)
    answer: Any = ""
    if body.get("type") == "view_submission":
        answer = {"response_action": "update", "view": modal("Not done", load_blocks(message))}
    elif body.get("type") == "block_suggestion":
        answer = {"options": []}
    return BoltResponse(status=200, body=answer)
