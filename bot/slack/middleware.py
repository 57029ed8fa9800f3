"""What every request passes first: it names one person and one workspace, and that person may do what it is for.

Two steps. The gate stands before everything: a request must not contradict itself, and it speaks through our own
client. The check stands before each listener, with what its entry in ``bot.slack.access`` needs; it refuses by default.
"""

from __future__ import annotations

import datetime as dt
import inspect
import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.licence_terms import Place
from bot.access.licences import Licences, looking_from
from bot.access.roles import Need, Refusal, Role, Viewer
from bot.answers.named_lists import asking_in
from bot.errors import GongbaoError, NotAllowedError, describe_for_log
from bot.model.post import Message
from bot.slack.access import Check, Middleware
from bot.slack.blocks import modal
from bot.slack.calls.client import Responder, RespondFactory, is_of_app, is_said, load_blocks, post_once, post_privately
from bot.slack.commands import COMMANDS, typed_with
from bot.slack.failures import build_private, reply_privately, tell_failure
from bot.slack.messages.frame import build_error
from bot.slack.windows import call_views, choose_responder, find_carried

# Refusals of what was written or sent to the bot: one private line, and seldom, so that it makes no noise.

TOLD_FOR = dt.timedelta(hours=1)
"""How long somebody who was told of one refusal is told of no other."""
_DIRECT = "D"
_UNTOLD = frozenset({Role.NOBODY, Role.ELSEWHERE, Role.EXTERNAL})
"""Nobody of this workspace: to other organisations the bot does not speak unasked."""


class RefusalTeller:
    """Tells people of the workspace that a message was refused, once a person and hour; safe between threads."""

    def __init__(self, gatekeeper: Gatekeeper, *, executor: Executor) -> None:
        self._gatekeeper = gatekeeper
        self._executor = executor
        self._told: dict[str, dt.datetime] = {}
        self._lock = threading.Lock()

    def tell(self, event: dict[str, Any], viewer: Viewer, message: Message, *, client: WebClient) -> None:
        """Notify whoever wrote to the bot or opened its Home, beside the acknowledgement; no one else hears of it."""
        if event.get("type") == "app_home_opened" and event.get("tab") != "messages" and viewer.role not in _UNTOLD:
            self._executor.submit(_publish, viewer, message, client)
        if viewer.role in _UNTOLD or not _is_said_to_us(event) or not self._may_tell(viewer.user):
            return
        self._executor.submit(_send, event, viewer, message, client)

    def _may_tell(self, user: str) -> bool:
        now = self._gatekeeper.read_clock()
        with self._lock:
            last = self._told.get(user)
            if last is not None and abs(now - last) < TOLD_FOR:
                return False
            self._told[user] = now
            return True


def _is_said_to_us(event: dict[str, Any]) -> bool:
    """Say whether an event is a mention, or a text or a file in a direct message; no edit, no post of an app."""
    if is_of_app(event) or event.get("edited") or not isinstance(event.get("ts"), str):
        return False
    if event.get("type") == "app_mention":
        return is_said(event)
    is_message = event.get("type") == "message" and (is_said(event) or event.get("subtype") == "file_share")
    return is_message and str(event.get("channel") or "").startswith(_DIRECT)


def _publish(viewer: Viewer, message: Message, client: WebClient) -> None:
    view = {"type": "home", "blocks": load_blocks(message)}
    try:
        call_views(client, "views.publish", user_id=viewer.user, view=view)
    except GongbaoError as lost:
        log.warning("a refusal could not be shown on Home: %s", describe_for_log(lost))


def _send(event: dict[str, Any], viewer: Viewer, message: Message, client: WebClient) -> None:
    channel = str(event.get("channel") or "")
    try:
        if channel.startswith(_DIRECT):
            post_once(client, message, channel=channel, key=f"refusal {channel} {event['ts']}")
        else:
            thread = event.get("thread_ts")
            where = str(thread) if isinstance(thread, str) and thread else None
            post_privately(client, message, channel=channel, user=viewer.user, thread_ts=where)
    except GongbaoError as lost:
        log.warning("a refusal could not be told: %s", describe_for_log(lost))


Next = Callable[[], BoltResponse]

log = logging.getLogger(__name__)
_NAMELESS = Refusal(
    message="This request names no person or no workspace, so it cannot be answered.",
    hint="Ask from inside one workspace.",
)
_TWO = Refusal(
    message="This request names two different persons or places, so it cannot be answered.", hint="Ask again."
)
_WHOLE = Refusal(
    message="This request comes from an app installed for a whole organisation, which Gongbao does not serve.",
    hint="Install it into one workspace and ask there.",
)

