"""What the sender asks of the outbox besides what is due: channels that wait, posts that a person has to settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.delivery import LONGEST_RETRY_AFTER, RATE_LIMITED
from bot.domain.post import CLAIMABLE, PostState

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database


def list_limited_channels(db: Database, *, workspace: str, now: dt.datetime) -> set[str]:
    """Give the channels that Slack asked not to post to yet."""
    sql = """
        SELECT DISTINCT channel FROM posts
        WHERE state = ? AND workspace = ? AND reason = ? AND not_before > ? AND not_before <= ?
    """
    until = now + LONGEST_RETRY_AFTER
    values = [PostState.RETRY, workspace, RATE_LIMITED, now.isoformat(), until.isoformat()]
    return {channel for (channel,) in db.execute(sql, values).fetchall()}


def lift_limit(db: Database, number: int, *, now: dt.datetime) -> None:
    """Let a post that a person wants go out now, and its parts with it, however late they are."""
    db.execute(
        "UPDATE posts SET late_after = NULL, not_before = min(not_before, ?)"
        " WHERE (id = ? OR parent_id = ?) AND state IN (?, ?)",
        [now.isoformat(), number, number, *CLAIMABLE],
    )


def count_parts(db: Database, number: int) -> int:
    """Give how many messages in the thread belong to a post."""
    return int(db.execute("SELECT count(*) FROM posts WHERE parent_id = ?", [number]).fetchone()[0])
