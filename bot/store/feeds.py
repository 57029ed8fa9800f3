"""Polled feeds and their entries as rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.domain.feeds import EntryState, FeedEntry, format_feed_id
from bot.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFeed:
    """A feed that is polled; ``error`` is the last failure, "" when the last poll went well."""

    id: int
    url: str
    title: str
    every: dt.timedelta
    added_by: str
    added_at: dt.datetime
    etag: str
    modified: str
    polled_at: dt.datetime | None
    next_poll_at: dt.datetime
    failures: int
    error: str
    told_at: dt.datetime | None
    overdue_told_at: dt.datetime | None

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_feed_id(self.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredEntry:
    """An entry and what became of it; ``briefing_id`` is set once it was read."""

    feed_id: int
    entry: FeedEntry
    state: EntryState
    tries: int
    next_try_at: dt.datetime
    error: str
    briefing_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    """What one poll came to: the marks for the next one, and the failure, "" for none."""

    etag: str
    modified: str
    failures: int
    error: str
    next_poll_at: dt.datetime


def add_feed(db: Database, *, url: str, title: str, every: dt.timedelta, by: str, now: dt.datetime) -> int:
    """Begin to poll a feed; give its number."""
    cursor = db.execute(
        "INSERT INTO feeds (url, title, every_s, added_by, added_at, next_poll_at) VALUES (?, ?, ?, ?, ?, ?)",
        [url, title, int(every.total_seconds()), by, now.isoformat(), (now + every).isoformat()],
    )
    return int(cursor.lastrowid or 0)


def find_feed(db: Database, url: str) -> StoredFeed | None:
    """Give the feed polled at this address, or None."""
    rows = list(db.query("SELECT * FROM feeds WHERE url = ? AND removed_at IS NULL", [url]))
    return _feed(rows[0]) if rows else None


def get_feed(db: Database, number: int) -> StoredFeed:
    """Give the polled feed of this number, or raise NotFoundError."""
    rows = list(db.query("SELECT * FROM feeds WHERE id = ? AND removed_at IS NULL", [number]))
    if not rows:
        raise NotFoundError(f"No feed {format_feed_id(number)} is polled.", hint="feed list shows those that are.")
    return _feed(rows[0])


def list_feeds(db: Database) -> list[StoredFeed]:
    """Give all polled feeds by number."""
    return [_feed(row) for row in db.query("SELECT * FROM feeds WHERE removed_at IS NULL ORDER BY id")]


def list_due_feeds(db: Database, *, now: dt.datetime) -> list[StoredFeed]:
    """Give the feeds to be polled by ``now``, the longest waiting first."""
    sql = "SELECT * FROM feeds WHERE removed_at IS NULL AND next_poll_at <= ? ORDER BY next_poll_at, id"
    return [_feed(row) for row in db.query(sql, [now.isoformat()])]


def remove_feed(db: Database, number: int, *, now: dt.datetime) -> None:
    """Poll a feed no more; its number stays taken, its entries that wait are passed."""
    db.execute("UPDATE feeds SET removed_at = ? WHERE id = ?", [now.isoformat(), number])
    db.execute(
        "UPDATE feed_entries SET state = ?, page = '' WHERE feed_id = ? AND state = ?",
        [EntryState.PASSED, number, EntryState.WAITING],
    )


def record_poll(db: Database, number: int, poll: Poll, *, now: dt.datetime) -> None:
    """Keep what a poll came to; one that went well ends the trouble that the admins were told of."""
    db.execute(
        "UPDATE feeds SET etag = ?, modified = ?, failures = ?, error = ?, next_poll_at = ?, polled_at = ?,"
        " told_at = CASE WHEN ? = 0 AND failures > 0 THEN NULL ELSE told_at END WHERE id = ?",
        [
            *(poll.etag, poll.modified, poll.failures, poll.error, poll.next_poll_at.isoformat(), now.isoformat()),
            *(poll.failures, number),
        ],
    )


def mark_told(db: Database, number: int, *, at: dt.datetime | None) -> None:
    """Note that the admins know of the feed's trouble, or with None that it is over."""
    db.execute("UPDATE feeds SET told_at = ? WHERE id = ?", [at.isoformat() if at else None, number])


