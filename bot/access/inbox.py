"""The inbox: each message that people write to the bot is known once, however often it is brought, and answered once.

A message is recorded before it is acknowledged, claimed before its answer is sent, and closed afterwards. One that was
recorded but not claimed when the program ended is answered at the next start; one that was claimed is not, since its
answer may stand there already. At the start each direct message is read once from what was seen there last, so that
what was written while the bot was off is answered too.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import DeliveryError, NotAllowedError, NotFoundError
from bot.store.database import Store
from bot.store.inbox import (
    Conversation,
    Question,
    add_question,
    claim_question,
    close_question,
    drop_conversation,
    free_question,
    know_conversation,
    list_conversations,
    list_heard,
    list_questions,
    see_message,
)

log = logging.getLogger(__name__)
SETTLED = dt.timedelta(seconds=30)
"""A message that was heard so lately is being answered by whoever heard it."""
RETRY_S = 60.0
"""How long an answer waits that Slack did not take, unless Slack says how long."""
AT_ONCE = 1
"""Conversations of a step; one step a tick of two seconds stays below Slack's 50 calls a minute."""


class Inbox:
    """Keeps what people wrote; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hear(self, question: Question, *, now: dt.datetime) -> bool:
        """Record a message; give whether it is new."""
        with self._store.write() as db:
            if question.channel.startswith("D"):
                see_message(db, question.workspace, question.channel, ts=question.ts)
            return add_question(db, question, now=now, not_before=now + SETTLED)

    def see(self, workspace: str, channel: str, *, ts: str) -> None:
        """Note how far direct messages were read: a message there needs not be looked for again."""
        if channel.startswith("D"):
            with self._store.write() as db:
                see_message(db, workspace, channel, ts=ts)

    def know(self, workspace: str, channel: str, *, now: dt.datetime) -> None:
        """Know direct messages from now on."""
        if channel.startswith("D"):
            with self._store.write() as db:
                know_conversation(db, workspace, channel, ts=f"{now.timestamp():.6f}")

    def claim(self, question: Question) -> bool:
        """Take a message for answering; give whether nobody else has."""
        with self._store.write() as db:
            return claim_question(db, question)

    def free(self, question: Question, *, now: dt.datetime, wait_s: float | None = None) -> None:
        """Let a message be answered again after so long: surely nothing was sent."""
        not_before = now + dt.timedelta(seconds=RETRY_S if wait_s is None else wait_s)
        with self._store.write() as db:
            free_question(db, question, not_before=not_before)

    def close(self, question: Question) -> None:
        """Be done with a message; its text is forgotten."""
        with self._store.write() as db:
            close_question(db, question)

    def close_unclear(self, workspace: str) -> list[Question]:
        """Be done with what was being answered when the program ended, and give it: an answer may stand there."""
        with self._store.write() as db:
            left = list_questions(db, workspace, "answering")
            for question in left:
                close_question(db, question)
        return left

    def list_waiting(self, workspace: str, *, now: dt.datetime) -> list[Question]:
        """Return the messages that nobody answers and that may be answered by now, oldest first."""
        with self._store.read() as db:
            return list_questions(db, workspace, "heard", due_by=now)

    def list_conversations(self, workspace: str) -> list[Conversation]:
        """Return all direct messages, with how far each was read."""
        with self._store.read() as db:
            return list_conversations(db, workspace)

    def forget(self, workspace: str, channel: str) -> None:
        """Forget direct messages that are there no more."""
        with self._store.write() as db:
            drop_conversation(db, workspace, channel)

    def list_heard(self, workspace: str, channel: str | None = None) -> list[str]:
        """Return Slack's times of the messages that were heard in the last days, in one channel or in all."""
        with self._store.read() as db:
            return list_heard(db, workspace, channel)


@dataclass(frozen=True, kw_only=True, slots=True)
class PastEvent:
    """What somebody wrote to the bot, found in a history: Slack's timestamp, and the body an event would have had."""

    ts: str
    body: Mapping[str, object]


class CatchUp:
    """Answers what waits, and reads the direct messages of one workspace once; for one thread at a time.

    Make it before events come in: it reads on from what was seen by then. ``bring`` has an event answered like any
    other, ``answer`` answers what is recorded and waits. ``list_events`` gives what a person wrote in a conversation
    after a Slack time, oldest first; it raises NotAllowedError where the app may never read, NotFoundError where it is
    not in the conversation, DeliveryError where Slack does not answer now.
    """

    def __init__(
        self,
        inbox: Inbox,
        list_events: Callable[[str, str], Sequence[PastEvent]],
        *,
        workspace: str,
        bring: Callable[[PastEvent], object],
        answer: Callable[[Question], object],
    ) -> None:
        self._inbox = inbox
        self._list_events = list_events
        self._workspace = workspace
        self._bring = bring
        self._answer = answer
        self._left = inbox.list_conversations(workspace)
        for question in inbox.close_unclear(workspace):
            log.warning("a message of %s was being answered when the bot ended: left as it is", question.channel)

    def step(self, now: dt.datetime) -> None:
        """Do the next piece of work as of now, if there is any."""
        for question in self._inbox.list_waiting(self._workspace, now=now):
            self._answer(question)
        try:
            for _ in range(min(AT_ONCE, len(self._left))):
                self._look(self._left[0])
                self._left.pop(0)
        except NotAllowedError as error:
            self._left.clear()
            log.warning("Lost messages cannot be looked for: %s", error)
        except DeliveryError as error:
            log.info("the look back waits: %s", error.message)

    def _look(self, conversation: Conversation) -> None:
        """Read one conversation; one that is there no more is forgotten."""
        try:
            events = self._list_events(conversation.channel, conversation.seen_ts)
        except NotFoundError:
            self._inbox.forget(self._workspace, conversation.channel)
            return
        heard = set(self._inbox.list_heard(self._workspace, conversation.channel))
        for event in events:
            if event.ts not in heard:
                log.info("found a message that never came, in %s", conversation.channel)
                self._bring(event)
            self._inbox.see(self._workspace, conversation.channel, ts=event.ts)
