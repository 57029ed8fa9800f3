"""When a subscription keeps quiet: hours of the day, weekends, and Chinese public holidays.

As text: ``20:00-07:00,weekends,holidays``, each part at most once, in this order.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.domain.posts.holidays import Holidays, is_weekend

WEEKENDS = "weekends"
HOLIDAYS = "holidays"
_LONGEST_REST = 60
"""Days after which a quiet stretch is taken for a mistake in the lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """Quiet from ``start`` to ``end`` of the local day (over midnight where end is not later), and on these days."""

    start: dt.time | None = None
    end: dt.time | None = None
    weekends: bool = False
    holidays: bool = False

    def __bool__(self) -> bool:
        """Whether anything is quiet."""
        return self.start is not None or self.weekends or self.holidays

    def has_hour(self, time: dt.time) -> bool:
        """Say whether a time of day lies in the quiet hours; the end is outside."""
        if self.start is None or self.end is None:
            return False
        if self.start < self.end:
            return self.start <= time < self.end
        return time >= self.start or time < self.end

    def has_day(self, day: dt.date, holidays: Holidays) -> bool:
        """Say whether a whole local day is quiet.

        With weekends and holidays both, a weekend day that China works is a working day.
        """
        if self.holidays and day in holidays.off:
            return True
        return self.weekends and is_weekend(day) and not (self.holidays and day in holidays.working)


ALWAYS_LOUD = Quiet()


def parse_quiet(text: str | None) -> Quiet:
    """Give the meaning of a normal form that ``format_quiet`` gave; nothing is quiet without one, or with ``none``."""
    start = end = None
    parts = [part for part in (text or "").split(",") if part]
    for part in parts:
        first, dash, last = part.partition("-")
        if dash:
            start, end = dt.time.fromisoformat(first), dt.time.fromisoformat(last)
    return Quiet(start=start, end=end, weekends=WEEKENDS in parts, holidays=HOLIDAYS in parts)


def format_quiet(quiet: Quiet) -> str:
    """Give the normal form, "" where nothing is quiet."""
    parts = [f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"] if quiet.start is not None and quiet.end is not None else []
    parts += [word for word, wanted in ((WEEKENDS, quiet.weekends), (HOLIDAYS, quiet.holidays)) if wanted]
    return ",".join(parts)


def describe_quiet(quiet: Quiet) -> str:
    """Give it in words, "" where nothing is quiet."""
    said = [f"{quiet.start:%H:%M}–{quiet.end:%H:%M}"] if quiet.start is not None and quiet.end is not None else []
    said += ["weekends"] if quiet.weekends else []
    said += ["Chinese public holidays"] if quiet.holidays else []
    return " and ".join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else "".join(said)


def find_open_day(day: dt.date, quiet: Quiet, holidays: Holidays) -> dt.date:
    """Give the first day from this one on that is not quiet as a whole."""
    for ahead in range(_LONGEST_REST):
        found = day + dt.timedelta(days=ahead)
        if not quiet.has_day(found, holidays):
            return found
    return day
