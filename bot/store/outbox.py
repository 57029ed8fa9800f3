"""The outbox: what is posted unasked, from the decision to the channel. Every change of state is a compare-and-set."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.post import LONGEST_RETRY_AFTER, Message, Post, PostKind, PostState, Slot, Verdict, Why, post_key
from bot.store.ledger import release_items
from bot.store.rows import from_row, list_rows

_CLAIMABLE = "p.state IN ('pending', 'retry')"
_UNSENT = "p.state IN ('pending', 'retry', 'held') AND (p.state <> 'held' OR p.why = 'channel')"
_CHANGES = "SELECT 1 FROM posts c WHERE c.parent_id = parent.id AND c.kind = 'change'"
_GONE = f"""(p.kind = 'correction' AND (parent.withdrawn_at IS NOT NULL
    OR EXISTS ({_CHANGES} AND c.state = 'cancelled' AND c.why = 'thread')))"""
"""Whether a post is the line of a correction in a thread that is there no more."""
_UNCHANGED = f"(p.kind = 'correction' AND EXISTS ({_CHANGES} AND c.state IN ('pending', 'retry', 'sending')))"
"""Whether it is one in the thread of a message that is still to be changed, which tells whether that is there."""
_IN_FORCE = "(s.id IS NULL OR s.state = 'active' OR p.kind = 'notice')"
"""Whether the subscription of a post lets it go: lines about a rule go in any state of it."""


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
    first: int | None = None
    for part, message in enumerate(new.parts):
        key = post_key(new.slot, part)
        row = {
            **asdict(new.slot),
            **asdict(message),
            "key": key,
            "part": part,
            "parent_id": new.parent_id or first,
            "subscription_id": new.subscription_id,
            "briefing_id": new.briefing_id,
            "state": PostState.PENDING,
            "created_at": now,
            "not_before": new.not_before,
            "due_at": new.due_at or new.not_before,
            "late_after": new.late_after,
        }
        db.table("posts").insert(row, ignore=True)
        number = int(db.execute("SELECT id FROM posts WHERE key = ?", [key]).fetchone()[0])
        first = number if first is None else first
    return first or 0


def find_post(db: Database, slot: Slot) -> Post | None:
    """Return the first part of the post of this slot, or None while it was not decided."""
    return next(iter(_list(db, "p.key = ?", [post_key(slot, 0)])), None)


def get_post(db: Database, number: int) -> Post:
    """Return the post of this number, or raise NotFoundError."""
    for post in _list(db, "p.id = ?", [number]):
        return post
    raise NotFoundError(f"There is no post {number}.", hint="gongbao digest ledger shows what was posted.")


def list_posts(
    db: Database,
    *,
    workspace: str | None = None,
    states: Iterable[PostState] = (),
    briefing_id: int | None = None,
    subscription_id: int | None = None,
) -> list[Post]:
    """Return the posts that fit all given conditions, in the order they were decided."""
    wanted = {"workspace": workspace, "briefing_id": briefing_id, "subscription_id": subscription_id}
    given = {name: value for name, value in wanted.items() if value is not None}
    states = tuple(states)
    conditions = [f"p.{name} = ?" for name in given]
    if states:
        conditions.append(f"p.state IN ({', '.join('?' * len(states))})")
    return _list(db, " AND ".join(conditions) or "1", [*given.values(), *states])


def list_parts(db: Database, number: int) -> list[Post]:
    """Return the first part of a post and what belongs into its thread, in the order it was decided."""
    return _list(db, "(p.id = ?1 OR p.parent_id = ?1) AND p.kind <> 'change'", [number])


def list_posts_of(db: Database, briefing_id: int) -> list[Post]:
    """Return the first parts of the posts that tell of a briefing, in the order they were decided."""
    carrying = "SELECT c.post_id FROM delivered c JOIN items i ON i.id = c.item_id WHERE i.briefing_id = ?1"
    among = f"SELECT id FROM posts WHERE briefing_id = ?1 UNION {carrying}"
    return _list(db, f"p.id IN ({among}) AND p.part = 0 AND p.kind <> 'correction'", [briefing_id])


# What the sender asks for, and what it records.


def list_due(db: Database, *, workspace: str, now: dt.datetime) -> list[Post]:
    """Return the posts that may be claimed now: lines of what people did first, the rest as they are due.

    What belongs to another post waits until that one is SENT; a correction's line goes only while it stands.
    """
    where = f"""
        p.workspace = ? AND {_CLAIMABLE} AND p.not_before <= ? AND {_IN_FORCE}
        AND (parent.id IS NULL OR parent.state = 'sent' AND NOT {_GONE} AND NOT {_UNCHANGED})
    """
    order = "p.kind NOT IN ('notice', 'change'), p.not_before, p.part, p.id"
    return _list(db, where, [workspace, now.isoformat()], order=order)


def list_ended(db: Database, *, workspace: str, now: dt.datetime) -> list[tuple[Post, Why]]:
    """Return the unsent posts that are to be cancelled, with why: late, of an ended rule, or without a first part.

    A thread part shares the fate of its first part: while that one is unclear or held, so is the part.
    """
    late = f"{_UNSENT} AND p.late_after < ? AND coalesce(parent.state, '') NOT IN ('sending', 'held')"
    ended = f"{_UNSENT} AND s.state = 'cancelled' AND p.kind <> 'notice'"
    orphan = f"{_CLAIMABLE} AND (parent.state = 'cancelled' OR {_GONE})"
    found: dict[int, tuple[Post, Why]] = {}
    for why, where, *more in ((Why.LATE, late, now.isoformat()), (Why.ENDED, ended), (Why.THREAD, orphan)):
        found |= {post.id: (post, why) for post in _list(db, f"p.workspace = ? AND {where}", [workspace, *more])}
    return list(found.values())


def list_limits(db: Database, *, workspace: str, now: dt.datetime) -> dict[str, dt.datetime]:
    """Return the channels that Slack asked not to post to yet, each with the moment until when.

    A moment farther ahead than any limit is one of a clock that was set back since: it holds nothing back.
    """
    where = """
        p.workspace = ? AND p.state = 'retry' AND p.why = 'rate' AND p.kind <> 'change'
        AND p.not_before > ? AND p.not_before <= ?
    """
    limited = _list(db, where, [workspace, now.isoformat(), (now + LONGEST_RETRY_AFTER).isoformat()])
    return {post.slot.channel: post.not_before for post in limited}


def claim_post(db: Database, number: int, *, now: dt.datetime, after_ts: str | None) -> bool:
    """Take a post for sending; False when it is no longer to be sent or another sender has it.

    It may have been put on hold meanwhile, or its subscription paused. The bound of the first attempt stays: whatever
    attempt made the message, a look from there on finds it.
    """
    sql = f"""
        UPDATE posts AS p SET state = 'sending', why = '', reason = '', attempted_at = ?,
          after_ts = coalesce(after_ts, ?), attempts = attempts + 1
        WHERE p.id = ? AND {_CLAIMABLE} AND p.not_before <= ? AND (p.subscription_id IS NULL OR EXISTS
          (SELECT 1 FROM subscriptions s WHERE s.id = p.subscription_id AND {_IN_FORCE}))
    """
    return bool(db.execute(sql, [now.isoformat(), after_ts, number, now.isoformat()]).rowcount == 1)


def record_verdict(db: Database, post: Post, verdict: Verdict) -> bool:
    """Bring a post from the state it was read in to the verdict's; False when it has moved meanwhile.

    The items of one that is cancelled count as not had.
    """
    values = [verdict.state, verdict.why, verdict.reason, verdict.ts]
    values += [verdict.not_before.isoformat() if verdict.not_before else None]
    cursor = db.execute(
        "UPDATE posts SET state = ?, why = ?, reason = ?, ts = coalesce(?, ts), not_before = coalesce(?, not_before),"
        " resends = resends + ? WHERE id = ? AND state = ? AND why = ?",
        [*values, int(verdict.why is Why.ABSENT), post.id, post.state, post.why],
    )
    changed = bool(cursor.rowcount == 1)
    if changed and verdict.state is PostState.CANCELLED and post.parent_id is None:
        release_items(db, post.id, reason=verdict.reason or verdict.why.value)
    return changed


def cancel_posts(db: Database, posts: Iterable[Post], *, why: Why, reason: str = "") -> int:
    """End those of these posts that are surely unsent; return how many. Their items count as not had."""
    verdict = Verdict(state=PostState.CANCELLED, why=why, reason=reason)
    return sum(record_verdict(db, post, verdict) for post in posts if post.is_unsent)


def move_posts(db: Database, number: int, *, not_before: dt.datetime, late_after: dt.datetime | None) -> None:
    """Let a post and its thread parts go from another moment, those that are surely not sent."""
    db.execute(
        f"UPDATE posts AS p SET not_before = ?1, due_at = ?1, late_after = ?2"
        f" WHERE (p.id = ?3 OR p.parent_id = ?3) AND {_CLAIMABLE}",
        [not_before.isoformat(), late_after.isoformat() if late_after else None, number],
    )


def find_newest_ts(db: Database, *, workspace: str, channel: str) -> str | None:
    """Return the newest of our own messages in a channel, by Slack's clock."""
    sql = "SELECT max(ts) FROM posts WHERE workspace = ? AND channel = ? AND ts IS NOT NULL"
    found: str | None = db.execute(sql, [workspace, channel]).fetchone()[0]
    return found


