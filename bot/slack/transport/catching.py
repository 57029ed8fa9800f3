"""Looking back once at each start for what people wrote while the bot was off, and answering what waits.

A message that was heard but not claimed when the program ended is answered at the next start; one that was claimed is
not, since its answer may stand there already.

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

from bot.access.roles import Need
from bot.model.post import Why
from bot.slack.calls.client import FAILURES, is_direct, is_written, read_failure, read_pages
from bot.slack.calls.identity import Identity
from bot.slack.gate import Incoming, Services
from bot.slack.listeners.events import answer_message
from bot.store.intake import Question

_PAGE = 200
_PAGES = 5
Event = dict[str, Any]
"""A message to the bot, as an event tells of it."""
log = logging.getLogger(__name__)


class CatchUp:
    """Answers what waits, and reads the direct messages of one workspace once; for one thread at a time.

    Make it before events come in: it reads on from what was seen by then.
    """

    def __init__(self, app: App, services: Services, identity: Identity, client: WebClient) -> None:
        self._app, self._services, self._identity, self._client = app, services, identity, client
        self._inbox, self._workspace = services.inbox, identity.team
        self._left = self._inbox.list_conversations(self._workspace)
        for question in self._inbox.list_questions(self._workspace, "answering"):
            self._inbox.close(question)
            log.warning("a message of %s was being answered when the bot ended: left as it is", question.channel)

    def step(self, now: dt.datetime) -> None:
        """Answer what waits as of now, and read one conversation: one a tick stays below Slack's 50 calls a minute."""
        for question in self._inbox.list_questions(self._workspace, "heard", due_by=now):
            self.answer(question)
        if not self._left:
            return
        channel, seen_ts = next(iter(self._left.items()))
        heard = self._inbox.list_heard(self._workspace, channel)
        try:
            events = self.list_events(channel, seen_ts)
        except FAILURES as error:
            failure, events = read_failure(error), []
            log.info("Slack refuses conversations.history (%s)", failure.error)
            if failure.why is Why.TOKEN:
                log.warning("Lost messages cannot be looked for: gongbao doctor says what is missing.")
                self._left.clear()
            elif failure.why is Why.CHANNEL:
                self._inbox.forget(self._workspace, channel)
            else:  # Slack does not answer now
                return
        for event in events:
            if event["ts"] not in heard:
                log.info("found a message that never came, in %s", channel)
                self.bring(event)
            self._inbox.see(self._workspace, channel, ts=event["ts"], now=now)
        self._left.pop(channel, None)

    def answer(self, question: Question) -> None:
        """Answer a message that was recorded and waits, as far as whoever wrote it still may ask."""
        keeper, channel = self._services.gatekeeper, question.channel
        need = Need.READ if is_direct(channel) else Need.SHARE
        viewer = keeper.identify(need, workspace=question.workspace, channel=channel, user=question.user)
        if keeper.check(viewer, need, about="a message that waited") is not None:
            self._inbox.close(question)
            return
        bot_user = self._identity.bot_user
        asked = Incoming(services=self._services, viewer=viewer, client=self._client, bot_user=bot_user)
        with asked.looking(need):
            answer_message(question, asked)

    def bring(self, event: Event) -> None:
        """Have a message answered as if its event had come."""
        team, bot_user = self._workspace, self._identity.bot_user
        grant = {"enterprise_id": None, "team_id": team, "user_id": bot_user, "is_bot": True}
        body = {"type": "event_callback", "team_id": team, "authorizations": [grant], "event": event}
        body["event_id"] = f"caught.{event['channel']}.{event['ts']}"
        self._app.dispatch(BoltRequest(body=body, mode="socket_mode"))

    def list_events(self, channel: str, since_ts: str) -> list[Event]:
        """Return what a person wrote to the bot in direct messages after ``since_ts``, oldest first; no threads.

        Raises one of ``FAILURES`` where Slack does not say.
        """
        asked = {"channel": channel, "oldest": since_ts, "limit": _PAGE}
        events: list[Event] = []
        for page in read_pages(self._client, "conversations.history", asked, most=_PAGES):
            for message in page.get("messages") or []:
                by_person = message.get("user") not in {None, self._identity.bot_user}
                if message.get("type") == "message" and by_person and is_written(message, files=True):
                    ts = str(message.get("ts"))
                    events.append({**message, "ts": ts, "channel_type": "im", "channel": channel, "event_ts": ts})
        return sorted(events, key=lambda event: str(event["ts"]))


def in_background(step: Callable[[dt.datetime], object], executor: Executor) -> Callable[[dt.datetime], None]:
    """Return a chore that is done on ``executor``, and left out while the one before is still at it.

    What the one before failed with is raised when the next has begun.
    """
    running: list[Future[object]] = []

    def begin(now: dt.datetime) -> None:
        if running and not running[-1].done():
            return
        with suppress(RuntimeError):  # the program is ending, and the executor takes nothing more
            running.append(executor.submit(step, now))
        if len(running) > 1:
            running.pop(0).result()

    return begin
