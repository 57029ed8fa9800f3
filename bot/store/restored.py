"""After a restore from a backup: what may have been posted since that backup is held until a person has decided.

Nobody knows what the lost time brought to the channels. So whatever was due before the restore is held, and so is what
is decided again because briefings of that time are read again.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlite_utils import Database

from bot.model.post import CLAIMABLE, Post, PostKind, PostState
from bot.store.outbox import RULE_POSTS, RULE_VALUES, change_state, get_post

RESTORED = "a backup was restored, and this may have been posted before that"
"""Why a post is held."""
_READ_AGAIN_WITHIN = dt.timedelta(days=1)
"""What is read and corrected within so long after a restore may be what the backup had lost."""


def find_identity(path: Path) -> tuple[int, int] | None:
    """Return what distinguishes this very file from another put in its place; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def find_restore(db: Database) -> dt.datetime | None:
    """Return when this store was put back from a backup, the last time; None when it never was."""
    found = db.execute("SELECT max(restored_at) FROM restores").fetchone()[0]
    return dt.datetime.fromisoformat(found) if found else None


def list_doubtful(db: Database, workspace: str, *, now: dt.datetime) -> list[Post]:
    """Return the posts that would go by ``now`` and may have been posted before the restore.

    A thread part is asked about only where its first part stands.
    """
    restored_at = find_restore(db)
    if restored_at is None:
        return []
    sql = f"""
        SELECT p.id FROM posts p LEFT JOIN posts parent ON parent.id = p.parent_id
        LEFT JOIN subscriptions s ON s.id = p.subscription_id
        WHERE p.workspace = ? AND p.state IN (?, ?) AND p.not_before <= ?
          AND (parent.id IS NULL OR parent.state = ?) AND (s.id IS NULL OR {RULE_POSTS})
          AND (p.due_at <= ?
            OR p.state = ? AND EXISTS (SELECT 1 FROM slots x WHERE x.post_id = p.id AND x.due_at <= ?)
            OR p.state = ? AND p.kind IN (?, ?) AND EXISTS (
              SELECT 1 FROM channel_items c JOIN items i ON i.id = c.item_id JOIN briefings b ON b.id = i.briefing_id
              WHERE c.post_id = p.id AND i.learned_at > ? AND i.learned_at <= ? AND coalesce(b.published_on, '') <= ?)
            OR p.state = ? AND p.kind = ? AND p.created_at <= ? AND parent.created_at <= ?
            OR p.state = ? AND EXISTS (
              SELECT 1 FROM reminders r WHERE r.post_id = p.id AND date(r.due_on, '-' || r.mark || ' days') <= ?))
        ORDER BY p.id
    """
    moment, day = restored_at.isoformat(), restored_at.date().isoformat()
    until = (restored_at + _READ_AGAIN_WITHIN).isoformat()
    values = [
        *(workspace, *CLAIMABLE, now.isoformat(), PostState.SENT, *RULE_VALUES, moment),
        *(PostState.PENDING, moment),
        *(PostState.PENDING, PostKind.DIGEST, PostKind.IMMEDIATE, moment, until, day),
        *(PostState.PENDING, PostKind.CORRECTION, until, moment),
        *(PostState.PENDING, day),
    ]
    return [get_post(db, number) for (number,) in db.execute(sql, values).fetchall()]


def hold_doubtful(db: Database, workspace: str, *, now: dt.datetime) -> list[Post]:
    """Hold what may have been posted before the restore; return it as it was."""
    found = list_doubtful(db, workspace, now=now)
    return [post for post in found if change_state(db, post, PostState.HELD, reason=RESTORED)]


def list_held_since(db: Database, workspace: str, *, until: int) -> list[int]:
    """Return the posts up to this number that are held because of a restore, in the order they were decided."""
    sql = "SELECT id FROM posts WHERE workspace = ? AND state = ? AND reason = ? AND id <= ? ORDER BY id"
    return [number for (number,) in db.execute(sql, [workspace, PostState.HELD, RESTORED, until]).fetchall()]
