"""Quiet times hold for whatever is late: it waits for their end, comes once, and is late only from there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery
from bot.digests.outbox import Digests
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.briefing import Item
from bot.model.changes import decide_changes
from bot.model.subscription import Cadence, Holidays, Quiet, Schedule
from bot.store.database import Store
from bot.store.items import list_held
from bot.store.outbox import list_posts
from bot.store.subscriptions import set_rule
from tests.corpus import ITEMS, TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.empty_store import open_empty
from tests.posting import NOW, TEAM, FakePoster, FakeRenderer, add_active

NIGHTS = Quiet(start=dt.time(20), end=dt.time(7))
WEEKENDS = Quiet(weekends=True)
QINGMING = dt.date(2024, 4, 4)
HOLIDAYS = Holidays(years=frozenset({2024}), off=frozenset({QINGMING}), working=frozenset())


def on(day: int, hour: int = 0, minute: int = 0, *, month: int = 3) -> dt.datetime:
    """Return a moment of spring 2024; 15 March is a Friday."""
    return dt.datetime(2024, month, day, hour, minute, tzinfo=dt.UTC)


class Room:
    """A store with what decides and sends; a tick is what the scheduler does."""

    def __init__(self, store: Store, *, parts: int = 1) -> None:
        self.store = store
        self.issued_on = NOW.date()
        self.poster = FakePoster()
        renderer = FakeRenderer(parts=parts)
        self.digests = Digests(store, TopicMatcher(), renderer, holidays=HOLIDAYS)
        self.delivery = Delivery(store, self.poster, renderer, workspace=TEAM, holidays=HOLIDAYS)

    def follow(self, quiet: Quiet, *, at: dt.time | None = None, remind: tuple[int, ...] = ()) -> None:
        cadence = Cadence.DAILY if at else Cadence.IMMEDIATE
        schedule = Schedule(cadence=cadence, at=at or dt.time(9), quiet=quiet, remind=remind)
        with self.store.write() as db:
            set_rule(db, add_active(db).id, filter_text="", schedule=schedule)

    def ingest(self, *items: Item, now: dt.datetime, is_new: bool = True) -> None:
        """Read an issue of the day, or (not new) the one read first, corrected."""
        self.issued_on = now.date() if is_new else self.issued_on
        briefing = make_briefing(self.issued_on, sha256=str(now), items=items)
        with self.store.write() as db:
            held = [] if is_new else list_held(db, 1)
            number = store_briefing(db, briefing, now=now)
            changes = decide_changes(held, items)
            self.digests.announce(db, briefing_id=number, now=now, by="U9", is_new=is_new, changes=changes)

    def tick(self, now: dt.datetime) -> list[str]:
        """Return the texts that came of it."""
        before = len(self.poster.messages)
        self.delivery.tick(now)
        if self.digests.enqueue_due(now=now):
            self.delivery.tick(now)
        return [str(message["text"]) for message in self.poster.messages[before:]]

    def states(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            return [(post.slot.kind.value, post.state.value) for post in list_posts(db)]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db")
    yield Room(store)
    store.close()


@pytest.mark.parametrize(
    ("quiet", "read_at", "back_at", "loud_at"),
    [
        (NIGHTS, on(11, 10), on(12, 3), on(12, 7)),
        (WEEKENDS, on(15, 10), on(16, 2), on(18)),
        (Quiet(holidays=True), on(3, 10, month=4), on(4, 2, month=4), on(5, month=4)),
    ],
)
def test_a_digest_that_was_missed_comes_when_the_quiet_is_over(
    room: Room, quiet: Quiet, read_at: dt.datetime, back_at: dt.datetime, loud_at: dt.datetime
) -> None:
    """A slot before a quiet night, weekend or holiday, and a bot that comes back in it: one catch-up, at its end."""
    room.follow(quiet, at=dt.time(18))
    room.ingest(*ITEMS, now=read_at)
    assert room.tick(back_at) == []
    assert room.tick(loud_at - dt.timedelta(seconds=5)) == []
    assert room.tick(loud_at) == ["D1: I1 I2 I3 part 0"]
    assert room.tick(loud_at + dt.timedelta(hours=20)) == []


@pytest.mark.parametrize("quiet", [NIGHTS, WEEKENDS])
def test_a_summary_at_once_that_was_missed_waits_too(room: Room, quiet: Quiet) -> None:
    """A summary that was due before the quiet and is tried in it waits for its end."""
    room.follow(quiet)
    read_at, back_at = (on(11, 19, 41), on(12, 3)) if quiet is NIGHTS else (on(15, 23, 30), on(16, 2))
    loud_at = on(12, 7) if quiet is NIGHTS else on(18)
    room.ingest(*ITEMS, now=read_at)
    assert room.tick(back_at) == []
    assert room.tick(loud_at - dt.timedelta(seconds=5)) == []
    assert room.tick(loud_at + dt.timedelta(hours=11)) == ["D1: I1 I2 I3 part 0"]


def test_a_reminder_of_the_day_waits_for_the_end_of_the_quiet_hours(room: Room) -> None:
    """Within the day it is put off like anything else, and not posted once its deadline is over."""
    room.follow(Quiet(start=dt.time(10), end=dt.time(12)), remind=(5,))
    room.ingest(make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 20)), now=on(14, 8))
    room.tick(on(14, 8, 10))
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    assert room.tick(on(15, 9, 59)) == []
    assert room.tick(on(15, 11)) == []
    assert room.tick(on(15, 12)) == ["D1: I1 5 left"]
