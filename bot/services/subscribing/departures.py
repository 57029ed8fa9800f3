"""What becomes of subscriptions whose owner leaves the workspace, its members or the channel, or whose channel is gone.

A person's own ends; of a channel's another admin who may see it is the heir, or the channel itself where there is none.
So it is with a private channel's when its owner leaves that one, and with all when they stay as a guest, who may change
nothing: what they got in private ends, and they are told. Each heir is told once, and so is the channel. A channel that
was archived or left pauses its subscriptions, and owner and admins hear it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.post import PostKind, Slot
from bot.domain.posts.subscription import SubscriptionState, is_person
from bot.services.subscribing.troubles import ACTOR, close_channel
from bot.store.audit import AuditRow, add_audit
from bot.store.ledger import end_waiting_of
from bot.store.outbox import NewPost, add_post, cancel_posts, list_posts
from bot.store.subscriptions import list_owned, list_owners, set_owner, set_state

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bot.domain.posts.post import Message
    from bot.domain.posts.subscription import Subscription
    from bot.services.ports import Renderer
    from bot.store.database import Database, Store

_ASK_AGAIN = dt.timedelta(days=1)
_LOOK_EVERY = dt.timedelta(hours=1)
_AT_ONCE = 10
"""People asked about in one look."""
_LEFT = "its person has left"
_OUTSIDE = "its person is no member of the workspace any more"


@dataclass(frozen=True, kw_only=True, slots=True)
class Whereabouts:
    """What Slack says of people; it is never asked inside a transaction.

    ``has_left`` tells whether a person's account is deactivated, ``is_outside`` whether they are a guest or from
    another organisation, ``may_see`` whether a channel's posts may be seen by a person (channel, person).
    ``is_out_of`` tells whether a channel is private and a person surely not in it, ``list_channels`` gives the channels
    that a person is in, None where Slack does not say.
    """

    has_left: Callable[[str, dt.datetime], bool]
    is_outside: Callable[[str, dt.datetime], bool]
    may_see: Callable[[str, str], bool]
    is_out_of: Callable[[str, str], bool]
    list_channels: Callable[[str], frozenset[str] | None]


class Departures:
    """Passes subscriptions on in one workspace."""

    def __init__(
        self,
        store: Store,
        renderer: Renderer,
        *,
        workspace: str,
        admins: Collection[str],
        render: Callable[[str], Message],
        whereabouts: Whereabouts,
    ) -> None:
        self._store = store
        self._renderer = renderer
        self._workspace = workspace
        self._admins = admins
        self._render = render
        self._whereabouts = whereabouts
        self._asked: dict[str, dt.datetime] = {}
        self._looked_at: dt.datetime | None = None

    def look(self, now: dt.datetime) -> None:
        """Ask about owners whose leaving no event told of: each once a day, a few an hour; raises a StoreError."""
        if self._looked_at is not None and dt.timedelta() <= now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        with self._store.read() as db:
            owners = [user for user in list_owners(db, self._workspace) if is_person(user)]
        due = [user for user in owners if user not in self._asked or now - self._asked[user] >= _ASK_AGAIN]
        for user in due[:_AT_ONCE]:
            self._asked[user] = now
            if self._whereabouts.has_left(user, now):
                self.pass_on(user, now=now)
            else:
                self.end_membership(user, now=now)
                self._look_where(user, now=now)

    def pass_on(self, user: str, *, now: dt.datetime) -> int:
        """Pass on what a person who has left looked after; give how many subscriptions that were."""
        return self._pass_on(user, None, how="has left", now=now)

    def leave_channel(self, user: str, channel: str, *, now: dt.datetime) -> int:
        """Pass on what somebody looked after in a private channel that they have left; give how many that were.

        A public one's stays theirs: they may see it all the same.
        """
        with self._store.read() as db:
            held = [rule for rule in list_owned(db, workspace=self._workspace, user=user) if rule.channel == channel]
        if not held or is_person(channel) or not self._whereabouts.is_out_of(channel, user):
            return 0
        return self._pass_on(user, channel, how="has left its channel", now=now)

    def _look_where(self, user: str, *, now: dt.datetime) -> None:
        """Look whether somebody has left private channels that they look after, which no event told of."""
        with self._store.read() as db:
            owned = {rule.channel for rule in list_owned(db, workspace=self._workspace, user=user)} - {user}
        inside = self._whereabouts.list_channels(user) if owned else None
        for channel in sorted(owned - inside) if inside is not None else ():
            self.leave_channel(user, channel, now=now)

    def _pass_on(self, user: str, channel: str | None, *, how: str, now: dt.datetime) -> int:
        """Pass on all that somebody looked after, or what they did in a channel; ``how`` tells heirs why."""
        with self._store.read() as db:
            held = self._list_left(db, user, channel)
        heirs = self._find_heirs([rule.channel for rule in held if rule.channel != user], user, now=now)
        inherited: dict[str, list[str]] = {}
        with self._store.write() as db:
            rules = self._list_left(db, user, channel)
            for rule in rules:
                if rule.channel == user:
                    self._end(db, rule, _LEFT, now=now)
                    continue
                heir = heirs.get(rule.channel, rule.channel)
                self._hand_over(db, rule, user, heir, now=now)
                if heir != rule.channel:
                    inherited.setdefault(heir, []).append(rule.shown_id)
            for heir, ids in inherited.items():
                told = self._renderer.render_inherited(ids, gone=user, how=how)
                self._tell(db, heir, told, source="heir", about=f"of {user} {', '.join(ids)}", now=now)
            return len(rules)

    def end_membership(self, user: str, *, now: dt.datetime) -> int:
        """End what a person gets in private once they are no member, and pass on the rest; give how many that were."""
        with self._store.read() as db:
            if not self._list_left(db, user, None):
                return 0
        if not self._whereabouts.is_outside(user, now):
            return 0
        return self._end_personal(user, now=now) + self._pass_on(user, None, how="is no member any more", now=now)

    def _end_personal(self, user: str, *, now: dt.datetime) -> int:
        """End what a person gets in private, and tell them."""
        with self._store.write() as db:
            rules = self._list_left(db, user, user)
            for rule in rules:
                self._end(db, rule, _OUTSIDE, now=now)
            if rules:
                names = ", ".join(rule.shown_id for rule in rules)
                text = f"{names} {'has' if len(rules) == 1 else 'have'} ended: only members of this workspace get"
                text += " summaries and reminders in private, and you are no member any more."
                self._tell(db, user, self._render(text), source="outside", about=f"{names} ended", now=now)
            return len(rules)

    def lose_channel(self, channel: str, *, reason: str, now: dt.datetime) -> int:
        """Pause what posts to a channel that is archived, deleted or left; give how many subscriptions that were."""
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

    def _find_heirs(self, channels: Collection[str], user: str, *, now: dt.datetime) -> dict[str, str]:
        """Give the first admin who is still there and may see it, for each channel that has one."""
        others = [admin for admin in sorted(self._admins) if admin != user and is_person(admin)] if channels else []
        staying = [admin for admin in others if self._may_inherit(admin, now)]
        found = {
            channel: next((admin for admin in staying if self._whereabouts.may_see(channel, admin)), None)
            for channel in dict.fromkeys(channels)
        }
        return {channel: heir for channel, heir in found.items() if heir is not None}

    def _list_left(self, db: Database, user: str, channel: str | None) -> list[Subscription]:
        owned = list_owned(db, workspace=self._workspace, user=user)
        return [rule for rule in owned if channel in {None, rule.channel}]

    def _may_inherit(self, admin: str, now: dt.datetime) -> bool:
        return not self._whereabouts.has_left(admin, now) and not self._whereabouts.is_outside(admin, now)

    def _end(self, db: Database, rule: Subscription, reason: str, *, now: dt.datetime) -> None:
        set_state(db, rule.id, SubscriptionState.CANCELLED, reason=reason)
        cancel_posts(db, list_posts(db, subscription_id=rule.id), reason=reason)
        end_waiting_of(db, rule.id, fate="cancelled", reason=reason, now=now)
        self._audit(db, "cancel", rule, reason, now=now)

    def _hand_over(self, db: Database, rule: Subscription, user: str, heir: str, *, now: dt.datetime) -> None:
        set_owner(db, rule.id, heir)
        self._audit(db, "hand over", rule, f"from {user} to {heir}", now=now)
        if rule.noticed_at is not None:  # else its channel never heard of it
            message = self._renderer.render_heir(rule, gone=user, heir=heir)
            self._tell(db, rule.channel, message, source=rule.shown_id, about=f"owner {heir} after {user}", now=now)

    def _tell(self, db: Database, place: str, message: Message, *, source: str, about: str, now: dt.datetime) -> None:
        slot = Slot(workspace=self._workspace, channel=place, kind=PostKind.NOTICE, source=source, slot=about)
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, late_after=None), now=now)

    def _audit(self, db: Database, action: str, rule: Subscription, detail: str, *, now: dt.datetime) -> None:
        add_audit(db, AuditRow(at=now, actor=ACTOR, action=action, subject=rule.shown_id, detail=detail))
