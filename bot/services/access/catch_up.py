"""The catch-up: what was written to the bot and never came as an event is found in Slack's history, and brought in.

A sweep goes through every conversation that the bot is in, a few at a time: at the start, whenever the line to Slack
was opened anew, and every quarter of an hour. It looks back to where the last one ended, with some overlap, and at most
a day. What it finds takes the very road of an event, so that it is checked, recorded and answered the same way, once.
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
EVERY = dt.timedelta(minutes=15)
REACH = dt.timedelta(hours=24)
"""How far back is looked at most."""
OVERLAP = dt.timedelta(minutes=10)
"""How much before the last look is looked at again: a history may lag, and two clocks differ."""
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
    """Looks through the conversations of one workspace; not safe to call from two threads at once.

    ``bring`` has an event answered like any other, ``answer`` answers what is recorded and waits, ``count_lines``
    counts the lines to Slack that were opened so far.
    """

    def __init__(
        self,
        inbox: Inbox,
        history: History,
        *,
        workspace: str,
        bring: Callable[[PastEvent], object],
        answer: Answerer,
        count_lines: Callable[[], int] = lambda: 0,
    ) -> None:
        self._inbox = inbox
        self._history = history
        self._workspace = workspace
        self._bring = bring
        self._answer = answer
        self._count_lines = count_lines
        self._lines = -1
        self._retried_at: dt.datetime | None = None
        self._swept_at: dt.datetime | None = None
        self._left: list[Conversation] = []
        self._started = False
        self._may_look = True

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
        if not self._may_look:
            return
        try:
            self._sweep(now)
        except NotAllowedError as error:
            self._may_look = False
            log.warning("Lost messages cannot be looked for: %s", error)
        except DeliveryError as error:
            log.info("the look back waits: %s", error.message)

    def _sweep(self, now: dt.datetime) -> None:
        lines = self._count_lines()
        is_due = self._swept_at is None or not dt.timedelta() <= now - self._swept_at < EVERY
        if is_due or lines != self._lines:
            for channel in self._history.list_channels():
                self._inbox.know(self._workspace, channel, now=now)
            self._swept_at, self._lines = now, lines
            self._left = self._inbox.list_conversations(self._workspace)
        for _ in range(min(AT_ONCE, len(self._left))):
            self._look(self._left[0], now)
            self._left.pop(0)

    def _look(self, conversation: Conversation, now: dt.datetime) -> None:
        """Look through one conversation; one that the bot has left is forgotten."""
        earliest = now - REACH
        since = max(float(conversation.looked_ts) - OVERLAP.total_seconds(), earliest.timestamp())
        try:
            events = self._history.list_events(
                conversation.channel, since_ts=f"{since:.6f}", from_ts=f"{earliest.timestamp():.6f}"
            )
        except NotFoundError:
            self._inbox.forget(self._workspace, conversation.channel)
            return
        heard = self._inbox.list_heard(self._workspace, conversation.channel)
        for event in events:
            if event.ts not in heard:
                log.info("found a message that never came, in %s", conversation.channel)
                self._bring(event)
        looked_ts = events[-1].ts if events else conversation.looked_ts
        self._inbox.mark_looked(self._workspace, conversation.channel, looked_ts=looked_ts, now=now)
