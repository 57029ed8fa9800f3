"""What admins do with posts: let those of a briefing go or hold them back, and settle what nobody can prove.

Everything is decided in one transaction against what the sender does: what it has claimed is on its way and counted as
such. Done twice, or after the posts went, each of these changes nothing; the answer says how things stand.
"""

import datetime as dt
from dataclasses import dataclass, replace

from bot.digests.outbox import Digests
from bot.errors import BadQueryError
from bot.model.post import (
    LATE_AFTER,
    UNTIL_RELEASED,
    Post,
    Posting,
    PostingState,
    PostKind,
    PostState,
    Verdict,
    Why,
    decide_posting,
)
from bot.model.series import briefing_name
from bot.model.subscription import SubscriptionState
from bot.store.briefings import get_briefing
from bot.store.database import Database, Store
from bot.store.ledger import count_waiting, find_announcement, has_kept_back, move_announcement
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import cancel_posts, get_post, list_posts, move_posts, record_verdict
from bot.store.subscriptions import get_subscription


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """How the posts of a briefing stand, and whether this call ``changed`` anything."""

    briefing_id: str
    name: str
    posting: Posting
    changed: bool = False


class Holds:
    """Keeps the posts of briefings back, and lets them go."""

    def __init__(self, store: Store, digests: Digests) -> None:
        self._store = store
        self._digests = digests

    def get(self, number: int, *, now: dt.datetime) -> Held:
        """Say how the posts of a briefing stand; NotFoundError when it is not held."""
        with self._store.read() as db:
            return _describe(db, number, changed=False, now=now)

    def find_posting(self, number: int, *, now: dt.datetime) -> Posting:
        """Say how the posts of a briefing stand, also of one that was taken back."""
        with self._store.read() as db:
            return _decide(db, number, now=now)

    def release(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Let what waits go at once, on hold or not; what quiet hours keep back still waits for their end."""
        with self._store.write() as db:
            current = find_announcement(db, number)
            waits = current is not None and current.announced and current.not_before > now
            if waits:
                move_announcement(db, number, not_before=now)
            return _describe(db, number, changed=waits, action="post now", by=by, now=now)

    def hold(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Keep back what waits until somebody lets it go."""
        with self._store.write() as db:
            current = find_announcement(db, number)
            goes = (
                current is not None
                and current.announced
                and not current.undone
                and current.not_before < UNTIL_RELEASED
                and (now < current.not_before or any(count_waiting(db, number)))
            )
            if goes:
                move_announcement(db, number, not_before=UNTIL_RELEASED)
            return _describe(db, number, changed=goes, action="hold", by=by, now=now)

    def announce(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Announce a briefing that was archived in silence; its posts wait as those of a new one do."""
        with self._store.write() as db:
            is_archived = _decide(db, number, now=now).state is PostingState.ARCHIVED
            if is_archived:
                self._digests.decide(db, number, by=by, now=now)
            return _describe(db, number, changed=is_archived, action="announce anyway", by=by, now=now)


def _describe(db: Database, number: int, *, changed: bool, action: str = "", by: str = "", now: dt.datetime) -> Held:
    """Return how the posts of a briefing stand, with an audit row where that was ``changed``; or NotFoundError."""
    held, posting = get_briefing(db, number), _decide(db, number, now=now)
    if changed:
        detail = f"{posting.waiting} waiting, {posting.going} on their way, {posting.sent} sent"
        add_audit(db, AuditRow(at=now, actor=by, action=action, subject=held.shown_id, detail=detail))
    return Held(briefing_id=held.shown_id, name=briefing_name(held.briefing), posting=posting, changed=changed)


def _decide(db: Database, number: int, *, now: dt.datetime) -> Posting:
    kind = PostKind.IMMEDIATE
    posts = [post for post in list_posts(db, briefing_id=number) if post.slot.kind is kind and post.part == 0]
    waiting, kept_back = count_waiting(db, number), has_kept_back(db, number)
    return decide_posting(find_announcement(db, number), posts, waiting=waiting, has_kept_back=kept_back, now=now)


# What waits for a person's decision: they look into the channel and say what is so.


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
        record_verdict(db, post, Verdict(state=PostState.SENT, reason=f"said by {by}"))
    else:
        record_verdict(db, post, Verdict(state=PostState.RETRY, why=Why.ASKED, reason=f"said by {by}"))
        late_after = post.late_after if post.slot.kind is PostKind.REMINDER else now + LATE_AFTER
        move_posts(db, post.id, not_before=now, late_after=late_after)
        is_of_rule = post.subscription_id is not None and post.slot.kind is not PostKind.NOTICE
        state = get_subscription(db, post.subscription_id or 0).state if is_of_rule else SubscriptionState.ACTIVE
        if post.withdrawn_at is not None:
            settled = replace(settled, end="the briefing was taken back")
        elif state is SubscriptionState.CANCELLED:
            settled = replace(settled, end=f"{post.slot.source} has ended")
        settled = replace(settled, is_paused=not settled.end and state is SubscriptionState.PAUSED)
        if settled.end:
            cancel_posts(db, [get_post(db, post.id)], why=Why.ENDED, reason=settled.end)
    action = f"settle: {'sent' if sent else 'again'}"
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=f"post {post.id}", detail=settled.end))
    return settled


def resume_parked(db: Database, subscription_id: int, *, now: dt.datetime) -> None:
    """Let go again what the channel of a rule refused; what is too late by now is cancelled with the next tick."""
    for post in list_posts(db, subscription_id=subscription_id, states=(PostState.HELD,)):
        if post.is_parked:
            record_verdict(db, post, Verdict(state=PostState.RETRY, why=Why.ASKED, not_before=now))
