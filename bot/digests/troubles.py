"""What keeps a post from its place: a channel that is gone, a person who left, a licence; people are told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from bot.access.licences import KEPT_OUT, is_licence_newer, may_be_posted
from bot.access.roles import Need, Role, decide_access
from bot.digests.chat import Renderer
from bot.model.post import Message, Post, PostKind, PostState, Slot, Verdict, Why
from bot.model.subscription import Subscription, SubscriptionState, is_person
from bot.store.database import Database, Store
from bot.store.ledger import list_briefings_carried
from bot.store.licences import AuditRow, add_audit, find_opened_at
from bot.store.outbox import NewPost, add_post, cancel_posts, get_post, list_posts
from bot.store.subscriptions import list_channel_subscriptions, list_owned, set_state

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
        admins: Collection[str],
        role_of: Callable[[str], Role] = is_member,
    ) -> None:
        self._store = store
        self._renderer = renderer
        self._workspace = workspace
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
            if not list_owned(db, workspace=self._workspace, user=user):
                return 0
        with self._store.write() as db:
            rules = list_owned(db, workspace=self._workspace, user=user)
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
                    self._workspace,
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
        here = list_channel_subscriptions(db, workspace=self._workspace, channel=channel)
        rules = [rule for rule in here if rule.state is not SubscriptionState.PAUSED]
        for rule in rules:
            self._change(db, rule, SubscriptionState.PAUSED, reason=reason, now=now)
        if rules:
            ids = tuple(rule.shown_id for rule in rules)
            message = self._renderer.render_trouble(rules=ids, channel=channel, reason=reason)
            people = [*(rule.owner for rule in rules), *sorted(self._admins)]
            notify(db, self._workspace, people, message, ", ".join(ids), f"closed {now.isoformat()}", now=now)
        return len(rules)

    def ask_about(self, db: Database, post: Post, *, reason: str, now: dt.datetime) -> None:
        """Ask the admins, once a post, whether it stands in its channel. About such a message nobody is asked."""
        if post.subscription_id is not None:
            rule, channel = post.slot.source, post.slot.channel
            message = self._renderer.render_held(rule=rule, channel=channel, reason=reason, number=post.id)
            notify(db, self._workspace, sorted(self._admins), message, rule, f"held {post.id}", now=now)

    def ask_restored(self, db: Database, held: Collection[Post], *, now: dt.datetime) -> None:
        """Ask the admins, in one message each, whether what is held after a restore is to be sent or skipped."""
        if held:
            message = self._renderer.render_restored([(post.id, post.slot) for post in held])
            last = max(post.id for post in held)
            notify(db, self._workspace, sorted(self._admins), message, "restore", f"restored {last}", now=now)

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
