"""What follows when a post cannot be made or proved: its subscription pauses, owner and admins are told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.post import PostKind, PostState, Slot
from bot.domain.subscription import SubscriptionState, SubscriptionVerb, decide_state, is_person
from bot.store.outbox import NewPost, add_post
from bot.store.subscriptions import get_subscription, set_state

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.domain.delivery import Verdict
    from bot.domain.post import Message, Post
    from bot.services.ports import Renderer
    from bot.store.database import Database


def park_subscription(db: Database, post: Post, verdict: Verdict) -> None:
    """Pause the subscription of a post whose channel refuses it for good."""
    if post.subscription_id is None:
        return
    subscription = get_subscription(db, post.subscription_id)
    state = decide_state(subscription.state, SubscriptionVerb.PAUSE, noticed=subscription.noticed_at is not None)
    if state is SubscriptionState.PAUSED:
        set_state(db, subscription.id, state, reason=f"Slack refuses its channel: {verdict.reason}")


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
