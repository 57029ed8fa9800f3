"""When a source is silent for longer than it ever is."""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
from collections.abc import Iterable

_ENOUGH_DATES = 4
"""Issues that must be known before anybody can say how often they come."""
LAST_ISSUES = 12
"""How many of a source's last issues say how often they come, and who follows it."""
_GRACE = dt.timedelta(days=7)


def is_overdue(issued: Iterable[dt.date], *, today: dt.date) -> bool:
    """Say whether a source is silent for much longer than usual: twice its usual gap, and a week more than that gap."""
    days = sorted(set(issued))[-LAST_ISSUES:]
    if len(days) < _ENOUGH_DATES:
        return False
    gap = statistics.median((after - before).days for before, after in itertools.pairwise(days))
    return (today - days[-1]).days > max(2 * gap, gap + _GRACE.days)
