"""Public holidays as values: the days off, and the weekend days that are worked in exchange."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass

_SATURDAY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Holidays:
    """What is known of the years in ``years``; of any other year no holiday is known."""

    off: frozenset[dt.date] = frozenset()
    working: frozenset[dt.date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_known(self, day: dt.date) -> bool:
        """Say whether the holidays of this day's year are known."""
        return day.year in self.years


NO_HOLIDAYS = Holidays()


def is_weekend(day: dt.date) -> bool:
    """Say whether a day is a Saturday or Sunday."""
    return day.weekday() >= _SATURDAY
