"""Quiet times hold for whatever is late: it waits for their end, comes once, and is late only from there."""

import datetime as dt

import pytest

from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.subscription import Cadence, Holidays, Quiet, Schedule
from bot.store.database import Store
from tests.corpus import ITEMS, make_policy_item
from tests.digests.rule_room import RuleRoom

NIGHTS = Quiet(start=dt.time(20), end=dt.time(7))
WEEKENDS = Quiet(weekends=True)
QINGMING = dt.date(2024, 4, 4)
HOLIDAYS = Holidays(years=frozenset({2024}), off=frozenset({QINGMING}), working=frozenset())


def on(day: int, hour: int = 0, minute: int = 0, *, month: int = 3) -> dt.datetime:
    """Return a moment of spring 2024; 15 March is a Friday."""
    return dt.datetime(2024, month, day, hour, minute, tzinfo=dt.UTC)


class Room(RuleRoom):
    """With rules that are quiet at times."""

    def follow_quietly(self, quiet: Quiet, *, at: dt.time | None = None, remind: tuple[int, ...] = ()) -> None:
        cadence = Cadence.DAILY if at else Cadence.IMMEDIATE
        self.follow(schedule=Schedule(cadence=cadence, at=at or dt.time(9), quiet=quiet, remind=remind))


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store, holidays=HOLIDAYS)


@pytest.mark.parametrize(
    ("quiet", "at", "read_at", "back_at", "loud_at"),
    [
        (NIGHTS, dt.time(18), on(11, 10), on(12, 3), on(12, 7)),
        (WEEKENDS, dt.time(18), on(15, 10), on(16, 2), on(18)),
        (Quiet(holidays=True), dt.time(18), on(3, 10, month=4), on(4, 2, month=4), on(5, month=4)),
        (NIGHTS, None, on(11, 19, 41), on(12, 3), on(12, 7)),
        (WEEKENDS, None, on(15, 23, 30), on(16, 2), on(18)),
    ],
)
def test_what_was_missed_comes_when_the_quiet_is_over(
    room: Room, quiet: Quiet, at: dt.time | None, read_at: dt.datetime, back_at: dt.datetime, loud_at: dt.datetime
) -> None:
    """A slot before a quiet night, weekend or holiday, and a bot that comes back in it: one catch-up, at its end.

    What posts at once waits for the end too, and is not too late eleven hours after it.
    """
    room.follow_quietly(quiet, at=at)
    room.ingest(*ITEMS, published_on=read_at.date(), now=read_at)
    assert room.tick(back_at) == []
    assert room.tick(loud_at - dt.timedelta(seconds=5)) == []
    assert room.tick(loud_at + dt.timedelta(hours=0 if at else 11)) == ["D1: I1 I2 I3 part 0"]
    assert room.tick(loud_at + dt.timedelta(hours=20)) == []


def test_a_reminder_of_the_day_waits_for_the_end_of_the_quiet_hours(room: Room) -> None:
    """Within the day it is put off like anything else, and not posted once its deadline is over."""
    room.follow_quietly(Quiet(start=dt.time(10), end=dt.time(12)), remind=(5,))
    room.ingest(
        make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 20)), published_on=on(14, 8).date(), now=on(14, 8)
    )
    room.tick(on(14, 8, 10))
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    assert room.tick(on(15, 9, 59)) == []
    assert room.tick(on(15, 11)) == []
    assert room.tick(on(15, 12)) == ["D1: I1 5 left"]
