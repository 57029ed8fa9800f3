"""What follows when a post cannot be made or proved, or a person leaves: rules pause or end, people are told once."""

import datetime as dt
from collections.abc import Collection, Iterable

from bot.access.roles import Role
from bot.digests.chat import Renderer
from bot.model.post import Message, Post, PostKind, Slot, Why
from bot.model.subscription import Subscription, SubscriptionState, is_person
from bot.store.database import Database, Store
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post, cancel_posts, list_posts
from bot.store.subscriptions import list_channel_subscriptions, list_owned, set_state

_REASONS = {
    Role.DEACTIVATED: "its person has left",
    Role.GUEST: "its person is no member of the workspace any more",
    Role.EXTERNAL: "its person is no member of the workspace any more",
}
"""Why the subscriptions of who has such a role end; any other role changes nothing."""


def notify(db: Database, people: Iterable[str], message: Message, *, about: Slot, now: dt.datetime) -> None:
    """Notify each of these people in private, once for good about the same slot of a source."""
    for person in dict.fromkeys(filter(is_person, people)):
        slot = Slot(
            workspace=about.workspace, channel=person, kind=PostKind.NOTICE, source=about.source, slot=about.slot
        )
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, late_after=None), now=now)


class Troubles:
    """Sees to the troubles of one workspace, whose ``admins`` are asked what only a person can know."""

    def __init__(self, store: Store, renderer: Renderer, *, workspace: str, admins: Collection[str]) -> None:
        self._store = store
        self._renderer = renderer
        self._workspace = workspace
        self._admins = admins

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
                    cancel_posts(db, list_posts(db, subscription_id=rule.id), why=Why.ENDED, now=now)
            left = [rule for rule in rules if rule.channel != user]
            if left:
                message = self._renderer.render_left(left, gone=user, is_guest=role is not Role.DEACTIVATED)
                named = " ".join(rule.shown_id for rule in left)
                self._notify(db, sorted({*self._admins} - {user}), message, "owner left", f"{user}: {named}", now=now)
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
            self._notify(db, people, message, ", ".join(ids), f"closed {now.isoformat()}", now=now)
        return len(rules)

    def ask_about(self, db: Database, post: Post, *, reason: str, now: dt.datetime) -> None:
        """Ask the admins, once a post, whether it stands in its channel. About such a message nobody is asked."""
        if post.subscription_id is not None:
            rule, channel = post.slot.source, post.slot.channel
            message = self._renderer.render_held(rule=rule, channel=channel, reason=reason, number=post.id)
            self._notify(db, sorted(self._admins), message, rule, f"held {post.id}", now=now)

    def ask_restored(self, db: Database, held: Collection[Post], *, now: dt.datetime) -> None:
        """Ask the admins, in one message each, whether what is held after a restore is to be sent or skipped."""
        if held:
            message = self._renderer.render_restored([(post.id, post.slot) for post in held])
            last = max(post.id for post in held)
            self._notify(db, sorted(self._admins), message, "restore", f"restored {last}", now=now)

    def _notify(
        self, db: Database, people: Iterable[str], message: Message, source: str, name: str, *, now: dt.datetime
    ) -> None:
        about = Slot(workspace=self._workspace, channel="", kind=PostKind.NOTICE, source=source, slot=name)
        notify(db, people, message, about=about, now=now)

    def _change(
        self, db: Database, rule: Subscription, state: SubscriptionState, *, reason: str, now: dt.datetime
    ) -> None:
        set_state(db, rule.id, state, reason=reason)
        action = "pause" if state is SubscriptionState.PAUSED else "cancel"
        add_audit(db, AuditRow(at=now, actor="Slack", action=action, subject=rule.shown_id, detail=reason))
