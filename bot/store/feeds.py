"""Polled feeds and their entries as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.intake import (
    EntryState,
    FeedEntry,
    Intake,
    Job,
    JobState,
    Place,
    Refused,
    Source,
    SourceKind,
    format_feed_id,
)

# The queue of documents that admins asked to have read; what was asked is stored before it is acknowledged.


def add_intake(
    db: Database,
    *,
    workspace: str,
    by: str,
    sources: Sequence[Source],
    refused: Sequence[Refused],
    place: Place | None,
    now: dt.datetime,
) -> Intake:
    """Store a request with its documents, those to read waiting; ``place`` is where its message goes, if known."""
    cursor = db.execute(
        "INSERT INTO intakes (workspace, by, place_channel, place_thread, created_at) VALUES (?, ?, ?, ?, ?)",
        [workspace, by, place.channel if place else None, place.thread_ts or None if place else None, now.isoformat()],
    )
    number = int(cursor.lastrowid or 0)
    for source in sources:
        db.execute(
            "INSERT INTO intake_jobs (intake_id, name, source, state) VALUES (?, ?, ?, ?)",
            [number, source.name, msgspec.json.encode(source).decode(), JobState.WAITING],
        )
    for each in refused:
        source = Source(kind=SourceKind.NONE, name=each.name)
        db.execute(
            "INSERT INTO intake_jobs (intake_id, name, source, state, said, hint) VALUES (?, ?, ?, ?, ?, ?)",
            [number, each.name, msgspec.json.encode(source).decode(), JobState.FAILED, each.said, each.hint],
        )
    return get_intake(db, number)


def get_intake(db: Database, number: int) -> Intake:
    """Return a request with its documents in order, or raise NotFoundError."""
    rows = list(db.query("SELECT * FROM intakes WHERE id = ?", [number]))
    if not rows:
        raise NotFoundError(
            f"There is no request {number} to read something.", hint="/ingest list shows what was read."
        )
    jobs = db.query("SELECT * FROM intake_jobs WHERE intake_id = ? ORDER BY id", [number])
    row = rows[0]
    place = None
    if row["place_channel"]:
        ts, thread_ts = row["place_ts"] or "", row["place_thread"] or ""
        place = Place(channel=row["place_channel"], ts=ts, thread_ts=thread_ts)
    return Intake(
        id=row["id"], workspace=row["workspace"], by=row["by"], place=place, jobs=tuple(_job(job) for job in jobs)
    )


def has_waiting(db: Database, workspace: str) -> bool:
    """Say whether a document of a workspace waits."""
    sql = """
        SELECT 1 FROM intake_jobs j JOIN intakes i ON i.id = j.intake_id WHERE j.state = ? AND i.workspace = ? LIMIT 1
    """
    return db.execute(sql, [JobState.WAITING, workspace]).fetchone() is not None


def claim_job(db: Database, workspace: str) -> Job | None:
    """Take the oldest waiting document of a workspace for reading, or None."""
    sql = """
        SELECT j.* FROM intake_jobs j JOIN intakes i ON i.id = j.intake_id
        WHERE j.state = ? AND i.workspace = ? ORDER BY j.id LIMIT 1
    """
    rows = list(db.query(sql, [JobState.WAITING, workspace]))
    if not rows:
        return None
    db.execute(
        "UPDATE intake_jobs SET state = ?, attempts = attempts + 1 WHERE id = ?", [JobState.READING, rows[0]["id"]]
    )
    return _job({**rows[0], "state": JobState.READING, "attempts": rows[0]["attempts"] + 1})


def take_up_again(db: Database, workspace: str) -> int:
    """Let wait again what an earlier process was reading when it ended; give how many documents."""
    sql = """
        UPDATE intake_jobs SET state = ?
        WHERE state = ? AND intake_id IN (SELECT id FROM intakes WHERE workspace = ?)
    """
    return int(db.execute(sql, [JobState.WAITING, JobState.READING, workspace]).rowcount)


def finish_job(
    db: Database, number: int, state: JobState, *, outcome: str = "", said: str = "", hint: str = ""
) -> None:
    """Record how a document ended."""
    db.execute(
        "UPDATE intake_jobs SET state = ?, outcome = ?, said = ?, hint = ? WHERE id = ?",
        [state, outcome or None, said or None, hint or None, number],
    )


def set_place(db: Database, number: int, place: Place) -> None:
    """Record where the message about a request stands; its thread is known from the beginning."""
    db.execute(
        "UPDATE intakes SET place_channel = ?, place_ts = ? WHERE id = ?", [place.channel, place.ts or None, number]
    )


def mark_shown(db: Database, number: int) -> None:
    """Record that the message about a request says how it ended."""
    db.execute("UPDATE intakes SET shown = 1 WHERE id = ?", [number])


def list_unshown(db: Database, workspace: str) -> list[Intake]:
    """Return the requests that ended and whose message does not say so yet, oldest first."""
    sql = """
        SELECT id FROM intakes i WHERE shown = 0 AND workspace = ?
          AND NOT EXISTS (SELECT 1 FROM intake_jobs j WHERE j.intake_id = i.id AND j.state IN (?, ?))
        ORDER BY id
    """
    found = db.execute(sql, [workspace, JobState.WAITING, JobState.READING]).fetchall()
    return [get_intake(db, number) for (number,) in found]


def _job(row: dict[str, Any]) -> Job:
    return Job(
        id=row["id"],
        intake_id=row["intake_id"],
        source=msgspec.json.decode(row["source"], type=Source),
        state=JobState(row["state"]),
        attempts=row["attempts"],
        outcome=row["outcome"] or "",
        said=row["said"] or "",
        hint=row["hint"] or "",
    )


# The files of a watched folder as rows, by their path below it.


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchedFile:
    """A file as it was when it was last read or tried; another size or time means that it has changed."""

    path: str
    size: int
    changed_ns: int
    state: EntryState
    tries: int
    next_try_at: dt.datetime
    error: str
    briefing_id: int | None


def list_watched(db: Database) -> dict[str, WatchedFile]:
    """Return all files known, by path."""
    return {
        row["path"]: WatchedFile(
            path=row["path"],
            size=row["size"],
            changed_ns=row["changed_ns"],
            state=EntryState(row["state"]),
            tries=row["tries"],
            next_try_at=dt.datetime.fromisoformat(row["next_try_at"]),
            error=row["error"],
            briefing_id=row["briefing_id"],
        )
        for row in db.query("SELECT * FROM watched_files ORDER BY path")
    }


def write_watched(db: Database, file: WatchedFile, *, now: dt.datetime) -> None:
    """Keep what became of a file, in the place of what was known of it."""
    db.execute(
        "INSERT OR REPLACE INTO watched_files (path, size, changed_ns, seen_at, state, tries, next_try_at, error,"
        " briefing_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(file.path, file.size, file.changed_ns, now.isoformat(), file.state, file.tries),
            *(file.next_try_at.isoformat(), file.error, file.briefing_id),
        ],
    )


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
    """Return the feed polled at this address, or None."""
    rows = list(db.query("SELECT * FROM feeds WHERE url = ? AND removed_at IS NULL", [url]))
    return _feed(rows[0]) if rows else None


def get_feed(db: Database, number: int) -> StoredFeed:
    """Return the polled feed of this number, or raise NotFoundError."""
    rows = list(db.query("SELECT * FROM feeds WHERE id = ? AND removed_at IS NULL", [number]))
    if not rows:
        raise NotFoundError(f"No feed {format_feed_id(number)} is polled.", hint="feed list shows those that are.")
    return _feed(rows[0])


def list_feeds(db: Database) -> list[StoredFeed]:
    """Return all polled feeds by number."""
    return [_feed(row) for row in db.query("SELECT * FROM feeds WHERE removed_at IS NULL ORDER BY id")]


def list_due_feeds(db: Database, *, now: dt.datetime) -> list[StoredFeed]:
    """Return the feeds to be polled by ``now``, the longest waiting first."""
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
    """Return the entries to be read by ``now``, of each feed in the order they came."""
    sql = "SELECT * FROM feed_entries WHERE state = 'waiting' AND next_try_at <= ? ORDER BY feed_id, position LIMIT ?"
    return [_entry(row) for row in db.query(sql, [now.isoformat(), limit])]


def list_entries(db: Database, feed_id: int) -> list[StoredEntry]:
    """Return all known entries of a feed in the order they came."""
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
