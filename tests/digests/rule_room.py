"""A store with rules, what decides their posts, what sends them, and what sums up."""

from __future__ import annotations

import datetime as dt

from bot.digests.delivery import Delivery
from bot.digests.digests import Digests
from bot.digests.news import Accounts, describe_sums
from bot.model.briefing import Item
from bot.model.post import Why
from bot.model.subscription import Cadence, Schedule, SubscriptionState
from bot.store.database import Store
from bot.store.outbox import cancel_posts, list_posts
from bot.store.subscriptions import set_rule, set_state
from tests.corpus import TopicMatcher, make_briefing, store_briefing
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active

DAILY = Schedule(cadence=Cadence.DAILY)


class RuleRoom:
    """Decides, sends, and says what was posted and what the ledger holds."""

    def __init__(self, store: Store, *, quotes: bool = False) -> None:
        self.store = store
        self.poster = FakePoster()
        self.renderer = FakeRenderer(quotes=quotes)
        self.digests = Digests(store, TopicMatcher(), self.renderer)
        self.delivery = Delivery(store, self.poster, self.renderer, workspace=TEAM)

    def tick(self, now: dt.datetime) -> None:
        self.delivery.tick(now)
        if self.digests.enqueue_due(now=now):
            self.delivery.tick(now)

    def texts(self) -> list[str]:
        return [str(message["text"]) for message in self.poster.messages]

    def fates(self, rule: int = 1) -> list[tuple[str, str, str]]:
        return [(row.item, row.fate, row.reason) for row in self.digests.list_ledger(subscription_id=rule)]

    def sums(self) -> list[str]:
        accounts = Accounts(self.store).list_accounts(now=NOW)
        assert all(account.adds_up for account in accounts)
        return [describe_sums(account) for account in accounts]


class Room(RuleRoom):
    """With rules to follow, end and pause, and briefings that are read at one moment."""

    def follow(self, filter_text: str, *, channel: str = CHANNEL, schedule: Schedule | None = None) -> int:
        with self.store.write() as db:
            number = add_active(db, filter_text=filter_text, channel=channel).id
            set_rule(db, number, filter_text=filter_text, schedule=schedule or Schedule())
            return number

    def ingest(self, *items: Item, published_on: dt.date | None = None) -> None:
        briefing = make_briefing(published_on, items=items) if published_on else make_briefing(items=items)
        with self.store.write() as db:
            number = store_briefing(db, briefing, now=NOW)
            self.digests.announce(db, briefing_id=number, now=NOW, by="U9", is_new=True)

    def end(self, number: int) -> None:
        """End a rule as /digest unsubscribe does."""
        with self.store.write() as db:
            cancel_posts(db, list_posts(db, subscription_id=number), why=Why.ENDED, now=NOW)
            set_state(db, number, SubscriptionState.CANCELLED)

    def pause(self, number: int) -> None:
        with self.store.write() as db:
            set_state(db, number, SubscriptionState.PAUSED)

    def resume(self, number: int) -> None:
        with self.store.write() as db:
            set_state(db, number, SubscriptionState.ACTIVE)
