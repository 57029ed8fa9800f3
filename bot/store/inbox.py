"""What people wrote to the bot, how far their direct messages were read, and the answers that channels see, as rows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlite_utils import Database

from bot.store.licences import StandingMessage
from bot.store.rows import list_records

KEPT = dt.timedelta(days=7)
"""How long a message is known after it was heard; far longer than anything is looked back for."""
_ONE = "workspace = ? AND channel = ? AND ts = ?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A message to the bot: where it stands, who wrote it, and in which thread it is answered (None: beside it)."""

    workspace: str
    channel: str
    ts: str
    thread_ts: str | None
    user: str
    text: str


def add_question(db: Database, question: Question, *, now: dt.datetime, not_before: dt.datetime) -> bool:
    """Record a message; give whether it is new. From ``not_before`` on anybody may answer it who finds it waiting."""
    db.table("questions").delete_where("heard_at < ?", [(now - KEPT).isoformat()])
    is_new = not db.table("questions").count_where(_ONE, _name(question))
    if is_new:
        row = {**asdict(question), "state": "heard", "heard_at": now, "not_before": not_before}
        db.table("questions").insert(row)
    return is_new


def claim_question(db: Database, question: Question) -> bool:
    """Take a message that nobody answers yet for answering; give whether it was free."""
    sql = f"UPDATE questions SET state = 'answering' WHERE {_ONE} AND state = 'heard'"
    return bool(db.execute(sql, _name(question)).rowcount)


def free_question(db: Database, question: Question, *, not_before: dt.datetime) -> None:
    """Let a message be answered again from then on: surely nothing was sent."""
    sql = f"UPDATE questions SET state = 'heard', not_before = ? WHERE {_ONE} AND state = 'answering'"
    db.execute(sql, [not_before.isoformat(), *_name(question)])


def close_question(db: Database, question: Question) -> None:
    """Be done with a message, and forget its text."""
    db.execute(f"UPDATE questions SET state = 'done', text = '' WHERE {_ONE}", _name(question))


def list_questions(db: Database, workspace: str, state: str, *, due_by: dt.datetime | None = None) -> list[Question]:
    """Return the messages in a state, oldest first; with ``due_by`` those that may be answered by then."""
    sql = "SELECT * FROM questions WHERE workspace = ? AND state = ? AND not_before <= ? ORDER BY heard_at, ts"
    return list_records(db, Question, sql, [workspace, state, due_by.isoformat() if due_by else "9999"])


def list_heard(db: Database, workspace: str, channel: str | None = None) -> list[str]:
    """Return Slack's times of the messages that were heard in the last days, in one channel or in all."""
    sql = "SELECT ts FROM questions WHERE workspace = ? AND coalesce(?, channel) = channel"
    return [ts for (ts,) in db.execute(sql, [workspace, channel]).fetchall()]


def _name(question: Question) -> list[str]:
    return [question.workspace, question.channel, question.ts]


# Direct messages: how far each was read.


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """Direct messages with somebody, with Slack's time of what was seen there last."""

    channel: str
    seen_ts: str


def see_message(db: Database, workspace: str, channel: str, *, ts: str) -> None:
    """Note the time of a message seen in direct messages, unless a later one was."""
    sql = (
        "INSERT INTO conversations (workspace, channel, seen_ts) VALUES (?, ?, ?)"
        " ON CONFLICT (workspace, channel) DO UPDATE SET seen_ts = max(seen_ts, excluded.seen_ts)"
    )
    db.execute(sql, [workspace, channel, ts])


def know_conversation(db: Database, workspace: str, channel: str, *, ts: str) -> None:
    """Know direct messages from a time on, unless they are known already."""
    db.execute("INSERT INTO conversations VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [workspace, channel, ts])


def drop_conversation(db: Database, workspace: str, channel: str) -> None:
    """Forget direct messages that are there no more."""
    db.table("conversations").delete_where("workspace = ? AND channel = ?", [workspace, channel])


def list_conversations(db: Database, workspace: str) -> list[Conversation]:
    """Return all direct messages, by id."""
    return list_records(
        db, Conversation, "SELECT * FROM conversations WHERE workspace = ? ORDER BY channel", [workspace]
    )


# Answers that channels see, and what they quote.


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
        "INSERT INTO answers (workspace, channel, key, user, asked, briefings, given_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET given_at = excluded.given_at RETURNING id"
    )
    where = [given.workspace, given.channel, given.key]
    quotes = json.dumps(sorted(briefings))
    (number,) = db.execute(sql, [*where, given.user, given.asked, quotes, now.isoformat()]).fetchone()
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
    db.table("answers").update(number, {"ts": ts})


def drop_answer(db: Database, number: int) -> None:
    """Forget an answer that surely was not given."""
    db.table("answers").delete(number)


def drop_answers_of(db: Database, workspace: str) -> None:
    """Forget the answers of a workspace that is gone with all that stood in it."""
    db.table("answers").delete_where("workspace = ?", [workspace])


def has_answers(db: Database, workspace: str) -> bool:
    """Return whether answers of a workspace are on record."""
    return bool(db.table("answers").count_where("workspace = ?", [workspace]))


def list_answers_quoting(
    db: Database, *, publishers: Iterable[str], channel: str | None = None
) -> list[tuple[str, StandingMessage]]:
    """Return the answers that channels see and that quote these publishers, in a channel or anywhere, oldest first.

    Each with the publisher, once for each that it quotes, those of briefings taken back included.
    """
    sql = """
        SELECT DISTINCT coalesce(json_extract(b.record, '$.publisher'), '') AS publisher, a.channel,
          coalesce(a.ts, ''), a.user, a.asked, replace(substr(a.given_at, 1, 16), 'T', ' '), a.id
        FROM answers a JOIN json_each(a.briefings) q JOIN briefings b ON b.id = q.value
        WHERE publisher IN (SELECT value FROM json_each(?)) AND coalesce(?, a.channel) = a.channel
        ORDER BY a.id, publisher
    """
    found = []
    values = [json.dumps(list(publishers), ensure_ascii=False), channel]
    for publisher, place, ts, user, asked, when, _ in db.execute(sql, values).fetchall():
        what = f"{asked}, shared by {user}, {when} UTC" if asked else f"answer to {user}, {when} UTC"
        found.append((publisher, StandingMessage(channel=place, ts=ts, what=what)))
    return found
