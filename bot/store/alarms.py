"""What is late: posts that are due and not out, posts that were skipped, series, and who follows a source."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Briefing
from bot.model.digest import Fate
from bot.model.post import Post, PostKind, PostState
from bot.model.series import briefing_name
from bot.model.subscription import Subscription, SubscriptionState
from bot.store.outbox import RULE_POSTS, RULE_VALUES, get_post
from bot.store.rows import from_row
from bot.store.subscriptions import get_subscription

# Heartbeats as rows, one a workspace.


@dataclass(frozen=True, kw_only=True, slots=True)
class Heartbeat:
    """When the bot of a workspace last went through a tick (``at``), in which mode, and what a person must mend.

    ``workspace`` is "" while Slack has not said yet which one it is.
    """

    workspace: str
    at: dt.datetime
    mode: str
    problems: tuple[str, ...]


def write_heartbeat(db: Database, beat: Heartbeat) -> None:
    """Put a heartbeat in the place of the one before it."""
    db.table("heartbeats").insert(asdict(beat), replace=True)


def remove_heartbeat(db: Database, workspace: str) -> None:
    """Take a heartbeat away, if there is one."""
    db.table("heartbeats").delete_where("workspace = ?", [workspace])


def list_heartbeats(db: Database) -> list[Heartbeat]:
    """Return the heartbeat of each workspace served from this file, by workspace."""
    rows = db.table("heartbeats").rows_where(order_by="workspace")
    return [from_row(Heartbeat, row | {"problems": json.loads(row["problems"])}) for row in rows]


_BRINGS = (PostKind.DIGEST, PostKind.IMMEDIATE, PostKind.REMINDER)
_WATCHED = (*_BRINGS, PostKind.NOTICE)
_UNDER_WAY = (PostState.PENDING, PostState.RETRY, PostState.SENDING, PostState.AMBIGUOUS)
_LATE = "later than its limit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A series that no feed brings: the name of its newest issue, and days and numbers of its issues in force."""

    key: str
    name: str
    days: tuple[dt.date, ...]
    issues: tuple[int, ...]


def list_overdue_posts(db: Database, *, workspace: str, due_by: dt.datetime) -> list[Post]:
    """Return the posts that subscriptions let go, decided and due by a moment, that are not out, those held excepted.

    Their lines count too. However often a post was put off by a retry, it was due when it first was.
    """
    kinds, states = ", ".join("?" * len(_WATCHED)), ", ".join("?" * len(_UNDER_WAY))
    sql = f"""
        SELECT p.id FROM posts p JOIN subscriptions s ON s.id = p.subscription_id
        WHERE p.workspace = ? AND {RULE_POSTS} AND p.part = 0 AND max(p.due_at, p.created_at) <= ?
          AND p.kind IN ({kinds}) AND p.state IN ({states})
        ORDER BY p.due_at, p.id
    """
    values = [workspace, *RULE_VALUES, due_by.isoformat(), *_WATCHED, *_UNDER_WAY]
    return [get_post(db, number) for (number,) in db.execute(sql, values).fetchall()]


def list_skipped_posts(db: Database, *, workspace: str, since: dt.datetime) -> list[Post]:
    """Return the posts of active subscriptions that were too late to be sent, whose limit passed after a moment.

    In the order they were due. Of what is paused people know already that nothing comes.
    """
    kinds = ", ".join("?" * len(_BRINGS))
    sql = f"""
        SELECT p.id FROM posts p JOIN subscriptions s ON s.id = p.subscription_id
        WHERE p.workspace = ? AND s.state = ? AND p.state = ? AND p.reason = ? AND p.part = 0 AND p.late_after > ?
          AND p.kind IN ({kinds}) ORDER BY p.due_at, p.id
    """
    values = [workspace, SubscriptionState.ACTIVE, PostState.SKIPPED, _LATE, since.isoformat(), *_BRINGS]
    return [get_post(db, number) for (number,) in db.execute(sql, values).fetchall()]


def find_stopped_at(db: Database, workspace: str) -> dt.datetime | None:
    """Return since when all sending to a workspace is stopped, or None."""
    row = db.execute("SELECT stopped_at FROM senders WHERE workspace = ?", [workspace]).fetchone()
    return dt.datetime.fromisoformat(row[0]) if row and row[0] else None


def list_series(db: Database) -> list[Series]:
    """Return the series that have a dated issue in force, their issues from the oldest on."""
    sql = """
        SELECT id, series_key, published_on, record FROM briefings WHERE active AND published_on IS NOT NULL
        ORDER BY published_on, id
    """
    found: dict[str, list[tuple[int, str, bytes]]] = {}
    for number, key, day, record in db.execute(sql).fetchall():
        found.setdefault(key, []).append((number, day, record))
    return [
        Series(
            key=key,
            name=briefing_name(msgspec.json.decode(issues[-1][2], type=Briefing)),
            days=tuple(dt.date.fromisoformat(day) for _, day, _ in issues),
            issues=tuple(number for number, _, _ in issues),
        )
        for key, issues in found.items()
    ]


def list_followers(db: Database, *, workspace: str, briefings: Collection[int]) -> list[Subscription]:
    """Return the active subscriptions whose channel got an item of these briefings that they ask for, by number."""
    marks = ", ".join("?" * len(briefings))
    sql = f"""
        SELECT DISTINCT s.id FROM ledger l JOIN subscriptions s ON s.id = l.subscription_id
        WHERE l.briefing_id IN ({marks}) AND l.fate IN (?, ?, ?) AND s.workspace = ? AND s.state = ? ORDER BY s.id
    """
    values = [*briefings, Fate.INCLUDED, Fate.ALREADY_HAD, Fate.UNCHANGED, workspace, SubscriptionState.ACTIVE]
    return [get_subscription(db, number) for (number,) in db.execute(sql, values).fetchall()]
