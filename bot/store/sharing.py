"""Whether people of another organisation are in a channel, as Slack said last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.post import PostState
from bot.store.answers import list_answer_channels

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database


def find_shared(db: Database, channel: str) -> bool | None:
    """Tell whether a channel is shared; None where Slack never said."""
    row = db.execute("SELECT is_shared FROM channel_sharing WHERE channel = ?", [channel]).fetchone()
    return None if row is None else bool(row[0])


def keep_shared(db: Database, channel: str, *, is_shared: bool, now: dt.datetime) -> None:
    """Keep what Slack says of a channel, in place of what was kept."""
    db.execute(
        "INSERT OR REPLACE INTO channel_sharing (channel, is_shared, asked_at) VALUES (?, ?, ?)",
        [channel, int(is_shared), now.isoformat()],
    )


def list_channels_with_posts(db: Database) -> list[str]:
    """Give the channels, no direct messages, in which a post or an answer stands that was not taken back."""
    sql = """
        SELECT DISTINCT channel FROM posts WHERE state = ? AND withdrawn_at IS NULL
          AND substr(channel, 1, 1) IN ('C', 'G')
    """
    posted = {row[0] for row in db.execute(sql, [PostState.SENT]).fetchall()}
    return sorted(posted.union(list_answer_channels(db)))
