"""The gate before every listener, and the request that passed it: who makes it, what came, and how to answer.

What is refused reaches no listener: a command is answered in its acknowledgement, a button and what was written to the
bot by a private line, a form by another window in its place, a menu by no choices.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.licences import Licences, looking_from
from bot.access.licences import Place as LicencePlace
from bot.access.roles import Admins, Need, Role, Viewer, decide_access
from bot.answers.lookup import Lookup
from bot.answers.named_lists import NamedLists, asking_in
from bot.answers.notes import Notes, Writer
from bot.clock import Clock
from bot.digests.accounts import Accounts
from bot.digests.chat import Renderer
from bot.digests.holds import Troubles
from bot.digests.outbox import Digests
from bot.digests.rules import Asker
from bot.digests.subscriptions import Subscriptions
from bot.errors import BadQueryError, DeliveryError, GongbaoError, describe_for_log
from bot.ingest.feeds import Feeds
from bot.ingest.ingest import Ingest
from bot.ingest.intake import IntakeQueue
from bot.ingest.layouts import Layouts
from bot.ingest.review import Review
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.model.subscription import NO_HOLIDAYS, Holidays, is_person
from bot.names.lexicon import Lexicon
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.reading.child import ChildReader
from bot.slack.actions import Ask, build_stale_error, parse_carried, parse_command
from bot.slack.blocks import MENU, Block, modal, section
from bot.slack.calls import client as calls
from bot.slack.calls.client import FAILURES, SendReply, build_ack, build_body, is_direct, load_blocks, read_failure
from bot.slack.calls.identity import Channels, People
from bot.slack.commands import COMMANDS, name_commands, typed_with
from bot.slack.messages.frame import Place, build_error, build_failure
from bot.store.database import Store
from bot.store.intake import Inbox
from bot.web.fetch import WebFetcher

log = logging.getLogger(__name__)
_LEFT_OUT: Any = None
"""In place of a service that no registered listener calls, and of what a request has not."""
_STRANGERS = frozenset({Role.NOBODY, Role.ELSEWHERE, Role.EXTERNAL})
"""Nobody of this workspace: to other organisations the bot does not speak unasked."""
_MAX_NUMBER = 2**31
_CHANNEL = r"[CGD][A-Z0-9]{1,20}"
_CARRIED = re.compile(rf"(?:in:({_CHANNEL}) )?(.*)", re.DOTALL)
"""What a window carries unseen: the channel in which it was opened, and what its form is for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """Everything a listener may call; ``prefix`` stands before each command's name (``cn-`` makes ``/cn-policy``)."""

    lookup: Lookup
    clock: Clock
    prefix: str = ""
    subscriptions: Subscriptions = _LEFT_OUT
    digests: Digests = _LEFT_OUT
    feeds: Feeds = _LEFT_OUT
    admins: Admins = _LEFT_OUT
    gatekeeper: Gatekeeper = _LEFT_OUT
    people: People = _LEFT_OUT
    channels: Channels = _LEFT_OUT
    review: Review = _LEFT_OUT
    inbox: Inbox = _LEFT_OUT
    accounts: Accounts = _LEFT_OUT
    intake: IntakeQueue = _LEFT_OUT
    ingest: Ingest = _LEFT_OUT
    layouts: Layouts = _LEFT_OUT
    troubles: Troubles = _LEFT_OUT
    lists: NamedLists = _LEFT_OUT
    notes: Notes = _LEFT_OUT
    reader: ChildReader = _LEFT_OUT
    fetcher: WebFetcher = _LEFT_OUT
    renderer: Renderer = _LEFT_OUT
    holidays: Holidays = NO_HOLIDAYS
    store: Store = _LEFT_OUT
    licences: Licences | None = None


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A request of somebody: typed, pressed, filled in or told by an event; one of the terminal has no ``body``.

    ``viewer``, and never what the body says, is who it works for; ``channel`` is where it was asked or pressed, or what
    its window carries. ``view`` is the window that was submitted or pressed in, ``private`` what its form is for,
    ``value`` what the pressed button carries, in a message that ``is_posted`` for all. ``later`` is done after the
    acknowledgement.
    """

    services: Services
    viewer: Viewer
    channel: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    event: dict[str, Any] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)
    private: str = ""
    value: str = ""
    thread_ts: str | None = None
    is_posted: bool = False
    client: WebClient = _LEFT_OUT
    send_reply: SendReply = _LEFT_OUT
    bot_user: str = ""
    later: list[Handler] = field(default_factory=list)

    @property
    def now(self) -> dt.datetime:
        """The moment it is, by the one clock."""
        return self.services.clock.now()

    @property
    def today(self) -> dt.date:
        """The day it is in Beijing."""
        return beijing_day(self.now)

    @property
    def lexicon(self) -> Lexicon:
        """The names that are known now."""
        return self.services.lookup.lexicon()

    @property
    def is_admin(self) -> bool:
        """Whether they may act as an admin now."""
        return self.services.gatekeeper.is_admin(workspace=self.viewer.workspace, user=self.viewer.user)

    @property
    def asker(self) -> Asker:
        """Who asks about subscriptions, where no channel is named about their own."""
        viewer, facts = self.viewer, self.services.people.find(self.viewer.user, now=self.now)
        return Asker(
            workspace=viewer.workspace,
            channel=self.channel or viewer.channel or viewer.user,
            user=viewer.user,
            zone=facts.zone if facts else None,
            is_admin=self.is_admin,
        )

    @property
    def place(self) -> Place:
        """Where the answer will be seen."""
        if self.view:
            return Place.WINDOW
        if not is_direct(self.channel):
            return Place.PRIVATE
        return Place.DIRECT if self.is_posted else Place.ALONE

    @property
    def ask(self) -> Ask:
        """The question that the pressed button carries; BadQueryError for none."""
        return parse_carried(self.value, Ask)

    def read_id(self, kind: IdKind) -> int:
        """Return the number of the id that the pressed button carries, or that its form is for, or BadQueryError."""
        return parse_id(self.value or self.private, kind)

    def read_number(self) -> int:
        """Return the number that the pressed button carries, or raise BadQueryError."""
        if not (self.value.isascii() and self.value.isdecimal() and int(self.value) <= _MAX_NUMBER):
            raise build_stale_error()
        return int(self.value)

    def parse(self, text: str) -> Query:
        """Read words and keys as of today; only BadQueryError is raised."""
        return parse_query(text, lexicon=self.lexicon, today=self.today)

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

    @contextmanager
    def looking(self, need: Need) -> Iterator[None]:
        """Read what licences let be shown to them, or to their channel where all see it, with the named lists there."""
        viewer, place = self.viewer, LicencePlace(role=self.viewer.role)
        if need is Need.SHARE:
            place = self.services.gatekeeper.place_of(viewer.channel) if viewer.channel else LicencePlace()
        user = "" if place.channel else viewer.user
        with looking_from(place), asking_in(viewer.channel, user), typed_with(self.services.prefix):
            yield

    def show(self, shown: object, *, in_place: bool = False, to_all: bool = False) -> None:
        """Show a message or a window to whoever asked: beside what was pressed, or ``in_place`` unless all see that.

        A press in a window or on Home has no address to reply to, so its answer is a window too.
        """
        url = self.body.get("response_url")
        if isinstance(shown, Message) and url is None and self.view:
            shown = build_window(shown)
        if isinstance(shown, dict):
            self._open(carry_channel(shown, self.channel), in_place=in_place)
        elif isinstance(shown, Message):
            in_place = in_place and (is_direct(self.channel) or not self.is_posted)
            how = {"response_type": "in_channel" if to_all else "ephemeral", "replace_original": False}
            self.send_reply(url, build_body(shown) | ({"replace_original": True} if in_place else how))

    def _open(self, view: Block, *, in_place: bool) -> None:
        """Open a window, stack it on the one that is open, or else put it in its place, where Slack has no room."""
        call, trigger_id = partial(call_views, self.client), str(self.body.get("trigger_id") or "")
        if self.view.get("type", "home") == "home":
            call("views.open", trigger_id=trigger_id, view=view)
            return
        if not in_place:
            with suppress(DeliveryError):
                call("views.push", trigger_id=trigger_id, view=view)
                return
        call("views.update", view_id=str(self.view.get("id") or ""), view=view)


Handler = Callable[[Incoming], object]
"""What is done with a request, and what is then shown: a message, a window, or nothing."""


def _split_private(view: Mapping[str, Any]) -> tuple[str, str]:
    private = view.get("private_metadata")
    found = _CARRIED.fullmatch(private if isinstance(private, str) else "")
    return (found[1] or "", found[2]) if found else ("", "")


def carry_channel(view: Block, channel: str) -> Block:
    """Return a window that carries this channel; the same window where there is none."""
    if not re.fullmatch(_CHANNEL, channel):
        return view
    return {**view, "private_metadata": f"in:{channel} {_split_private(view)[1]}"}


def build_window(message: Message, title: str = "Gongbao") -> Block:
    """Return the window that shows a message."""
    return modal(title, load_blocks(message) or [section(message.text)], callback_id="answer")


def call_views(client: WebClient, method: str, **arguments: object) -> None:
    """Call one of Slack's methods for windows once, or raise DeliveryError."""
    try:
        client.api_call(method, json=arguments)
    except FAILURES as error:
        code = read_failure(error).error
        if code in {"expired_trigger_id", "trigger_expired"}:
            raise DeliveryError("Slack timed out; please try again.") from error
        raise DeliveryError(f"Slack did not show the window ({code}).", hint="Please try again.") from error


