"""What every request passes first: it names one person and one workspace, and that person may do what it is for.

Two steps. The gate stands before everything: it speaks through our own client, and turns a press in an overflow menu
into the press of the button that was chosen. The check stands before each listener, with what its entry in
``bot.slack.access`` needs; it refuses by default.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.licences import Licences, Place, looking_from
from bot.access.roles import Need, Role, Viewer
from bot.answers.named_lists import asking_in
from bot.errors import GongbaoError, NotAllowedError, describe_for_log
from bot.model.post import Message
from bot.slack.access import Check, Handler, Middleware
from bot.slack.actions import BACK, MORE
from bot.slack.blocks import MENU, modal
from bot.slack.calls.client import Responder, RespondFactory, is_of_app, is_said, load_blocks, post_once, post_privately
from bot.slack.commands import COMMANDS, typed_with
from bot.slack.failures import build_private, reply_privately, tell_failure
from bot.slack.incoming import Incoming
from bot.slack.messages.frame import build_error
from bot.slack.services import Services
from bot.slack.windows import call_views, choose_responder

log = logging.getLogger(__name__)
Next = Callable[[], BoltResponse]
_NAMELESS = NotAllowedError(
    "This request names no person or no workspace, so it can't be answered.", hint="Ask from inside one workspace."
)
_WHOLE = NotAllowedError(
    "Gongbao doesn't serve whole organisations.", hint="Install it into one workspace and ask there."
)
_NOBODY = NotAllowedError("Only people may ask Gongbao.")
_STRANGERS = frozenset({Role.NOBODY, Role.ELSEWHERE, Role.EXTERNAL})
"""Nobody of this workspace: to other organisations the bot does not speak unasked."""
_TURNED = frozenset({f"action:{MORE}", f"action:{BACK}"})
"""What changes the very message it stands in, which may be one that a channel sees."""


def build_gate(*, client: WebClient, respond_factory: RespondFactory, gatekeeper: Gatekeeper) -> Middleware:
    """Return the middleware that refuses requests of nobody, and sets ``client`` and ``respond``.

    The log gets who asked what kind of thing, never the text.
    """

    def check_request(context: BoltContext, body: dict[str, Any], next_: Next) -> BoltResponse | None:
        names_user = body.get("type") == "event_callback" or _is_id(context.user_id)
        refusal = _WHOLE if context.is_enterprise_install else _NAMELESS
        is_odd = not isinstance(context.channel_id or "", str)
        if context.is_enterprise_install or not _is_id(context.team_id) or not names_user or is_odd:
            nobody = Viewer(workspace="", channel="", user="", role=Role.NOBODY)
            gatekeeper.record_denial(nobody, Need.NONE, about=describe_request(body), reason=refusal.message)
            return answer_refusal(body, build_error(refusal))
        _open_menu(body)
        log.info("%s from %s in %s", describe_request(body), context.user_id or "nobody", context.team_id)
        context["client"] = client
        context["respond"] = choose_responder(
            body, client=client, respond_factory=respond_factory, response_url=context.response_url
        )
        next_()
        return None

    return check_request


def _open_menu(body: dict[str, Any]) -> None:
    """Make the press of an option of a menu of ours, whose value is an action id and a value, that of a button."""
    pressed = body.get("actions")
    first = pressed[0] if isinstance(pressed, list) and pressed and isinstance(pressed[0], dict) else {}
    option = first.get("selected_option")
    if first.get("action_id") == MENU and isinstance(option, dict):
        action_id, _, value = str(option.get("value") or "").partition(" ")
        first.update(type="button", action_id=action_id, value=value)


def build_check(gatekeeper: Gatekeeper, *, executor: Executor, licences: Licences | None = None) -> Check:
    """Return what makes the check before a listener; refusals of buttons and messages are sent on ``executor``.

    It sets ``viewer``, and ``reading``, the place that what is read will be shown in. What is refused reaches no
    listener: a command is answered in its acknowledgement, a button and what was written to the bot by a private line,
    a window by another in its place, a menu by no choices.
    """

    def build(key: str, need: Need) -> Middleware:
        def check_access(context: BoltContext, body: dict[str, Any], next_: Next) -> BoltResponse | None:
            asked = {"workspace": context.team_id or "", "channel": context.channel_id or ""}
            viewer = gatekeeper.identify(need, **asked, user=context.user_id or "")
            is_event = body.get("type") == "event_callback"
            if viewer.role is Role.NOBODY and is_event and need is not Need.NONE:
                return answer_refusal(body, build_error(_NOBODY))  # an app's own message, or Slack's
            refusal = gatekeeper.check(viewer, need, about=key)
            if refusal is not None:
                message = build_error(NotAllowedError(refusal.message, hint=refusal.hint))
                if is_event:
                    executor.submit(_tell_writer, body.get("event") or {}, viewer, message, context["client"])
                elif body.get("response_url") and "command" not in body:
                    executor.submit(_tell, lambda: reply_privately(context["respond"], message))
                return answer_refusal(body, message)
            turns = key in _TURNED and is_public(body)
            judge = gatekeeper if licences is not None else None
            context["viewer"], context["reading"] = viewer, find_place(judge, viewer, need, is_public=turns)
            next_()
            return None

        return check_access

    return build


def _tell_writer(event: dict[str, Any], viewer: Viewer, message: Message, client: WebClient) -> None:
    """Say to somebody of the workspace who wrote to the bot, or opened its Home, that they may not; nobody else."""
    channel = str(event.get("channel") or "")
    is_direct = channel.startswith("D")
    if viewer.role in _STRANGERS:
        return
    if event.get("type") == "app_home_opened" and event.get("tab") != "messages":
        home = {"type": "home", "blocks": load_blocks(message)}
        _tell(lambda: call_views(client, "views.publish", user_id=viewer.user, view=home))
    elif is_direct and _is_written(event) and event.get("type") == "message":
        _tell(lambda: post_once(client, message, channel=channel, key=f"refusal {channel} {event['ts']}"))
    elif event.get("type") == "app_mention" and _is_written(event):
        thread = event.get("thread_ts")
        where = thread if isinstance(thread, str) else None
        _tell(lambda: post_privately(client, message, channel=channel, user=viewer.user, thread_ts=where))


def _is_written(event: dict[str, Any]) -> bool:
    """Return whether an event is a text or a file of a person; no edit, no post of an app."""
    is_new = isinstance(event.get("ts"), str) and not event.get("edited") and not is_of_app(event)
    return is_new and (is_said(event) or event.get("subtype") == "file_share")


def _tell(send: Callable[[], object]) -> None:
    try:
        send()
    except GongbaoError as lost:
        log.warning("a refusal could not be told: %s", describe_for_log(lost))


def look_as_asked(handle: Handler, *, services: Services, guarded: bool = False) -> Callable[..., Any]:
    """Return what Bolt calls for a listener: it reads what licences let be shown where its answer goes.

    It uses the named lists of whoever asks; where a channel sees the answer, the channel's alone. The errors of a
    ``guarded`` one, which runs later, are told by a private reply.
    """

    def look(ack: Ack, body: dict[str, Any], client: WebClient, respond: Responder, context: BoltContext) -> object:
        viewer: Viewer = context["viewer"]
        place: Place = context["reading"]
        incoming = Incoming(
            services=services, viewer=viewer, body=body, ack=ack, client=client, respond=respond, context=context
        )
        user = "" if place.channel else viewer.user
        with looking_from(place), asking_in(viewer.channel, user), typed_with(services.prefix):
            try:
                return handle(incoming)
            except Exception as error:
                if not guarded:
                    raise
                tell_failure(respond, error)
                return None

    look.__name__ = getattr(handle, "__name__", "listener")
    return look


def find_place(gatekeeper: Gatekeeper | None, viewer: Viewer, need: Need, *, is_public: bool = False) -> Place:
    """Return where what is read will be shown: to the asker alone, or to their channel, judged by ``gatekeeper``."""
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


def find_opener(body: dict[str, Any]) -> str | None:
    """Return the workspace whose app opened a request's window, if it says so: ``team`` may be the person's then."""
    view = body.get("view")
    opener = view.get("app_installed_team_id") if isinstance(view, dict) else None
    return opener if _is_id(opener) else None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(value)
