"""The lines that a place gets about its rules: each waits for the one before, and none that was overtaken comes after.

A line is surely unsent, or it may stand in its channel. One that may stand is always followed by what is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.post import FIRST_NOTICE, UNSENT, PostKind, PostState, Slot
from bot.domain.posts.subscription import SubscriptionState
from bot.store.outbox import NewPost, add_post, cancel_posts, find_post, get_post
from bot.store.schedules import end_changes, find_waiting_change
from bot.store.sending import has_later_line, is_given_up, list_overtaken
from bot.store.subscriptions import get_subscription

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.domain.posts.post import Message, Post
    from bot.domain.posts.subscription import Subscription
    from bot.store.database import Database

_NOT_THERE = (*UNSENT, PostState.SKIPPED, PostState.CANCELLED, PostState.SUPERSEDED)


def add_line(db: Database, rule: Subscription, name: str, message: Message, *, now: dt.datetime) -> int:
    """Enqueue the line of a rule's place about a change; give its number."""
    slot = _place(rule, name)
    new = NewPost(slot=slot, parts=(message,), not_before=now, late_after=None, subscription_id=rule.id)
    return add_post(db, new, now=now)


def find_unsent_notice(db: Database, rule: Subscription) -> Post | None:
    """Give the line about a new rule while it is surely not in its place and may still get there."""
    notice = find_post(db, _place(rule, FIRST_NOTICE))
    return notice if notice is not None and notice.state in UNSENT else None


def may_be_known(db: Database, rule: Subscription) -> bool:
    """Tell whether its place has heard of a rule, or may have."""
    notice = find_post(db, _place(rule, FIRST_NOTICE))
    return rule.noticed_at is not None or (notice is not None and notice.state not in _NOT_THERE)


def give_up_change(db: Database, number: int, *, now: dt.datetime) -> bool:
    """Give up the next form of a rule that waits for its line; give whether its place surely never heard of it."""
    waiting = find_waiting_change(db, number)
    end_changes(db, number, now=now)
    if waiting is None or waiting.post_id is None:
        return True
    return bool(cancel_posts(db, [get_post(db, waiting.post_id)], reason="changed again before it was posted"))


def find_end(db: Database, post: Post) -> str:
    """Give why a post that is surely not in its channel is not wanted there any more, or ""."""
    if post.withdrawn_at is not None:
        return "the briefing was taken back"
    if post.subscription_id is None:
        return ""
    rule = get_subscription(db, post.subscription_id)
    if rule.state is SubscriptionState.CANCELLED and not post.is_line:
        return f"{rule.shown_id} was ended"
    if post.is_line and (is_given_up(db, post.id) or has_later_line(db, post)):
        return f"{post.slot.source} was changed since"
    return ""


def cancel_overtaken(db: Database, *, workspace: str, besides: Collection[str]) -> None:
    """Cancel what turned out to be unsent after its rule had ended or been changed again; others may bring its items.

    The posts of some channels wait (``besides``).
    """
    for post in list_overtaken(db, workspace=workspace):
        if post.slot.channel not in besides:
            cancel_posts(db, [post], reason=find_end(db, post))


def _place(rule: Subscription, name: str) -> Slot:
    return Slot(workspace=rule.workspace, channel=rule.channel, kind=PostKind.NOTICE, source=rule.shown_id, slot=name)
