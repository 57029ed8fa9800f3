"""What follows when a post cannot be made or proved: its channel's subscriptions pause, its people are told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from bot.access.roles import Role
from bot.digests.chat import Renderer
from bot.digests.subscription_rules import find_end
from bot.model.post import CLAIMABLE, Message, Post, PostKind, PostState, Slot, Verdict
from bot.model.subscription import Subscription, SubscriptionState, SubscriptionVerb, decide_state, is_person
from bot.store.database import Database, Store
from bot.store.ledger import end_waiting_of
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post, cancel_posts, change_state, list_posts, wait_again
from bot.store.reminders import StoredReminder, find_reminder, list_marks_told
from bot.store.schedules import reclaim_items, release_items
from bot.store.subscriptions import get_subscription, list_channel_subscriptions, list_owned, set_owner, set_state

_TELLING = (PostKind.DIGEST, PostKind.IMMEDIATE, PostKind.REMINDER)
ACTOR = "Slack"
"""Who stands in the audit trail for what follows from a word of Slack's."""


def post_again(db: Database, number: int, *, now: dt.datetime) -> None:
    """Let go again what the channel of a rule refused; what others told there meanwhile is not told twice.

    Of a summary that another of the channel's rules brought in part the rest waits, to be decided anew.
    """
    for post in list_posts(db, subscription_id=number, states=(PostState.PARKED,)):
        reminder = find_reminder(db, post.id)
        if end := find_end(db, post):
            change_state(db, post, PostState.CANCELLED, reason=end)
        elif reminder and _is_told(db, reminder):
            change_state(db, post, PostState.CANCELLED, reason="another rule reminded of it meanwhile")
        elif reclaim_items(db, post.id):
            change_state(db, post, PostState.PENDING, reason="resumed")
        else:
            change_state(db, post, PostState.CANCELLED, reason="another rule brought a part of it meanwhile")
            release_items(db, post.id)
            wait_again(db, post.id, reason="another rule brought a part of it meanwhile", now=now)


def _is_told(db: Database, reminder: StoredReminder) -> bool:
    told = list_marks_told(db, reminder.key, workspace=reminder.workspace, channel=reminder.channel)
    return any(mark <= reminder.mark for mark in told)


def close_channel(  # noqa: PLR0913  what is told, by whom and to whom
    db: Database,
    *,
    workspace: str,
    channel: str,
    reason: str,
    code: str = "",
    renderer: Renderer,
    admins: Collection[str],
    now: dt.datetime,
) -> int:
    """Pause all that posts to a channel which takes no posts for good; give how many subscriptions that were.

    Owners and admins get one message each, which names their own and all of them. What is paused already is not told
    again, until somebody resumes it and it happens once more. ``reason`` stands with each subscription, and in what
    people are told unless Slack gave a ``code``. Their posts wait for a person, and give up what others left to them.
    """
    here = list_channel_subscriptions(db, workspace=workspace, channel=channel)
    for rule in here:
        _park(db, rule, reason=reason)
    rules = [
        rule
        for rule in here
        if decide_state(rule.state, SubscriptionVerb.PAUSE, noticed=rule.noticed_at is not None) is not rule.state
    ]
    for rule in rules:
        state = decide_state(rule.state, SubscriptionVerb.PAUSE, noticed=rule.noticed_at is not None)
        set_state(db, rule.id, state, reason=reason)
        add_audit(db, AuditRow(at=now, actor=ACTOR, action="pause", subject=rule.shown_id, detail=reason))
    for person, told in _list_told(rules, admins).items():
        message = renderer.render_trouble(rules=told, channel=channel, reason=code or reason)
        slot = f"closed {now.isoformat()}"
        _tell(db, person, message, workspace=workspace, source=", ".join(told), slot=slot, now=now)
    return len(rules)


def _park(db: Database, rule: Subscription, *, reason: str) -> None:
    """Let the posts of a rule that nobody tried wait until it is resumed; what others left to them is handed on."""
    for post in list_posts(db, subscription_id=rule.id, states=CLAIMABLE):
        told = post.part == 0 and post.slot.kind in _TELLING
        if told and change_state(db, post, PostState.PARKED, reason=reason):
            release_items(db, post.id, for_good=False)


def tell_held(
    db: Database, post: Post, verdict: Verdict, *, renderer: Renderer, admins: Collection[str], now: dt.datetime
) -> None:
    """Notify the owner and the admins of a held post, once each; the admins are asked whether it stands in the channel.

    A message about such a message is never made.
    """
    if post.subscription_id is None:
        return
    owner = get_subscription(db, post.subscription_id).owner
    for person in dict.fromkeys((*filter(is_person, (owner,)), *admins)):
        number = post.id if person in admins else None
        rule, channel = post.slot.source, post.slot.channel
        message = renderer.render_held(rule=rule, channel=channel, reason=verdict.reason, number=number)
        slot = f"{verdict.state.value} {post.id}"
        _tell(db, person, message, workspace=post.slot.workspace, source=rule, slot=slot, now=now)


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
    if not held:
        return
    until = max(post.id for post in held)
    message = renderer.render_restored([(post.id, post.slot) for post in held])
    for person in sorted(admins):
        _tell(db, person, message, workspace=workspace, source="restore", slot=f"restored {until}", now=now)


def tell_standing(
    db: Database, post: Post, reason: str, *, renderer: Renderer, admins: Collection[str], now: dt.datetime
) -> None:
    """Notify the owner and the admins, once a post, that it stands unchanged though what it told was taken back."""
    if post.subscription_id is None:
        return
    owner = get_subscription(db, post.subscription_id).owner
    rule, channel, slot = post.slot.source, post.slot.channel, post.slot.slot
    message = renderer.render_standing(rule=rule, channel=channel, slot=slot, reason=reason)
    for person in dict.fromkeys((*filter(is_person, (owner,)), *admins)):
        name = f"stands {post.parent_id or post.id}"
        _tell(db, person, message, workspace=post.slot.workspace, source=rule, slot=name, now=now)


def _list_told(rules: Collection[Subscription], admins: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return which of these each person is told of: an owner their own, an admin all."""
    told: dict[str, list[str]] = {}
    for rule in rules:
        for person in dict.fromkeys((*filter(is_person, (rule.owner,)), *sorted(admins))):
            told.setdefault(person, []).append(rule.shown_id)
    return {person: tuple(ids) for person, ids in told.items()}


def _tell(
    db: Database, person: str, message: Message, *, workspace: str, source: str, slot: str, now: dt.datetime
) -> None:
    place = Slot(workspace=workspace, channel=person, kind=PostKind.NOTICE, source=source, slot=slot)
    add_post(db, NewPost(slot=place, parts=(message,), not_before=now, late_after=None), now=now)


# What becomes of subscriptions whose owner leaves the workspace or is a member no more, or whose channel is gone.

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
