"""Posts that nobody can prove: a person looks into the channel and says what is so."""

import datetime as dt
from dataclasses import dataclass, replace

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

        Posted again it goes out with the next tick, however late it is; that of a paused subscription waits for it for
        12 hours, and one that nobody wants any more is cancelled. Raises NotFoundError for a number that is none,
        BadQueryError when the post does not wait for a decision (any more).
        """
        with self._store.write() as db:
            post = get_post(db, number)
            if not post.is_asked:
                raise BadQueryError(
                    f"Post {number} doesn't wait for a decision: it is {post.state.value}.",
                    hint="gongbao posts held lists those that do.",
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
    settled = Settled(post=post)
    if sent:
        record_verdict(db, post, Verdict(state=PostState.SENT, reason=f"said by {by}"), now=now)
    else:
        record_verdict(db, post, Verdict(state=PostState.RETRY, why=Why.ASKED, reason=f"said by {by}"), now=now)
        move_posts(db, post.id, not_before=now, late_after=now + LATE_AFTER)
        is_of_rule = post.subscription_id is not None and post.slot.kind is not PostKind.NOTICE
        state = get_subscription(db, post.subscription_id or 0).state if is_of_rule else SubscriptionState.ACTIVE
        if post.withdrawn_at is not None:
            settled = replace(settled, end="the briefing was taken back")
        elif state is SubscriptionState.CANCELLED:
            settled = replace(settled, end=f"{post.slot.source} has ended")
        settled = replace(settled, is_paused=not settled.end and state is SubscriptionState.PAUSED)
        if settled.end:
            cancel_posts(db, [get_post(db, post.id)], why=Why.ENDED, reason=settled.end, now=now)
    action = f"settle: {'sent' if sent else 'again'}"
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=f"post {post.id}", detail=settled.end))
    return settled


def resume_parked(db: Database, subscription_id: int, *, now: dt.datetime) -> None:
    """Let go again what the channel of a rule refused; what is too late by now is cancelled with the next tick."""
    for post in list_posts(db, subscription_id=subscription_id, states=(PostState.HELD,)):
        if post.is_parked:
            record_verdict(db, post, Verdict(state=PostState.RETRY, why=Why.ASKED, not_before=now), now=now)
