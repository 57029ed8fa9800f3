"""The outbox: what is posted unasked, from the decision to the channel. Every change of state is a compare-and-set."""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, astuple, dataclass

from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.post import LONGEST_RETRY_AFTER, Message, Post, PostState, Slot, Verdict, Why, cancel
from bot.store.ledger import release_items
from bot.store.rows import from_row, insert_row, list_rows

_FROM = "posts p LEFT JOIN posts t ON t.id = p.parent_id LEFT JOIN subscriptions s ON s.id = p.subscription_id"
_CLAIMABLE = "p.state IN ('pending', 'retry')"
_IS_WANTED = "(s.id IS NULL OR s.state = 'active' OR p.kind = 'notice')"
"""A paused rule keeps its posts; what says so goes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPost:
    """A post to be made: its message parts in order, the first for the channel, the rest for its thread.

    With ``parent_id`` all parts go into that post's thread. ``due_at`` is when it is due in its own right (its slot),
    else ``not_before``: what was due before a restore from a backup is held.
    """

    slot: Slot
    parts: tuple[Message, ...]
    not_before: dt.datetime
    late_after: dt.datetime | None = None
    subscription_id: int | None = None
    briefing_id: int | None = None
    parent_id: int | None = None
    due_at: dt.datetime | None = None


def add_post(db: Database, new: NewPost, *, now: dt.datetime) -> int:
    """Decide a post: insert all its parts as PENDING; return the number of the first.

    A post of the same key that was decided before is left as it is.
    """
    known = find_post(db, new.slot)
    if known is not None:
        return known.id
    row = asdict(new)
    slot, parts = row.pop("slot"), row.pop("parts")
    row |= {**slot, "due_at": new.due_at or new.not_before, "state": PostState.PENDING, "created_at": now}
    first = 0
    for part, message in enumerate(parts):
        own = {**message, "key": new.slot.key(part), "part": part, "parent_id": new.parent_id or first or None}
        number = insert_row(db, "posts", row | own)
        first = first or number
    return first


# Reading posts.


def find_post(db: Database, slot: Slot) -> Post | None:
    """Return the first part of the post of this slot, or None while it was not decided."""
    return next(iter(_list(db, "p.key = ?", [slot.key(0)])), None)


def get_post(db: Database, number: int) -> Post:
    """Return the post of this number, or raise NotFoundError."""
    for found in _list(db, "p.id = ?", [number]):
        return found
    raise NotFoundError(f"There is no post {number}.", hint="gongbao posts held lists those that wait for you.")


def list_posts(
    db: Database, *, workspace: str | None = None, states: Sequence[PostState] = (), subscription_id: int | None = None
) -> list[Post]:
    """Return the posts that fit all given conditions, in the order they were decided."""
    wanted = {"p.workspace = ?": workspace, "p.subscription_id = ?": subscription_id}
    given = {sql: value for sql, value in wanted.items() if value is not None}
    of_states = [f"({' OR '.join(['p.state = ?'] * len(states))})"] if states else []
    return _list(db, " AND ".join([*given, *of_states]) or "1", [*given.values(), *states])


def list_parts(db: Database, number: int) -> list[Post]:
    """Return the first part of a post and what belongs into its thread, in the order it was decided."""
    return _list(db, "p.id = ?1 OR (p.parent_id = ?1 AND p.kind <> 'change')", [number])


def list_posts_of(db: Database, briefing_id: int) -> list[Post]:
    """Return the first parts of the posts that tell of a briefing, in the order they were decided."""
    where = """
        p.parent_id IS NULL AND p.id IN (
          SELECT d.post_id FROM items i JOIN delivered d ON d.item_id = i.id WHERE i.briefing_id = ?1
          UNION SELECT b.id FROM posts b WHERE b.briefing_id = ?1)
    """
    return _list(db, where, [briefing_id])


def list_unmarked(db: Database, workspace: str) -> list[Post]:
    """Return the posts that were taken back and still say what they said, since Slack lets nobody change them."""
    where = """
        p.workspace = ? AND p.withdrawn_at IS NOT NULL AND EXISTS (SELECT 1 FROM posts c
          WHERE c.parent_id = p.id AND c.kind = 'change' AND c.state = 'cancelled' AND c.why = 'message')
    """
    return _list(db, where, [workspace])


# Sending.


def find_due(
    db: Database, *, workspace: str, now: dt.datetime, besides: Collection[int], busy: Collection[str]
) -> Post | None:
    """Return the next post that may be claimed: lines of what people did first, the rest as they are due.

    Left out are those ``besides``, and those to ``busy`` channels or to one that Slack asked not to post to yet. What
    belongs to another post waits until that one is SENT and says what it should; where that one was deleted, it never
    goes. A retry that is farther ahead than any was put off by a clock that was set back since.
    """
    where = f"""
        p.workspace = ?1 AND {_CLAIMABLE} AND {_IS_WANTED} AND (t.id IS NULL OR t.state = 'sent')
        AND (p.not_before <= ?2 OR (p.state = 'retry' AND p.due_at < p.not_before AND p.not_before > ?3))
        AND NOT EXISTS (SELECT 1 FROM posts c WHERE c.parent_id = t.id AND c.kind = 'change' AND c.id <> p.id
          AND (c.state IN ('pending', 'retry') OR c.why = 'thread'))
        AND NOT EXISTS (SELECT 1 FROM posts l WHERE (l.workspace, l.channel) = (p.workspace, p.channel)
          AND l.state = 'retry' AND l.why = 'rate' AND l.not_before > ?2 AND l.not_before <= ?3)
        AND p.id NOT IN (SELECT value FROM json_each(?4)) AND p.channel NOT IN (SELECT value FROM json_each(?5))
    """
    farthest = now + LONGEST_RETRY_AFTER
    values = [workspace, now.isoformat(), farthest.isoformat(), json.dumps(list(besides)), json.dumps(list(busy))]
    order = "p.kind IN ('notice', 'change') DESC, p.not_before, p.id LIMIT 1"
    return next(iter(_list(db, where, values, order)), None)


def list_over(db: Database, *, workspace: str, now: dt.datetime) -> list[tuple[Post, Verdict]]:
    """Return the unsent posts that are to be cancelled, with why: of an ended rule, taken back, or late.

    Or those whose first part is not there: a thread part shares the fate of its first part.
    """
    over = """
        CASE WHEN s.state = 'cancelled' AND p.kind <> 'notice' THEN 'ended'
          WHEN p.withdrawn_at IS NOT NULL THEN 'withdrawn'
          WHEN t.state = 'cancelled' OR (t.state = 'sent' AND t.ts IS NULL) OR EXISTS (
            SELECT 1 FROM posts c WHERE c.parent_id = t.id AND c.kind = 'change' AND c.why = 'thread') THEN 'thread'
          WHEN p.late_after < ?2 AND coalesce(t.state, '') NOT IN ('sending', 'held') THEN 'late' END
    """
    unsent = f"({_CLAIMABLE} OR (p.state = 'held' AND p.why = 'channel'))"
    sql = f"SELECT p.id, {over} AS over FROM {_FROM} WHERE p.workspace = ?1 AND {unsent} AND over IS NOT NULL"
    found = db.execute(f"{sql} ORDER BY p.id", [workspace, now.isoformat()]).fetchall()
    return [(get_post(db, number), cancel(Why(why))) for number, why in found]


def list_doubtful(db: Database, *, workspace: str) -> list[Post]:
    """Return what would go and fell due before this store was put back from a backup, if it was.

    It may have been posted in the time that the backup does not know. A thread part is asked about where its first
    part stands.
    """
    where = f"p.workspace = ?1 AND {_CLAIMABLE} AND p.kind <> 'change' AND (t.id IS NULL OR t.ts IS NOT NULL)"
    return _list(db, f"{where} AND p.due_at <= (SELECT at FROM memos WHERE kind = 'restored')", [workspace])


def claim_post(db: Database, number: int, *, now: dt.datetime, after_ts: str | None) -> bool:
    """Take a post for sending; False when it is no longer to be sent or another sender has it.

    ``after_ts`` bounds where it is looked for; where that is not known, the newest of our own messages in its channel
    does. The bound of the first attempt stays: whatever attempt made the message, a look from there on finds it.
    """
    sql = f"""
        UPDATE posts SET state = 'sending', why = '', attempts = attempts + 1, attempted_at = ?1,
          after_ts = coalesce(after_ts, ?2,
            (SELECT max(o.ts) FROM posts o WHERE (o.workspace, o.channel) = (posts.workspace, posts.channel)))
        WHERE id = ?3 AND id IN (SELECT p.id FROM posts p LEFT JOIN subscriptions s ON s.id = p.subscription_id
          WHERE p.id = ?3 AND {_CLAIMABLE} AND {_IS_WANTED})
    """
    return bool(db.execute(sql, [now.isoformat(), after_ts, number]).rowcount)


def record_verdict(db: Database, post: Post, verdict: Verdict) -> bool:
    """Bring a post from the state it was read in to the verdict's; False when it has moved meanwhile."""
    sql = """
        UPDATE posts SET state = ?, why = ?, reason = ?, ts = coalesce(?, ts), not_before = coalesce(?, not_before),
          text = coalesce(?, text), blocks = coalesce(?, blocks), resends = resends + ?
        WHERE id = ? AND state = ? AND why = ?
    """
    not_before = verdict.not_before and verdict.not_before.isoformat()
    said = astuple(verdict.message) if verdict.message else (None, None)
    values = [verdict.state, verdict.why, verdict.reason, verdict.ts, not_before, *said]
    if not db.execute(sql, [*values, verdict.why is Why.ABSENT, post.id, post.state, post.why]).rowcount:
        return False
    if verdict.state is PostState.CANCELLED:
        release_items(db, post.id, reason=f"not posted: {verdict.reason or verdict.why}")
    return True


# What changes a post otherwise.


def update_post(db: Database, number: int, **values: object) -> None:
    """Bring columns of a post to other values."""
    db.table("posts").update(number, values)


def move_posts(db: Database, number: int, *, not_before: dt.datetime, late_after: dt.datetime | None) -> None:
    """Let a post and its thread parts be due at another moment, those that are surely not sent."""
    sql = """
        UPDATE posts SET not_before = ?1, due_at = ?1, late_after = ?2
        WHERE (id = ?3 OR parent_id = ?3) AND state IN ('pending', 'retry')
    """
    db.execute(sql, [not_before.isoformat(), late_after.isoformat() if late_after else None, number])


def _list(db: Database, where: str, values: Sequence[object], order: str = "p.id") -> list[Post]:
    sql = f"SELECT p.*, t.ts AS parent_ts, t.key AS parent_key FROM {_FROM} WHERE {where} ORDER BY {order}"
    return [from_row(Post, row | {"slot": row, "message": row}) for row in list_rows(db, sql, values)]
