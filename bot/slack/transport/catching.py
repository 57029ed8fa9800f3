"""Looking back in direct messages for what people wrote while nobody listened, and answering it beside everything else.

Source of the method and its errors: docs.slack.dev, conversations.history.
"""

import datetime as dt
import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.access.catch_up import CatchUp, PastEvent
from bot.access.licences import looking_from
from bot.access.roles import Need
from bot.errors import DeliveryError, GongbaoError, NotAllowedError, NotFoundError, describe_for_log
from bot.slack.calls.client import FAILURES, is_direct, is_of_app, is_said, read_failure, read_pages
from bot.slack.calls.identity import Identity
from bot.slack.gate import find_place
from bot.slack.listeners.events import answer_message
from bot.slack.services import Services
from bot.store.inbox import Question

_PAGE = 200
_PAGES = 5
_FORBIDDEN = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "access_denied"})
_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived", "thread_not_found"})


log = logging.getLogger(__name__)


def build_catch_up(
    app: App, services: Services, identity: Identity, *, client: WebClient, reader: WebClient
) -> CatchUp:
    """Return the catch-up of a workspace, which answers with ``client`` and looks with ``reader``."""

    def bring(event: PastEvent) -> None:
        app.dispatch(BoltRequest(body=dict(event.body), mode="socket_mode"))

    def answer(question: Question) -> bool:
        need = Need.READ if is_direct(question.channel) else Need.SHARE
        viewer = services.gatekeeper.identify(
            need, workspace=question.workspace, channel=question.channel, user=question.user
        )
        if services.gatekeeper.check(viewer, need, about="a message that waited") is not None:
            services.inbox.close(question)
            return True
        with looking_from(find_place(services.gatekeeper, viewer, need)):
            return answer_message(question, services=services, client=client, bot_user=identity.bot_user)

    return CatchUp(
        services.inbox,
        lambda channel, since_ts: list_events(reader, identity, channel, since_ts),
        workspace=identity.team,
        bring=bring,
        answer=answer,
    )


def list_events(client: WebClient, identity: Identity, channel: str, since_ts: str) -> tuple[PastEvent, ...]:
    """Return what a person wrote to the bot in direct messages after ``since_ts``, oldest first; no threads.

    Raises NotAllowedError where the app may never read, NotFoundError where it is not in the conversation,
    DeliveryError where Slack does not answer now.
    """
    asked = {"channel": channel, "oldest": since_ts, "limit": _PAGE}
    try:
        pages = list(read_pages(client, "conversations.history", asked, most=_PAGES))
    except FAILURES as error:
        code = read_failure(error).error
        if code in _FORBIDDEN:
            hint = "gongbao doctor names the missing scope."
            raise NotAllowedError(f"Slack refuses conversations.history ({code}).", hint=hint) from error
        if code in _GONE:
            raise NotFoundError(f"The bot is not in this conversation ({code}).") from error
        raise DeliveryError(f"Slack did not answer conversations.history ({code}).") from error
    found = {str(message.get("ts")): message for page in pages for message in page.get("messages") or []}
    wanted = [message for _, message in sorted(found.items()) if _is_for_us(message, identity)]
    return tuple(_build_event(channel, message, identity) for message in wanted)


def _is_for_us(message: dict[str, Any], identity: Identity) -> bool:
    is_written = is_said(message) or message.get("subtype") == "file_share"
    by_person = not is_of_app(message) and message.get("user") not in {None, identity.bot_user}
    return message.get("type") == "message" and is_written and by_person


def _build_event(channel: str, message: dict[str, Any], identity: Identity) -> PastEvent:
    """Return a message as the event that never came: a reply also sent to the channel is an ordinary one."""
    ts, is_file = str(message["ts"]), message.get("subtype") == "file_share"
    said = {name: value for name, value in message.items() if name != "subtype" or is_file}
    grant = {"enterprise_id": None, "team_id": identity.team, "user_id": identity.bot_user, "is_bot": True}
    body = {
        "type": "event_callback",
        "team_id": identity.team,
        "event_id": f"caught.{channel}.{ts}",
        "event": {**said, "type": "message", "channel_type": "im", "channel": channel, "event_ts": ts},
        "authorizations": [grant],
    }
    return PastEvent(ts=ts, body=body)


class InBackground:
    """A chore that takes its time: done on ``executor``, and left out while the one before is still at it."""

    def __init__(self, step: Callable[[dt.datetime], object], executor: Executor) -> None:
        self._step = step
        self._executor = executor
        self._running: Future[None] | None = None

    def __call__(self, now: dt.datetime) -> None:
        """Begin the step as of now unless one is going on."""
        if self._running is None or self._running.done():
            with suppress(RuntimeError):  # the program is ending, and the executor takes nothing more
                self._running = self._executor.submit(self._run, now)

    def _run(self, now: dt.datetime) -> None:
        try:
            self._step(now)
        except GongbaoError as error:
            log.warning("In the background: %s", describe_for_log(error))
        except Exception:  # a bug here must not end what comes after it
            log.exception("In the background something failed; the next step tries again.")
