"""The outbox: unprompted posts from the decision to the channel. Every change of state is a compare-and-set."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.digest import Fate
from bot.model.ids import IdKind, format_id
from bot.model.post import (
    CLAIMABLE,
    FIRST_NOTICE,
    LATE_AFTER,
    NOT_MADE,
    UNSENT,
    Message,
    Post,
    PostKind,
    PostState,
    Slot,
    UpdateState,
    Verdict,
    may_become,
    post_key,
)
from bot.model.subscription import SubscriptionState
from bot.store.ledger import StoredAnnouncement
from bot.store.schedules import release_items

# Moving the moment from which the posts of a briefing may go.


def move_announcement(
    db: Database, announcement: StoredAnnouncement, *, not_before: dt.datetime, now: dt.datetime
) -> None:
    """Let the posts decided from this announcement on go from another moment; earlier ones still ahead move along."""
    db.execute(
        "UPDATE announcements SET not_before = ? WHERE briefing_id = ? AND undone_at IS NULL"
        " AND (version = ? OR not_before > ?)",
        [not_before.isoformat(), announcement.briefing_id, announcement.version, now.isoformat()],
    )


def move_posts(db: Database, number: int, *, not_before: dt.datetime, late_after: dt.datetime) -> None:
    """Let a post and its thread parts go from another moment, those that are surely not sent."""
    db.execute(
        "UPDATE posts SET not_before = ?1, due_at = ?1, late_after = ?2"
        " WHERE (id = ?3 OR parent_id = ?3) AND state IN (?4, ?5)",
        [not_before.isoformat(), late_after.isoformat(), number, *CLAIMABLE],
    )


RULE_POSTS = "(s.state = ? OR p.kind = ? AND (p.slot <> ? OR s.state = ?))"
"""Whether the subscription ``s`` of a post ``p`` lets it go: its first notice before it is active, lines always."""
RULE_VALUES = (SubscriptionState.ACTIVE, PostKind.NOTICE, FIRST_NOTICE, SubscriptionState.PENDING_NOTICE)


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPost:
    """A post to be made: its message parts in order, the first for the channel, the rest for its thread.

    With ``parent_id`` all parts go into that post's thread. It counts as due at ``due_at``, else at ``not_before``.
    """

    slot: Slot
    parts: tuple[Message, ...]
    not_before: dt.datetime
    late_after: dt.datetime | None
    subscription_id: int | None = None
    briefing_id: int | None = None
    parent_id: int | None = None
    due_at: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A change wanted to a message that stands in a channel."""

    post: Post
    message: Message
    attempts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A post that was sent: its channel and its timestamp there."""

    channel: str
    ts: str


def add_post(db: Database, new: NewPost, *, now: dt.datetime) -> int:
    """Decide a post: insert all its parts as PENDING; give the number of the first.

    A post of the same key that was decided before is left as it is.
    """
    first: int | None = None
    for part, message in enumerate(new.parts):
        key = post_key(new.slot, part)
        db.execute(
            "INSERT INTO posts (key, workspace, channel, kind, source, slot, part, parent_id, subscription_id,"
            " briefing_id, text, blocks, state, created_at, not_before, due_at, late_after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            [
                key,
                new.slot.workspace,
                new.slot.channel,
                new.slot.kind,
                new.slot.source,
                new.slot.slot,
                part,
                new.parent_id or first,
                new.subscription_id,
                new.briefing_id,
                message.text,
                message.blocks,
                PostState.PENDING,
                now.isoformat(),
                new.not_before.isoformat(),
                (new.due_at or new.not_before).isoformat(),
                new.late_after.isoformat() if new.late_after else None,
            ],
        )
        number = int(db.execute("SELECT id FROM posts WHERE key = ?", [key]).fetchone()[0])
        first = number if first is None else first
    return first or 0


def find_post(db: Database, slot: Slot) -> Post | None:
    """Return the first part of the post of this slot, or None while it was not decided."""
    rows = list(db.query("SELECT * FROM posts WHERE key = ?", [post_key(slot, 0)]))
    return _post(rows[0]) if rows else None


def get_post(db: Database, number: int) -> Post:
    """Return the post of this number, or raise NotFoundError."""
    rows = list(db.query("SELECT * FROM posts WHERE id = ?", [number]))
    if not rows:
        raise NotFoundError(f"There is no post {number}.", hint="gongbao digest ledger shows what was posted.")
    return _post(rows[0])


def list_posts(
    db: Database,
    *,
    workspace: str | None = None,
    states: tuple[PostState, ...] = (),
    briefing_id: int | None = None,
    subscription_id: int | None = None,
) -> list[Post]:
    """Return the posts that fit all given conditions, in the order they were decided."""
    conditions, values = ["1"], list[object]()
    if states:
        conditions.append(f"state IN ({', '.join('?' * len(states))})")
        values += states
    wanted = {"workspace": workspace, "briefing_id": briefing_id, "subscription_id": subscription_id}
    for name, value in wanted.items():
        if value is not None:
            conditions.append(f"{name} = ?")
            values.append(value)
    sql = f"SELECT * FROM posts WHERE {' AND '.join(conditions)} ORDER BY id"
    return [_post(row) for row in db.query(sql, values)]


def list_waiting(db: Database, *, workspace: str, until: dt.datetime) -> list[Post]:
    """Return the posts that may be claimed by ``until``: lines of what people did first, the rest as they are due.

    Those of a subscription that is not active wait, lines about it excepted; a thread part waits until its first part
    is SENT.
    A correction's line is given only while its summary stands, a line about a rule only after the one before it.
    """
    sql = f"""
        SELECT p.* FROM posts p
        LEFT JOIN posts parent ON parent.id = p.parent_id
        LEFT JOIN subscriptions s ON s.id = p.subscription_id
        WHERE p.state IN (?, ?) AND p.workspace = ? AND p.not_before <= ?
          AND (p.parent_id IS NULL OR parent.state = ?)
          AND (p.kind <> ? OR parent.withdrawn_at IS NULL AND parent.update_state IS NOT ?)
          AND (s.id IS NULL OR {RULE_POSTS})
          AND (p.kind <> ? OR NOT EXISTS (
            SELECT 1 FROM posts e WHERE e.subscription_id = p.subscription_id AND e.kind = p.kind
              AND e.source = p.source AND e.id < p.id AND e.state IN (?, ?, ?, ?)))
        ORDER BY p.kind <> ?, p.not_before, p.part, p.id
    """
    before = (PostKind.NOTICE, *CLAIMABLE, PostState.SENDING, PostState.AMBIGUOUS)
    standing = (PostState.SENT, PostKind.CORRECTION, UpdateState.GONE)
    values = [*CLAIMABLE, workspace, until.isoformat(), *standing, *RULE_VALUES, *before, PostKind.NOTICE]
    return [_post(row) for row in db.query(sql, values)]


def list_late(db: Database, *, workspace: str, now: dt.datetime) -> list[Post]:
    """Return the posts past their late limit that were not sent, paused subscriptions' included.

    A thread part shares the fate of its first part: while that one is unclear or held, so is the part. What a person
    let go without a limit has one again while its subscription is paused, or others would wait for it for good.
    """
    sql = """
        SELECT p.* FROM posts p LEFT JOIN posts parent ON parent.id = p.parent_id
        LEFT JOIN subscriptions s ON s.id = p.subscription_id
        WHERE p.state IN (?, ?) AND p.workspace = ? AND (p.late_after < ?
            OR p.late_after IS NULL AND p.attempts > 0 AND p.kind <> ? AND s.state = ? AND p.due_at < ?)
          AND (parent.state IS NULL OR parent.state NOT IN (?, ?, ?)) ORDER BY p.id
    """
    unclear = (PostState.SENDING, PostState.AMBIGUOUS, PostState.HELD)
    paused = (PostKind.NOTICE, SubscriptionState.PAUSED, (now - LATE_AFTER).isoformat())
    return [_post(row) for row in db.query(sql, [*CLAIMABLE, workspace, now.isoformat(), *paused, *unclear])]


def list_orphans(db: Database, *, workspace: str) -> list[Post]:
    """Return the thread parts whose first part will never be posted, and correction lines whose summary is gone."""
    sql = """
        SELECT p.* FROM posts p JOIN posts parent ON parent.id = p.parent_id
        WHERE p.state IN (?, ?) AND p.workspace = ?
          AND (parent.state IN (?, ?, ?)
               OR p.kind = ? AND (parent.withdrawn_at IS NOT NULL OR parent.update_state = ?))
        ORDER BY p.id
    """
    ends = (PostState.SKIPPED, PostState.CANCELLED, PostState.SUPERSEDED)
    return [_post(row) for row in db.query(sql, [*CLAIMABLE, workspace, *ends, PostKind.CORRECTION, UpdateState.GONE])]


def claim_post(db: Database, number: int, *, now: dt.datetime, after_ts: str | None) -> bool:
    """Take a post for sending; False when it is no longer to be sent or another sender has it.

    It may have been put on hold meanwhile, or its subscription paused. The bound of the first attempt stays: whatever
    attempt made the message, a look from there on finds it.
    """
    sql = f"""
        UPDATE posts AS p SET state = ?, attempted_at = ?, after_ts = coalesce(after_ts, ?), attempts = attempts + 1,
          reason = NULL
        WHERE id = ? AND state IN (?, ?) AND not_before <= ? AND (p.subscription_id IS NULL OR EXISTS (
          SELECT 1 FROM subscriptions s WHERE s.id = p.subscription_id AND {RULE_POSTS}))
    """
    values = [PostState.SENDING, now.isoformat(), after_ts, number, *CLAIMABLE, now.isoformat(), *RULE_VALUES]
    return bool(db.execute(sql, values).rowcount == 1)


def record_verdict(db: Database, post: Post, verdict: Verdict) -> bool:
    """Bring a post from the state it was read in to the verdict's; False when it has moved meanwhile."""
    if not may_become(post.state, verdict.state):
        return False
    resends = post.state is PostState.AMBIGUOUS and verdict.state is PostState.RETRY
    cursor = db.execute(
        "UPDATE posts SET state = ?, reason = ?, ts = coalesce(?, ts), not_before = coalesce(?, not_before),"
        " resends = resends + ? WHERE id = ? AND state = ?",
        [
            verdict.state,
            verdict.reason or None,
            verdict.ts,
            verdict.not_before.isoformat() if verdict.not_before else None,
            int(resends),
            post.id,
            post.state,
        ],
    )
    return bool(cursor.rowcount == 1)