def mark_overdue_told(db: Database, number: int, *, at: dt.datetime | None) -> None:
    """Note that the admins know of the feed's silence, or with None that it is over."""
    db.execute("UPDATE feeds SET overdue_told_at = ? WHERE id = ?", [at.isoformat() if at else None, number])


def add_entries(
    db: Database, feed_id: int, entries: Iterable[FeedEntry], *, state: EntryState, now: dt.datetime
) -> int:
    """Keep the entries that are not known yet, in the order given; give how many those were."""
    (last,) = db.query("SELECT coalesce(max(position), 0) AS position FROM feed_entries WHERE feed_id = ?", [feed_id])
    added = 0
    for position, entry in enumerate(entries, last["position"] + 1):
        cursor = db.execute(
            "INSERT INTO feed_entries (feed_id, key, position, title, url, page, published_on, seen_at, state,"
            " next_try_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed_id, key) DO NOTHING",
            [
                *(feed_id, entry.key, position, entry.title, entry.url),
                *(entry.page if state is EntryState.WAITING else "",),
                *(entry.published_on.isoformat() if entry.published_on else None, now.isoformat(), state),
                now.isoformat(),
            ],
        )
        added += cursor.rowcount
    return added


def list_due_entries(db: Database, *, now: dt.datetime, limit: int) -> list[StoredEntry]:
    """Give the entries to be read by ``now``, of each feed in the order they came."""
    sql = "SELECT * FROM feed_entries WHERE state = 'waiting' AND next_try_at <= ? ORDER BY feed_id, position LIMIT ?"
    return [_entry(row) for row in db.query(sql, [now.isoformat(), limit])]


def list_entries(db: Database, feed_id: int) -> list[StoredEntry]:
    """Give all known entries of a feed in the order they came."""
    return [
        _entry(row) for row in db.query("SELECT * FROM feed_entries WHERE feed_id = ? ORDER BY position", [feed_id])
    ]


def record_entry(db: Database, entry: StoredEntry) -> None:
    """Keep what became of an entry; its own text is let go once it waits no more."""
    db.execute(
        "UPDATE feed_entries SET state = ?, tries = ?, next_try_at = ?, error = ?, briefing_id = ?,"
        " page = CASE WHEN ? = 'waiting' THEN page ELSE '' END WHERE feed_id = ? AND key = ?",
        [
            *(entry.state, entry.tries, entry.next_try_at.isoformat(), entry.error, entry.briefing_id),
            *(entry.state, entry.feed_id, entry.entry.key),
        ],
    )


def _feed(row: dict[str, Any]) -> StoredFeed:
    return StoredFeed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        every=dt.timedelta(seconds=row["every_s"]),
        added_by=row["added_by"],
        added_at=dt.datetime.fromisoformat(row["added_at"]),
        etag=row["etag"],
        modified=row["modified"],
        polled_at=_time(row["polled_at"]),
        next_poll_at=dt.datetime.fromisoformat(row["next_poll_at"]),
        failures=row["failures"],
        error=row["error"],
        told_at=_time(row["told_at"]),
        overdue_told_at=_time(row["overdue_told_at"]),
    )


def _entry(row: dict[str, Any]) -> StoredEntry:
    day = row["published_on"]
    return StoredEntry(
        feed_id=row["feed_id"],
        entry=FeedEntry(
            key=row["key"],
            title=row["title"],
            url=row["url"],
            published_on=dt.date.fromisoformat(day) if day else None,
            page=row["page"],
        ),
        state=EntryState(row["state"]),
        tries=row["tries"],
        next_try_at=dt.datetime.fromisoformat(row["next_try_at"]),
        error=row["error"],
        briefing_id=row["briefing_id"],
    )


def _time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
