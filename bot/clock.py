"""The one clock. ``now`` is read once per command or tick and passed down."""

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> dt.datetime:
        """Return the present as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's clock; with ``start`` it is set to that instant and goes on from there."""

    def __init__(self, start: dt.datetime | None = None) -> None:
        self._ahead = start - _read_clock() if start else dt.timedelta()

    def now(self) -> dt.datetime:
        """Return the present as an aware UTC datetime."""
        return _read_clock() + self._ahead


def _read_clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # noqa: TID251  the one place that reads the clock


class FixedClock:
    """A clock that stands still, for ``--now`` and tests."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        """Return the instant this clock was set to."""
        return self.at