def change_state(db: Database, post: Post, state: PostState, *, reason: str) -> bool:
    """Bring a post from the state it was read in to another; False when it has moved meanwhile."""
    sql = "UPDATE posts SET state = ?, reason = ? WHERE id = ? AND state = ?"
    return may_become(post.state, state) and bool(db.execute(sql, [state, reason, post.id, post.state]).rowcount == 1)


def restart_look(db: Database, number: int, *, now: dt.datetime) -> None:
    """Begin the wait of an unclear post anew."""
    db.execute("UPDATE posts SET attempted_at = ? WHERE id = ?", [now.isoformat(), number])


def replace_message(db: Database, number: int, message: Message) -> None:
    """Send another message under the same key."""
    db.execute("UPDATE posts SET text = ?, blocks = ? WHERE id = ?", [message.text, message.blocks, number])


def want_change(db: Database, number: int, message: Message, *, now: dt.datetime) -> None:
    """Want the message in the channel changed to this one, as soon as it is known to stand there; the last wish counts.

    A message that is there no more stays as it is.
    """
    db.execute(
        "UPDATE posts SET update_state = ?, update_text = ?, update_blocks = ?, update_attempts = 0,"
        " update_not_before = ? WHERE id = ? AND update_state IS NOT ?",
        [UpdateState.WANTED, message.text, message.blocks, now.isoformat(), number, UpdateState.GONE],
    )


