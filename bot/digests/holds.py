"""What admins do with the posts of a briefing before they go: look at them, let them go, put them on hold.

Everything is decided in one transaction against what the sender does: what it has claimed is on its way and counted as
such. Done twice, or after the posts went, each of these changes nothing; the answer says how things stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.digests.digests import Digests
from bot.digests.reminders import OVER
from bot.digests.reminders import find_end as find_deadline_end
from bot.digests.subscription_rules import find_end
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, format_id
from bot.model.post import (
    CLAIMABLE,
    LATE_AFTER,
    UNTIL_RELEASED,
    Announced,
    Message,
    Post,
    PostFacts,
    Posting,
    PostingState,
    PostKind,
    PostState,
    decide_posting,
)
from bot.model.series import briefing_name
from bot.model.subscription import SubscriptionState, SubscriptionVerb, decide_state, has_same_slots
from bot.store.briefings import get_briefing
from bot.store.database import Database, Store
from bot.store.ledger import StoredAnnouncement, find_announcement, list_fates
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import (
    cancel_posts,
    change_state,
    decide_summaries_again,
    get_post,
    list_parts,
    list_posts,
    move_announcement,
    move_posts,
    put_off,
)
from bot.store.reminders import find_reminder
from bot.store.restored import list_held_since
from bot.store.schedules import apply_change
from bot.store.sending import count_parts, end_quiet_wait, lift_limit
from bot.store.subscriptions import get_subscription, mark_noticed, set_state

# Posts that nobody can prove: a person looks into the channel and says what is so.


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
        """Return what is held, in the order it was decided."""
        with self._store.read() as db:
            held = list_posts(db, states=(PostState.HELD,))
            return tuple(_held_describe(db, post) for post in held)

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
    was = _held_describe(db, post)
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
    """Return why a reminder is of no use any more, or ""."""
    reminder = find_reminder(db, post.id)
    return OVER if reminder is not None and now >= find_deadline_end(reminder.key) else ""


def _is_paused(db: Database, post: Post) -> bool:
    """Return whether a post waits for its paused subscription."""
    if post.subscription_id is None or post.is_line:
        return False
    return get_subscription(db, post.subscription_id).state is SubscriptionState.PAUSED


def _held_describe(db: Database, post: Post) -> HeldPost:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """How the posts of a briefing stand, and whether this call ``changed`` anything."""

    briefing_id: str
    name: str
    posting: Posting
    changed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A post as it waits: its rule and channel, its messages in order, and when it may go (None: on hold)."""

    rule: str
    workspace: str
    channel: str
    messages: tuple[Message, ...]
    not_before: dt.datetime | None


class Holds:
    """Keeps the posts of briefings back, and lets them go."""

    def __init__(self, store: Store, digests: Digests) -> None:
        self._store = store
        self._digests = digests

    def get(self, number: int, *, now: dt.datetime) -> Held:
        """Say how the posts of a briefing stand; NotFoundError when it is not held."""
        with self._store.read() as db:
            return _describe(db, number, now=now)

    def find_posting(self, number: int, *, now: dt.datetime) -> Posting:
        """Say how the posts of a briefing stand, also of one that was taken back."""
        with self._store.read() as db:
            return _decide(db, number, now=now)

    def list_previews(self, number: int) -> tuple[Preview, ...]:
        """Get the posts of a briefing that wait, exactly as they will be posted; NotFoundError when it is not held."""
        with self._store.read() as db:
            get_briefing(db, number)
            return tuple(_preview(db, post) for post in _list_waiting(db, number))

    def release(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Let what waits go at once, on hold or not; what quiet hours keep back still waits for their end."""
        with self._store.write() as db:
            get_briefing(db, number)
            current = find_announcement(db, number)
            waiting = _list_waiting(db, number)
            if current is None or current.not_before <= now or not (waiting or _is_on_hold(current)):
                return _describe(db, number, now=now)
            move_announcement(db, current, not_before=now, now=now)
            if _is_on_hold(current) or beijing_day(current.decided_at) != beijing_day(now):
                self._digests.write_again(db, briefing_id=number, now=now)
            else:
                due = [post for post in waiting if post.not_before <= current.not_before]
                _move(db, due, not_before=now)
            return _changed(db, number, action="post now", by=by, now=now)

    def hold(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Keep back what is surely not sent yet, until somebody lets it go."""
        with self._store.write() as db:
            get_briefing(db, number)
            current = find_announcement(db, number)
            waiting = _list_waiting(db, number)
            may_hold = current is not None and current.decision.announced and current.undone_at is None
            if current is None or not may_hold or _is_on_hold(current) or not (waiting or now < current.not_before):
                return _describe(db, number, now=now)
            move_announcement(db, current, not_before=UNTIL_RELEASED, now=now)
            _move(db, waiting, not_before=UNTIL_RELEASED)
            return _changed(db, number, action="hold", by=by, now=now)

    def announce(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Announce a briefing that was archived in silence; its posts wait as those of a new one do."""
        with self._store.write() as db:
            get_briefing(db, number)
            if _decide(db, number, now=now).state is not PostingState.ARCHIVED:
                return _describe(db, number, now=now)
            self._digests.announce_archived(db, briefing_id=number, by=by, now=now)
            return _changed(db, number, action="announce anyway", by=by, now=now)


def _describe(db: Database, number: int, *, now: dt.datetime, changed: bool = False) -> Held:
    held = get_briefing(db, number)
    posting = _decide(db, number, now=now)
    return Held(briefing_id=held.shown_id, name=briefing_name(held.briefing), posting=posting, changed=changed)


def _changed(db: Database, number: int, *, action: str, by: str, now: dt.datetime) -> Held:
    held = _describe(db, number, now=now, changed=True)
    detail = f"{held.posting.waiting} waiting, {held.posting.going} on their way, {held.posting.sent} sent"
    subject = format_id(IdKind.BRIEFING, number)
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
    return held


def _decide(db: Database, number: int, *, now: dt.datetime) -> Posting:
    current = find_announcement(db, number)
    decided = None
    if current is not None:
        decided = Announced(
            announced=current.decision.announced,
            reason=current.decision.reason,
            not_before=current.not_before,
            undone=current.undone_at is not None,
        )
    facts = [
        PostFacts(
            channel=post.slot.channel,
            state=post.state,
            not_before=post.not_before,
            withdrawn=post.withdrawn_at is not None,
        )
        for post in _list_summaries(db, number)
    ]
    return decide_posting(decided, facts, now=now, fates=list_fates(db, number))


def _list_summaries(db: Database, number: int) -> list[Post]:
    posts = list_posts(db, briefing_id=number)
    return [post for post in posts if post.slot.kind is PostKind.IMMEDIATE and post.part == 0]


def _list_waiting(db: Database, number: int) -> list[Post]:
    return [post for post in _list_summaries(db, number) if post.state in CLAIMABLE]


def _move(db: Database, posts: Sequence[Post], *, not_before: dt.datetime) -> None:
    for post in posts:
        move_posts(db, post.id, not_before=not_before, late_after=not_before + LATE_AFTER)


def _is_on_hold(current: StoredAnnouncement) -> bool:
    return current.not_before >= UNTIL_RELEASED


def _preview(db: Database, post: Post) -> Preview:
    return Preview(
        rule=post.slot.source,
        workspace=post.slot.workspace,
        channel=post.slot.channel,
        messages=tuple(part.message for part in list_parts(db, post.id)),
        not_before=None if post.not_before >= UNTIL_RELEASED else post.not_before,
    )
