"""Looking back in direct messages for what people wrote while nobody listened, and answering it beside everything else.

Source of the method and its errors: docs.slack.dev, conversations.history.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.access.inbox import CatchUp, PastEvent
from bot.access.licences import looking_from
from bot.access.roles import Need
from bot.errors import DeliveryError, GongbaoError, NotAllowedError, NotFoundError, describe_for_log
from bot.slack.calls.client import is_direct, is_of_app, is_said
from bot.slack.calls.identity import Identity
from bot.slack.calls.replies import FAILURES, read_failure, read_pages
from bot.slack.listeners.events import answer_message
from bot.slack.middleware import find_place
from bot.slack.services import Services
from bot.store.inbox import Question

_PAGE = 200
_PAGES = 5
_FORBIDDEN = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "access_denied"})
_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived", "thread_not_found"})


class SlackHistory:
    """Reads the history of the bot's direct messages; see ``bot.access.inbox.CatchUp``."""

    def __init__(self, client: WebClient, identity: Identity) -> None:
        self._client = client
        self._identity = identity

    def list_events(self, channel: str, since_ts: str) -> tuple[PastEvent, ...]:
        """Return what a person wrote to the bot in direct messages after ``since_ts``, oldest first; no threads."""
        pages = self._pages("conversations.history", {"channel": channel, "oldest": since_ts})
        found = {str(message.get("ts")): message for page in pages for message in page.get("messages") or []}
        late = [message for ts, message in sorted(found.items()) if _after(ts, since_ts)]
        return tuple(self._build(channel, message) for message in late if self._is_for_us(message))

    def _is_for_us(self, message: dict[str, Any]) -> bool:
        is_written = is_said(message) or message.get("subtype") == "file_share"
        if message.get("type") != "message" or not is_written or is_of_app(message):
            return False
        return message.get("user") not in {None, self._identity.bot_user}

    def _build(self, channel: str, message: dict[str, Any]) -> PastEvent:
        ts, team = str(message["ts"]), self._identity.team
        grant = {"enterprise_id": None, "team_id": team, "user_id": self._identity.bot_user, "is_bot": True}
        event = {**_without_broadcast(message), "type": "message", "channel_type": "im", "channel": channel}
        body = {
            "type": "event_callback",
            "team_id": team,
            "event_id": f"caught.{channel}.{ts}",
            "event": {**event, "event_ts": ts},
            "authorizations": [grant],
        }
        return PastEvent(ts=ts, body=body)

    def _pages(self, method: str, arguments: dict[str, Any]) -> Iterator[SlackResponse]:
        try:
            yield from read_pages(self._client, method, {**arguments, "limit": _PAGE}, most=_PAGES)
        except FAILURES as error:
            raise _explain(read_failure(error).error, method) from error


def _explain(code: str, method: str) -> DeliveryError | NotAllowedError | NotFoundError:
    if code in _FORBIDDEN:
        return NotAllowedError(f"Slack refuses {method} ({code}).", hint="gongbao doctor names the missing scope.")
    if code in _GONE:
        return NotFoundError(f"The bot is not in this conversation ({code}).", hint="Invite it to be heard there.")
    return DeliveryError(f"Slack did not answer {method} ({code}).", hint="It is tried again.")


def _without_broadcast(message: dict[str, Any]) -> dict[str, Any]:
    """Return a message as an event names it: a reply also sent to the channel is an ordinary one."""
    kept = {"file_share": {"subtype": "file_share"}}.get(str(message.get("subtype")), {})
    return {**{key: value for key, value in message.items() if key != "subtype"}, **kept}


def _after(ts: object, since_ts: str) -> bool:
    try:
        return float(str(ts)) > float(since_ts)
    except ValueError:
        return False


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
        SlackHistory(reader, identity).list_events,
        workspace=identity.team,
        bring=bring,
        answer=answer,
    )


class InBackground:
    """A chore that takes its time: done on ``executor``, and left out while the one before is still at it."""

    def __init__(self, step: Callable[[dt.datetime], None], executor: Executor) -> None:
        self._step = step
        self._executor = executor
        self._busy = threading.Lock()

    def __call__(self, now: dt.datetime) -> None:
        """Begin the step as of now unless one is going on."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            self._executor.submit(self._run, now)
        except RuntimeError:  # the program is ending, and the executor takes nothing more
            self._busy.release()

    def _run(self, now: dt.datetime) -> None:
        try:
            self._step(now)
        except GongbaoError as error:
            log.warning("In the background: %s", describe_for_log(error))
        except Exception:  # a bug here must not end what comes after it
            log.exception("In the background something failed; the next step tries again.")
        finally:
            self._busy.release()
