"""Looking back once at each start for what people wrote while the bot was off, and answering what waits.

A message that was heard but not claimed when the program ended is answered at the next start; one that was claimed is
not, since its answer may stand there already.

Source of the method and its errors: docs.slack.dev, conversations.history.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.access.licences import looking_from
from bot.access.roles import Need
from bot.errors import DeliveryError, GongbaoError, NotAllowedError, NotFoundError, describe_for_log
from bot.model.post import Why
from bot.slack.calls.client import FAILURES, is_direct, is_of_app, is_said, read_failure, read_pages
from bot.slack.calls.identity import Identity
from bot.slack.gate import find_place
from bot.slack.listeners.events import answer_message
from bot.slack.services import Services
from bot.store.intake import Inbox, Question

_PAGE = 200
_PAGES = 5
_REFUSALS = {Why.TOKEN: NotAllowedError, Why.CHANNEL: NotFoundError}
Event = dict[str, Any]
"""A message as Slack's history has it, or the body of the event that brings one."""
log = logging.getLogger(__name__)


class CatchUp:
    """Answers what waits, and reads the direct messages of one workspace once; for one thread at a time.

    Make it before events come in: it reads on from what was seen by then. ``bring`` has an event answered like any
    other, ``answer`` answers what is recorded and waits. ``list_events`` gives what came in a conversation after a
    Slack time, as the module's function of that name does.
    """

    def __init__(
        self,
        inbox: Inbox,
        list_events: Callable[[str, str], Sequence[Event]],
        *,
        workspace: str,
        bring: Callable[[Event], object],
        answer: Callable[[Question], object],
    ) -> None:
        self._inbox, self._workspace = inbox, workspace
        self._list_events, self._bring, self._answer = list_events, bring, answer
        self._left = inbox.list_conversations(workspace)
        for question in inbox.list_questions(workspace, "answering"):
            inbox.close(question)
            log.warning("a message of %s was being answered when the bot ended: left as it is", question.channel)

    def step(self, now: dt.datetime) -> None:
        """Answer what waits as of now, and read one conversation: one a tick stays below Slack's 50 calls a minute."""
        for question in self._inbox.list_questions(self._workspace, "heard", due_by=now):
            self._answer(question)
        if not self._left:
            return
        channel, seen_ts = next(iter(self._left.items()))
        heard = self._inbox.list_heard(self._workspace, channel)
        try:
            for event in self._list_events(channel, seen_ts):
                ts = event["event"]["ts"]
                if ts not in heard:
                    log.info("found a message that never came, in %s", channel)
                    self._bring(event)
                self._inbox.see(self._workspace, channel, ts=ts, now=now)
        except NotAllowedError as error:
            self._left.clear()
            log.warning("Lost messages cannot be looked for: %s", error)
        except NotFoundError:
            self._inbox.forget(self._workspace, channel)
        except DeliveryError as error:
            log.info("the look back waits: %s", error.message)
            return
        self._left.pop(channel, None)


def build_catch_up(app: App, services: Services, identity: Identity, *, client: WebClient) -> CatchUp:
    """Return the catch-up of a workspace."""
    inbox, keeper = services.inbox, services.gatekeeper

    def answer(question: Question) -> None:
        channel, need = question.channel, Need.READ if is_direct(question.channel) else Need.SHARE
        viewer = keeper.identify(need, workspace=question.workspace, channel=channel, user=question.user)
        if keeper.check(viewer, need, about="a message that waited") is not None:
            inbox.close(question)
            return
        with looking_from(find_place(keeper, viewer, need)):
            answer_message(question, services=services, client=client, bot_user=identity.bot_user)

    return CatchUp(
        inbox,
        partial(list_events, client, identity),
        workspace=identity.team,
        bring=lambda event: app.dispatch(BoltRequest(body=event, mode="socket_mode")),
        answer=answer,
    )


def list_events(client: WebClient, identity: Identity, channel: str, since_ts: str) -> list[Event]:
    """Return what a person wrote to the bot in direct messages after ``since_ts``, oldest first; no threads.

    Raises NotAllowedError where the app may never read, NotFoundError where it is not in the conversation,
    DeliveryError where Slack does not answer now.
    """
    asked = {"channel": channel, "oldest": since_ts, "limit": _PAGE}
    try:
        pages = list(read_pages(client, "conversations.history", asked, most=_PAGES))
    except FAILURES as error:
        failure = read_failure(error)
        refused = f"Slack refuses conversations.history ({failure.error})."
        raise _REFUSALS.get(failure.why, DeliveryError)(refused, hint="gongbao doctor says what is missing.") from error
    grant = {"enterprise_id": None, "team_id": identity.team, "user_id": identity.bot_user, "is_bot": True}
    body = {"type": "event_callback", "team_id": identity.team, "authorizations": [grant]}
    said: list[Event] = [message for page in pages for message in page.get("messages") or []]
    found = {str(message.get("ts")): message for message in said}
    events = []
    for ts, message in sorted(found.items()):
        is_file = message.get("subtype") == "file_share"
        by_person = not is_of_app(message) and message.get("user") not in {None, identity.bot_user}
        if message.get("type") == "message" and by_person and (is_said(message) or is_file):
            kept = {name: each for name, each in message.items() if name != "subtype" or is_file}
            event = {**kept, "ts": ts, "channel_type": "im", "channel": channel, "event_ts": ts}
            events.append({**body, "event_id": f"caught.{channel}.{ts}", "event": event})
    return events


class InBackground:
    """A chore that takes its time: done on ``executor``, and left out while the one before is still at it."""

    def __init__(self, step: Callable[[dt.datetime], object], executor: Executor) -> None:
        self._step, self._executor = step, executor
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
