"""What a rule left out because another's post was to bring it, and that post was never made: it is decided again.

The ledger has such items waiting (``bot.store.ledger.hand_on``). A rule in slots brings them with its next digest; one
that posts at once brings them here, with its own summary where that still waits, else with one more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.domain.post import UNSENT, PostKind
from bot.services.schedules import read_issues
from bot.services.summaries import drop_items_besides
from bot.store.ledger import end_waiting, list_handed_on, list_waiting_of_briefing
from bot.store.outbox import list_posts
from bot.store.subscriptions import get_subscription

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.subscription import Subscription
    from bot.services.corrections import Corrections
    from bot.services.summaries import Issue
    from bot.store.database import Database, Store


class Enqueuing(Protocol):
    """Decides a rule's summary of a briefing held already; see ``bot.services.digests.Digests``."""

    def __call__(
        self, db: Database, subscription: Subscription, issue: Issue, *, slot: str | None, now: dt.datetime
    ) -> bool:
        """Decide it in the caller's transaction, under the briefing's own slot or this one; True when one comes."""
        ...


class HandingOn:
    """Decides again what rules that post at once left out for posts that were never made."""

    def __init__(self, store: Store, corrections: Corrections, *, enqueue: Enqueuing) -> None:
        self._store = store
        self._corrections = corrections
        self._enqueue = enqueue

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Decide all of it; give how many posts come of it."""
        with self._store.read() as db:
            if not list_handed_on(db):
                return 0
        with self._store.write() as db:
            return sum(self._decide(db, rule, briefing, now=now) for rule, briefing in list_handed_on(db))

    def _decide(self, db: Database, number: int, briefing_id: int, *, now: dt.datetime) -> bool:
        done = False
        for issue in read_issues(db, (briefing_id,)):
            posts = list_posts(db, briefing_id=briefing_id, subscription_id=number)
            own = [post for post in posts if post.slot.kind is PostKind.IMMEDIATE and post.part == 0]
            waits = next((post for post in own if post.state in UNSENT), None)
            if waits is not None:
                done = self._corrections.write_again(db, waits, issue, now=now)
                continue
            slot, wanted = None, issue
            if own:
                slot = f"{own[0].slot.slot} again {len(own)}"
                wanted = drop_items_besides(issue, list_waiting_of_briefing(db, number, briefing_id))
            done = self._enqueue(db, get_subscription(db, number), wanted, slot=slot, now=now)
        end_waiting(db, briefing_id, reason="held no more", now=now, subscription_id=number)
        return done
