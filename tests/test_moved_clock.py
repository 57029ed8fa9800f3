"""A moved clock goes on from where it was set."""

from __future__ import annotations

import datetime as dt

from bot.clock import FixedClock, MovedClock


def test_a_moved_clock_goes_on() -> None:
    """What passes by the clock under it passes here."""
    base = FixedClock(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    clock = MovedClock(dt.datetime(2024, 3, 10, tzinfo=dt.UTC), base=base)
    assert clock.now() == dt.datetime(2024, 3, 10, tzinfo=dt.UTC)
    base.at += dt.timedelta(minutes=5)
    assert clock.now() == dt.datetime(2024, 3, 10, 0, 5, tzinfo=dt.UTC)
