"""What follows when a post cannot be made or proved: its subscription pauses, owner and admins are told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.post import PostKind, PostState, Slot
from bot.domain.subscription import SubscriptionState, SubscriptionVerb, decide_state, is_person
from bot.store.ledger import wait_again
from bot.store.outbox import NewPost, add_post, change_state, list_posts
from bot.store.reminders import find_reminder, list_marks_told
from bot.store.reserved import reclaim_items, release_items
from bot.store.subscriptions import get_subscription, set_state

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.domain.delivery import Verdict
    from bot.domain.post import Message, Post
    from bot.services.ports import Renderer
    from bot.store.database import Database
    from bot.store.reminders import StoredReminder


def park_subscription(db: Database, post: Post, verdict: Verdict) -> None:
    """Pause the subscription of a post whose channel refuses it for good."""
    if post.subscription_id is None:
        return
    subscription = get_subscription(db, post.subscription_id)
    state = decide_state(subscription.state, SubscriptionVerb.PAUSE, noticed=subscription.noticed_at is not None)
    if state is SubscriptionState.PAUSED:
        set_state(db, subscription.id, state, reason=f"Slack refuses its channel: {verdict.reason}")


def post_again(db: Database, number: int, *, now: dt.datetime) -> None:
    """Let go again what the channel of a rule refused; what others told there meanwhile is not told twice.

    Of a summary that another of the channel's rules brought in part the rest waits, to be decided anew.
    """
    for post in list_posts(db, subscription_id=number, states=(PostState.PARKED,)):
        reminder = find_reminder(db, post.id)
        if reminder and _is_told(db, reminder):
            change_state(db, post, PostState.CANCELLED, reason="another rule reminded of it meanwhile")
        elif reclaim_items(db, post.id):
            change_state(db, post, PostState.PENDING, reason="resumed")
        else:
            change_state(db, post, PostState.CANCELLED, reason="another rule brought a part of it meanwhile")
            release_items(db, post.id)
            wait_again(db, post.id, reason="another rule brought a part of it meanwhile", now=now)


def _is_told(db: Database, reminder: StoredReminder) -> bool:
    told = list_marks_told(db, reminder.key, workspace=reminder.workspace, channels=[reminder.channel])
    return any(mark <= reminder.mark for mark in told)


def tell_trouble(
    db: Database, post: Post, verdict: Verdict, *, renderer: Renderer, admins: Collection[str], now: dt.datetime
) -> None:
    """Tell the owner and the admins, once each; a message about such a message is never made.

    Of a held post the admins are asked whether it stands in the channel.
    """
    if post.subscription_id is None:
        return
    owner = get_subscription(db, post.subscription_id).owner
    for person in dict.fromkeys((*filter(is_person, (owner,)), *admins)):
        slot = Slot(
            workspace=post.slot.workspace,
            channel=person,
            kind=PostKind.NOTICE,
            source=post.slot.source,
            slot=f"{verdict.state.value} {post.id}",
        )
        message = _render(renderer, post, verdict, asked=person in admins)
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, late_after=None), now=now)


def _render(renderer: Renderer, post: Post, verdict: Verdict, *, asked: bool) -> Message:
    rule, channel = post.slot.source, post.slot.channel
    if verdict.state is PostState.HELD:
        number = post.id if asked else None
        return renderer.render_held(rule=rule, channel=channel, reason=verdict.reason, number=number)
    return renderer.render_trouble(rule=rule, channel=channel, reason=verdict.reason)
