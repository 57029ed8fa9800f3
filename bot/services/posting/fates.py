"""One fate for all items of an issue, where a subscription gets none of them for one and the same reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.digest import Decided, Fate
from bot.store.ledger import write_fates

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.posts.subscription import Subscription
    from bot.errors import BadQueryError
    from bot.services.posting.summaries import Issue
    from bot.store.database import Database


def write_paused(db: Database, rule: Subscription, issue: Issue, *, now: dt.datetime) -> None:
    """Say of an issue that came while a rule was paused."""
    write_fate(db, rule, issue, Fate.PAUSED, f"{rule.shown_id} was paused", now=now)


def write_failed(db: Database, rule: Subscription, issue: Issue, error: BadQueryError, *, now: dt.datetime) -> None:
    """Say of an issue that a rule's filter, which cannot be read any more, kept it from its place."""
    write_fate(db, rule, issue, Fate.FAILED, f"its filter cannot be read: {error.message}", now=now)


def write_fate(db: Database, rule: Subscription, issue: Issue, fate: Fate, reason: str, *, now: dt.datetime) -> None:
    """Write the same fate of all items of an issue."""
    decided = [Decided(item=item, fate=fate, reason=reason) for item in issue.items]
    write_fates(db, decided, subscription_id=rule.id, post_id=None, now=now)
