"""What is late: posts that are due and not out, posts that were skipped, sources that are silent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from bot.domain.briefing import Briefing
from bot.domain.post import PostKind, PostState
from bot.domain.series import briefing_name
from bot.domain.subscription import SubscriptionState
from bot.store.outbox import get_post

if TYPE_CHECKING:
    from sqlite_utils import Database

    from bot.domain.post import Post

_BRINGS = (PostKind.DIGEST, PostKind.IMMEDIATE, PostKind.REMINDER)
_UNDER_WAY = (PostState.PENDING, PostState.RETRY, PostState.SENDING, PostState.AMBIGUOUS)
_LATE = "later than its limit"


def list_overdue_posts(db: Database, *, workspace: str, due_by: dt.datetime) -> list[Post]:
    """Give the posts of active subscriptions that were due by a moment and are not out, those held excepted."""
    kinds, states = ", ".join("?" * len(_BRINGS)), ", ".join("?" * len(_UNDER_WAY))
    sql = f"""
        SELECT p.id FROM posts p JOIN subscriptions s ON s.id = p.subscription_id
        WHERE p.workspace = ? AND s.state = ? AND p.part = 0 AND p.not_before <= ?
          AND p.kind IN ({kinds}) AND p.state IN ({states})
        ORDER BY p.not_before, p.id
    """
    values = [workspace, SubscriptionState.ACTIVE, due_by.isoformat(), *_BRINGS, *_UNDER_WAY]
    return [get_post(db, number) for (number,) in db.execute(sql, values).fetchall()]


def list_skipped_posts(db: Database, *, workspace: str, since: dt.datetime) -> list[Post]:
    """Give the posts that were too late to be sent, whose limit passed after a moment, in the order they were due."""
    kinds = ", ".join("?" * len(_BRINGS))
    sql = f"""
        SELECT id FROM posts WHERE workspace = ? AND state = ? AND reason = ? AND part = 0 AND late_after > ?
          AND subscription_id IS NOT NULL AND kind IN ({kinds}) ORDER BY not_before, id
    """
    values = [workspace, PostState.SKIPPED, _LATE, since.isoformat(), *_BRINGS]
    return [get_post(db, number) for (number,) in db.execute(sql, values).fetchall()]


def find_stopped_at(db: Database, workspace: str) -> dt.datetime | None:
    """Give since when all sending to a workspace is stopped, or None."""
    row = db.execute("SELECT stopped_at FROM senders WHERE workspace = ?", [workspace]).fetchone()
    return dt.datetime.fromisoformat(row[0]) if row and row[0] else None


def list_issue_days(db: Database) -> dict[str, tuple[str, list[dt.date]]]:
    """Give the series that no feed brings: key to the name of its newest issue, and the days of its issues in force."""
    sql = """
        SELECT series_key, published_on, record FROM briefings b WHERE active AND published_on IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM feed_entries f JOIN briefings o ON o.id = f.briefing_id
                          WHERE o.series_key = b.series_key)
        ORDER BY published_on, id
    """
    found: dict[str, tuple[str, list[dt.date]]] = {}
    for key, day, record in db.execute(sql).fetchall():
        name = briefing_name(msgspec.json.decode(record, type=Briefing))
        found[key] = (name, [*found.get(key, ("", []))[1], dt.date.fromisoformat(day)])
    return found
