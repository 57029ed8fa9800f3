"""The gate before every listener, and the request that passed it: who makes it, what came, and how to answer.

What is refused reaches no listener: a command is answered in its acknowledgement, a button and what was written to the
bot by a private line, a form by another window in its place, a menu by no choices.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.licences import Place, looking_from
from bot.access.roles import Need, Role, Viewer, decide_access
from bot.answers.named_lists import asking_in
from bot.answers.notes import Writer
from bot.digests.rules import Asker
from bot.errors import BadQueryError, DeliveryError, GongbaoError, describe_for_log
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.model.subscription import is_person
from bot.names.lexicon import Lexicon
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.slack.actions import Ask, build_stale_error, parse_carried, parse_command
from bot.slack.blocks import MENU, Block, modal
from bot.slack.calls import client as calls
from bot.slack.calls.client import Respond, SendReply, load_blocks, reply
from bot.slack.commands import COMMANDS, name_commands, typed_with
from bot.slack.messages.frame import build_error, build_failure
from bot.slack.services import Services
from bot.slack.windows import call_views, carry_channel, choose_responder, find_channel, show_window

log = logging.getLogger(__name__)
_STRANGERS = frozenset({Role.NOBODY, Role.ELSEWHERE, Role.EXTERNAL})
"""Nobody of this workspace: to other organisations the bot does not speak unasked."""
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
        return self.services.gatekeeper.is_admin(workspace=self.viewer.workspace, user=self.viewer.user)

    def parse(self, text: str) -> Query:
        """Read words and keys as of today; only BadQueryError is raised."""
        return parse_query(text, lexicon=self.lexicon, today=beijing_day(self.now))

    def require(self, need: Need, about: str, *, channel: str | None = None) -> None:
        """Raise NotAllowedError, with an audit row, unless this person may do it, who is looked up anew."""
        self.services.gatekeeper.require(self.viewer, need, about=about, channel=channel)

    def require_place(self, place: str, about: str) -> None:
        """Raise NotAllowedError unless they may change what is posted to a channel, or to themselves."""
        if is_person(place):
            self.require(Need.PERSONAL, about)
        else:
            self.require(Need.SUBSCRIBE_CHANNEL, about, channel=place)

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

    ``viewer``, and never what the body says, is who it works for; ``event`` is what an event tells, ``view`` the window
    that was submitted or pressed in, ``later`` is done beside the acknowledgement.
    """

    body: dict[str, Any]
    ack: Ack
    client: WebClient
    respond: Respond
    context: BoltContext
    event: dict[str, Any]
    view: dict[str, Any]
    later: list[Callable[[Incoming], object]] = field(default_factory=list)

    @property
    def value(self) -> str:
        """What the pressed button carries, "" without anything."""
        return str(_get_pressed(self.body).get("value") or "")

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
        return calls.build_ack(message)
    answer: Any = ""
    if body.get("type") == "view_submission":
        answer = {"response_action": "update", "view": modal("Not done", load_blocks(message))}
    elif body.get("type") == "block_suggestion":
        answer = {"options": []}
    return BoltResponse(status=200, body=answer)


Handler = Callable[[Incoming], object]
"""What is done with a request; what acknowledges one may return the response."""


@dataclass(frozen=True, slots=True)
class Listener:
    """What is done with one kind of request, and what whoever makes it must be allowed to do.

    ``key`` is command:NAME, action:ID, view:ID, options:ID, event:TYPE or event:TYPE.SUBTYPE; ``.#`` ends
    that of numbered buttons, ``*`` stands for what no other listener takes. ``handle`` acknowledges, else nothing is
    said; ``later`` goes on beside the acknowledgement. What writes asks again (``Visit.require``). What is wrong in a
    form is said beside the field that is named, else beside ``field``.
    """

    key: str
    need: Need
    handle: Handler | None = None
    later: Handler | None = None
    field: str = ""


