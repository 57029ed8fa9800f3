"""A store with rules that remind of deadlines, what decides in it, and what sends."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.posts.holidays import Holidays
from bot.domain.posts.schedule import Schedule
from bot.domain.records.briefing import DeadlineKind
from bot.domain.records.changes import decide_changes
from bot.domain.records.deadlines import AnswerKind, DeadlineKey
from bot.services.ingesting.merges import merge_policies
from bot.services.posting.digests import Digests
from bot.services.posting.replay import Replay
from bot.services.sending.delivery import Delivery
from bot.store.items import list_held
from bot.store.subscriptions import set_rule
from tests.corpus import TopicMatcher, store_briefing
from tests.posting import CHANNEL, TEAM, FakePoster, FakeRenderer, add_active

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing
    from bot.store.database import Store

ON = dt.date(2024, 3, 20)
KEY = DeadlineKey(subject="I1", kind=DeadlineKind.COMMENTS_CLOSE, on=ON)
READ_AT = dt.datetime(2024, 3, 7, 4, 0, tzinfo=dt.UTC)


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """Give a moment of March 2024, in UTC."""
    return dt.datetime(2024, 3, day, hour, minute, tzinfo=dt.UTC)


class Room:
    """A store, what decides in it, and what sends."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.poster = FakePoster()
        renderer = FakeRenderer()
        working = frozenset({dt.date(2024, 3, 17)})
        self.holidays = Holidays(off=frozenset(), working=working, years=frozenset({2024}))
        self.digests = Digests(store, TopicMatcher(), renderer, holidays=self.holidays)
        self.delivery = Delivery(store, self.poster, renderer, workspace=TEAM, holidays=self.holidays)

    def follow(self, schedule: Schedule | None = None, *, filter_text: str = "", channel: str = CHANNEL) -> int:
        with self.store.write() as db:
            number = add_active(db, filter_text=filter_text, channel=channel).id
            set_rule(db, number, filter_text=filter_text, schedule=schedule or Schedule())
            return number

    def ingest(self, briefing: Briefing, *, now: dt.datetime = READ_AT, is_new: bool = True) -> tuple[str, ...]:
        with self.store.write() as db:
            held = [] if is_new else list_held(db, 1)
            number = store_briefing(db, briefing, now=now)
            changes = decide_changes(held, briefing.items)
            return self.digests.announce(db, briefing_id=number, now=now, by="U9", is_new=is_new, changes=changes)

    def tick(self, now: dt.datetime) -> list[str]:
        """Decide and send; give the texts of the reminders that were posted now."""
        before = len(self.poster.messages)
        self.delivery.tick(now)
        self.digests.enqueue_due(now=now)
        self.delivery.tick(now)
        texts = [str(message["text"]) for message in self.poster.messages[before:]]
        return [text for text in texts if text.endswith(("left", "left taken by U1"))]

    def replay(
        self, schedule: Schedule, *, now: dt.datetime, rule: str = "D1", channel: str = CHANNEL
    ) -> list[dt.datetime]:
        """Give when a rule would have reminded, had this been its schedule."""
        found = Replay(self.store, TopicMatcher(), holidays=self.holidays)
        return list(found.replay("", schedule, rule=rule, now=now, place=(TEAM, channel)).reminders)

    def answer(self, kind: AnswerKind, *, now: dt.datetime, subject: str = "I1", ts: str = "") -> str:
        key = replace(KEY, subject=subject)
        reminder = self.digests.reminders.answer(key, kind, workspace=TEAM, channel=CHANNEL, user="U1", now=now, ts=ts)
        return reminder.answer.kind.value if reminder.answer else ""

    def merge(self, *, now: dt.datetime) -> None:
        with self.store.write() as db:
            merge_policies(db, 1, 2, by="U9", now=now)