def mark_withdrawn(db: Database, number: int, message: Message, *, now: dt.datetime) -> None:
    """Record that a post was taken back, and want its message changed to this one."""
    db.execute("UPDATE posts SET withdrawn_at = ? WHERE id = ?", [now.isoformat(), number])
    want_change(db, number, message, now=now)


def get_last_message(db: Database, number: int) -> Message:
    """Return the message of a post as last decided: the change that was wanted, else what was to be posted."""
    sql = "SELECT coalesce(update_text, text), coalesce(update_blocks, blocks) FROM posts WHERE id = ?"
    text, blocks = db.execute(sql, [number]).fetchone()
    return Message(text=text, blocks=blocks)


def get_decided_at(db: Database, number: int) -> dt.datetime:
    """Return when a post was decided."""
    return dt.datetime.fromisoformat(db.execute("SELECT created_at FROM posts WHERE id = ?", [number]).fetchone()[0])


def list_sent(db: Database, workspace: str) -> list[Sent]:
    """Return where the posts stand that were sent, in the order they were decided."""
    sql = "SELECT channel, ts FROM posts WHERE workspace = ? AND state = ? AND ts IS NOT NULL ORDER BY id"
    return [Sent(channel=channel, ts=ts) for channel, ts in db.execute(sql, [workspace, PostState.SENT]).fetchall()]


