"""Posts that nobody can prove: a person looks into the channel and says what is so."""

import datetime as dt
from dataclasses import dataclass

from bot.errors import BadQueryError
from bot.model.post import LATE_AFTER, Post, PostKind, PostState, Verdict, Why
from bot.model.subscription import SubscriptionState
from bot.store.database import Database, Store
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import cancel_posts, get_post, list_posts, move_posts, record_verdict
from bot.store.subscriptions import get_subscription


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """A held post as it was before a person's word; ``end`` says why it is not posted again all the same, or "".

    With ``is_paused`` it waits for its subscription first.
    """

    post: Post
    end: str = ""
    is_paused: bool = False


class HeldPosts:
    """Lists and settles what waits for a person's decision."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_held(self) -> tuple[Post, ...]:
        """Return what is held for a decision, in the order it was decided."""
        with self._store.read() as db:
            return tuple(post for post in list_posts(db, states=(PostState.HELD,)) if post.is_asked)

    def settle(self, number: int, *, sent: bool, by: str, now: dt.datetime) -> Settled:
        """Record a person's word: ``sent`` (it stands in the channel), or post it again; return the post as it was.

        Posted again it goes out with the next tick, however late it is; that of a paused subscription waits for it as
        long as any post may be late, and one that nobody wants any more is cancelled. Raises NotFoundError for a number
        that is none, BadQueryError when the post does not wait for a decision (any more).
        """
        with self._store.write() as db:
            post = get_post(db, number)
            if not post.is_asked:
                raise BadQueryError(
                    f"Post {number} doesn't wait for a decision: it is {post.state.value}.",
                    hint="gongbao digest held lists those that do.",
                )
            return _settle(db, post, sent=sent, by=by, now=now)

    def settle_restored(self, workspace: str, *, until: int, sent: bool, by: str, now: dt.datetime) -> int:
        """Record a person's word on all posts up to a number that are held because of a restore; return how many."""
        with self._store.write() as db:
            held = list_posts(db, workspace=workspace, states=(PostState.HELD,))
            restored = [post for post in held if post.why is Why.RESTORED and post.id <= until]
            for post in restored:
                _settle(db, post, sent=sent, by=by, now=now)
        return len(restored)


def _settle(db: Database, post: Post, *, sent: bool, by: str, now: dt.datetime) -> Settled:
    said = f"said by {by}"
    if sent:
        record_verdict(db, post, Verdict(state=PostState.SENT, reason=said), now=now)
        settled = Settled(post=post)
    else:
        is_paused = _is_paused(db, post)
        let_go(db, post, reason=said, now=now, late_after=now + LATE_AFTER if is_paused else None)
        why, end = _find_end(db, post)
        if end:
            cancel_posts(db, [get_post(db, post.id)], why=why, reason=end, now=now)
        settled = Settled(post=post, end=end, is_paused=is_paused and not end)
    action = f"settle: {'sent' if sent else 'again'}"
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=f"post {post.id}", detail=settled.end))
    return settled


def let_go(db: Database, post: Post, *, reason: str, now: dt.datetime, late_after: dt.datetime | None) -> None:
    """Let a held post go with the next tick, and its parts with it, as late as a person wants it."""
    record_verdict(db, post, Verdict(state=PostState.RETRY, why=Why.ASKED, reason=reason), now=now)
    move_posts(db, post.id, not_before=now, late_after=late_after)


def resume_parked(db: Database, subscription_id: int, *, now: dt.datetime) -> None:
    """Let go again what the channel of a rule refused; what is too late by now is cancelled with the next tick."""
    for post in list_posts(db, subscription_id=subscription_id, states=(PostState.HELD,)):
        if post.is_parked:
            record_verdict(db, post, Verdict(state=PostState.RETRY, why=Why.ASKED, not_before=now), now=now)


def _find_end(db: Database, post: Post) -> tuple[Why, str]:
    """Return why a post is not wanted in its channel any more, or ""."""
    if post.withdrawn_at is not None:
        return Why.WITHDRAWN, "the briefing was taken back"
    if post.subscription_id is None or post.slot.kind is PostKind.NOTICE:
        return Why.NONE, ""
    rule = get_subscription(db, post.subscription_id)
    if rule.state is SubscriptionState.CANCELLED:
        return Why.ENDED, f"{rule.shown_id} has ended"
    return Why.NONE, ""


def _is_paused(db: Database, post: Post) -> bool:
    """Return whether a post waits for its paused subscription."""
    if post.subscription_id is None or post.slot.kind is PostKind.NOTICE:
        return False
    return get_subscription(db, post.subscription_id).state is SubscriptionState.PAUSED
