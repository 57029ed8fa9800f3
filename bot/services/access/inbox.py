"""The inbox: each message that people write to the bot is known once, however often it is brought, and answered once.

A message is recorded before it is acknowledged, claimed before its answer is sent, and closed afterwards. One that was
recorded but not claimed when the program ended is answered at the next start; one that was claimed is not, since its
answer may stand there already.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.store.inbox import (
    Question,
    add_conversation,
    add_question,
    claim_question,
    close_question,
    drop_conversation,
    forget_questions,
    free_question,
    list_conversations,
    list_heard,
    list_questions,
    list_stamps,
    see_message,
)

if TYPE_CHECKING:
    from bot.store.database import Store
    from bot.store.inbox import Conversation

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
        """Give the messages that were heard before a time and not taken for answering, oldest first."""
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
        """Give Slack's timestamps of the messages of a channel that were heard."""
        with self._store.read() as db:
            return list_heard(db, workspace, channel)

    def list_stamps(self, workspace: str) -> list[str]:
        """Give Slack's timestamps of the messages that were heard in the last days, in all channels."""
        with self._store.read() as db:
            return list_stamps(db, workspace)