def list_parts(db: Database, number: int) -> list[Post]:
    """Return the parts of a post whose first part has this number, in order; correction lines are none."""
    sql = "SELECT * FROM posts WHERE (id = ?1 OR parent_id = ?1) AND kind <> ?2 ORDER BY part"
    return [_post(row) for row in db.query(sql, [number, PostKind.CORRECTION])]


def list_wanted_changes(db: Database, *, workspace: str, now: dt.datetime) -> list[Change]:
    """Return the messages in channels that are to be changed now."""
    sql = """
        SELECT * FROM posts WHERE update_state = ? AND state = ? AND workspace = ? AND update_not_before <= ?
        ORDER BY id
    """
    return [
        Change(
            post=_post(row),
            message=Message(text=row["update_text"], blocks=row["update_blocks"]),
            attempts=row["update_attempts"],
        )
        for row in db.query(sql, [UpdateState.WANTED, PostState.SENT, workspace, now.isoformat()])
    ]


def record_change(db: Database, change: Change, state: UpdateState, *, not_before: dt.datetime) -> None:
    """Record how an attempt to change a message ended, unless another change is wanted by now."""
    db.execute(
        "UPDATE posts SET update_state = ?, update_attempts = update_attempts + 1, update_not_before = ?"
        " WHERE id = ? AND update_text = ? AND update_blocks = ?",
        [state, not_before.isoformat(), change.post.id, change.message.text, change.message.blocks],
    )


def cancel_posts(db: Database, posts: list[Post], *, reason: str, state: PostState = PostState.CANCELLED) -> int:
    """End those of these posts that are surely unsent; give how many. Their items count as not had."""
    ended = 0
    for post in posts:
        if post.state in UNSENT and change_state(db, post, state, reason=reason):
            release_items(db, post.id)
            ended += 1
    return ended


def find_newest_ts(db: Database, *, workspace: str, channel: str) -> str | None:
    """Return the newest of our own messages in a channel, by Slack's clock."""
    sql = "SELECT max(ts) FROM posts WHERE workspace = ? AND channel = ? AND ts IS NOT NULL"
    found: str | None = db.execute(sql, [workspace, channel]).fetchone()[0]
    return found


def find_stop(db: Database, workspace: str) -> str | None:
    """Return why all sending to a workspace is stopped, or None."""
    row = db.execute(
        "SELECT reason FROM senders WHERE workspace = ? AND stopped_at IS NOT NULL", [workspace]
    ).fetchone()
    return row[0] if row else None


def stop_sending(db: Database, workspace: str, *, reason: str, now: dt.datetime) -> None:
    """Stop all sending to a workspace."""
    db.execute(
        "INSERT INTO senders (workspace, stopped_at, reason) VALUES (?, ?, ?)"
        " ON CONFLICT (workspace) DO UPDATE SET stopped_at = excluded.stopped_at, reason = excluded.reason",
        [workspace, now.isoformat(), reason],
    )


def clear_stop(db: Database, workspace: str) -> None:
    """Allow sending to a workspace again."""
    db.execute("DELETE FROM senders WHERE workspace = ?", [workspace])