def explain(error: Exception, *, ask: Ask | None = None) -> Message:
    """Return the message for an error; what is no error of ours is logged under a reference the message names."""
    if isinstance(error, GongbaoError):
        log.info("refused: %s", describe_for_log(error))
        return build_error(error, ask=ask)
    reference = secrets.token_hex(4)
    log.error("failed (ref %s)", reference, exc_info=error)
    return build_failure(reference)


def acknowledge(body: dict[str, Any], shown: object) -> BoltResponse:
    """Return the acknowledgement that carries what came of a request, in the form in which its kind can show it."""
    said: Any = ""
    if isinstance(shown, Message) and "command" in body:
        return build_ack(shown)
    if body.get("type") == "view_submission" and shown:
        view = build_window(shown, "Not done") if isinstance(shown, Message) else shown
        said = {"response_action": "update", "view": view}
    elif body.get("type") == "block_suggestion":
        said = {"options": shown if isinstance(shown, list) else []}
    return BoltResponse(status=200, body=said)


@dataclass(frozen=True, slots=True)
class Listener:
    """What is done with one kind of request, and what whoever makes it must be allowed to do.

    ``key`` is command:NAME, action:ID, view:ID, options:ID, event:TYPE or event:TYPE.SUBTYPE; ``.#`` ends
    that of numbered buttons, ``*`` stands for what no other listener takes. What ``handle`` returns is in the
    acknowledgement; ``later`` goes on after it, and what that returns is shown ``in_place`` or beside. What writes asks
    again (``Incoming.require``). What is wrong in a form is said beside the field that is named, else beside ``field``.
    """

    key: str
    need: Need
    handle: Handler | None = None
    later: Handler | None = None
    in_place: bool = False
    field: str = ""


