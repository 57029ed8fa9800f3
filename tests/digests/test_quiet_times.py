"""Quiet times hold for whatever is late: it waits for their end, comes once, and is late only from there."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.subscription import Holidays, Schedule
from bot.store.database import Store
from tests.corpus import ITEMS, make_policy_item
from tests.digests.rule_room import AT_ONCE, DAILY, RuleRoom

NIGHTS = "20:00-07:00"
WEEKENDS = "weekends"
QINGMING = dt.date(2024, 4, 4)
HOLIDAYS = Holidays(years=frozenset({2024}), off=frozenset({QINGMING}), working=frozenset())


def on(day: int, hour: int = 0, minute: int = 0, *, month: int = 3) -> dt.datetime:
    """Return a moment of spring 2024; 15 March is a Friday."""
    return dt.datetime(2024, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.fixture
def room(store: Store) -> RuleRoom:
    return RuleRoom(store, holidays=HOLIDAYS)


@pytest.mark.parametrize(
    ("quiet", "read_at", "back_at", "loud_at"),
    [
        (NIGHTS, on(11, 10), on(12, 3), on(12, 7)),
        (WEEKENDS, on(15, 10), on(16, 2), on(18)),
        ("holidays", on(3, 10, month=4), on(4, 2, month=4), on(5, month=4)),
    ],
)
def test_a_digest_that_was_missed_comes_when_the_quiet_is_over(
    room: RuleRoom, quiet: str, read_at: dt.datetime, back_at: dt.datetime, loud_at: dt.datetime
) -> None:
    """A slot before a quiet night, weekend or holiday, and a bot that comes back in it: one catch-up, at its end."""
    room.follow(schedule=replace(DAILY, at=dt.time(18), quiet=quiet))
    room.ingest(*ITEMS, published_on=read_at.date(), now=read_at)
    assert room.tick(back_at) == []
    assert room.tick(loud_at - dt.timedelta(seconds=5)) == []
    assert room.tick(loud_at) == ["D1: I1 I2 I3 part 0"]
    assert room.tick(loud_at + dt.timedelta(hours=20)) == []


@pytest.mark.parametrize("quiet", [NIGHTS, WEEKENDS])
def test_a_summary_at_once_that_was_missed_waits_too(room: RuleRoom, quiet: str) -> None:
    """A summary that was due before the quiet and is tried in it waits for its end."""
    room.follow(schedule=replace(AT_ONCE, quiet=quiet))
    read_at, back_at = (on(11, 19, 41), on(12, 3)) if quiet is NIGHTS else (on(15, 23, 30), on(16, 2))
    loud_at = on(12, 7) if quiet is NIGHTS else on(18)
    room.ingest(*ITEMS, published_on=read_at.date(), now=read_at)
    assert room.tick(back_at) == []
    assert room.tick(loud_at - dt.timedelta(seconds=5)) == []
    assert room.tick(loud_at + dt.timedelta(hours=11)) == ["D1: I1 I2 I3 part 0"]


def test_a_reminder_of_the_day_waits_for_the_end_of_the_quiet_hours(room: RuleRoom) -> None:
    """Within the day it is put off like anything else, and not posted once its deadline is over."""
    room.follow(schedule=Schedule(quiet="10:00-12:00", remind=(5,)))
    room.ingest(
        make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 20)), published_on=on(14, 8).date(), now=on(14, 8)
    )
    room.tick(on(14, 8, 10))
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    assert room.tick(on(15, 9, 59)) == []
    assert room.tick(on(15, 11)) == []
    assert room.tick(on(15, 12)) == ["D1: I1 5 left"]
