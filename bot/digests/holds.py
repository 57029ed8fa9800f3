"""What keeps posts back: a person who left, a channel that is gone, a licence; and what people decide of those held."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from bot.access.licences import KEPT_OUT, is_licence_newer, may_be_posted
from bot.access.roles import Need, Role, decide_access
from bot.digests.chat import Renderer
from bot.errors import BadQueryError
from bot.model.post import LATE_AFTER, REASONS, Message, Post, PostKind, PostState, Slot, Verdict, Why, cancel
from bot.model.subscription import Subscription, SubscriptionState, is_person
from bot.store.access import add_audit
from bot.store.database import Database, Store
from bot.store.ledger import list_carried
from bot.store.memos import MemoKind, find_memo
from bot.store.outbox import NewPost, add_post, get_post, list_posts, move_posts, record_verdict
from bot.store.subscriptions import change_subscription, get_subscription, list_subscriptions

NARROWED = "a licence has changed since it was decided: what may still be posted comes anew"
_LEFT = "its person is no member of the workspace any more"
_GONE = {Role.GUEST, Role.EXTERNAL, Role.DEACTIVATED}
"""Who was a member once."""
_ASK_AGAIN = dt.timedelta(minutes=1)


def notify(
    db: Database, workspace: str, people: Iterable[str], message: Message, source: str, name: str, *, now: dt.datetime
) -> None:
    """Notify each of these people in private, once for good about the same thing (``name``) of a source."""
    for person in dict.fromkeys(people):
        slot = Slot(workspace, person, PostKind.NOTICE, source, name)
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=now), now=now)


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
        role_of: Callable[[str], Role] = lambda _: Role.MEMBER,
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
            return cancel(Why.ENDED, _LEFT)
        with self._store.read() as db:
            reason = _find_licence(db, post)
        return cancel(Why.LICENCE, reason) if reason else None

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
                cancel_posts(db, list_posts(db, subscription_id=rule.id), Why.ENDED, _LEFT)
            owned = list_subscriptions(db, workspace=self.workspace, owner=user)
            if others := [rule for rule in owned if not is_person(rule.channel)]:
                message = self._renderer.render_left(others, gone=user, is_guest=role is not Role.DEACTIVATED)
                admins = [admin for admin in sorted(self._admins) if admin != user]
                notify(db, self.workspace, admins, message, user, f"left {_name(others)}", now=now)
        return len(own) + len(others)

    def pause_channel(self, db: Database, channel: str, *, reason: str, now: dt.datetime) -> int:
        """Pause all that posts to a channel that is gone or takes no posts; return how many subscriptions that were.

        Their owners and the admins are notified once, until somebody resumes one and it happens again.
        """
        held = list_subscriptions(db, workspace=self.workspace, channel=channel)
        rules = [rule for rule in held if rule.state is SubscriptionState.ACTIVE]
        for rule in rules:
            self._set_state(db, rule, SubscriptionState.PAUSED, reason, now=now)
        if rules:
            named = tuple(rule.shown_id for rule in rules)
            message = self._renderer.render_trouble(rules=named, channel=channel, reason=reason)
            people = (*(rule.owner for rule in rules if rule.owner != channel), *sorted(self._admins))
            notify(db, self.workspace, people, message, _name(rules), f"{reason} {now.isoformat()}", now=now)
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
        add_audit(
            db, "gongbao", "pause" if state is SubscriptionState.PAUSED else "end", rule.shown_id, reason, now=now
        )


def _find_licence(db: Database, post: Post) -> str:
    """Return which licence keeps back what a post quotes, "" where none does."""
    channel, since = post.slot.channel, post.created_at
    quoted = [post.briefing_id] if post.briefing_id else set(list_carried(db, post.parent_id or post.id).values())
    if not all(may_be_posted(db, number, channel) for number in quoted):
        return KEPT_OUT
    opened = find_memo(db, MemoKind.CHANNEL, channel)
    is_newer = opened is not None and opened.at > since  # an earlier report may be quoted too, kept from others
    is_newer = is_newer or any(is_licence_newer(db, number, since=since) for number in quoted)
    return NARROWED if is_newer and post.slot.kind is not PostKind.CORRECTION else ""


def cancel_posts(db: Database, posts: Iterable[Post], why: Why, reason: str = "") -> None:
    """End those of these posts that are surely unsent. Their items count as not had."""
    for post in posts:
        if post.is_unsent:
            record_verdict(db, post, cancel(why, reason))


def _name(rules: Iterable[Subscription]) -> str:
    return " ".join(rule.shown_id for rule in rules)


# What people decide of posts that are held.


def list_held(db: Database) -> list[Post]:
    """Return what is held for a person's decision, in the order it was decided."""
    return [post for post in list_posts(db, states=(PostState.HELD,)) if post.is_asked]


