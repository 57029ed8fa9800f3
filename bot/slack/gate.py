"""The gate before every listener: a request names one person of one workspace, who may do what its listener is for.

What is refused reaches no listener: a command is answered in its acknowledgement, a button and what was written to the
bot by a private line, a form by another window in its place, a menu by no choices.
"""

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.licences import Place, looking_from
from bot.access.roles import Need, Role, Viewer
from bot.answers.named_lists import asking_in
from bot.errors import BadQueryError, DeliveryError, NotAllowedError, describe_for_log
from bot.model.post import Message
from bot.slack.actions import parse_command
from bot.slack.blocks import MENU
from bot.slack.calls.client import (
    Respond,
    RespondFactory,
    is_direct,
    is_of_app,
    is_said,
    load_blocks,
    post_once,
    post_privately,
    reply,
)
from bot.slack.commands import COMMANDS, typed_with
from bot.slack.incoming import Incoming, answer_with, explain
from bot.slack.messages.frame import build_error
from bot.slack.services import Services
from bot.slack.windows import call_views, choose_responder

log = logging.getLogger(__name__)
Handler = Callable[[Incoming], object]
"""What is done with a request; what acknowledges one may return the response."""
_NAMELESS = NotAllowedError(
    "This request names no person or no workspace, so it can't be answered.", hint="Ask from inside one workspace."
)
_ELSEWHERE = NotAllowedError("Gongbao serves another workspace here.", hint="Ask in the workspace it is installed in.")
_STRANGERS = frozenset({Role.NOBODY, Role.ELSEWHERE, Role.EXTERNAL})
"""Nobody of this workspace: to other organisations the bot does not speak unasked."""


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
    respond_factory: RespondFactory
    executor: Executor

    def check_request(
        self, context: BoltContext, body: dict[str, Any], next_: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        """Refuse a request of nobody, and make the press of a menu's option that of a button.

        The log gets who asked what kind of thing, never the text.
        """
        team, user, channel = context.team_id, context.user_id, context.channel_id or ""
        names_user = body.get("type") == "event_callback" or (isinstance(user, str) and user)
        refusal = None
        if context.is_enterprise_install or not (
            isinstance(team, str) and team and names_user and isinstance(channel, str)
        ):
            refusal = _NAMELESS
        elif not self.services.gatekeeper.serves(team):
            refusal = _ELSEWHERE
        if refusal is not None:
            named = str(user or "") if refusal is _ELSEWHERE else ""
            viewer = Viewer(workspace="", channel="", user=named, role=Role.NOBODY)
            reason = f"{refusal.message} ({team})"
            self.services.gatekeeper.record_denial(viewer, Need.NONE, about=describe_request(body), reason=reason)
            return answer_with(body, build_error(refusal))
        pressed = _get_pressed(body)
        option = pressed.get("selected_option")
        if pressed.get("action_id") == MENU and isinstance(option, dict):
            action_id, _, value = str(option.get("value") or "").partition(" ")
            pressed.update(type="button", action_id=action_id, value=value)
        context["client"] = self.client
        context["respond"] = choose_responder(
            body, client=self.client, respond_factory=self.respond_factory, response_url=context.response_url
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
        """Check who asks, and let the listener work for them; errors before the acknowledgement are raised."""
        keeper, need, channel = self.services.gatekeeper, listener.need, context.channel_id or ""
        viewer = keeper.identify(need, workspace=context.team_id or "", channel=channel, user=context.user_id or "")
        is_event = body.get("type") == "event_callback"
        if viewer.role is Role.NOBODY and is_event and need is not Need.NONE:
            return BoltResponse(status=200, body="")  # an app's own message, or Slack's
        respond: Respond = context["respond"]
        refusal = keeper.check(viewer, need, about=listener.key)
        if refusal is not None:
            message = build_error(refusal)
            if is_event:
                self.executor.submit(self._tell_refusal, body.get("event") or {}, viewer, message)
            elif body.get("response_url") and "command" not in body:
                self.executor.submit(_reply_once, respond, message)
            return answer_with(body, message)
        incoming = Incoming(
            services=self.services,
            viewer=viewer,
            body=body,
            ack=ack,
            client=self.client,
            respond=respond,
            context=context,
        )
        try:
            done = self._run(listener.handle, incoming, need) if listener.handle else None
        except BadQueryError as error:
            if not listener.field:
                raise
            return incoming.refuse({getattr(error, "block", listener.field): str(error)})
        response = done if isinstance(done, BoltResponse) else ack.response or ack()
        for later in (*filter(None, (listener.later,)), *incoming.later):
            self.executor.submit(self._go_on, later, incoming, listener)
        return response

    def handle_error(self, error: Exception, body: dict[str, Any], ack: Ack, respond: Respond) -> BoltResponse:
        """Answer Bolt with what came of an error: before the acknowledgement it is the answer, after it a reply."""
        if isinstance(error, BoltUnhandledRequestError):
            log.info("nobody listens to a request of type %r", str(body.get("type"))[:40])
            return BoltResponse(status=200, body="")
        prefix, command = self.services.prefix, body.get("command")
        ask = parse_command(f"{command} {body.get('text') or ''}", prefix) if isinstance(command, str) else None
        with typed_with(prefix):
            message = explain(error, ask=ask)
        if ack.response is None and body.get("type") != "block_actions":
            return answer_with(body, message)
        if body.get("response_url"):
            reply(respond, message)
        return BoltResponse(status=200, body="")

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
        if viewer.role in _STRANGERS:
            return
        channel, thread = str(event.get("channel") or ""), event.get("thread_ts")
        is_new = isinstance(event.get("ts"), str) and not event.get("edited") and not is_of_app(event)
        is_written = is_new and (is_said(event) or event.get("subtype") == "file_share")
        try:
            if event.get("type") == "app_home_opened" and event.get("tab") != "messages":
                home = {"type": "home", "blocks": load_blocks(message)}
                call_views(self.client, "views.publish", user_id=viewer.user, view=home)
            elif is_direct(channel) and is_written:
                post_once(self.client, message, channel=channel, key=f"refusal {channel} {event['ts']}")
            elif event.get("type") == "app_mention" and is_written:
                where = thread if isinstance(thread, str) else None
                post_privately(self.client, message, channel=channel, user=viewer.user, thread_ts=where)
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