def _post(row: dict[str, Any]) -> Post:
    return Post(
        id=row["id"],
        key=row["key"],
        slot=Slot(
            workspace=row["workspace"],
            channel=row["channel"],
            kind=PostKind(row["kind"]),
            source=row["source"],
            slot=row["slot"],
        ),
        part=row["part"],
        parent_id=row["parent_id"],
        subscription_id=row["subscription_id"],
        briefing_id=row["briefing_id"],
        message=Message(text=row["text"], blocks=row["blocks"]),
        state=PostState(row["state"]),
        reason=row["reason"],
        attempts=row["attempts"],
        resends=row["resends"],
        not_before=dt.datetime.fromisoformat(row["not_before"]),
        due_at=dt.datetime.fromisoformat(row["due_at"]),
        late_after=_moment(row["late_after"]),
        attempted_at=_moment(row["attempted_at"]),
        after_ts=row["after_ts"],
        ts=row["ts"],
        withdrawn_at=_moment(row["withdrawn_at"]),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


# What the ledger says of the items of a post that was never made: they wait, again or longer, or were kept out.

_SURELY_UNSENT = (*CLAIMABLE, *NOT_MADE)
FOR_DIGEST = "for the digest of "
"""How the reason of what waits for a digest begins, before its day."""


def wait_again(
    db: Database, post_id: int, *, reason: str, now: dt.datetime, items: Collection[int] | None = None
) -> None:
    """Say of the items of a post that was never made, or of some that it does not tell, that they wait."""
    if items is None:
        _wait(db, "post_id = ?", [post_id], reason=reason, now=now)
    else:
        where = "post_id = ? AND item_id IN (SELECT value FROM json_each(?))"
        _wait(db, where, [post_id, json.dumps(sorted(items))], reason=reason, now=now)


def wait_anew(db: Database, subscription_id: int, briefing_id: int, *, reason: str, now: dt.datetime) -> None:
    """Say of what a rule filtered of a briefing that it waits: it asks for something else by now."""
    values = [subscription_id, briefing_id, Fate.FILTERED]
    _wait(db, "subscription_id = ? AND briefing_id = ? AND fate = ?", values, reason=reason, now=now)


def decide_summaries_again(db: Database, number: int, *, now: dt.datetime) -> None:
    """End the unsent summaries of a rule that asks for something else by now: their briefings wait for what it asks.

    So does what it filtered of briefings whose posts have to wait still: it may have changed its mind before.
    """
    reason = f"{format_id(IdKind.SUBSCRIPTION, number)} was changed before it was posted"
    waiting = set(_list_held_back(db, number, now=now))
    for post in list_posts(db, subscription_id=number, states=CLAIMABLE):
        if post.slot.kind is PostKind.IMMEDIATE and post.part == 0 and post.briefing_id is not None:
            wait_again(db, post.id, reason=reason, now=now)
            cancel_posts(db, list_parts(db, post.id), reason=reason, state=PostState.SUPERSEDED)
            waiting.add(post.briefing_id)
    for briefing in sorted(waiting):
        wait_anew(db, number, briefing, reason=reason, now=now)


def _list_held_back(db: Database, number: int, *, now: dt.datetime) -> list[int]:
    """Return the announced briefings whose posts have to wait still, and of which a rule surely posted nothing."""
    sql = f"""
        SELECT a.briefing_id FROM announcements a WHERE a.announced AND a.undone_at IS NULL AND a.not_before > ?
          AND a.version = (SELECT max(version) FROM announcements WHERE briefing_id = a.briefing_id)
          AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.briefing_id = a.briefing_id AND p.subscription_id = ?
            AND p.kind = ? AND p.state NOT IN ({", ".join("?" * len(_SURELY_UNSENT))}))
    """
    values = [now.isoformat(), number, PostKind.IMMEDIATE, *_SURELY_UNSENT]
    return [briefing for (briefing,) in db.execute(sql, values).fetchall()]


def put_off(db: Database, subscription_id: int, *, reason: str, now: dt.datetime, until: str = "9999-12-31") -> None:
    """Say of what waits for a digest of a rule, by name of its day (up to this, ISO), that it waits for the next."""
    where = "subscription_id = ? AND fate = ? AND reason LIKE ? || '%' AND substr(reason, length(?) + 1, 10) <= ?"
    values = [subscription_id, Fate.WAITING, FOR_DIGEST, FOR_DIGEST, until]
    _wait(db, where, values, reason=f"for the next digest: {reason}", now=now)


def _wait(db: Database, where: str, values: list[Any], *, reason: str, now: dt.datetime) -> None:
    sql = f"UPDATE ledger SET fate = ?, reason = ?, post_id = NULL, at = ? WHERE {where}"
    db.execute(sql, [Fate.WAITING, reason, now.isoformat(), *values])


def withhold_items(db: Database, post_id: int, briefings: Collection[int], *, reason: str, now: dt.datetime) -> None:
    """Say of a post's items of these briefings, which it never brings, that they were kept out of its channel."""
    sql = (
        "UPDATE ledger SET fate = ?, reason = ?, post_id = NULL, at = ? WHERE post_id = ?"
        " AND briefing_id IN (SELECT value FROM json_each(?))"
    )
    db.execute(sql, [Fate.WITHHELD, reason, now.isoformat(), post_id, json.dumps(sorted(briefings))])