TURNED = frozenset({"action:answer.more", "action:answer.back"})
"""What changes the very message it stands in, which may be one that a channel sees."""
_NOBODY = build_error(NotAllowedError("Only people may ask Gongbao."))


def build_gate(*, client: WebClient, respond_factory: RespondFactory, gatekeeper: Gatekeeper) -> Middleware:
    """Return the middleware: it refuses requests that contradict themselves, and sets ``client`` and ``respond``.

    The log gets who asked what kind of thing, never the text.
    """

    def check_request(context: BoltContext, body: dict[str, Any], next_: Next) -> BoltResponse | None:
        refusal = _find_fault(context, body)
        if refusal is not None:
            viewer = Viewer(workspace="", channel="", user="", role=Role.NOBODY)  # what it claims is worth nothing
            gatekeeper.record_denial(viewer, Need.NONE, about=describe_request(body), reason=refusal.message)
            return answer_refusal(body, build_error(NotAllowedError(refusal.message, hint=refusal.hint)))
        log.info("%s from %s in %s", describe_request(body), context.user_id or "nobody", context.team_id)
        context["client"] = client
        context["respond"] = choose_responder(
            body, client=client, respond_factory=respond_factory, response_url=context.response_url
        )
        next_()
        return None

    return check_request


def build_check(gatekeeper: Gatekeeper, *, executor: Executor, licences: Licences | None = None) -> Check:
    """Return what makes the check before a listener; refusals of buttons are told on ``executor``.

    It sets ``viewer``, and ``reading``, the place that what is read will be shown in. What is refused reaches no
    listener: a command is answered in its acknowledgement, a button by a private reply, a window by another in its
    place, a menu by no choices, what was written or sent to the bot by a private line, once a person and hour; any
    other event is acknowledged and that is all.
    """
    teller = RefusalTeller(gatekeeper, executor=executor)

    def build(key: str, need: Need) -> Middleware:
        def check_access(context: BoltContext, body: dict[str, Any], next_: Next) -> BoltResponse | None:
            if need is Need.NONE:
                viewer = _view(context, Role.UNKNOWN)
            else:
                viewer = gatekeeper.identify(
                    need,
                    workspace=context.team_id or "",
                    channel=context.channel_id or "",
                    user=context.user_id or "",
                )
                if viewer.role is Role.EXTERNAL:
                    viewer = gatekeeper.place_stranger(viewer, find_carried(body.get("view")), teams=find_teams(body))
                if viewer.role is Role.NOBODY and body.get("type") == "event_callback":
                    return answer_refusal(body, _NOBODY)  # an app's own message, or Slack's: no person is refused
                refusal = gatekeeper.check(viewer, need, about=key)
                if refusal is not None:
                    message = build_error(NotAllowedError(refusal.message, hint=refusal.hint))
                    if body.get("type") == "event_callback":
                        teller.tell(body.get("event") or {}, viewer, message, client=context["client"])
                    elif body.get("response_url") and "command" not in body:
                        executor.submit(_tell, context["respond"], message)
                    return answer_refusal(body, message)
            context["viewer"] = viewer
            context["reading"] = find_place(
                gatekeeper if licences is not None else None,
                viewer,
                need,
                is_public=key in TURNED and is_public(body),
            )
            next_()
            return None

        return check_access

    return build


def look_as_asked(handle: Callable[..., Any], *, prefix: str = "", guarded: bool = False) -> Callable[..., Any]:
    """Let a listener read what licences let be shown where its answer goes; without a check only what is open.

    It uses the named lists of whoever asks; where a channel sees the answer, the channel's alone. ``prefix`` is our
    commands', for what errors say of them. The errors of a ``guarded`` one, a lazy one, are told by a private reply.
    """
    names = inspect.signature(handle).parameters

    def look(
        ack: Ack,
        body: dict[str, Any],
        view: dict[str, Any] | None,
        event: dict[str, Any] | None,
        client: WebClient,
        respond: Responder,
        context: BoltContext,
    ) -> BoltResponse | None:
        viewer, place = context.get("viewer"), context.get("reading") or Place()
        channel, user = (viewer.channel, viewer.user) if viewer else ("", "")
        given = {"ack": ack, "body": body, "view": view, "event": event, "client": client, "respond": respond}
        given |= {"context": context, "viewer": viewer}
        with looking_from(place), asking_in(channel, "" if place.channel else user), typed_with(prefix):
            try:
                answer: BoltResponse | None = handle(**{name: given[name] for name in names})
            except Exception as error:
                if not guarded:
                    raise
                tell_failure(respond, error)
                return None
        return answer

    look.__name__ = getattr(handle, "__name__", "listener")
    return look


