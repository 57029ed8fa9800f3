"""What follows once the line about a rule stands in its channel."""

import datetime as dt

from bot.model.post import Post, PostKind
from bot.model.subscription import SubscriptionVerb, decide_state, has_same_slots
from bot.store.database import Database
from bot.store.schedules import apply_change
from bot.store.sending import end_quiet_wait
from bot.store.subscriptions import get_subscription, mark_noticed, set_state
from bot.store.waiting import decide_summaries_again, put_off


def mark_landed(db: Database, post: Post, *, now: dt.datetime) -> None:
    """Let a subscription go on whose notice is known to stand in its channel, or put its new form in force."""
    if post.slot.kind is not PostKind.NOTICE or post.subscription_id is None:
        return
    subscription = get_subscription(db, post.subscription_id)
    if (change := apply_change(db, post.id, now=now)) is not None:
        end_quiet_wait(db, subscription.id, now=now)
        if (change.filter, change.schedule.cadence) != (subscription.filter, subscription.cadence):
            decide_summaries_again(db, subscription.id, now=now)
        if not has_same_slots(change.schedule, subscription.schedule):
            put_off(db, subscription.id, reason=f"{subscription.shown_id} has other times", now=now)
    if not post.is_first_notice:
        return
    mark_noticed(db, subscription.id, now=now)
    state = decide_state(subscription.state, SubscriptionVerb.NOTICE_LANDED, noticed=True)
    if state is not subscription.state:
        set_state(db, subscription.id, state)
