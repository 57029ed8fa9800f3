"""Owners and admins hear of what does not go out, once each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery
from bot.digests.digests import Digests
from bot.model.post import Message
from bot.model.subscription import NO_HOLIDAYS, Cadence, Schedule
from bot.operations.health import Alarms, PrivateNotices
from bot.store.database import Store
from bot.store.outbox import list_posts, stop_sending
from bot.store.subscriptions import set_rule
from tests.corpus import ITEMS, TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, after

WEEKLY = Schedule(cadence=Cadence.WEEKLY, days=(0,))
MONDAY = after(days=1, hours=5)
"""Monday, 09:00."""


class Room:
    """A store with what decides, sends and watches."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.poster = FakePoster()
        renderer = FakeRenderer()
        self.digests = Digests(store, TopicMatcher(), renderer)
        self.delivery = Delivery(store, self.poster, renderer, workspace=TEAM)
        self.alarms = self.build()

    def build(self, *, admins: tuple[str, ...] = ("U8", "U9"), workspace: str = TEAM) -> Alarms:
        notices = PrivateNotices(workspace=workspace, admins=admins, render=lambda text: Message(text=text))
        return Alarms(self.store, notices, workspace=workspace, holidays=NO_HOLIDAYS, lexicon=TopicMatcher().lexicon)

    def follow(
        self, schedule: Schedule | None = None, *, channel: str = CHANNEL, user: str = "U1", filter_text: str = ""
    ) -> int:
        with self.store.write() as db:
            number = add_active(db, channel=channel, user=user, filter_text=filter_text).id
            set_rule(db, number, filter_text=filter_text, schedule=schedule or Schedule())
            return number

    def ingest(self, day: dt.date = dt.date(2024, 3, 5), *, now: dt.datetime = NOW, announce: bool = True) -> None:
        with self.store.write() as db:
            number = store_briefing(db, make_briefing(day, sha256=str(day), items=ITEMS[::2]), now=now)
            if announce:
                self.digests.announce(db, briefing_id=number, now=now, by="U9", is_new=True)

    def tick(self, now: dt.datetime) -> None:
        self.digests.enqueue_due(now=now)
        self.delivery.tick(now)
        self.alarms.look(now)

    def told(self) -> list[tuple[str, str]]:
        """Return whom a notice is for, and its text."""
        with self.store.read() as db:
            notices = [post for post in list_posts(db) if post.slot.kind.value == "notice"]
        return [(post.slot.channel, post.message.text) for post in notices]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def test_a_post_that_is_15_minutes_late_is_told_once(room: Room) -> None:
    """Its owner and each admin hear of it after 15 minutes, once, with the reason; not what is on time or held."""
    room.follow()
    room.ingest()
    room.alarms.look(after(minutes=24))
    assert room.told() == []
    for minutes in (25, 25.5, 26, 60, 120):
        room.alarms.look(after(minutes=minutes))
    said = "The summary of D1 that was due 2024-03-10 04:10 (UTC) is not out yet: it waits to be sent."
    assert [person for person, _ in room.told()] == ["U1", "U8", "U9"]
    assert all(text.startswith(said) for _, text in room.told())


def test_a_slot_that_is_not_decided_is_told(room: Room) -> None:
    """A digest whose slot passed a quarter of an hour ago undecided is an alarm; a decided one is not."""
    room.follow(WEEKLY)
    room.ingest()
    room.alarms.look(MONDAY + dt.timedelta(minutes=14))
    assert room.told() == []
    room.alarms.look(MONDAY + dt.timedelta(minutes=16))
    text = "The digest of D1 that was due 2024-03-11 09:00 (UTC) is not decided yet."
    assert room.told() == [("U1", text), ("U8", text), ("U9", text)]
    room.digests.enqueue_due(now=MONDAY + dt.timedelta(minutes=17))
    room.delivery.tick(MONDAY + dt.timedelta(minutes=17))
    room.alarms.look(MONDAY + dt.timedelta(minutes=40))
    assert len(room.told()) == 3


def test_a_stop_of_all_sending_is_told_once_it_is_over(room: Room) -> None:
    """When a refused token works again, admins and the owners whose posts waited hear since when and why."""
    room.follow()
    room.ingest()
    room.alarms.start(now=NOW)
    assert room.told() == []
    with room.store.write() as db:
        stop_sending(db, TEAM, reason="token_revoked", now=NOW)
    for _ in range(2):
        room.alarms.start(now=after(hours=2))
    text = room.told()[0][1]
    assert text.startswith("Nothing was posted since 2024-03-10 04:00 (UTC): Slack said token_revoked.")
    assert "1 post waited" in text
    assert [person for person, _ in room.told()] == ["U1", "U8", "U9"]


def test_a_series_that_is_overdue_is_told_to_the_admins(room: Room) -> None:
    """A series silent for much longer than usual is told of, once for each silence."""
    for week in range(5):
        room.ingest(dt.date(2024, 1, 5) + dt.timedelta(weeks=week), announce=False)
    room.alarms.look(after(days=-30))
    assert room.told() == []
    for days in (0, 0.5, 1, 2):
        room.alarms.look(after(days=days))
    assert [person for person, _ in room.told()] == ["U8", "U9"]
    assert "Harbour Notes has brought nothing since 2024-02-02, much longer than usual." in room.told()[0][1]


def test_who_looks_after_days_that_are_over_is_told_once(room: Room) -> None:
    """A subscription to deadlines of March says on 1 April, to its owner alone, that nothing comes any more."""
    room.follow(WEEKLY, filter_text="due:2024-03")
    room.follow(WEEKLY, filter_text="due:30d")
    room.follow(filter_text="until:2024-04-02", user="U2", channel="C2")
    room.follow(filter_text="topic:nothing_known topic:", user="U3", channel="C3")
    told = {}
    for day in range(20, 26):
        room.alarms.look(after(days=day, hours=8))
        told[day] = [person for person, text in room.told() if "are over" in text]
    assert told == {20: [], 21: [], 22: ["U1"], 23: ["U1"], 24: ["U1", "U2"], 25: ["U1", "U2"]}
    assert next(text for _, text in room.told() if "are over" in text) == (
        "D1 asks for days up to 2024-03-31 alone, and they are over: nothing comes for it any more."
        " /digest change D1 gives it others, /digest unsubscribe D1 ends it."
    )
