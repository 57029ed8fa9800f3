"""The clocks tell aware UTC times."""

from __future__ import annotations

import datetime as dt

from bot.clock import Clock, FixedClock, SystemClock


def test_the_systems_clock_is_aware_and_goes_on() -> None:
    """Its time is in UTC and does not run backwards between two readings."""
    clock: Clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is dt.UTC
    assert clock.now() >= first


def test_a_fixed_clock_stands_where_it_is_put() -> None:
    """It tells the instant it was set to until it is set again."""
    at = dt.datetime(2024, 3, 10, tzinfo=dt.UTC)
    clock = FixedClock(at)
    assert clock.now() == clock.now() == at
    clock.at += dt.timedelta(hours=1)
    assert clock.now() == at + dt.timedelta(hours=1)
