"""What keeps posts back: a hold, a person who left, a channel that is gone, a licence; and what people decide of it.

What people decide is done in one transaction against the sender: what it has claimed is on its way and counted as such.
Done twice, or after the posts went, each of these changes nothing; the answer says how things are.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from bot.access.licences import KEPT_OUT, is_licence_newer, may_be_posted
from bot.access.roles import Need, Role, decide_access
from bot.digests.chat import Renderer
from bot.digests.outbox import Digests
from bot.errors import BadQueryError
from bot.model.post import (
    LATE_AFTER,
    UNTIL_RELEASED,
    Message,
    Post,
    Posting,
    PostingState,
    PostKind,
    PostState,
    Slot,
    Verdict,
    Why,
    decide_posting,
)
from bot.model.series import briefing_name
from bot.model.subscription import Subscription, SubscriptionState, is_person
from bot.store.briefings import get_briefing
from bot.store.database import Database, Store
from bot.store.ledger import count_waiting, find_announcement, has_kept_back, list_briefings_carried, move_announcement
from bot.store.licences import AuditRow, add_audit, find_opened_at
from bot.store.outbox import NewPost, add_post, cancel_posts, get_post, list_posts, move_posts, record_verdict
from bot.store.subscriptions import get_subscription, list_channel_subscriptions, list_owned, set_state

NARROWED = "a licence has changed since it was decided: what may still be posted comes anew"
"""Why a post is cancelled of which a part may stay."""
_ASK_AGAIN = dt.timedelta(seconds=30)
_OUTSIDE = "its person is no member of the workspace any more"
_UNKNOWN = "Slack does not say at the moment who it would go to"
_REASONS = {Role.DEACTIVATED: "its person has left", Role.GUEST: _OUTSIDE, Role.EXTERNAL: _OUTSIDE}
"""Why the subscriptions of who has such a role end; any other role changes nothing."""


def notify(
    db: Database, workspace: str, people: Iterable[str], message: Message, source: str, name: str, *, now: dt.datetime
) -> None:
    """Notify each of these people in private, once for good about the same thing (``name``) of a source."""
    for person in dict.fromkeys(filter(is_person, people)):
        slot = Slot(workspace, person, PostKind.NOTICE, source, name)
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=now), now=now)


def is_member(_: str) -> Role:
    """Take everybody for a member, where there is nobody else."""
    return Role.MEMBER


class Troubles:
    """Sees to the troubles of one workspace, whose ``admins`` are asked what only a person can know.

    ``role_of`` asks who a person is.
    """

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        *,
        workspace: str,
        admins: Collection[str] = (),
        role_of: Callable[[str], Role] = is_member,
    ) -> None:
        self._store = store
        self._renderer = renderer
        self.workspace = workspace
        self._admins = admins
        self._role_of = role_of

    def judge(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Return what becomes of a post that may not be sent (now), or None when it may be; a notice always may.

        It is asked right before a post is sent: much may have changed since it was decided. Where a licence did, the
        post is cancelled, and what may still be posted is decided anew.
        """
        if post.slot.kind in {PostKind.NOTICE, PostKind.CHANGE}:
            return None
        verdict = self._judge_person(post.slot.channel, now=now) if is_person(post.slot.channel) else None
        if verdict is not None:
            return verdict
        with self._store.read() as db:
            return _judge_licences(db, post)

    def _judge_person(self, user: str, *, now: dt.datetime) -> Verdict | None:
        role = self._role_of(user)
        if decide_access(Need.PERSONAL, role, guests_read=False) is None:
            return None
        if role is Role.UNKNOWN:
            return Verdict(PostState.RETRY, Why.REFUSED, _UNKNOWN, not_before=now + _ASK_AGAIN)
        self.leave(user, role, now=now)
        return Verdict(PostState.CANCELLED, Why.ENDED, _OUTSIDE)

    def leave(self, user: str, role: Role, *, now: dt.datetime) -> int:
        """End what somebody got in private who is no member any more; return how many subscriptions they had.

        Those of channels go on: the admins are notified once, and any of them may take one over.
        """
        if role not in _REASONS:
            return 0
        with self._store.read() as db:
            if not list_owned(db, workspace=self.workspace, user=user):
                return 0
        with self._store.write() as db:
            rules = list_owned(db, workspace=self.workspace, user=user)
            for rule in rules:
                if rule.channel == user:
                    self._change(db, rule, SubscriptionState.CANCELLED, reason=_REASONS[role], now=now)
                    cancel_posts(db, list_posts(db, subscription_id=rule.id), why=Why.ENDED)
            left = [rule for rule in rules if rule.channel != user]
            if left:
                message = self._renderer.render_left(left, gone=user, is_guest=role is not Role.DEACTIVATED)
                named = " ".join(rule.shown_id for rule in left)
                notify(
                    db,
                    self.workspace,
                    sorted({*self._admins} - {user}),
                    message,
                    "owner left",
                    f"{user}: {named}",
                    now=now,
                )
            return len(rules)

    def lose_channel(self, channel: str, *, reason: str, now: dt.datetime) -> int:
        """Pause what posts to a channel that is archived, deleted or left, and return how many that were."""
        with self._store.write() as db:
            return self.pause_channel(db, channel, reason=reason, now=now)

    def pause_channel(self, db: Database, channel: str, *, reason: str, now: dt.datetime) -> int:
        """Pause all that posts to a channel which takes no posts for good; return how many subscriptions that were.

        Their owners and the admins are notified once, until somebody resumes one and it happens again.
        """
        here = list_channel_subscriptions(db, workspace=self.workspace, channel=channel)
        rules = [rule for rule in here if rule.state is not SubscriptionState.PAUSED]
        for rule in rules:
            self._change(db, rule, SubscriptionState.PAUSED, reason=reason, now=now)
        if rules:
            ids = tuple(rule.shown_id for rule in rules)
            message = self._renderer.render_trouble(rules=ids, channel=channel, reason=reason)
            people = [*(rule.owner for rule in rules), *sorted(self._admins)]
            notify(db, self.workspace, people, message, ", ".join(ids), f"closed {now.isoformat()}", now=now)
        return len(rules)

    def ask_about(self, db: Database, post: Post, *, reason: str, now: dt.datetime) -> None:
        """Ask the admins, once a post, whether it stands in its channel. About such a message nobody is asked."""
        if post.subscription_id is not None:
            rule, channel = post.slot.source, post.slot.channel
            message = self._renderer.render_held(rule=rule, channel=channel, reason=reason, number=post.id)
            notify(db, self.workspace, sorted(self._admins), message, rule, f"held {post.id}", now=now)

    def ask_restored(self, db: Database, held: Collection[Post], *, now: dt.datetime) -> None:
        """Ask the admins, in one message each, whether what is held after a restore is to be sent or skipped."""
        if held:
            message = self._renderer.render_restored([(post.id, post.slot) for post in held])
            last = max(post.id for post in held)
            notify(db, self.workspace, sorted(self._admins), message, "restore", f"restored {last}", now=now)

    def _change(
        self, db: Database, rule: Subscription, state: SubscriptionState, *, reason: str, now: dt.datetime
    ) -> None:
        set_state(db, rule.id, state, reason=reason)
        action = "pause" if state is SubscriptionState.PAUSED else "cancel"
        add_audit(db, AuditRow(at=now, actor="Slack", action=action, subject=rule.shown_id, detail=reason))


