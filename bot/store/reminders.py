"""Deadlines ahead, the reminders that were decided of them, and what people said to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.model.briefing import DeadlineKind
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from bot.store.policies import lead_subject

_SUBJECT = """
    coalesce((SELECT 'P' || coalesce(p.merged_into, p.id) FROM items i JOIN policies p ON p.id = i.policy_id
              WHERE i.id = r.item_id), r.subject)
"""
"""What a reminder is about by now: the policy of its item, whatever that was when it was decided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineAhead:
    """A deadline of an item in force: ``learned_at`` is when the store got the item."""

    item_id: int
    version: int
    briefing_id: int
    on: dt.date
    learned_at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredReminder:
    """A reminder as decided, and its post."""

    post_id: int
    workspace: str
    channel: str
    rule: str
    item_id: int
    key: DeadlineKey
    mark: int
    left: int
    is_late: bool


def list_deadlines_ahead(db: Database, *, first: dt.date, last: dt.date, now: dt.datetime) -> list[DeadlineAhead]:
    """Return the deadlines between two days, both included, of items in force; by day and item.

    A briefing whose posts have to wait still (``now``), or are on hold, is left out; one that is archived in silence as
    long as its posts would have to wait.
    """
    sql = """
        SELECT DISTINCT i.id, i.version, i.briefing_id, d.closes_on, i.learned_at
        FROM item_deadlines d JOIN items i ON i.id = d.item_id JOIN briefings b ON b.id = i.briefing_id
        WHERE d.closes_on >= ? AND d.closes_on <= ? AND i.active AND b.active
          AND NOT EXISTS (
            SELECT 1 FROM announcements a WHERE a.briefing_id = b.id AND a.undone_at IS NULL
              AND a.not_before > ?)
        ORDER BY d.closes_on, i.id
    """
    return [
        DeadlineAhead(
            item_id=row["id"],
            version=row["version"],
            briefing_id=row["briefing_id"],
            on=dt.date.fromisoformat(row["closes_on"]),
            learned_at=dt.datetime.fromisoformat(row["learned_at"]),
        )
        for row in db.query(sql, [first.isoformat(), last.isoformat(), now.isoformat()])
    ]


def add_reminder(db: Database, reminder: StoredReminder) -> None:
    """Record which deadline a post reminds of."""
    row = {
        "post_id": reminder.post_id,
        "workspace": reminder.workspace,
        "channel": reminder.channel,
        "item_id": reminder.item_id,
        "subject": reminder.key.subject,
        "kind": reminder.key.kind,
        "due_on": reminder.key.on.isoformat(),
        "mark": reminder.mark,
        "days_left": reminder.left,
        "is_late": int(reminder.is_late),
    }
    db.table("reminders").insert(row, ignore=True)


def set_days_left(db: Database, post_id: int, left: int) -> None:
    """Say how many days are left on the day a reminder goes out."""
    db.execute("UPDATE reminders SET days_left = ? WHERE post_id = ?", [left, post_id])


def list_marks_told(db: Database, key: DeadlineKey, *, workspace: str, channel: str) -> list[int]:
    """Return the marks at which a channel or person was reminded of a deadline, or will be."""
    sql = f"""
        SELECT r.mark FROM reminders r JOIN posts p ON p.id = r.post_id
        WHERE r.workspace = ? AND r.channel = ? AND {_SUBJECT} = ? AND r.kind = ? AND r.due_on = ?
          AND p.state <> 'cancelled'
        ORDER BY r.mark
    """
    values = [workspace, channel, lead_subject(db, key.subject), key.kind, key.on.isoformat()]
    return [mark for (mark,) in db.execute(sql, values).fetchall()]


def count_not_made(db: Database, *, first: dt.date) -> int:
    """Return how many reminders of deadlines from a day on were decided and were not made: what others are to tell."""
    sql = """
        SELECT count(*) FROM reminders r JOIN posts p ON p.id = r.post_id WHERE r.due_on >= ? AND p.state = 'cancelled'
    """
    return int(db.execute(sql, [first.isoformat()]).fetchone()[0])