def settle(db: Database, number: int, *, sent: bool, by: str, now: dt.datetime) -> tuple[Post, str]:
    """Record a person's word: ``sent`` (it stands in the channel), or post it again.

    Return the post as it was, and what becomes of it as the end of a sentence. Raises NotFoundError for a number that
    is none, BadQueryError when the post does not wait for a decision (any more).
    """
    post = get_post(db, number)
    if not post.is_asked:
        hint = "gongbao posts held lists those that do."
        raise BadQueryError(f"Post {number} doesn't wait for a decision.", hint=hint)
    return post, _settle(db, post, sent=sent, by=by, now=now)


def settle_restored(db: Database, workspace: str, *, until: int, sent: bool, by: str, now: dt.datetime) -> int:
    """Record a person's word on all posts up to a number that are held because of a restore; return how many."""
    held = list_posts(db, workspace=workspace, states=(PostState.HELD,))
    asked = [post for post in held if post.why is Why.RESTORED and post.id <= until]
    for post in asked:
        _settle(db, post, sent=sent, by=by, now=now)
    return len(asked)


def _settle(db: Database, post: Post, *, sent: bool, by: str, now: dt.datetime) -> str:
    """Record a person's word on a post, and return what becomes of it.

    Posted again it goes out with the next tick, however late it is; that of a paused subscription waits for it for 12
    hours, and one that nobody wants any more is cancelled.
    """
    add_audit(db, by, "sent" if sent else "post again", post.slot.source, f"post {post.id}, {post.slot.slot}", now=now)
    if sent:
        record_verdict(db, post, Verdict(state=PostState.SENT))
        return "counts as sent"
    is_reminder, is_notice = post.slot.kind is PostKind.REMINDER, post.slot.kind is PostKind.NOTICE
    rule = get_subscription(db, post.subscription_id) if post.subscription_id and not is_notice else None
    end = f"{rule.shown_id} has ended" if rule and rule.state is SubscriptionState.CANCELLED else ""
    end = REASONS[Why.WITHDRAWN] if post.withdrawn_at else end
    end = "its day is over" if is_reminder and post.late_after and post.late_after < now else end
    if end:
        record_verdict(db, post, cancel(Why.ENDED, end))
        return f"isn't posted again: {end}"
    record_verdict(db, post, Verdict(state=PostState.RETRY, why=Why.ASKED))
    move_posts(db, post.id, not_before=now, late_after=post.late_after if is_reminder else now + LATE_AFTER)
    if rule and rule.state is SubscriptionState.PAUSED:
        return f"goes out if {rule.shown_id} is resumed within 12 hours"
    return "goes out again within a minute"


def resume_parked(db: Database, subscription_id: int, *, now: dt.datetime) -> None:
    """Let go again what the channel of a rule refused; what is too late by now is cancelled with the next tick."""
    for post in list_posts(db, subscription_id=subscription_id, states=(PostState.HELD,)):
        if post.is_parked:
            record_verdict(db, post, Verdict(state=PostState.RETRY, why=Why.ASKED, not_before=now))