def on_press(need: Need, handlers: Mapping[str, Handler | None]) -> tuple[Listener, ...]:
    """Return the listeners of buttons, by the action's id: the press is acknowledged, then handled."""
    return tuple(Listener(f"action:{action_id}", need, later=handle) for action_id, handle in handlers.items())


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Stands before the listeners of one app; what goes on after an acknowledgement runs on ``executor``."""

    services: Services
    client: WebClient
    send_reply: SendReply
    executor: Executor

    def check_request(
        self, context: BoltContext, body: dict[str, Any], next_: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        """Refuse a request of nobody, and make the press of a menu's option that of a button.

        The log gets who asked what kind of thing, never the text.
        """
        team, user, keeper = context.team_id, context.user_id, self.services.gatekeeper
        is_named = all(isinstance(each, str) for each in (team, user or "", context.channel_id or ""))
        is_named = is_named and bool(team and (user or body.get("type") == "event_callback"))
        role = Role.ELSEWHERE if is_named and not context.is_enterprise_install else Role.NOBODY
        is_served = role is Role.ELSEWHERE and keeper.serves(str(team))
        if refusal := None if is_served else decide_access(Need.READ, role, guests_read=False):
            viewer = Viewer(workspace="", channel="", user="" if role is Role.NOBODY else str(user or ""), role=role)
            about, reason = describe_request(body), f"{role.value} ({team})"
            keeper.record_denial(viewer, Need.NONE, about=about, reason=reason)
            return answer_with(body, build_error(refusal))
        pressed = _get_pressed(body)
        option = pressed.get("selected_option")
        if pressed.get("action_id") == MENU and isinstance(option, dict):
            action_id, _, value = str(option.get("value") or "").partition(" ")
            pressed.update(type="button", action_id=action_id, value=value)
        context["client"] = self.client
        context["respond"] = choose_responder(
            body, client=self.client, send_reply=self.send_reply, response_url=context.response_url
        )
        log.info("%s from %s in %s", describe_request(body), user or "nobody", team)
        next_()
        return None

    def register(self, app: App, listener: Listener) -> None:
        """Register a listener with Bolt, behind the check that it asks for."""
        kind, _, name = listener.key.partition(":")
        if kind == "event" and name.startswith("message"):
            subtype = name.partition(".")[2] or None
            constraint: Any = "message" if subtype == "*" else {"type": "message", "subtype": subtype}
        elif name == "*":
            constraint = re.compile(r".*", re.DOTALL)
        elif name.endswith(".#"):
            constraint = re.compile(rf"\A{re.escape(name.removesuffix('.#'))}(\.\d+)?\Z")
        else:
            constraint = f"/{self.services.prefix}{name}" if kind == "command" else name

        def listen(ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
            return self.answer(listener, ack, body, context)

        getattr(app, kind)(constraint)(listen)

    def answer(self, listener: Listener, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
        """Check who asks, and let the listener work for them; what is wrong before the acknowledgement is raised."""
        keeper, need, channel = self.services.gatekeeper, listener.need, context.channel_id or ""
        viewer = keeper.identify(need, workspace=context.team_id or "", channel=channel, user=context.user_id or "")
        event = (body.get("event") or {}) if body.get("type") == "event_callback" else {}
        if viewer.role is Role.NOBODY and event and need is not Need.NONE:
            return ack()  # an app's own message, or Slack's
        if refusal := keeper.check(viewer, need, about=listener.key):
            if not event:
                raise refusal
            self.executor.submit(self._tell_refusal, event, viewer, build_error(refusal))
            return ack()
        incoming = Incoming(
            services=self.services,
            viewer=viewer,
            body=body,
            ack=ack,
            client=self.client,
            respond=context["respond"],
            context=context,
            event=event,
            view=body.get("view") or {},
        )
        try:
            done = self._run(listener.handle, incoming, need) if listener.handle else None
        except BadQueryError as error:
            if not listener.field:
                raise
            return incoming.refuse({getattr(error, "block", listener.field): str(error)})
        for later in (*filter(None, (listener.later,)), *incoming.later):
            self.executor.submit(self._go_on, later, incoming, listener)
        return done if isinstance(done, BoltResponse) else ack.response or ack()

    def handle_error(self, error: Exception, body: dict[str, Any], ack: Ack, respond: Respond) -> BoltResponse:
        """Answer Bolt with what came of an error: before the acknowledgement it is the answer, after it a reply."""
        if isinstance(error, BoltUnhandledRequestError):
            log.info("nobody listens to a request of type %r", str(body.get("type"))[:40])
            return ack()
        command = body.get("command")
        typed = f"{command} {body.get('text') or ''}" if isinstance(command, str) else ""
        with typed_with(self.services.prefix):
            message = explain(error, ask=parse_command(typed, self.services.prefix))
        if ack.response is None and body.get("type") != "block_actions":
            return answer_with(body, message)
        if body.get("response_url"):
            self.executor.submit(_reply_once, respond, message)
        return ack()

    def _run(self, handle: Handler, incoming: Incoming, need: Need) -> object:
        """Do something as whoever asks: with what licences let be shown to them, and with the named lists there."""
        viewer = incoming.viewer
        place = find_place(self.services.gatekeeper, viewer, need)
        user = "" if place.channel else viewer.user
        with looking_from(place), asking_in(viewer.channel, user), typed_with(self.services.prefix):
            return handle(incoming)

    def _go_on(self, handle: Handler, incoming: Incoming, listener: Listener) -> None:
        """Do what comes after the acknowledgement, asking admins for their right again; errors are told privately."""
        try:
            if listener.need in {Need.INGEST, Need.REVIEW}:
                incoming.require(listener.need, listener.key)
            self._run(handle, incoming, listener.need)
        except Exception as error:  # noqa: BLE001  the person must hear of a fault of ours too
            with typed_with(self.services.prefix):
                message = explain(error)
            if not listener.key.startswith("event:"):
                _reply_once(incoming.respond, message)

    def _tell_refusal(self, event: dict[str, Any], viewer: Viewer, message: Message) -> None:
        """Say to somebody of the workspace who wrote to the bot or opened its Home that they may not."""
        channel, thread = str(event.get("channel") or ""), event.get("thread_ts")
        is_new = isinstance(event.get("ts"), str) and not event.get("edited")
        is_written = is_new and calls.is_written(event, files=True)
        is_home = event.get("type") == "app_home_opened" and event.get("tab") != "messages"
        try:
            if viewer.role in _STRANGERS:
                return
            if is_home:
                home = {"type": "home", "blocks": load_blocks(message)}
                call_views(self.client, "views.publish", user_id=viewer.user, view=home)
            elif calls.is_direct(channel) and is_written:
                calls.post_once(self.client, message, channel=channel, key=f"refusal {channel} {event['ts']}")
            elif event.get("type") == "app_mention" and is_written:
                where = thread if isinstance(thread, str) else None
                calls.post_once(self.client, message, channel=channel, user=viewer.user, thread_ts=where)
        except DeliveryError as lost:
            log.warning("a refusal could not be told: %s", describe_for_log(lost))


def _reply_once(respond: Respond, message: Message) -> None:
    """Reply with what went wrong; where that is not taken either, the log gets it."""
    try:
        reply(respond, message)
    except DeliveryError as lost:
        log.warning("an error could not be told: %s", describe_for_log(lost))


def _get_pressed(body: dict[str, Any]) -> dict[str, Any]:
    """Return the button or menu that was pressed, empty without one."""
    pressed = body.get("actions")
    return pressed[0] if isinstance(pressed, list) and pressed and isinstance(pressed[0], dict) else {}


def find_place(keeper: Gatekeeper, viewer: Viewer, need: Need) -> Place:
    """Return where what is read will be shown: to the asker alone, or to their channel."""
    if need is not Need.SHARE:
        return Place(role=viewer.role)
    return keeper.place_of(viewer.channel) if viewer.channel else Place()


def describe_request(body: dict[str, Any]) -> str:
    """Name a request for the log: the command without prefix, the button's id, or the type; nothing people wrote."""
    if isinstance(body.get("command"), str):
        named = next((each.name for each in COMMANDS if body["command"].endswith(each.name)), None)
        return f"command '/{named}'" if named else "command of no such name"
    if pressed := _get_pressed(body):
        return f"button {str(pressed.get('action_id'))[:60]!r}"
    return f"request {str(body.get('type') or 'of no type')[:40]!r}"
