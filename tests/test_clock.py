"""The clocks tell aware UTC times."""

from __future__ import annotations

import datetime as dt

from bot.clock import Clock, FixedClock, MovedClock, SystemClock


def test_the_systems_clock_is_aware_and_goes_on() -> None:
    """Its time is in UTC and does not run backwards between two readings."""
    clock: Clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is dt.UTC
    assert clock.now() >= first


def test_a_moved_clock_goes_on() -> None:
    """What passes by the clock under it passes here."""
    base = FixedClock(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    clock = MovedClock(dt.datetime(2024, 3, 10, tzinfo=dt.UTC), base=base)
    assert clock.now() == dt.datetime(2024, 3, 10, tzinfo=dt.UTC)
    base.at += dt.timedelta(minutes=5)
    assert clock.now() == dt.datetime(2024, 3, 10, 0, 5, tzinfo=dt.UTC)
