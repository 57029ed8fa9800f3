"""In which channels persons are, as Slack said last."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlite_utils import Database

FRESH_FOR = dt.timedelta(hours=2)
"""Slack is asked every hour: what it said longer ago had better be asked again before anything is made of it."""
COUNTS_FOR = dt.timedelta(days=1)
"""What it said longer ago counts for nothing, since people come and go; until then it is better than no answer."""

_KEPT_FOR = dt.timedelta(hours=1)
"""Of who has no rule of their own it is kept so long: a preview shows what one would bring."""
_ASKING = """
    SELECT DISTINCT s.channel FROM subscriptions s
    WHERE s.workspace = ?1 AND s.state IN ('active', 'pending_notice') AND (s.channel LIKE 'U%' OR s.channel LIKE 'W%')
"""
"""The persons who have a rule of their own, or are about to."""


def find_member_channels(
    db: Database, *, workspace: str, user: str, now: dt.datetime, within: dt.timedelta = COUNTS_FOR
) -> frozenset[str] | None:
    """Give the channels that a person is in, or None where Slack has not said so within this time."""
    sql = "SELECT channels FROM memberships WHERE workspace = ? AND user = ? AND asked_at > ? AND asked_at <= ?"
    values = [workspace, user, (now - within).isoformat(), now.isoformat()]
    row = db.execute(sql, values).fetchone()
    return frozenset(json.loads(row[0])) if row else None


def keep_membership(db: Database, *, workspace: str, user: str, channels: Collection[str], now: dt.datetime) -> None:
    """Keep what Slack says of a person, and forget after an hour those who have no rule of their own."""
    db.execute(
        "INSERT INTO memberships (workspace, user, channels, asked_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (workspace, user) DO UPDATE SET channels = excluded.channels, asked_at = excluded.asked_at",
        [workspace, user, json.dumps(sorted(channels)), now.isoformat()],
    )
    db.execute(
        f"DELETE FROM memberships WHERE workspace = ?1 AND user <> ?2 AND asked_at <= ?3 AND user NOT IN ({_ASKING})",
        [workspace, user, (now - _KEPT_FOR).isoformat()],
    )


def count_again(db: Database, *, workspace: str, within: dt.timedelta, now: dt.datetime) -> None:
    """Let what Slack said longer ago than this count as said so long ago."""
    sql = "UPDATE memberships SET asked_at = ?2 WHERE workspace = ?1 AND asked_at < ?2"
    db.execute(sql, [workspace, (now - within).isoformat()])


def add_membership(db: Database, *, workspace: str, user: str, channel: str) -> None:
    """Say that a person has joined a channel; of whom nothing is known nothing is kept."""
    _set_channels(db, workspace, user, lambda channels: channels | {channel})


def end_membership(db: Database, *, workspace: str, user: str, channel: str) -> None:
    """Say that a person has left a channel; what else is known of them stays."""
    _set_channels(db, workspace, user, lambda channels: channels - {channel})


def _set_channels(db: Database, workspace: str, user: str, change: Callable[[set[str]], set[str]]) -> None:
    sql = "SELECT channels FROM memberships WHERE workspace = ? AND user = ?"
    row = db.execute(sql, [workspace, user]).fetchone()
    if row:
        sql = "UPDATE memberships SET channels = ? WHERE workspace = ? AND user = ?"
        db.execute(sql, [json.dumps(sorted(change(set(json.loads(row[0]))))), workspace, user])


def list_unasked(db: Database, workspace: str, *, now: dt.datetime, within: dt.timedelta) -> list[str]:
    """Give the persons with a rule of their own of whom Slack said nothing within this time, the longest ago first."""
    sql = f"""
        SELECT a.channel FROM ({_ASKING}) a
        LEFT JOIN memberships m ON m.workspace = ?1 AND m.user = a.channel
        WHERE m.asked_at IS NULL OR m.asked_at <= ?2 OR m.asked_at > ?3
        ORDER BY coalesce(m.asked_at, ''), a.channel
    """
    values = [workspace, (now - within).isoformat(), now.isoformat()]
    return [row[0] for row in db.execute(sql, values).fetchall()]
