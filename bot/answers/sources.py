"""Where statements stand, and which days the briefings cover."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.model.briefing import Section
from bot.model.series import briefing_name
from bot.store.briefings import find_newest_briefing, find_reach, list_covered
from bot.store.database import Database
from bot.store.licences import is_narrowed

SECTION_NAMES = {
    Section.TOP.value: "item",
    Section.POLICY_NEWS.value: "policy news",
    Section.CORPORATE_NEWS.value: "company news",
    Section.OTHER.value: "other news",
}


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


def join_series(publisher: str | None, series: str | None) -> str:
    """Return publisher and series as one name, the publisher once: ``MERICS China Industries``, or ""."""
    first, second = (" ".join((name or "").split()) for name in (publisher, series))
    if second and second.casefold().startswith(first.casefold()):
        return second
    return " ".join(filter(None, (first, second)))


def describe_pages(source: Source) -> str:
    """Return the pages: ``p. 5``, ``pp. 5–6``; "" for a format without pages."""
    return _describe_span("p.", "pp.", source.pages)


def describe_lines(source: Source) -> str:
    """Return the lines: ``line 81``, ``lines 81–83``; "" for a format without lines."""
    return _describe_span("line", "lines", source.lines)


def describe_place(source: Source) -> str:
    """Return the place inside a source: ``item 4, p. 5``, ``policy news 2, lines 81–83``."""
    place = f"{SECTION_NAMES.get(source.section, 'item')} {source.position}"
    span = describe_pages(source) or describe_lines(source)
    return f"{place}, {span}" if span else place


def _describe_span(one: str, many: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return ""
    first, last = span
    return f"{one} {first}" if first == last else f"{many} {first}–{last}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What the store has: how many briefings, the days from the first to the last (inclusive), and the newest.

    ``periods`` are the stretches of these days that briefings cover (first and last day), in order. ``is_narrowed``:
    licences hide a part of the store where this answer goes, and only the rest is counted.
    """

    briefings: int
    period_start: dt.date | None
    period_end: dt.date | None
    newest_id: str | None
    newest_name: str | None
    newest_on: dt.date | None
    periods: tuple[tuple[dt.date, dt.date], ...] = ()
    is_narrowed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page of an answer: its first row, of how many rows, and how many a page has; the day it is asked on.

    ``understood`` are the filters in words that rows match, ``notes`` what else is to be said, a line each.
    """

    total: int
    offset: int
    page_size: int
    asked_on: dt.date
    coverage: Coverage
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_coverage(db: Database) -> Coverage:
    """Return how many briefings may be seen here, the days that they cover, and the newest."""
    reach, newest = find_reach(db), find_newest_briefing(db)
    return Coverage(
        briefings=reach.briefings,
        period_start=reach.first_on,
        period_end=reach.last_on,
        newest_id=newest.shown_id if newest else None,
        newest_name=briefing_name(newest.briefing) if newest else None,
        newest_on=newest.briefing.published_on if newest else None,
        periods=list_covered(db),
        is_narrowed=is_narrowed(db),
    )
