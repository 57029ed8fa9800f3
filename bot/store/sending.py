"""What the sender asks of the outbox besides what is due: channels that wait, posts that a person has to settle."""

from __future__ import annotations

import datetime as dt

from sqlite_utils import Database

from bot.model.post import CLAIMABLE, FIRST_NOTICE, LONGEST_RETRY_AFTER, UNSENT, Message, Post, PostKind, PostState
from bot.model.subscription import SubscriptionState, SubscriptionVerb
from bot.store.outbox import get_last_message, get_post, want_change

# Saying something else in a post than was decided, before it goes or where it stands.


def get_said(db: Database, post: Post) -> Message:
    """Return what a post says, or would once what is wanted of it is done."""
    return post.message if post.state in UNSENT else get_last_message(db, post.id)


def say_instead(db: Database, post: Post, message: Message, *, now: dt.datetime) -> None:
    """Send another message where the post is surely unsent, else want the one in the channel changed.

    What goes out new says the new thing from the start: nothing is left to be changed in it.
    """
    if post.state not in UNSENT:
        want_change(db, post.id, message, now=now)
        return
    db.execute(
        "UPDATE posts SET text = ?, blocks = ?, update_state = NULL, update_text = NULL, update_blocks = NULL"
        " WHERE id = ?",
        [message.text, message.blocks, post.id],
    )


_SAYS_HOW_IT_STANDS = {SubscriptionVerb.PAUSE, SubscriptionVerb.RESUME, SubscriptionVerb.CANCEL, "saved"}
"""How the slots of such lines begin: a rule's own, and those of a list."""
_QUIET = "quiet until then"
"""The reason of a post that was put off to the end of a quiet time."""


def keep_limit(db: Database, *, workspace: str, channel: str, until: dt.datetime) -> None:
    """Remember until when Slack asked not to post to a channel."""
    db.execute("INSERT OR REPLACE INTO channel_limits VALUES (?, ?, ?)", [workspace, channel, until.isoformat()])


def list_limited_channels(db: Database, *, workspace: str, now: dt.datetime) -> dict[str, dt.datetime]:
    """Return the channels that Slack asked not to post to yet, each with the moment until when.

    A moment farther ahead than any limit is one of a clock that was set back since: it holds nothing back.
    """
    sql = "SELECT channel, ends_at FROM channel_limits WHERE workspace = ? AND ends_at > ? AND ends_at <= ?"
    values = [workspace, now.isoformat(), (now + LONGEST_RETRY_AFTER).isoformat()]
    return {channel: dt.datetime.fromisoformat(moment) for channel, moment in db.execute(sql, values).fetchall()}


def lift_limit(db: Database, number: int, *, now: dt.datetime, late_after: dt.datetime | None = None) -> None:
    """Let a post that a person wants go out now, and its parts with it, however late they are or until a new limit.

    It counts as due now: what was due before a restore would be held again.
    """
    db.execute(
        "UPDATE posts SET late_after = ?, not_before = min(not_before, ?), due_at = ?"
        " WHERE (id = ? OR parent_id = ?) AND state IN (?, ?)",
        [late_after.isoformat() if late_after else None, now.isoformat(), now.isoformat(), number, number, *CLAIMABLE],
    )


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


def list_overtaken(db: Database, *, workspace: str) -> list[Post]:
    """Return the unsent posts of ended subscriptions, lines about them excepted, and lines about changes given up."""
    sql = """
        SELECT p.id FROM posts p JOIN subscriptions s ON s.id = p.subscription_id
        WHERE p.state IN (?, ?) AND p.workspace = ?
          AND (s.state = ? AND (p.kind <> ? OR p.slot = ?)
               OR p.kind = ? AND EXISTS (SELECT 1 FROM subscription_changes c
                                         WHERE c.post_id = p.id AND c.ended_at IS NOT NULL))
        ORDER BY p.id
    """
    line = (PostKind.NOTICE, FIRST_NOTICE, PostKind.NOTICE)
    values = [*CLAIMABLE, workspace, SubscriptionState.CANCELLED, *line]
    return [get_post(db, number) for (number,) in db.execute(sql, values).fetchall()]


def count_parts(db: Database, number: int) -> int:
    """Return how many messages in the thread belong to a post."""
    return int(db.execute("SELECT count(*) FROM posts WHERE parent_id = ?", [number]).fetchone()[0])


def put_off(db: Database, post: Post, *, until: dt.datetime, late_after: dt.datetime) -> None:
    """Undo the claim of a post (as it was read before it), and let it and its further parts go from another moment."""
    db.execute(
        "UPDATE posts SET state = ?1, attempts = attempts - 1, reason = ?2, not_before = ?3, due_at = ?3,"
        " late_after = ?4 WHERE id = ?5 AND state = ?6",
        [post.state, _QUIET, until.isoformat(), late_after.isoformat(), post.id, PostState.SENDING],
    )
    db.execute(
        "UPDATE posts SET not_before = ?, due_at = ?, late_after = ? WHERE parent_id = ? AND kind <> ?"
        " AND state IN (?, ?)",
        [until.isoformat(), until.isoformat(), late_after.isoformat(), post.id, PostKind.CORRECTION, *CLAIMABLE],
    )


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


def find_deadline_of(db: Database, number: int) -> dt.date | None:
    """Return the day of the deadline that a post reminds of, or None where it is no reminder."""
    row = db.execute("SELECT due_on FROM reminders WHERE post_id = ?", [number]).fetchone()
    return dt.date.fromisoformat(row[0]) if row else None
