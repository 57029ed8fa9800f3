"""What people wrote to the bot, as rows; and the conversations whose history can be looked through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

KEPT = dt.timedelta(days=7)
"""How long a message is known after it was heard; far longer than anything is looked back for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A message to the bot: where it stands, who wrote it, and in which thread it is answered (None: beside it)."""

    workspace: str
    channel: str
    ts: str
    thread_ts: str | None
    user: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """Where the bot is written to, with Slack's time of what was last seen there."""

    channel: str
    looked_ts: str


def add_question(db: Database, question: Question, *, now: dt.datetime) -> bool:
    """Record a message; give whether it is new."""
    sql = (
        "INSERT INTO questions (workspace, channel, ts, thread_ts, user, text, state, heard_at)"
        " VALUES (?, ?, ?, ?, ?, ?, 'heard', ?) ON CONFLICT DO NOTHING"
    )
    named = [question.workspace, question.channel, question.ts, question.thread_ts, question.user, question.text]
    return bool(db.execute(sql, [*named, now.isoformat()]).rowcount)


def claim_question(db: Database, question: Question) -> bool:
    """Take a message that nobody answers yet for answering; give whether it was free."""
    sql = "UPDATE questions SET state = 'answering' WHERE workspace = ? AND channel = ? AND ts = ? AND state = 'heard'"
    return bool(db.execute(sql, [question.workspace, question.channel, question.ts]).rowcount)


def free_question(db: Database, question: Question) -> None:
    """Let a message be answered again: surely nothing was sent."""
    sql = "UPDATE questions SET state = 'heard' WHERE workspace = ? AND channel = ? AND ts = ? AND state = 'answering'"
    db.execute(sql, [question.workspace, question.channel, question.ts])


def close_question(db: Database, question: Question) -> None:
    """Be done with a message, and forget its text."""
    sql = "UPDATE questions SET state = 'done', text = '' WHERE workspace = ? AND channel = ? AND ts = ?"
    db.execute(sql, [question.workspace, question.channel, question.ts])


def list_questions(db: Database, workspace: str, state: str, *, before: dt.datetime | None = None) -> list[Question]:
    """Give the messages in a state, oldest first; with ``before`` those that were heard earlier than that."""
    sql = "SELECT * FROM questions WHERE workspace = ? AND state = ? AND heard_at < ? ORDER BY heard_at, ts"
    limit = before.isoformat() if before else "9999"
    return [
        Question(**{name: row[name] for name in ("workspace", "channel", "ts", "thread_ts", "user", "text")})
        for row in db.query(sql, [workspace, state, limit])
    ]


def list_heard(db: Database, workspace: str, channel: str) -> set[str]:
    """Give the timestamps of the messages of a channel that were heard."""
    sql = "SELECT ts FROM questions WHERE workspace = ? AND channel = ?"
    return {row["ts"] for row in db.query(sql, [workspace, channel])}


def list_stamps(db: Database, workspace: str) -> list[str]:
    """Give the timestamps of all messages that were heard."""
    return [row[0] for row in db.execute("SELECT ts FROM questions WHERE workspace = ?", [workspace]).fetchall()]


def forget_questions(db: Database, *, now: dt.datetime) -> None:
    """Drop the messages that were heard longer ago than ``KEPT``."""
    db.execute("DELETE FROM questions WHERE heard_at < ?", [(now - KEPT).isoformat()])


def add_conversation(db: Database, workspace: str, channel: str, *, looked_ts: str, now: dt.datetime) -> bool:
    """Know a conversation from now on; give whether it is new."""
    sql = (
        "INSERT INTO conversations (workspace, channel, looked_ts, looked_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING"
    )
    return bool(db.execute(sql, [workspace, channel, looked_ts, now.isoformat()]).rowcount)


def see_message(db: Database, workspace: str, channel: str, *, ts: str, now: dt.datetime) -> None:
    """Know a conversation, and note the time of a message seen in it unless a later one was."""
    db.execute(
        "INSERT INTO conversations (workspace, channel, looked_ts, looked_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (workspace, channel) DO UPDATE SET looked_ts = max(looked_ts, excluded.looked_ts)",
        [workspace, channel, ts, now.isoformat()],
    )


def drop_conversation(db: Database, workspace: str, channel: str) -> None:
    """Know a conversation no longer."""
    db.execute("DELETE FROM conversations WHERE workspace = ? AND channel = ?", [workspace, channel])


def list_conversations(db: Database, workspace: str) -> list[Conversation]:
    """Return the conversations, those known longest first."""
    sql = "SELECT channel, looked_ts FROM conversations WHERE workspace = ? ORDER BY looked_at, channel"
    return [Conversation(channel=row["channel"], looked_ts=row["looked_ts"]) for row in db.query(sql, [workspace])]


def claim_press(db: Database, key: str, *, now: dt.datetime, within: dt.timedelta) -> bool:
    """Record a press; give whether no other of this key was recorded within so long."""
    db.execute("DELETE FROM presses WHERE pressed_at <= ?", [(now - within).isoformat()])
    sql = "INSERT INTO presses (key, pressed_at) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
    return bool(db.execute(sql, [key, now.isoformat()]).rowcount)


def free_press(db: Database, key: str) -> None:
    """Let the same be pressed again: nothing came of it."""
    db.execute("DELETE FROM presses WHERE key = ?", [key])
