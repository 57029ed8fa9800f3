"""Posts that nobody can prove: a person looks into the channel and says what is so.

Also what follows when a post is known to stand in its channel, however that became known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.delivery import LATE_AFTER
from bot.domain.posts.post import PostKind, PostState
from bot.domain.posts.schedule import has_same_slots
from bot.domain.posts.subscription import SubscriptionState, SubscriptionVerb, decide_state
from bot.errors import BadQueryError
from bot.services.posting.reminders import OVER
from bot.services.posting.reminders import find_end as find_deadline_end
from bot.services.subscribing.rule_lines import find_end
from bot.store.audit import AuditRow, add_audit
from bot.store.outbox import cancel_posts, change_state, get_post, list_posts
from bot.store.reminders import find_reminder
from bot.store.restored import list_held_since
from bot.store.schedules import apply_change
from bot.store.sending import count_parts, end_quiet_wait, lift_limit
from bot.store.subscriptions import get_subscription, mark_noticed, set_state
from bot.store.unmade import decide_summaries_again, put_off

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.posts.post import Post
    from bot.store.database import Database, Store


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldPost:
    """A post that waits for a person's word: its number, rule, channel and slot, why, and how many parts hang on it."""

    number: int
    workspace: str
    channel: str
    kind: str
    rule: str
    slot: str
    part: int
    reason: str
    attempted_at: dt.datetime | None
    parts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """A held post as it was before a person's word; ``end`` says why it is not posted again all the same, or "".

    With ``is_paused`` it waits for its subscription first.
    """

    post: HeldPost
    end: str
    is_paused: bool = False


class HeldPosts:
    """Lists and settles what is held."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_held(self) -> tuple[HeldPost, ...]:
        """Give what is held, in the order it was decided."""
        with self._store.read() as db:
            held = list_posts(db, states=(PostState.HELD,))
            return tuple(_describe(db, post) for post in held)

    def settle(self, number: int, *, sent: bool, by: str, now: dt.datetime) -> Settled:
        """Record a person's word: ``sent`` (it stands in the channel), or post it again; give the post as it was.

        Posted again it goes out with the next tick, however late it is. That of a paused subscription waits for it as
        long as any post may be late; one that nobody wants any more is cancelled. What they would have brought others
        may bring then. Raises NotFoundError for a number that is none, BadQueryError when the post is not held (any
        more).
        """
        with self._store.write() as db:
            return _settle(db, number, sent=sent, by=by, now=now)

    def settle_restored(self, workspace: str, *, until: int, sent: bool, by: str, now: dt.datetime) -> int:
        """Record a person's word on all posts up to a number that are held because of a restore; return how many."""
        with self._store.write() as db:
            numbers = list_held_since(db, workspace, until=until)
            for number in numbers:
                _settle(db, number, sent=sent, by=by, now=now)
        return len(numbers)


def _settle(db: Database, number: int, *, sent: bool, by: str, now: dt.datetime) -> Settled:
    post = get_post(db, number)
    was = _describe(db, post)
    state = PostState.SENT if sent else PostState.RETRY
    if post.state is not PostState.HELD or not change_state(db, post, state, reason=f"said by {by}"):
        raise BadQueryError(
            f"Post {number} is not held: it is {post.state.value}.",
            hint="gongbao digest held lists what is held.",
        )
    if sent:
        mark_landed(db, post, now=now)
    is_paused = not sent and _is_paused(db, post)
    lift_limit(db, number, now=now, late_after=now + LATE_AFTER if is_paused else None)
    end = "" if sent else find_end(db, post) or _find_day_over(db, post, now=now)
    if end:
        cancel_posts(db, [get_post(db, number)], reason=end)
    add_audit(db, AuditRow(at=now, actor=by, action=f"settle: {state.value}", subject=f"post {number}", detail=end))
    return Settled(post=was, end=end, is_paused=is_paused and not end)


def mark_landed(db: Database, post: Post, *, now: dt.datetime) -> None:
    """Let a subscription go on whose notice is known to stand in its channel, or put its new form in force."""
    if post.slot.kind is not PostKind.NOTICE or post.subscription_id is None:
        return
    subscription = get_subscription(db, post.subscription_id)
    if (change := apply_change(db, post.id, now=now)) is not None:
        end_quiet_wait(db, subscription.id, now=now)
        if (change.filter, change.schedule.cadence) != (subscription.filter, subscription.cadence):
            decide_summaries_again(db, subscription.id, now=now)
        if not has_same_slots(change.schedule, subscription.schedule):
            put_off(db, subscription.id, reason=f"{subscription.shown_id} has other times", now=now)
    if not post.is_first_notice:
        return
    mark_noticed(db, subscription.id, now=now)
    state = decide_state(subscription.state, SubscriptionVerb.NOTICE_LANDED, noticed=True)
    if state is not subscription.state:
        set_state(db, subscription.id, state)


def _find_day_over(db: Database, post: Post, *, now: dt.datetime) -> str:
    """Give why a reminder is of no use any more, or ""."""
    reminder = find_reminder(db, post.id)
    return OVER if reminder is not None and now >= find_deadline_end(reminder.key) else ""


def _is_paused(db: Database, post: Post) -> bool:
    """Tell whether a post waits for its paused subscription."""
    if post.subscription_id is None or post.is_line:
        return False
    return get_subscription(db, post.subscription_id).state is SubscriptionState.PAUSED


def _describe(db: Database, post: Post) -> HeldPost:
    return HeldPost(
        number=post.id,
        workspace=post.slot.workspace,
        channel=post.slot.channel,
        kind=post.slot.kind.value,
        rule=post.slot.source,
        slot=post.slot.slot,
        part=post.part,
        reason=post.reason or "no reason given",
        attempted_at=post.attempted_at,
        parts=count_parts(db, post.id),
    )
