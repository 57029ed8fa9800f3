"""A channel, the bot that posts digests to it, and an operator who takes a backup and puts it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.posts.subscription import SubscriptionState
from bot.services.posting.accounts import Accounts
from bot.services.posting.digests import Digests
from bot.services.sending.delivery import Delivery
from bot.store.briefings import deactivate_briefing
from bot.store.database import open_store, restore_store
from bot.store.items import deactivate_item, list_held
from bot.store.ledger import list_ledger
from bot.store.subscriptions import add_subscription, mark_noticed, mark_rescheduled, mark_started, set_rule, set_state
from bot.store.unmade import decide_summaries_again
from tests.corpus import TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.domain.records.briefing import Item

SIX = Schedule(cadence=Cadence.DAILY, at=dt.time(6))
"""Two hours after NOW, in UTC."""


@dataclass(kw_only=True)
class DigestRoom:
    """A channel and the bot that posts to it; ``back_up`` and ``restore`` are those of an operator."""

    folder: Path
    poster: FakePoster = field(default_factory=FakePoster)

    def __post_init__(self) -> None:
        self.store = open_empty(self.folder / "g.db")
        self._start()

    def _start(self) -> None:
        self.renderer = FakeRenderer()
        self.digests = Digests(self.store, TopicMatcher(), self.renderer, hold=dt.timedelta())
        self.delivery = Delivery(self.store, self.poster, self.renderer, workspace=TEAM)

    def follow(self, schedule: Schedule, *, filter_text: str = "") -> int:
        with self.store.write() as db:
            added = add_subscription(
                db, workspace=TEAM, channel=CHANNEL, filter_text=filter_text, schedule=schedule, user="U1", now=NOW
            )
            set_state(db, added.id, SubscriptionState.ACTIVE)
            mark_noticed(db, added.id, now=NOW)
            mark_started(db, added.id, now=NOW)
            return added.id

    def change(self, schedule: Schedule, *, filter_text: str = "", now: dt.datetime) -> None:
        """Do as a change of D1 does whose line has landed."""
        with self.store.write() as db:
            set_rule(db, 1, filter_text=filter_text, schedule=schedule)
            mark_rescheduled(db, 1, now=now)
            decide_summaries_again(db, 1, now=now)

    def ingest(self, number: int, *items: Item, now: dt.datetime) -> None:
        found = items or (make_policy_item(1, f"Step {number}."),)
        issue = replace(make_briefing(now.date(), sha256=f"s{number}", items=found), series=f"Series {number}")
        with self.store.write() as db:
            stored = store_briefing(db, issue, now=now)
            self.digests.announce(db, briefing_id=stored, now=now, by="U9", is_new=True)

    def correct(self, number: int, *items: Item, now: dt.datetime) -> None:
        """Read a briefing of the same day again, with other words; what is not among these items is dropped."""
        issue = replace(make_briefing(now.date(), sha256=f"c{number}", items=items), series=f"Series {number}")
        kept = {(item.section, item.position) for item in items}
        with self.store.write() as db:
            stored = store_briefing(db, issue, now=now)
            for held in list_held(db, stored):
                if (held.item.section, held.item.position) not in kept:
                    deactivate_item(db, held.id)
            self.digests.announce(db, briefing_id=stored, now=now, by="U9", is_new=False)

    def undo(self, number: int, *, now: dt.datetime) -> None:
        """Take a briefing back whole."""
        with self.store.write() as db:
            for held in list_held(db, number):
                deactivate_item(db, held.id)
            deactivate_briefing(db, number)
            self.digests.withdraw(db, briefing_id=number, now=now, by="U9", whole=True)

    def tick(self, now: dt.datetime) -> None:
        """Do as the scheduler does: send, decide, and send what was decided."""
        self.delivery.tick(now)
        if self.digests.enqueue_due(now=now):
            self.delivery.tick(now)

    def back_up(self) -> None:
        self.store.backup(self.folder / "old.db")

    def restore(self, *, now: dt.datetime) -> None:
        path = self.store.path
        self.store.close()
        restore_store(self.folder / "old.db", path, now=now)
        self.store = open_store(path, create=False)
        self._start()

    def list_texts(self) -> list[str]:
        return [str(message["text"]) for message in self.poster.messages]

    def list_fates(self) -> list[tuple[str, str, str]]:
        with self.store.read() as db:
            return [(row.item, row.fate, row.reason) for row in list_ledger(db)]

    def list_gaps(self) -> list[object]:
        return list(Accounts(self.store).list_gaps())
