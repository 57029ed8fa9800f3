"""Where a statement stands (``Source``), and what the store holds (``Held``).

``Held`` goes with each answer, so that "not in the corpus" can say what is.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where an item stands: briefing, section and position, pages or lines."""

    briefing_id: str
    publisher: str | None
    series: str | None
    title: str | None
    published_on: dt.date | None
    source_name: str
    section: str
    position: int
    pages: tuple[int, int] | None
    lines: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What the store holds: how many briefings, the period from the first to the last (inclusive), and the newest.

    ``covered`` are the stretches of it that they cover (first and last day), in order. ``is_narrowed``: it is what
    licences let be shown where the answer goes, and more is held.
    """

    briefings: int
    period_start: dt.date | None
    period_end: dt.date | None
    newest_id: str | None
    newest_name: str | None
    newest_on: dt.date | None
    covered: tuple[tuple[dt.date, dt.date], ...] = ()
    is_narrowed: bool = False
