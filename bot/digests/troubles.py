"""What follows when a post cannot be made or proved, or a person leaves: rules pause or end, people are told once."""

import datetime as dt
from collections.abc import Collection

from bot.access.roles import Role
from bot.digests.chat import Renderer
from bot.model.post import Message, Post, PostKind, Slot, Verdict, Why
from bot.model.subscription import Subscription, SubscriptionState, is_person
from bot.store.database import Database, Store
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post, cancel_posts, list_posts
from bot.store.subscriptions import list_channel_subscriptions, list_owned, set_state

ACTOR = "Slack"
"""Who stands in the audit trail for what follows from a word of Slack's."""
_REASONS = {
    Role.DEACTIVATED: "its person has left",
    Role.GUEST: "its person is no member of the workspace any more",
    Role.EXTERNAL: "its person is no member of the workspace any more",
}
"""Why the subscriptions of who has such a role end; any other role changes nothing."""


def tell(db: Database, people: Collection[str], message: Message, *, about: Slot, now: dt.datetime) -> None:
    """Tell each of these people something in private, once: the same ``about`` of a source is told once for good."""
    for person in dict.fromkeys(filter(is_person, people)):
        slot = Slot(
            workspace=about.workspace, channel=person, kind=PostKind.NOTICE, source=about.source, slot=about.slot
        )
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, late_after=None), now=now)


def _about(workspace: str, source: str, slot: str) -> Slot:
    return Slot(workspace=workspace, channel="", kind=PostKind.NOTICE, source=source, slot=slot)


def close_channel(
    db: Database,
    *,
    workspace: str,
    channel: str,
    reason: str,
    renderer: Renderer,
    admins: Collection[str],
    now: dt.datetime,
) -> int:
    """Pause all that posts to a channel which takes no posts for good; return how many subscriptions that were.

    Their owners and the admins are told once, until somebody resumes one and it happens again.
    """
    here = list_channel_subscriptions(db, workspace=workspace, channel=channel)
    rules = [rule for rule in here if rule.state is not SubscriptionState.PAUSED]
    for rule in rules:
        set_state(db, rule.id, SubscriptionState.PAUSED, reason=reason)
        _audit(db, "pause", rule, reason, now=now)
    if rules:
        ids = tuple(rule.shown_id for rule in rules)
        message = renderer.render_trouble(rules=ids, channel=channel, reason=reason)
        about = _about(workspace, ", ".join(ids), f"closed {now.isoformat()}")
        tell(db, [*(rule.owner for rule in rules), *sorted(admins)], message, about=about, now=now)
    return len(rules)


def tell_held(
    db: Database, post: Post, verdict: Verdict, *, renderer: Renderer, admins: Collection[str], now: dt.datetime
) -> None:
    """Ask the admins, once a post, whether it stands in its channel. About such a message nobody is asked."""
    if post.subscription_id is None:
        return
    rule, channel = post.slot.source, post.slot.channel
    message = renderer.render_held(rule=rule, channel=channel, reason=verdict.reason, number=post.id)
    tell(db, sorted(admins), message, about=_about(post.slot.workspace, rule, f"held {post.id}"), now=now)


def tell_restored(
    db: Database,
    held: Collection[Post],
    *,
    workspace: str,
    renderer: Renderer,
    admins: Collection[str],
    now: dt.datetime,
) -> None:
    """Ask the admins, in one message each, whether what is held after a restore is to be sent or skipped."""
    if held:
        message = renderer.render_restored([(post.id, post.slot) for post in held])
        about = _about(workspace, "restore", f"restored {max(post.id for post in held)}")
        tell(db, sorted(admins), message, about=about, now=now)


class Departures:
    """Sees to what people and channels leave behind in one workspace."""

    def __init__(self, store: Store, renderer: Renderer, *, workspace: str, admins: Collection[str]) -> None:
        self._store = store
        self._renderer = renderer
        self._workspace = workspace
        self._admins = admins

    def leave(self, user: str, role: Role, *, now: dt.datetime) -> int:
        """End what somebody got in private who is no member any more; return how many subscriptions they had.

        Those of channels go on: the admins are told once, and any of them may take one over.
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
                    self._end(db, rule, _REASONS[role], now=now)
            left = [rule for rule in rules if rule.channel != user]
            if left:
                message = self._renderer.render_left(left, gone=user, is_guest=role is not Role.DEACTIVATED)
                about = _about(self._workspace, "owner left", f"of {user}: {' '.join(rule.shown_id for rule in left)}")
                tell(db, sorted({*self._admins} - {user}), message, about=about, now=now)
            return len(rules)

    def lose_channel(self, channel: str, *, reason: str, now: dt.datetime) -> int:
        """Pause what posts to a channel that is archived, deleted or left, and return how many that were."""
        with self._store.write() as db:
            return close_channel(
                db,
                workspace=self._workspace,
                channel=channel,
                reason=reason,
                renderer=self._renderer,
                admins=self._admins,
                now=now,
            )

    def _end(self, db: Database, rule: Subscription, reason: str, *, now: dt.datetime) -> None:
        set_state(db, rule.id, SubscriptionState.CANCELLED, reason=reason)
        cancel_posts(db, list_posts(db, subscription_id=rule.id), why=Why.ENDED, reason=reason, now=now)
        _audit(db, "cancel", rule, reason, now=now)


def _audit(db: Database, action: str, rule: Subscription, detail: str, *, now: dt.datetime) -> None:
    add_audit(db, AuditRow(at=now, actor=ACTOR, action=action, subject=rule.shown_id, detail=detail))
