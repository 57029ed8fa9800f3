"""A polled feed as people see it."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  a value
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.feeds import EntryState, format_every, is_overdue
from bot.domain.ids import IdKind, format_id
from bot.store.feeds import list_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.database import Database
    from bot.store.feeds import StoredEntry, StoredFeed


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedCard:
    """A feed as people see it.

    ``newest_on`` is the day of its newest entry, ``last_id`` the briefing that came of the last entry read, ``error``
    what fails at the moment, "" for nothing; ``failed`` are the last entries given up, each with the reason.
    """

    id: str
    title: str
    url: str
    every: str
    read: int
    waiting: int
    newest_on: dt.date | None
    last_id: str | None
    polled_at: dt.datetime | None
    next_poll_at: dt.datetime
    overdue: bool
    error: str
    failed: tuple[tuple[str, str], ...]


def build_card(db: Database, feed: StoredFeed, *, now: dt.datetime) -> FeedCard:
    """Give a polled feed as people see it."""
    entries = list_entries(db, feed.id)
    counts = Counter(entry.state for entry in entries)
    days = list_days(entries)
    read = [entry.briefing_id for entry in entries if entry.briefing_id is not None]
    failed = [entry for entry in entries if entry.state is EntryState.FAILED]
    return FeedCard(
        id=feed.shown_id,
        title=feed.title,
        url=feed.url,
        every=format_every(feed.every),
        read=counts[EntryState.READ],
        waiting=counts[EntryState.WAITING],
        newest_on=max(days, default=None),
        last_id=format_id(IdKind.BRIEFING, read[-1]) if read else None,
        polled_at=feed.polled_at,
        next_poll_at=feed.next_poll_at,
        overdue=is_overdue(days, today=beijing_day(now)),
        error=feed.error,
        failed=tuple((entry.entry.title or entry.entry.url, entry.error) for entry in failed[-3:]),
    )


def list_days(entries: Iterable[StoredEntry]) -> list[dt.date]:
    """Give the days of the entries that have one."""
    return [entry.entry.published_on for entry in entries if entry.entry.published_on]
