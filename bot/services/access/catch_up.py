"""The catch-up: direct messages that were written while the bot was off are read at the start, and brought in.

Each known conversation is read once, from the last message that was seen there. What it finds takes the very road of an
event, so that it is checked, recorded and answered the same way, once. What waits in the inbox is answered, too.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Protocol

from bot.errors import DeliveryError, NotAllowedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.services.access.inbox import Inbox
    from bot.services.ports import History, PastEvent
    from bot.store.inbox import Conversation, Question

log = logging.getLogger(__name__)
AT_ONCE = 4
"""Conversations of a step; one step a tick of five seconds stays below Slack's 50 calls a minute."""

SETTLED = dt.timedelta(seconds=30)
"""A message that was heard so lately is being answered by whoever heard it."""

RETRY = dt.timedelta(minutes=1)
"""How often answers that Slack did not take are tried again."""


class Answerer(Protocol):
    """Answers a message that was recorded before; see ``bot.slack.listeners.answering``."""

    def __call__(self, question: Question) -> bool:
        """Answer it unless somebody did; give whether an answer was sent."""
        ...


class CatchUp:
    """Reads the direct messages of one workspace once; not safe to call from two threads at once.

    Make it before events come in: it reads on from what was seen by then. ``bring`` takes an event as the desk does,
    ``answer`` answers what is recorded and waits.
    """

    def __init__(
        self,
        inbox: Inbox,
        history: History,
        *,
        workspace: str,
        bring: Callable[[PastEvent], object],
        answer: Answerer,
    ) -> None:
        self._inbox = inbox
        self._history = history
        self._workspace = workspace
        self._bring = bring
        self._answer = answer
        self._retried_at: dt.datetime | None = None
        self._left = [each for each in inbox.list_conversations(workspace) if each.channel.startswith("D")]
        self._started = False

    def step(self, now: dt.datetime) -> None:
        """Do the next piece of work as of now, if there is any."""
        if not self._started:
            self._started = True
            for question in self._inbox.close_unclear(self._workspace):
                log.warning("a message of %s was being answered when the bot ended: left as it is", question.channel)
        if self._retried_at is None or not dt.timedelta() <= now - self._retried_at < RETRY:
            self._retried_at = now
            for question in self._inbox.list_waiting(self._workspace, before=now - SETTLED):
                self._answer(question)
        try:
            for _ in range(min(AT_ONCE, len(self._left))):
                self._look(self._left[0], now)
                self._left.pop(0)
        except NotAllowedError as error:
            self._left.clear()
            log.warning("Lost messages cannot be looked for: %s", error)
        except DeliveryError as error:
            log.info("the look back waits: %s", error.message)

    def _look(self, conversation: Conversation, now: dt.datetime) -> None:
        """Read one conversation; one that is there no more is forgotten."""
        try:
            events = self._history.list_events(conversation.channel, since_ts=conversation.looked_ts)
        except NotFoundError:
            self._inbox.forget(self._workspace, conversation.channel)
            return
        heard = self._inbox.list_heard(self._workspace, conversation.channel)
        for event in events:
            if event.ts not in heard:
                log.info("found a message that never came, in %s", conversation.channel)
                self._bring(event)
            self._inbox.see(self._workspace, conversation.channel, ts=event.ts, now=now)
