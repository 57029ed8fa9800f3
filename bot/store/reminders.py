"""Deadlines ahead, the reminders that were decided of them, and what people said to them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.model.briefing import DeadlineKind
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from bot.store.policies import lead_subject
from bot.store.rows import list_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredReminder:
    """A reminder as decided, and its post: ``left`` is what it says, ``mark`` the days that it was due at."""

    post_id: int
    rule: str
    item_id: int
    key: DeadlineKey
    mark: int
    left: int


def list_deadlines_ahead(
    db: Database, *, first: dt.date, last: dt.date, now: dt.datetime
) -> dict[tuple[int, int], int]:
    """Return the items in force with a deadline between two days, both included, as (item, version) to briefing.

    A briefing whose posts have to wait still (``now``), or are on hold, is left out.
    """
    sql = """
        SELECT DISTINCT i.id, i.version, i.briefing_id
        FROM item_facets d JOIN items i ON i.id = d.item_id JOIN briefings b ON b.id = i.briefing_id
        WHERE d.kind IN ('comments_close', 'applications_close', 'takes_effect')
          AND d.value BETWEEN ? AND ? AND i.active AND b.active AND NOT EXISTS
          (SELECT 1 FROM announcements a WHERE a.briefing_id = b.id AND a.undone_at IS NULL AND a.not_before > ?)
        ORDER BY i.id
    """
    found = db.execute(sql, [first.isoformat(), last.isoformat(), now.isoformat()]).fetchall()
    return {(item, version): briefing for item, version, briefing in found}


def add_reminder(db: Database, reminder: StoredReminder, *, version: int) -> None:
    """Record which deadline a post reminds of, and the version of the item that gives it."""
    row = {
        "post_id": reminder.post_id,
        "item_id": reminder.item_id,
        "subject": reminder.key.subject,
        "kind": reminder.key.kind,
        "due_on": reminder.key.on.isoformat(),
        "mark": reminder.mark,
        "days_left": reminder.left,
    }
    db.table("reminders").insert(row)
    db.table("post_items").insert({"post_id": reminder.post_id, "item_id": reminder.item_id, "version": version})


def list_marks_told(db: Database, key: DeadlineKey, *, workspace: str, channel: str) -> list[int]:
    """Return the marks at which a channel or person was reminded of a deadline, or will be."""
    where, values = _in_place(db, key, workspace=workspace, channel=channel)
    return [reminder.mark for reminder in _list(db, f"{where} AND p.state <> 'cancelled'", values)]


def count_cancelled(db: Database, *, first: dt.date) -> int:
    """Return how many reminders of deadlines from a day on were cancelled: they may have to be decided anew."""
    sql = """
        SELECT count(*) FROM reminders r JOIN posts p ON p.id = r.post_id
        WHERE r.due_on >= ? AND p.state = 'cancelled'
    """
    return int(db.execute(sql, [first.isoformat()]).fetchone()[0])


def find_reminder(db: Database, post_id: int) -> StoredReminder | None:
    """Return what a post reminds of, or None where it is no reminder."""
    return next(iter(_list(db, "r.post_id = ?", [post_id])), None)


def list_reminders_of(db: Database, key: DeadlineKey, *, workspace: str, channel: str) -> list[StoredReminder]:
    """Return the reminders of a deadline in a channel, in the order they were decided."""
    return _list(db, *_in_place(db, key, workspace=workspace, channel=channel))


def find_key_posted(db: Database, *, workspace: str, channel: str, ts: str) -> DeadlineKey | None:
    """Return the deadline that a message in a channel reminds of, under its policy's present id, or None."""
    found = _list(db, "p.workspace = ? AND p.channel = ? AND p.ts = ?", [workspace, channel, ts])
    return found[0].key if found else None


_SUBJECT = """
    coalesce((SELECT 'P' || coalesce(q.merged_into, q.id) FROM items i JOIN policies q ON q.id = i.policy_id
              WHERE i.id = r.item_id), r.subject)
"""
"""What a reminder is about by now: the policy of its item, whatever that was when it was decided."""


def _in_place(db: Database, key: DeadlineKey, *, workspace: str, channel: str) -> tuple[str, list[str]]:
    where = f"r.due_on = ? AND r.kind = ? AND p.workspace = ? AND p.channel = ? AND {_SUBJECT} = ?"
    return where, [key.on.isoformat(), key.kind, workspace, channel, lead_subject(db, key.subject)]


def _list(db: Database, where: str, values: Sequence[object]) -> list[StoredReminder]:
    sql = f"""
        SELECT r.*, {_SUBJECT} AS about, p.source FROM reminders r JOIN posts p ON p.id = r.post_id
        WHERE {where} ORDER BY r.post_id
    """
    return [
        StoredReminder(
            post_id=row["post_id"],
            rule=row["source"],
            item_id=row["item_id"],
            key=_read_key(row["about"], row),
            mark=row["mark"],
            left=row["days_left"],
        )
        for row in list_rows(db, sql, values)
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
            kind=AnswerKind(row["answer"]), by=row["answered_by"], at=dt.datetime.fromisoformat(row["answered_at"])
        )
        for row in list_rows(db, sql, [workspace, channel])
    }
    return dict(sorted(found.items(), key=lambda pair: pair[0].place))


def _read_key(subject: str, row: dict[str, Any]) -> DeadlineKey:
    return DeadlineKey(subject=subject, kind=DeadlineKind(row["kind"]), on=dt.date.fromisoformat(row["due_on"]))
