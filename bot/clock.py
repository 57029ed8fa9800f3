"""The one clock. ``now`` is read once per command or tick and passed down."""

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> dt.datetime:
        """Return the present as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """Return the present as an aware UTC datetime."""
        return dt.datetime.now(dt.UTC)  # noqa: TID251  the one place that reads the clock


class FixedClock:
    """A clock that stands still, for ``--now`` and tests."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        """Return the instant this clock was set to."""
        return self.at


class MovedClock:
    """A clock set to another instant that goes on from there, for a bot that runs at another time."""

    def __init__(self, start: dt.datetime, *, base: Clock) -> None:
        self._base = base
        self._offset = start - base.now()

    def now(self) -> dt.datetime:
        """Return the instant it was set to and what has passed since by the clock under it."""
        return self._base.now() + self._offset
