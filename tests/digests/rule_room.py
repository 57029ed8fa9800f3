"""A store with rules, what decides their posts, what sends them, and what sums up."""

import datetime as dt
from dataclasses import replace

from bot.access.roles import Role
from bot.digests.accounts import Accounts, describe_sums
from bot.digests.delivery import Delivery
from bot.digests.holds import Troubles
from bot.digests.outbox import Digests, find_posting
from bot.digests.rules import Asker
from bot.digests.subscriptions import Subscriptions
from bot.model.briefing import Item
from bot.model.changes import decide_changes
from bot.model.post import Posting
from bot.model.subscription import NO_HOLIDAYS, Holidays, Schedule
from bot.store.briefings import get_briefing, get_reading, undo_reading
from bot.store.database import Store
from bot.store.items import list_items_of
from bot.store.ledger import list_ledger
from bot.store.outbox import list_posts
from bot.store.policies import write_changes
from bot.store.subscriptions import change_subscription
from tests.corpus import ITEMS, TopicMatcher, make_briefing, store_briefing
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active

AT_ONCE = Schedule(remind=())
DAILY = Schedule(every="daily", remind=())
WEEKLY = Schedule(every="weekly", remind=())
ADMIN = Asker(workspace=TEAM, channel=CHANNEL, user="U9", is_admin=True)
PUBLISHER = "Harbour Institute"


class RuleRoom:
    """Decides, sends, and says what was posted and what the ledger holds; a tick is what the scheduler does."""

    def __init__(self, store: Store, *, quotes: bool = False, parts: int = 1, holidays: Holidays = NO_HOLIDAYS) -> None:
        self.store = store
        self.poster = FakePoster()
        self.renderer = FakeRenderer(quotes=quotes, parts=parts)
        self.digests = Digests(store, TopicMatcher(), self.renderer, holidays=holidays)
        self.rules = Subscriptions(store, TopicMatcher(), self.renderer)
        self.roles: dict[str, Role] = {}
        self.delivery = Delivery(
            store,
            self.poster,
            Troubles(store, self.renderer, workspace=TEAM, role_of=lambda user: self.roles.get(user, Role.MEMBER)),
            holidays=holidays,
        )
        self.accounts = Accounts(store, TopicMatcher())

    def follow(
        self, filter_text: str = "", *, channel: str = CHANNEL, schedule: Schedule = AT_ONCE, is_new: bool = False
    ) -> int:
        """Add a rule; one that is new is still to start with its first summary."""
        with self.store.write() as db:
            number = add_active(db, filter_text=filter_text, channel=channel).id
            began = None if is_new else NOW
            change_subscription(db, number, schedule=schedule, started_at=began, runs_from=began)
            return number

    def ingest(
        self,
        *items: Item,
        published_on: dt.date | None = dt.date(2024, 3, 5),
        publisher: str = PUBLISHER,
        now: dt.datetime = NOW,
        is_new: bool = True,
    ) -> tuple[str, ...]:
        """Read an issue, or (not new) briefing 1 as corrected, and return the report's lines about that."""
        issue = make_briefing(published_on, sha256=f"{publisher} {now}", items=items or ITEMS)
        issue = replace(issue, publisher=publisher, series=f"{publisher}'s notes")
        with self.store.write() as db:
            held = [] if is_new else list_items_of(db, 1, also_gone=True)
            number = store_briefing(db, issue, now=now)
            changes = decide_changes(held, issue.items) if held else ()
            if is_new:
                self.digests.announce(db, briefing_id=number, by="U9", now=now)
                return ()
            return self.digests.correct(db, briefing_id=number, changes=changes, by="U9", now=now)

    def find_posting(self, number: int = 1, *, now: dt.datetime = NOW) -> Posting:
        with self.store.read() as db:
            return find_posting(db, number, now=now)

    def undo(self, number: int = 1, *, now: dt.datetime = NOW) -> tuple[str, ...]:
        with self.store.write() as db:
            briefing = get_briefing(db, number).briefing
            undo_reading(db, get_reading(db, number), now=now)
            write_changes(db, decide_changes(list_items_of(db, number), ()), briefing_id=number, now=now)
            return self.digests.withdraw(db, briefing, briefing_id=number, by="U9", now=now)

    def tick(self, now: dt.datetime) -> list[str]:
        """Return the texts that came of it."""
        before = len(self.poster.messages)
        self.digests.enqueue_due(now=now)
        self.delivery.tick(now)
        return self.texts()[before:]

    def texts(self) -> list[str]:
        return [str(message["text"]) for message in self.poster.messages]

    def states(self) -> list[str]:
        with self.store.read() as db:
            return [post.state.value for post in list_posts(db)]

    def fates(self, rule: int = 1) -> list[tuple[str, str, str]]:
        with self.store.read() as db:
            return [(row.item, row.fate, row.reason) for row in list_ledger(db, subscription_id=rule)]

    def sums(self) -> list[str]:
        accounts = self.accounts.list_accounts(now=NOW)
        assert not any(account.missing for account in accounts)
        return [describe_sums(account) for account in accounts]