def list_doubtful(db: Database, *, workspace: str, restored_at: dt.datetime, now: dt.datetime) -> list[Post]:
    """Return what would go now and fell due before this store was put back from a backup.

    It may have been posted in the time that the backup does not know. A thread part is asked about where its first
    part stands.
    """
    where = f"""
        p.workspace = ? AND {_CLAIMABLE} AND p.not_before <= ? AND p.due_at <= ? AND {_IN_FORCE}
        AND p.kind <> 'change' AND (parent.id IS NULL OR parent.state = 'sent' AND parent.ts IS NOT NULL)
    """
    return _list(db, where, [workspace, now.isoformat(), restored_at.isoformat()])


# What is said otherwise afterwards.


def set_message(db: Database, number: int, message: Message) -> None:
    """Let a post say something else when it is sent."""
    db.table("posts").update(number, {"text": message.text, "blocks": message.blocks})


def change_post(db: Database, number: int, message: Message, *, now: dt.datetime) -> None:
    """Let a post say something else: from the start, and by a change of what stands there by now.

    There is one row for the changes of a post, for its newest words. A message that is there no more stays as it is.
    """
    post = get_post(db, number)
    set_message(db, number, message)
    if post.is_unsent:
        return
    slot = replace(post.slot, kind=PostKind.CHANGE, slot=f"post {number}")
    change = add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, parent_id=number), now=now)
    db.execute(
        "UPDATE posts SET text = ?, blocks = ?, state = 'pending', why = '', attempts = 0, not_before = ?"
        " WHERE id = ? AND NOT (state = 'cancelled' AND why = 'thread')",
        [message.text, message.blocks, now.isoformat(), change],
    )


