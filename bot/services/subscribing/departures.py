"""What becomes of subscriptions whose owner leaves the workspace or is a member no more, or whose channel is gone.

What somebody got in private ends. What they set up in channels goes on: the admins are told once, and whoever changes
it next looks after it. A channel that was archived or left pauses its subscriptions, and owners and admins hear it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Role
from bot.domain.posts.post import PostKind, Slot
from bot.domain.posts.subscription import SubscriptionState
from bot.services.subscribing.troubles import ACTOR, close_channel
from bot.store.audit import AuditRow, add_audit
from bot.store.ledger import end_waiting_of
from bot.store.outbox import NewPost, add_post, cancel_posts, list_posts
from bot.store.subscriptions import list_owned, set_owner, set_state

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.domain.posts.post import Message
    from bot.domain.posts.subscription import Subscription
    from bot.services.ports import Renderer
    from bot.store.database import Database, Store

_REASONS = {
    Role.DEACTIVATED: "its person has left",
    Role.GUEST: "its person is no member of the workspace any more",
    Role.EXTERNAL: "its person is no member of the workspace any more",
}
"""Why the subscriptions of who has such a role end; any other role changes nothing."""


class Departures:
    """Sees to what people and channels leave behind in one workspace."""

    def __init__(self, store: Store, renderer: Renderer, *, workspace: str, admins: Collection[str]) -> None:
        self._store = store
        self._renderer = renderer
        self._workspace = workspace
        self._admins = admins

    def leave(self, user: str, role: Role, *, now: dt.datetime) -> int:
        """End or let go what somebody of this role looks after, and return how many subscriptions that were.

        A member's stay as they are. A guest is told what has ended for them, the admins what nobody looks after now.
        """
        if role not in _REASONS:
            return 0
        with self._store.read() as db:
            if not list_owned(db, workspace=self._workspace, user=user):
                return 0
        with self._store.write() as db:
            rules = list_owned(db, workspace=self._workspace, user=user)
            own = [rule for rule in rules if rule.channel == user]
            left = [rule for rule in rules if rule.channel != user]
            for rule in own:
                self._end(db, rule, _REASONS[role], now=now)
            if own and role is not Role.DEACTIVATED:
                message = self._renderer.render_ended([rule.shown_id for rule in own])
                self._tell(db, user, message, about=f"ended {now.isoformat()}", now=now)
            for rule in left:
                set_owner(db, rule.id, rule.channel)
                self._audit(db, "let go", rule, f"{user}: {_REASONS[role]}", now=now)
            if left:
                message = self._renderer.render_left(left, gone=user, is_guest=role is not Role.DEACTIVATED)
                for admin in sorted({*self._admins} - {user}):
                    self._tell(db, admin, message, about=f"of {user} {now.isoformat()}", now=now)
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
        cancel_posts(db, list_posts(db, subscription_id=rule.id), reason=reason)
        end_waiting_of(db, rule.id, fate="cancelled", reason=reason, now=now)
        self._audit(db, "cancel", rule, reason, now=now)

    def _tell(self, db: Database, person: str, message: Message, *, about: str, now: dt.datetime) -> None:
        slot = Slot(workspace=self._workspace, channel=person, kind=PostKind.NOTICE, source="owner left", slot=about)
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, late_after=None), now=now)

    def _audit(self, db: Database, action: str, rule: Subscription, detail: str, *, now: dt.datetime) -> None:
        add_audit(db, AuditRow(at=now, actor=ACTOR, action=action, subject=rule.shown_id, detail=detail))
