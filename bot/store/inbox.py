"""What people wrote to the bot, as rows; and the conversations whose history can be looked through."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from bot.store.licences import StandingMessage

# Answers that stand in channels for all to see, as rows; see ``bot.answers.notes``.


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """An answer as it is given to a channel: by us under a ``key``, or by Slack for us (None).

    ``asked`` is the command that ``user`` shared, "" where they wrote to the bot before everybody.
    """

    workspace: str
    channel: str
    user: str
    asked: str = ""
    key: str | None = None
    thread_ts: str | None = None


def add_answer(db: Database, given: Given, briefings: Iterable[int], *, now: dt.datetime) -> int:
    """Record an answer and what it quotes; give its number. A key that is known is the same answer once more."""
    sql = (
        "INSERT INTO answers (workspace, channel, key, user, asked, given_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET given_at = excluded.given_at RETURNING id"
    )
    where = [given.workspace, given.channel, given.key]
    (number,) = db.execute(sql, [*where, given.user, given.asked, now.isoformat()]).fetchone()
    for briefing in briefings:
        db.execute("INSERT OR IGNORE INTO answer_briefings VALUES (?, ?)", [number, briefing])
    return int(number)


def list_briefings_of(db: Database, items: Iterable[int], briefings: Iterable[int]) -> list[int]:
    """Return the briefings that are among these, or that these items stand in."""
    sql = (
        "SELECT briefing_id FROM items WHERE id IN (SELECT value FROM json_each(?))"
        " UNION SELECT id FROM briefings WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1"
    )
    return [row[0] for row in db.execute(sql, [json.dumps(sorted(items)), json.dumps(sorted(briefings))]).fetchall()]


def mark_given(db: Database, number: int, ts: str) -> None:
    """Record where an answer stands."""
    db.execute("UPDATE answers SET ts = ? WHERE id = ?", [ts, number])


def drop_answer(db: Database, number: int) -> None:
    """Forget an answer that surely was not given."""
    db.execute("DELETE FROM answer_briefings WHERE answer_id = ?", [number])
    db.execute("DELETE FROM answers WHERE id = ?", [number])


def drop_answers_of(db: Database, workspace: str) -> None:
    """Forget the answers of a workspace that is gone with all that stood in it."""
    whose = "SELECT id FROM answers WHERE workspace = ?"
    db.execute(f"DELETE FROM answer_briefings WHERE answer_id IN ({whose})", [workspace])
    db.execute("DELETE FROM answers WHERE workspace = ?", [workspace])


def has_answers(db: Database, workspace: str) -> bool:
    """Return whether answers of a workspace are on record."""
    return db.execute("SELECT 1 FROM answers WHERE workspace = ? LIMIT 1", [workspace]).fetchone() is not None


def list_answers_quoting(
    db: Database, *, publishers: Iterable[str], channel: str | None = None
) -> list[tuple[str, StandingMessage]]:
    """Return the answers that channels see and that quote these publishers, in a channel or anywhere, oldest first.

    Each with the publisher, once for each that it quotes, those of briefings taken back included.
    """
    sql = """
        SELECT DISTINCT coalesce(json_extract(b.record, '$.publisher'), '') AS publisher, a.channel, a.ts, a.user,
          a.asked, substr(a.given_at, 1, 16), a.id
        FROM answers a JOIN answer_briefings q ON q.answer_id = a.id JOIN briefings b ON b.id = q.briefing_id
        WHERE publisher IN (SELECT value FROM json_each(?)) AND coalesce(?, a.channel) = a.channel
        ORDER BY a.id, publisher
    """
    found = db.execute(sql, [json.dumps(list(publishers), ensure_ascii=False), channel]).fetchall()
    return [
        (publisher, StandingMessage(channel=place, ts=ts or "", what=_describe_answer(user, asked, given_at)))
        for publisher, place, ts, user, asked, given_at, _ in found
    ]


def _describe_answer(user: str, asked: str, given_at: str) -> str:
    when = f"{given_at.replace('T', ' ')} UTC"
    return f"{asked}, shared by {user}, {when}" if asked else f"answer to {user}, {when}"


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
    """Return the messages in a state, oldest first; with ``before`` those that were heard earlier than that."""
    sql = "SELECT * FROM questions WHERE workspace = ? AND state = ? AND heard_at < ? ORDER BY heard_at, ts"
    limit = before.isoformat() if before else "9999"
    return [
        Question(**{name: row[name] for name in ("workspace", "channel", "ts", "thread_ts", "user", "text")})
        for row in db.query(sql, [workspace, state, limit])
    ]


def list_heard(db: Database, workspace: str, channel: str) -> set[str]:
    """Return the timestamps of the messages of a channel that were heard."""
    found = db.table("questions").rows_where("workspace = ? AND channel = ?", [workspace, channel], select="ts")
    return {row["ts"] for row in found}


def list_stamps(db: Database, workspace: str) -> list[str]:
    """Return the timestamps of all messages that were heard."""
    return [row["ts"] for row in db.table("questions").rows_where("workspace = ?", [workspace], select="ts")]


def forget_questions(db: Database, *, now: dt.datetime) -> None:
    """Drop the messages that were heard longer ago than ``KEPT``."""
    db.table("questions").delete_where("heard_at < ?", [(now - KEPT).isoformat()])


def add_conversation(db: Database, workspace: str, channel: str, *, looked_ts: str, now: dt.datetime) -> bool:
    """Know a conversation from now on; give whether it is new."""
    sql = "INSERT INTO conversations VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    return bool(db.execute(sql, [workspace, channel, looked_ts, now.isoformat()]).rowcount)


def see_message(db: Database, workspace: str, channel: str, *, ts: str, now: dt.datetime) -> None:
    """Know a conversation, and note the time of a message seen in it unless a later one was."""
    db.execute(
        "INSERT INTO conversations VALUES (?, ?, ?, ?)"
        " ON CONFLICT (workspace, channel) DO UPDATE SET looked_ts = max(looked_ts, excluded.looked_ts)",
        [workspace, channel, ts, now.isoformat()],
    )


def drop_conversation(db: Database, workspace: str, channel: str) -> None:
    """Know a conversation no longer."""
    db.table("conversations").delete_where("workspace = ? AND channel = ?", [workspace, channel])


def list_conversations(db: Database, workspace: str) -> list[Conversation]:
    """Return the conversations, those known longest first."""
    sql = "SELECT channel, looked_ts FROM conversations WHERE workspace = ? ORDER BY looked_at, channel"
    return [Conversation(channel=row["channel"], looked_ts=row["looked_ts"]) for row in db.query(sql, [workspace])]