def find_place(gatekeeper: Gatekeeper | None, viewer: Viewer, need: Need, *, is_public: bool = False) -> Place:
    """Get where what is read will be shown: privately to the asker, or to their channel, judged by ``gatekeeper``."""
    if need is not Need.SHARE and not is_public:
        return Place(role=viewer.role)
    return gatekeeper.place_of(viewer.channel) if gatekeeper is not None and viewer.channel else Place()


def is_public(body: dict[str, Any]) -> bool:
    """Return whether a button stands in a message that a whole channel sees."""
    container = body.get("container")
    if not isinstance(container, dict) or container.get("is_ephemeral"):
        return False
    return isinstance(container.get("channel_id"), str) and not container["channel_id"].startswith("D")


def answer_refusal(body: dict[str, Any], message: Message) -> BoltResponse:
    """Return the acknowledgement that refuses a request, in the form in which this kind of request can show it."""
    answer: Any = ""
    if body.get("type") == "event_callback":
        answer = ""
    elif "command" in body:
        answer = build_private(message)
    elif body.get("type") == "view_submission":
        answer = {"response_action": "update", "view": modal("Not done", load_blocks(message))}
    elif body.get("type") in {"block_suggestion", "dialog_suggestion"}:
        answer = {"options": []}
    return BoltResponse(status=200, body=answer)


def describe_request(body: dict[str, Any]) -> str:
    """Name a request for the log: the command without prefix, the button's id, or the type; nothing people wrote."""
    if isinstance(body.get("command"), str):
        named = next((each.name for each in COMMANDS if body["command"].endswith(each.name)), None)
        return f"command '/{named}'" if named else "command of no such name"
    pressed = body.get("actions")
    if isinstance(pressed, list) and pressed and isinstance(pressed[0], dict):
        return f"button {str(pressed[0].get('action_id'))[:60]!r}"
    return f"request {str(body.get('type') or 'of no type')[:40]!r}"


def find_teams(body: dict[str, Any]) -> frozenset[str]:
    """Return the workspaces and organisations that Slack names beside the person of a request."""
    user = body.get("user")
    named = [user.get(name) for name in ("team_id", "enterprise_id")] if isinstance(user, dict) else []
    named += [held.get("id") for held in (body.get("team"), body.get("enterprise")) if isinstance(held, dict)]
    return frozenset(team for team in named if isinstance(team, str) and team)


def find_opener(body: dict[str, Any]) -> str | None:
    """Return the workspace whose app opened a request's window, if it says so: ``team`` may be the person's then."""
    view = body.get("view")
    opener = view.get("app_installed_team_id") if isinstance(view, dict) else None
    return opener if _is_id(opener) else None


def _find_fault(context: BoltContext, body: dict[str, Any]) -> Refusal | None:
    """Return what makes a request unusable: nobody asks, or its fields disagree about who, where or for whom."""
    if context.is_enterprise_install:
        return _WHOLE
    if not _is_id(context.team_id):
        return _NAMELESS
    if body.get("type") == "event_callback":
        return None  # many name no person, or one they are about; the check before a listener asks who it is
    if not _is_id(context.user_id):
        return _NAMELESS
    persons = (body.get("user"), body.get("user_id"), context.user_id)
    channels = (body.get("channel"), body.get("channel_id"), context.channel_id)
    opener = find_opener(body)
    asked_in = (body.get("team"), body.get("team_id")) if opener is None else (opener,)
    teams = (*asked_in, context.team_id)
    return _TWO if _disagree(persons) or _disagree(channels) or _disagree(teams) else None


def _view(context: BoltContext, role: Role) -> Viewer:
    return Viewer(
        workspace=context.team_id or "", channel=context.channel_id or "", user=context.user_id or "", role=role
    )


def _disagree(values: Iterable[object]) -> bool:
    """Return whether these values, each an id or an object with one, name several; what is neither counts as one."""
    claims: set[object] = set()
    for value in values:
        named = value.get("id") if isinstance(value, dict) else value
        if named is not None and named != "":
            claims.add(named if isinstance(named, str) else "?")
    return len(claims) > 1


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _tell(respond: Responder, message: Message) -> None:
    try:
        reply_privately(respond, message)
    except GongbaoError as lost:
        log.warning("a refusal could not be told: %s", describe_for_log(lost))
