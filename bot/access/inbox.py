"""The inbox: each message that people write to the bot is known once, however often it is brought, and answered once.

A message is recorded before it is acknowledged, claimed before its answer is sent, and closed afterwards. One that was
recorded but not claimed when the program ended is answered at the next start; one that was claimed is not, since its
answer may stand there already.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.errors import DeliveryError, NotAllowedError, NotFoundError
from bot.store.database import Store
from bot.store.inbox import (
    Conversation,
    Question,
    add_conversation,
    add_question,
    claim_press,
    claim_question,
    close_question,
    drop_conversation,
    forget_questions,
    free_press,
    free_question,
    list_conversations,
    list_heard,
    list_questions,
    list_stamps,
    see_message,
)

# Presses that act once: a button pressed twice in a minute, or by an impatient finger, has one effect.

WITHIN = dt.timedelta(minutes=1)
"""How long a second press counts as the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PastEvent:
    """What somebody wrote to the bot, found in a history: Slack's timestamp, and the body an event would have had."""

    ts: str
    body: Mapping[str, object]


class History(Protocol):
    """Looks back in what was written to the bot.

    Each method raises NotAllowedError where the app may never read, NotFoundError where it is not in a conversation,
    DeliveryError where Slack does not answer now.
    """

    def list_events(self, channel: str, *, since_ts: str) -> tuple[PastEvent, ...]:
        """Return what a person wrote to the bot in direct messages after ``since_ts``, Slack's time, oldest first."""
        ...


class Presses:
    """Remembers who pressed what; safe to share between threads and processes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, *named: str, now: dt.datetime) -> bool:
        """Record a press of what is named; give whether it is the first within a minute."""
        with self._store.write() as db:
            return claim_press(db, _key(named), now=now, within=WITHIN)

    def free(self, *named: str) -> None:
        """Let the same be pressed again at once: nothing came of the press."""
        with self._store.write() as db:
            free_press(db, _key(named))


def _key(named: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()


_FORGET_EVERY = dt.timedelta(hours=1)


class Inbox:
    """Keeps what people wrote; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._forgot_at: dt.datetime | None = None

    def hear(self, question: Question, *, now: dt.datetime) -> bool:
        """Record a message, and its conversation; give whether the message is new."""
        with self._store.write() as db:
            if self._forgot_at is None or not dt.timedelta() <= now - self._forgot_at < _FORGET_EVERY:
                self._forgot_at = now
                forget_questions(db, now=now)
            see_message(db, question.workspace, question.channel, ts=question.ts, now=now)
            return add_question(db, question, now=now)

    def claim(self, question: Question) -> bool:
        """Take a message for answering; give whether nobody else has."""
        with self._store.write() as db:
            return claim_question(db, question)

    def free(self, question: Question) -> None:
        """Let a message be answered again: surely nothing was sent."""
        with self._store.write() as db:
            free_question(db, question)

    def close(self, question: Question) -> None:
        """Be done with a message; its text is forgotten."""
        with self._store.write() as db:
            close_question(db, question)

    def list_waiting(self, workspace: str, *, before: dt.datetime) -> list[Question]:
        """Return the messages that were heard before a time and not taken for answering, oldest first."""
        with self._store.read() as db:
            return list_questions(db, workspace, "heard", before=before)

    def close_unclear(self, workspace: str) -> list[Question]:
        """Be done with what was being answered when the program ended, and give it: an answer may stand there."""
        with self._store.write() as db:
            left = list_questions(db, workspace, "answering")
            for question in left:
                close_question(db, question)
        return left

    def see(self, workspace: str, channel: str, *, ts: str, now: dt.datetime) -> None:
        """Note a message that is no question, such as a file, so that it is not looked for again."""
        with self._store.write() as db:
            see_message(db, workspace, channel, ts=ts, now=now)

    def know(self, workspace: str, channel: str, *, now: dt.datetime) -> None:
        """Know a conversation, from now on."""
        with self._store.write() as db:
            add_conversation(db, workspace, channel, looked_ts=f"{now.timestamp():.6f}", now=now)

    def forget(self, workspace: str, channel: str) -> None:
        """Know a conversation no longer: the bot is not in it."""
        with self._store.write() as db:
            drop_conversation(db, workspace, channel)

    def list_conversations(self, workspace: str) -> list[Conversation]:
        """Return the conversations, those known longest first."""
        with self._store.read() as db:
            return list_conversations(db, workspace)

    def list_heard(self, workspace: str, channel: str) -> set[str]:
        """Return Slack's timestamps of the messages of a channel that were heard."""
        with self._store.read() as db:
            return list_heard(db, workspace, channel)

    def list_stamps(self, workspace: str) -> list[str]:
        """Return Slack's timestamps of the messages that were heard in the last days, in all channels."""
        with self._store.read() as db:
            return list_stamps(db, workspace)


# The catch-up: direct messages that were written while the bot was off are read at the start, and brought in.

log = logging.getLogger(__name__)
AT_ONCE = 4
"""Conversations of a step; one step a tick of five seconds stays below Slack's 50 calls a minute."""

SETTLED = dt.timedelta(seconds=30)
"""A message that was heard so lately is being answered by whoever heard it."""

RETRY = dt.timedelta(minutes=1)
"""How often answers that Slack did not take are tried again."""


class Answerer(Protocol):
    """Answers a message that was recorded before; see ``bot.slack.listeners.mentions``."""

    def __call__(self, question: Question) -> bool:
        """Answer it unless somebody did; give whether an answer was sent."""
        ...


class CatchUp:
    """Reads the direct messages of one workspace once; not safe to call from two threads at once.

    Make it before events come in: it reads on from what was seen by then. ``bring`` has an event answered like any
    other, ``answer`` answers what is recorded and waits.
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