def mark_withdrawn(db: Database, number: int, message: Message, *, now: dt.datetime) -> None:
    """Record that a post was taken back, and let its message say so."""
    db.table("posts").update(number, {"withdrawn_at": now.isoformat()})
    change_post(db, number, message, now=now)


def list_unmarked(db: Database, workspace: str) -> list[Post]:
    """Return the posts that were taken back and still say what they said, since Slack lets nobody change them."""
    changes = "SELECT c.parent_id FROM posts c WHERE c.kind = 'change' AND c.state = 'cancelled' AND c.why = 'message'"
    return _list(db, f"p.workspace = ? AND p.withdrawn_at IS NOT NULL AND p.id IN ({changes})", [workspace])


def list_not_out(db: Database, *, workspace: str, due_by: dt.datetime) -> list[Post]:
    """Return the posts that were due and decided by a moment and are not out, but for those that wait for a person.

    However often a post was put off by a retry, it was due when it first was.
    """
    where = f"""
        p.workspace = ? AND p.subscription_id IS NOT NULL AND {_IN_FORCE} AND p.part = 0
        AND max(p.due_at, p.created_at) <= ? AND p.kind <> 'correction'
        AND p.state IN ('pending', 'retry', 'sending', 'held') AND (p.state <> 'held' OR p.why = 'unclear')
    """
    return _list(db, where, [workspace, due_by.isoformat()])


_SELECT = """
    SELECT p.* FROM posts p LEFT JOIN posts parent ON parent.id = p.parent_id
    LEFT JOIN subscriptions s ON s.id = p.subscription_id WHERE {where} ORDER BY {order}
"""


def _list(db: Database, where: str, values: list[Any], *, order: str = "p.id") -> list[Post]:
    return [_read(row) for row in list_rows(db, _SELECT.format(where=where, order=order), values)]


def _read(row: dict[str, Any]) -> Post:
    slot = {name: row[name] for name in ("workspace", "channel", "kind", "source", "slot")}
    return from_row(Post, {**row, "slot": slot, "message": {"text": row["text"], "blocks": row["blocks"]}})