def find_reminder(db: Database, post_id: int) -> StoredReminder | None:
    """Return what a post reminds of, or None where it is no reminder."""
    return next(iter(_list(db, "r.post_id = ?", [post_id])), None)


def list_reminders_of(db: Database, key: DeadlineKey, *, workspace: str, channel: str) -> list[StoredReminder]:
    """Return the reminders of a deadline in a channel, in the order they were decided."""
    where = f"r.workspace = ? AND r.channel = ? AND {_SUBJECT} = ? AND r.kind = ? AND r.due_on = ?"
    return _list(db, where, [workspace, channel, lead_subject(db, key.subject), key.kind, key.on.isoformat()])


def find_key_posted(db: Database, *, workspace: str, channel: str, ts: str) -> DeadlineKey | None:
    """Get the deadline that a message in a channel reminds of, under its policy's present id; None for no reminder."""
    sql = f"""
        SELECT {_SUBJECT}, r.kind, r.due_on FROM reminders r JOIN posts p ON p.id = r.post_id
        WHERE r.workspace = ? AND r.channel = ? AND p.ts = ?
    """
    for subject, kind, day in db.execute(sql, [workspace, channel, ts]).fetchall():
        return DeadlineKey(subject=subject, kind=DeadlineKind(kind), on=dt.date.fromisoformat(day))
    return None


def list_reminders_about(db: Database, briefing_id: int) -> list[StoredReminder]:
    """Return the reminders of deadlines that items of a briefing gave, in the order they were decided."""
    return _list(db, "i.briefing_id = ?", [briefing_id])


def _list(db: Database, where: str, values: list[Any]) -> list[StoredReminder]:
    sql = f"""
        SELECT r.*, {_SUBJECT} AS about, p.source
        FROM reminders r JOIN posts p ON p.id = r.post_id JOIN items i ON i.id = r.item_id
        WHERE {where} ORDER BY r.post_id
    """
    return [
        StoredReminder(
            post_id=row["post_id"],
            workspace=row["workspace"],
            channel=row["channel"],
            rule=row["source"],
            item_id=row["item_id"],
            key=_read_key(row["about"], row),
            mark=row["mark"],
            left=row["days_left"],
            is_late=bool(row["is_late"]),
        )
        for row in db.query(sql, values)
    ]


def write_answer(db: Database, key: DeadlineKey, answer: DeadlineAnswer, *, workspace: str, channel: str) -> None:
    """Keep what a channel or person said to a deadline; the last word counts."""
    row = {
        "workspace": workspace,
        "channel": channel,
        "subject": key.subject,
        "kind": key.kind,
        "due_on": key.on.isoformat(),
        "answer": answer.kind,
        "answered_by": answer.by,
        "answered_at": answer.at.isoformat(),
    }
    db.table("deadline_answers").insert(row, replace=True)


def list_answers(db: Database, *, workspace: str, channel: str) -> dict[DeadlineKey, DeadlineAnswer]:
    """Return what a channel or person said to deadlines, by day; of what was said to policies that are one the last."""
    sql = "SELECT * FROM deadline_answers WHERE workspace = ? AND channel = ? ORDER BY answered_at"
    found = {
        _read_key(lead_subject(db, row["subject"]), row): DeadlineAnswer(
            kind=AnswerKind(row["answer"]),
            by=row["answered_by"],
            at=dt.datetime.fromisoformat(row["answered_at"]),
        )
        for row in db.query(sql, [workspace, channel])
    }
    return dict(sorted(found.items(), key=lambda pair: pair[0].place))


def _read_key(subject: str, row: dict[str, Any]) -> DeadlineKey:
    return DeadlineKey(subject=subject, kind=DeadlineKind(row["kind"]), on=dt.date.fromisoformat(row["due_on"]))