def _judge_licences(db: Database, post: Post) -> Verdict | None:
    brought = _list_brought(db, post)
    kept_out = [number for number in brought if not may_be_posted(db, number, post.slot.channel)]
    if not kept_out and (post.slot.kind is PostKind.CORRECTION or not _has_changed(db, post, brought)):
        return None
    reason = KEPT_OUT if len(kept_out) == len(brought) else NARROWED
    return Verdict(PostState.CANCELLED, Why.LICENCE, reason)


def _list_brought(db: Database, post: Post) -> list[int]:
    """Return the briefings that a post quotes."""
    if post.briefing_id is not None:
        return [post.briefing_id]
    return list_briefings_carried(db, post.parent_id or post.id)


def _has_changed(db: Database, post: Post, briefings: list[int]) -> bool:
    """Return whether a licence of these briefings was set since a post was decided, or its channel opened to others."""
    since = get_post(db, post.parent_id or post.id).created_at
    opened_at = find_opened_at(db, post.slot.channel)
    is_opened = opened_at is not None and opened_at > since
    return is_opened or any(is_licence_newer(db, number, since=since) for number in briefings)


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
        record_verdict(db, post, Verdict(PostState.SENT, reason=f"said by {by}"))
    else:
        record_verdict(db, post, Verdict(PostState.RETRY, Why.ASKED, f"said by {by}"))
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
            record_verdict(db, post, Verdict(PostState.RETRY, Why.ASKED, not_before=now))
