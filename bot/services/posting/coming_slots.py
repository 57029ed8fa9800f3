"""When a rule posts next: a local day of which a slot was decided has no other, whatever times the rule has by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.schedule import list_next_slots
from bot.services.posting.elsewhere import AHEAD
from bot.store.schedules import find_last_day

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.posts.holidays import Holidays
    from bot.domain.posts.schedule import Schedule, ScheduledSlot
    from bot.domain.posts.subscription import Subscription
    from bot.store.database import Database


def list_coming_slots(
    db: Database,
    rule: Subscription,
    holidays: Holidays,
    *,
    after: dt.datetime,
    count: int = 1,
    schedule: Schedule | None = None,
) -> tuple[ScheduledSlot, ...]:
    """Give a rule's next slots after a moment, at most so many, none where it posts at once.

    ``schedule`` is the one that it is about to have, if any.
    """
    last_on = find_last_day(db, rule.id, before=after + AHEAD)
    return list_next_slots(schedule or rule.schedule, holidays, after=after, count=count, beyond=last_on)
