"""Deadlines ahead, the reminders that the outbox has of them, and what people said to them."""

import datetime as dt
from dataclasses import dataclass

from sqlite_utils import Database

from bot.model.briefing import DeadlineKind
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from bot.store.policies import lead_subject
from bot.store.rows import list_rows


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


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredReminder:
    """A reminder in the outbox: the item that it quotes, the deadline under its policy's present id, where it stands.

    ``left`` are the days that it says, ``mark`` those that it was due at.
    """

    post_id: int
    rule: str
    item_id: int
    key: DeadlineKey
    left: int
    mark: int
    ts: str | None


def format_reminder(key: DeadlineKey, *, left: int, mark: int) -> str:
    """Return what a reminder's slot is called: ``P5 comments_close 2023-12-22 6d of 7``."""
    return f"{key.subject} {key.kind.value} {key.on} {left}d of {mark}"


def list_reminders(db: Database, *, workspace: str, channel: str) -> list[StoredReminder]:
    """Return the reminders of a channel or person that were not cancelled, in the order they were decided."""
    sql = """
        SELECT p.id, p.source, p.slot, p.ts, d.item_id, coalesce(q.merged_into, q.id) AS policy FROM posts p
        JOIN delivered d ON d.post_id = p.id JOIN items i ON i.id = d.item_id LEFT JOIN policies q ON q.id = i.policy_id
        WHERE p.workspace = ? AND p.channel = ? AND p.kind = 'reminder' AND p.state <> 'cancelled' ORDER BY p.id
    """
    found = []
    for row in list_rows(db, sql, [workspace, channel]):
        subject, kind, on, left, _, mark, *_ = row["slot"].split()
        about = f"P{row['policy']}" if row["policy"] else subject
        key = DeadlineKey(subject=about, kind=DeadlineKind(kind), on=dt.date.fromisoformat(on))
        found.append(
            StoredReminder(
                post_id=row["id"],
                rule=row["source"],
                item_id=row["item_id"],
                key=key,
                left=int(left.rstrip("d")),
                mark=int(mark.rstrip(",")),
                ts=row["ts"],
            )
        )
    return found


def count_cancelled(db: Database) -> int:
    """Return how many reminders were cancelled: they may have to be decided anew."""
    return db.table("posts").count_where("kind = 'reminder' AND state = 'cancelled'")


def write_answer(db: Database, key: DeadlineKey, answer: DeadlineAnswer, *, workspace: str, channel: str) -> None:
    """Keep what a channel or person said to a deadline; the last word counts."""
    row = {"workspace": workspace, "channel": channel, "subject": key.subject, "kind": key.kind, "due_on": key.on}
    row |= {"answer": answer.kind, "answered_by": answer.by, "answered_at": answer.at.isoformat()}
    db.table("deadline_answers").insert(row, replace=True)


def list_answers(db: Database, *, workspace: str, channel: str) -> dict[DeadlineKey, DeadlineAnswer]:
    """Return what a channel or person said to deadlines, by day; of what was said to policies that are one the last."""
    sql = "SELECT * FROM deadline_answers WHERE workspace = ? AND channel = ? ORDER BY answered_at"
    found = {}
    for row in list_rows(db, sql, [workspace, channel]):
        subject, on = lead_subject(db, row["subject"]), dt.date.fromisoformat(row["due_on"])
        at = dt.datetime.fromisoformat(row["answered_at"])
        key = DeadlineKey(subject=subject, kind=DeadlineKind(row["kind"]), on=on)
        found[key] = DeadlineAnswer(kind=AnswerKind(row["answer"]), by=row["answered_by"], at=at)
    return dict(sorted(found.items(), key=lambda pair: pair[0].place))
