"""What the sender asks of the outbox besides what is due: channels that wait, posts that a person has to settle."""

from __future__ import annotations

import datetime as dt

from sqlite_utils import Database

from bot.model.post import Post, PostKind, PostState
from bot.model.subscription import SubscriptionVerb

_SAYS_HOW_IT_STANDS = {SubscriptionVerb.PAUSE, SubscriptionVerb.RESUME, SubscriptionVerb.CANCEL, "saved"}
"""How the slots of such lines begin: a rule's own, and those of a list."""
_QUIET = "quiet until then"
"""The reason of a post that was put off to the end of a quiet time."""


def is_given_up(db: Database, number: int) -> bool:
    """Return whether an unsent post is the line about a change of a rule that was given up since."""
    sql = "SELECT 1 FROM subscription_changes WHERE post_id = ? AND ended_at IS NOT NULL"
    return db.execute(sql, [number]).fetchone() is not None


def has_later_line(db: Database, post: Post) -> bool:
    """Return whether a line that says how a rule stands (or what a list holds) was followed by another such line."""
    if post.slot.slot.split(" ")[0] not in _SAYS_HOW_IT_STANDS:
        return False
    sql = """
        SELECT slot FROM posts
        WHERE workspace = ? AND channel = ? AND kind = ? AND source = ? AND id > ? AND state <> ?
    """
    place = [post.slot.workspace, post.slot.channel, post.slot.kind, post.slot.source, post.id, PostState.CANCELLED]
    return any(slot.split(" ")[0] in _SAYS_HOW_IT_STANDS for (slot,) in db.execute(sql, place).fetchall())


def end_quiet_wait(db: Database, subscription_id: int, *, now: dt.datetime) -> None:
    """Let what waits for a rule's quiet time to end go as its briefing's hold allows; quiet is asked again then."""
    db.execute(
        """
        WITH free AS (
            SELECT p.id, max(?1, coalesce((SELECT a.not_before FROM announcements a
              WHERE a.briefing_id = p.briefing_id AND a.announced ORDER BY a.version DESC LIMIT 1), ?1)) AS at
            FROM posts p WHERE p.subscription_id = ?2 AND p.kind <> ?3
              AND (p.state = ?4 AND p.kind <> ?5 OR p.state IN (?4, ?6) AND p.reason = ?7)
        )
        UPDATE posts SET not_before = free.at, due_at = free.at FROM free
        WHERE posts.id = free.id AND free.at < posts.not_before
        """,
        [
            now.isoformat(),
            subscription_id,
            PostKind.NOTICE,
            PostState.PENDING,
            PostKind.CORRECTION,
            PostState.RETRY,
            _QUIET,
        ],
    )