def on_press(name: str, need: Need, handler: Handler | None, *, in_place: bool = False) -> Listener:
    """Return the listener of a button, by the action's id: the press is acknowledged, then handled."""
    return Listener(f"action:{name}", need, later=handler, in_place=in_place)


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
            return acknowledge(body, build_error(refusal))
        pressed = _get_pressed(body)
        option = pressed.get("selected_option")
        if pressed.get("action_id") == MENU and isinstance(option, dict):
            action_id, _, value = str(option.get("value") or "").partition(" ")
            pressed.update(type="button", action_id=action_id, value=value)
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

        def listen(body: dict[str, Any], context: BoltContext) -> BoltResponse:
            return self.answer(listener, body, context)

        getattr(app, kind)(constraint)(listen)

    def answer(self, listener: Listener, body: dict[str, Any], context: BoltContext) -> BoltResponse:
        """Check who asks, and let the listener work for them; what is wrong before the acknowledgement is raised."""
        keeper, need, channel = self.services.gatekeeper, listener.need, context.channel_id or ""
        viewer = keeper.identify(need, workspace=context.team_id or "", channel=channel, user=context.user_id or "")
        is_event = listener.key.startswith("event:")
        if viewer.role is Role.NOBODY and is_event and need is not Need.NONE:
            return acknowledge(body, None)  # an app's own message, or Slack's
        asked = self._receive(body, viewer, bot_user=context.bot_user_id or "")
        if refusal := keeper.check(viewer, need, about=listener.key):
            if not is_event:
                raise refusal
            self.executor.submit(self._tell_refusal, asked, build_error(refusal))
            return acknowledge(body, None)
        shown = None
        try:
            if listener.handle:
                with asked.looking(need):
                    shown = listener.handle(asked)
        except BadQueryError as error:
            if not listener.field:
                raise
            wrong = {getattr(error, "block", listener.field): name_commands(str(error), self.services.prefix)}
            return BoltResponse(status=200, body={"response_action": "errors", "errors": wrong})
        asked.later.extend(filter(None, [listener.later]))
        if asked.later:
            self.executor.submit(self._go_on, asked, listener)
        if isinstance(shown, dict):
            shown = carry_channel(shown, asked.channel)
        return shown if isinstance(shown, BoltResponse) else acknowledge(body, shown)

    def handle_error(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Answer Bolt with what came of an error before the acknowledgement; whoever pressed a button gets a reply."""
        if isinstance(error, BoltUnhandledRequestError):
            log.info("nobody listens to a request of type %r", str(body.get("type"))[:40])
            return acknowledge(body, None)
        command = body.get("command")
        typed = f"{command} {body.get('text') or ''}" if isinstance(command, str) else ""
        with typed_with(self.services.prefix):
            message = explain(error, ask=parse_command(typed, self.services.prefix))
        if body.get("type") == "block_actions" and body.get("response_url"):
            nobody = Viewer(workspace="", channel="", user="", role=Role.NOBODY)
            self.executor.submit(_show_once, self._receive(body, nobody), message)
        return acknowledge(body, message)

    def _receive(self, body: dict[str, Any], viewer: Viewer, *, bot_user: str = "") -> Incoming:
        """Return a request as listeners know it."""
        channel, container, view = body.get("channel"), body.get("container"), body.get("view") or {}
        named = channel.get("id") if isinstance(channel, dict) else body.get("channel_id")
        container = container if isinstance(container, dict) else {}
        carried, private = _split_private(view)
        found, thread_ts = named or container.get("channel_id") or carried, container.get("thread_ts")
        return Incoming(
            services=self.services,
            viewer=viewer,
            channel=found if found and isinstance(found, str) else viewer.channel,
            body=body,
            event=body.get("event") or {},
            view=view,
            private=private,
            value=str(_get_pressed(body).get("value") or ""),
            thread_ts=thread_ts if calls.is_ts(thread_ts) else None,
            is_posted=container.get("type") == "message" and not container.get("is_ephemeral"),
            client=self.client,
            send_reply=self.send_reply,
            bot_user=bot_user,
        )

    def _go_on(self, asked: Incoming, listener: Listener) -> None:
        """Do what comes after the acknowledgement, asking admins for their right again; errors are told privately."""
        try:
            if listener.need in {Need.INGEST, Need.REVIEW}:
                asked.require(listener.need, listener.key)
            with asked.looking(listener.need):
                for later in asked.later:  # which may ask for more to be done later
                    asked.show(later(asked), in_place=listener.in_place)
        except Exception as error:  # noqa: BLE001  the person must hear of a fault of ours too
            with typed_with(self.services.prefix):
                message = explain(error)
            if not listener.key.startswith("event:"):
                _show_once(asked, message)

    def _tell_refusal(self, heard: Incoming, message: Message) -> None:
        """Say to somebody of the workspace who wrote to the bot or opened its Home that they may not."""
        event, channel, user, ts = heard.event, heard.channel, heard.viewer.user, heard.event.get("ts")
        is_new = isinstance(ts, str) and not event.get("edited") and calls.is_written(event, files=True)
        if heard.viewer.role in _STRANGERS:
            return
        try:
            if event.get("type") == "app_home_opened" and event.get("tab") != "messages":
                home = {"type": "home", "blocks": load_blocks(message)}
                call_views(self.client, "views.publish", user_id=user, view=home)
            elif is_new and is_direct(channel):
                calls.post_once(self.client, message, channel=channel, key=f"refusal {channel} {ts}")
            elif is_new and event.get("type") == "app_mention":
                thread = event["thread_ts"] if isinstance(event.get("thread_ts"), str) else None
                calls.post_once(self.client, message, channel=channel, user=user, thread_ts=thread)
        except DeliveryError as lost:
            log.warning("a refusal could not be told: %s", describe_for_log(lost))


def _show_once(asked: Incoming, message: Message) -> None:
    """Show what went wrong; where that is not taken either, the log gets it."""
    try:
        asked.show(message)
    except DeliveryError as lost:
        log.warning("an error could not be told: %s", describe_for_log(lost))


def _get_pressed(body: dict[str, Any]) -> dict[str, Any]:
    """Return the button or menu that was pressed, empty without one."""
    pressed = body.get("actions")
    return pressed[0] if isinstance(pressed, list) and pressed and isinstance(pressed[0], dict) else {}


def describe_request(body: dict[str, Any]) -> str:
    """Name a request for the log: the command without prefix, the button's id, or the type; nothing people wrote."""
    if isinstance(body.get("command"), str):
        named = next((each.name for each in COMMANDS if body["command"].endswith(each.name)), None)
        return f"command '/{named}'" if named else "command of no such name"
    if pressed := _get_pressed(body):
        return f"button {str(pressed.get('action_id'))[:60]!r}"
    return f"request {str(body.get('type') or 'of no type')[:40]!r}"
