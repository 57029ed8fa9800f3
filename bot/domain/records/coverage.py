"""Which days the briefings held cover, and where between them nothing is held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Period = tuple[dt.date, dt.date]
"""First and last day, both included."""

_SLACK = dt.timedelta(days=7)
"""Periods so close to each other are one: issues are dated a few days apart."""
UNSAID = dt.timedelta(days=31)
"""An issue that prints no period is taken to cover the month before its day."""


def unite_periods(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Give periods in order, those that meet or nearly do as one."""
    united: list[Period] = []
    for first, last in sorted(periods):
        if united and first - united[-1][1] <= _SLACK:
            united[-1] = (united[-1][0], max(united[-1][1], last))
        else:
            united.append((first, last))
    return tuple(united)


def is_covered(periods: Iterable[Period], first: dt.date, last: dt.date) -> bool:
    """Tell whether one of these periods has a day from ``first`` to ``last``."""
    return any(start <= last and first <= end for start, end in periods)
