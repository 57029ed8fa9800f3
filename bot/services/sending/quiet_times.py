"""What is due in a rule's quiet time waits for its end: asked when a post is about to go, whatever made it late."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.posts.delivery import LATE_AFTER
from bot.domain.posts.post import PostKind, PostState
from bot.domain.posts.schedule import find_end_of_quiet, find_moment
from bot.store.outbox import cancel_posts, get_decided_at
from bot.store.sending import find_deadline_of, put_off
from bot.store.subscriptions import get_subscription

if TYPE_CHECKING:
    from bot.domain.posts.holidays import Holidays
    from bot.domain.posts.post import Post
    from bot.store.database import Database

_BEIJING = "Asia/Shanghai"


def wait_in_quiet(db: Database, post: Post, holidays: Holidays, *, now: dt.datetime) -> bool:
    """Put a post that was just claimed off to the end of its rule's quiet time, if it is quiet; give whether it was.

    Its late limit counts from there. A reminder that would then tell of yesterday's days is decided anew instead.
    Notices do not wait, nor what a person lets go now (it has no late limit any more), nor further parts of a post that
    stands.
    """
    if post.subscription_id is None or post.late_after is None or post.part or post.slot.kind is PostKind.NOTICE:
        return False
    rule = get_subscription(db, post.subscription_id)
    until = find_end_of_quiet(rule.schedule, holidays, moment=now)
    if until <= now:
        return False
    late_after = until + LATE_AFTER
    deadline = find_deadline_of(db, post.id)
    if deadline is not None:  # nobody wants to be reminded of a day that is over
        late_after = min(late_after, find_moment(deadline + dt.timedelta(days=1), dt.time(), _BEIJING))
    put_off(db, post, until=until, late_after=late_after)
    if deadline is not None and beijing_day(get_decided_at(db, post.id)) != beijing_day(until):
        cancel_posts(db, [post], reason="quiet: decided again after it", state=PostState.SUPERSEDED)
    return True
