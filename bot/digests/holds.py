"""What keeps posts back: a hold, a person who left, a channel that is gone, a licence; and what people decide of it.

What people decide is done in one transaction against the sender: what it has claimed is on its way and counted as such.
Done twice, or after the posts went, each of these changes nothing; the answer says how things are.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from bot.access.licences import KEPT_OUT, is_licence_newer, may_be_posted
from bot.access.roles import Need, Role, decide_access
from bot.digests.chat import Renderer
from bot.digests.outbox import Digests
from bot.errors import BadQueryError
from bot.model.ids import IdKind, format_id
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
from bot.store.ledger import (
    count_waiting,
    find_announcement,
    has_kept_back,
    list_briefings_carried,
    move_announcement,
)
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import (
    NewPost,
    add_post,
    cancel_posts,
    get_post,
    list_posts,
    list_posts_of,
    move_posts,
    record_verdict,
)
from bot.store.subscriptions import change_subscription, get_subscription, list_subscriptions

NARROWED = "a licence has changed since it was decided: what may still be posted comes anew"
_LEFT = "its person is no member of the workspace any more"
_GONE = {Role.GUEST, Role.EXTERNAL, Role.DEACTIVATED}
"""Who was a member once."""
_ASK_AGAIN = dt.timedelta(minutes=1)


def notify(
    db: Database,
    workspace: str,
    people: Iterable[str],
    message: Message,
    source: str,
    name: str,
    *,
    now: dt.datetime,
) -> None:
    """Notify each of these people in private, once for good about the same thing (``name``) of a source."""
    for person in dict.fromkeys(people):
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
        self._admins = admins
        self._role_of = role_of
        self.workspace = workspace

    def judge(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Return what becomes of a rule's post that may not be sent (now), or None when it may be.

        It is asked right before a post is sent: much may have changed since it was decided. Where a licence did, the
        post is cancelled, and what may still be posted is decided anew.
        """
        channel = post.slot.channel
        role = self._role_of(channel) if is_person(channel) else Role.MEMBER
        if role is Role.UNKNOWN:
            reason = "Slack does not say who its person is"
            return Verdict(state=PostState.RETRY, why=Why.REFUSED, reason=reason, not_before=now + _ASK_AGAIN)
        if decide_access(Need.PERSONAL, role, guests_read=False):
            self.leave(channel, role, now=now)
            return Verdict(state=PostState.CANCELLED, why=Why.ENDED, reason=_LEFT)
        with self._store.read() as db:
            briefings = list_briefings_carried(db, post.parent_id or post.id) or filter(None, [post.briefing_id])
            for number in briefings:
                if not may_be_posted(db, number, channel):
                    return Verdict(state=PostState.CANCELLED, why=Why.LICENCE, reason=KEPT_OUT)
                if is_licence_newer(db, number, since=post.created_at):
                    return Verdict(state=PostState.CANCELLED, why=Why.LICENCE, reason=NARROWED)
        return None

    def leave(self, user: str, role: Role, *, now: dt.datetime) -> int:
        """End what somebody got in private who is no member any more; return how many subscriptions they had.

        Those of channels go on: the admins are notified once, and any of them may take one over.
        """
        if role not in _GONE:
            return 0
        with self._store.write() as db:
            own = list_subscriptions(db, workspace=self.workspace, channel=user)
            for rule in own:
                self._set_state(db, rule, SubscriptionState.CANCELLED, _LEFT, now=now)
                cancel_posts(db, list_posts(db, subscription_id=rule.id), why=Why.ENDED, reason=_LEFT)
            others = [
                rule for rule in list_subscriptions(db, workspace=self.workspace, owner=user) if not rule.is_personal
            ]
            if others:
                message = self._renderer.render_left(others, gone=user, is_guest=role is not Role.DEACTIVATED)
                admins = [admin for admin in sorted(self._admins) if admin != user]
                notify(db, self.workspace, admins, message, user, f"left {_name(others)}", now=now)
        return len(own) + len(others)

    def lose_channel(self, channel: str, *, reason: str, now: dt.datetime) -> int:
        """Pause what posts to a channel that is archived, deleted or left, and return how many that were."""
        with self._store.write() as db:
            return self.pause_channel(db, channel, reason=reason, now=now)

    def pause_channel(self, db: Database, channel: str, *, reason: str, now: dt.datetime) -> int:
        """Pause all that posts to a channel which takes no posts for good; return how many subscriptions that were.

        Their owners and the admins are notified once, until somebody resumes one and it happens again.
        """
        held = list_subscriptions(db, workspace=self.workspace, channel=channel)
        rules = [rule for rule in held if rule.state is SubscriptionState.ACTIVE]
        for rule in rules:
            self._set_state(db, rule, SubscriptionState.PAUSED, reason, now=now)
        if rules:
            message = self._renderer.render_trouble(
                rules=tuple(rule.shown_id for rule in rules), channel=channel, reason=reason
            )
            people = [rule.owner for rule in rules if rule.owner != channel]
            name = f"{reason} {now.isoformat()}"
            notify(db, self.workspace, [*people, *sorted(self._admins)], message, _name(rules), name, now=now)
        return len(rules)

    def ask_about(self, db: Database, post: Post, *, reason: str, now: dt.datetime) -> None:
        """Ask the admins, once a post, whether it stands in its channel. About such a message nobody is asked."""
        if post.subscription_id is not None:
            rule = post.slot.source
            message = self._renderer.render_held(rule=rule, channel=post.slot.channel, reason=reason, number=post.id)
            notify(db, self.workspace, sorted(self._admins), message, rule, f"post {post.id}", now=now)

    def ask_restored(self, db: Database, held: Collection[Post], *, now: dt.datetime) -> None:
        """Ask the admins, in one message each, whether what is held after a restore is to be sent or skipped."""
        if held:
            message = self._renderer.render_restored([(post.id, post.slot) for post in held])
            name = f"restored {max(post.id for post in held)}"
            notify(db, self.workspace, sorted(self._admins), message, "restore", name, now=now)

    def _set_state(
        self, db: Database, rule: Subscription, state: SubscriptionState, reason: str, *, now: dt.datetime
    ) -> None:
        change_subscription(db, rule.id, state=state, reason=reason)
        _audit(db, "gongbao", "pause" if state is SubscriptionState.PAUSED else "end", rule.shown_id, reason, now)


