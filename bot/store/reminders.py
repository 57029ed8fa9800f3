"""Deadlines ahead, and the reminders that the outbox has of them."""

import datetime as dt

from sqlite_utils import Database

from bot.model.briefing import DeadlineKind
from bot.model.deadlines import DeadlineKey


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


def format_reminder(key: DeadlineKey, *, mark: int) -> str:
    """Return what a reminder's slot begins with: ``P5 comments_close 2023-12-22 7d``."""
    return f"{key.subject} {key.kind.value} {key.on} {mark}d"


def list_reminders(db: Database, *, workspace: str, channel: str) -> list[tuple[DeadlineKey, int]]:
    """Return what a channel or person was reminded of, or will be: the deadlines with the marks that they were due at.

    Each under the present id of its item's policy, which may have been merged into another since.
    """
    sql = """
        SELECT p.slot, coalesce(q.merged_into, q.id) FROM posts p
        JOIN delivered d ON d.post_id = p.id JOIN items i ON i.id = d.item_id LEFT JOIN policies q ON q.id = i.policy_id
        WHERE p.workspace = ? AND p.channel = ? AND p.kind = 'reminder' AND p.state <> 'cancelled' ORDER BY p.id
    """
    found = []
    for slot, policy in db.execute(sql, [workspace, channel]).fetchall():
        subject, kind, on, mark, *_ = slot.replace(",", "").split()
        about = f"P{policy}" if policy else subject
        key = DeadlineKey(subject=about, kind=DeadlineKind(kind), on=dt.date.fromisoformat(on))
        found.append((key, int(mark.removesuffix("d"))))
    return found


def count_cancelled(db: Database) -> int:
    """Return how many reminders were cancelled: they may have to be decided anew."""
    return db.table("posts").count_where("kind = 'reminder' AND state = 'cancelled'")
