"""Days as people read them, in every place the same."""

from __future__ import annotations

import datetime as dt

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Short names, January first."""


def describe_day(day: dt.date | None) -> str:
    """Return a date as ``17 Nov 2023``, or ``no date``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "no date"