def _name(rules: Iterable[Subscription]) -> str:
    return " ".join(rule.shown_id for rule in rules)


def _audit(db: Database, actor: str, action: str, subject: str, detail: str, now: dt.datetime) -> None:
    add_audit(db, AuditRow(at=now, actor=actor, action=action, subject=subject, detail=detail))


# Holding the posts of a briefing.

_MAY_BE_HELD = set(PostingState) - {PostingState.ON_HOLD, PostingState.ARCHIVED}


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
            return _describe(db, number, now=now)

    def find_posting(self, number: int, *, now: dt.datetime) -> Posting:
        """Say how the posts of a briefing stand, also of one that was taken back."""
        with self._store.read() as db:
            return _find_posting(db, number, now=now)

    def release(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Let what waits go at once, on hold or not; what quiet hours keep back still waits for their end."""
        return self._move(number, now, "post now", {PostingState.WAITING, PostingState.ON_HOLD}, by=by, now=now)

    def hold(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Keep back what waits until somebody lets it go."""
        return self._move(number, UNTIL_RELEASED, "hold", _MAY_BE_HELD, by=by, now=now)

    def _move(
        self, number: int, to: dt.datetime, action: str, states: set[PostingState], *, by: str, now: dt.datetime
    ) -> Held:
        with self._store.write() as db:
            before = _describe(db, number, now=now)
            if before.posting.state not in states or not any(count_waiting(db, number)):
                return before
            move_announcement(db, number, not_before=to)
            _audit(db, by, action, before.briefing_id, "", now)
            return _describe(db, number, changed=True, now=now)

    def announce(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Announce a briefing that was archived in silence; its posts wait as those of a new one do."""
        with self._store.write() as db:
            before = _describe(db, number, now=now)
            if before.posting.state is not PostingState.ARCHIVED:
                return before
            self._digests.decide(db, number, by=by, now=now)
            return _describe(db, number, changed=True, now=now)


def _describe(db: Database, number: int, *, changed: bool = False, now: dt.datetime) -> Held:
    return Held(
        briefing_id=format_id(IdKind.BRIEFING, number),
        name=briefing_name(get_briefing(db, number).briefing),
        posting=_find_posting(db, number, now=now),
        changed=changed,
    )


def _find_posting(db: Database, number: int, *, now: dt.datetime) -> Posting:
    posts = [post for post in list_posts_of(db, number) if post.slot.kind in {PostKind.IMMEDIATE, PostKind.DIGEST}]
    waiting, kept_back = count_waiting(db, number), has_kept_back(db, number)
    return decide_posting(find_announcement(db, number), posts, waiting=waiting, has_kept_back=kept_back, now=now)


# Posts that wait for a person's decision.


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
                    f"Post {number} doesn't wait for a decision.", hint="gongbao posts held lists those that do."
                )
            return _settle(db, post, sent=sent, by=by, now=now)

    def settle_restored(self, workspace: str, *, until: int, sent: bool, by: str, now: dt.datetime) -> int:
        """Record a person's word on all posts up to a number that are held because of a restore; return how many."""
        with self._store.write() as db:
            held = list_posts(db, workspace=workspace, states=(PostState.HELD,))
            asked = [post for post in held if post.why is Why.RESTORED and post.id <= until]
            for post in asked:
                _settle(db, post, sent=sent, by=by, now=now)
        return len(asked)


def _settle(db: Database, post: Post, *, sent: bool, by: str, now: dt.datetime) -> Settled:
    _audit(db, by, "sent" if sent else "post again", post.slot.source, f"post {post.id}, {post.slot.slot}", now)
    if sent:
        record_verdict(db, post, Verdict(state=PostState.SENT))
        return Settled(post=post)
    rule = get_subscription(db, post.subscription_id) if post.subscription_id else None
    end = ""
    if rule is not None and rule.state is SubscriptionState.CANCELLED:
        end = f"{rule.shown_id} has ended"
    elif post.slot.kind is PostKind.REMINDER and post.late_after and post.late_after < now:
        end = "its day is over"
    if end:
        record_verdict(db, post, Verdict(state=PostState.CANCELLED, why=Why.ENDED, reason=end))
    else:
        record_verdict(db, post, Verdict(state=PostState.PENDING))
        late_after = post.late_after if post.slot.kind is PostKind.REMINDER else now + LATE_AFTER
        move_posts(db, post.id, not_before=now, late_after=late_after)
    return Settled(post=post, end=end, is_paused=rule is not None and rule.state is SubscriptionState.PAUSED)


def resume_parked(db: Database, subscription_id: int, *, now: dt.datetime) -> None:
    """Let go again what the channel of a rule refused; what is too late by now is cancelled with the next tick."""
    for post in list_posts(db, subscription_id=subscription_id, states=(PostState.HELD,)):
        if post.is_parked:
            record_verdict(db, post, Verdict(state=PostState.PENDING, not_before=now))
