"""The queue of documents that admins asked to have read, polled feeds, and what feeds and the folder offer, as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
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
from bot.store.rows import find_record, from_row, insert_row, list_records, list_rows

FOLDER = "folder"
"""The source of what the watched folder offers; that of a feed is its id (``F1``)."""
_JOBS = "SELECT j.* FROM intake_jobs j JOIN intakes i ON i.id = j.intake_id WHERE j.state = ? AND i.workspace = ?"
_POLLED = "SELECT * FROM feeds WHERE removed_at IS NULL"


# Requests: stored before they are acknowledged.


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
    at = {"place_channel": place.channel, "place_thread": place.thread_ts} if place else {}
    number = insert_row(db, "intakes", {"workspace": workspace, "by": by, "created_at": now, **at})
    rows = [{"source": _encode(source), "state": JobState.WAITING, "said": "", "hint": ""} for source in sources]
    for each in refused:
        source = Source(kind=SourceKind.NONE, name=each.name)
        rows.append({"source": _encode(source), "state": JobState.FAILED, "said": each.said, "hint": each.hint})
    db.table("intake_jobs").insert_all({"intake_id": number, **row} for row in rows)
    return get_intake(db, number)


def get_intake(db: Database, number: int) -> Intake:
    """Return a request with its documents in order, or raise NotFoundError."""
    for row in list_rows(db, "SELECT * FROM intakes WHERE id = ?", [number]):
        place = Place(channel=row["place_channel"], ts=row["place_ts"], thread_ts=row["place_thread"])
        return Intake(
            id=number,
            workspace=row["workspace"],
            by=row["by"],
            place=place if place.channel else None,
            jobs=_list_jobs(db, "SELECT * FROM intake_jobs WHERE intake_id = ? ORDER BY id", [number]),
        )
    raise NotFoundError(f"There is no request {number}.", hint="/ingest list shows what was read.")


def find_waiting_job(db: Database, workspace: str) -> Job | None:
    """Return the oldest waiting document of a workspace, or None."""
    return next(iter(_list_jobs(db, f"{_JOBS} ORDER BY j.id LIMIT 1", [JobState.WAITING, workspace])), None)


def claim_job(db: Database, workspace: str) -> Job | None:
    """Take the oldest waiting document of a workspace for reading, or None."""
    job = find_waiting_job(db, workspace)
    if job is None:
        return None
    db.table("intake_jobs").update(job.id, {"state": JobState.READING, "attempts": job.attempts + 1})
    return replace(job, state=JobState.READING, attempts=job.attempts + 1)


def take_up_again(db: Database, workspace: str) -> int:
    """Let wait again what an earlier process was reading when it ended; give how many documents."""
    found = _list_jobs(db, _JOBS, [JobState.READING, workspace])
    for job in found:
        db.table("intake_jobs").update(job.id, {"state": JobState.WAITING})
    return len(found)


def finish_job(
    db: Database, number: int, state: JobState, *, outcome: str = "", said: str = "", hint: str = ""
) -> None:
    """Record how a document ended."""
    db.table("intake_jobs").update(number, {"state": state, "outcome": outcome, "said": said, "hint": hint})


def find_asked_job(db: Database, number: int, workspace: str) -> Job | None:
    """Return a document of a workspace of which somebody is asked whether to keep it; None for any other number."""
    return next(iter(_list_jobs(db, f"{_JOBS} AND j.id = ?", [JobState.ASKED, workspace, number])), None)


def keep_job(db: Database, job: Job) -> None:
    """Let a document wait again, to be stored whatever it looks like."""
    source = _encode(replace(job.source, keep=True))
    again = {"state": JobState.WAITING, "attempts": 0, "source": source, "said": "", "hint": ""}
    db.table("intake_jobs").update(job.id, again)
    db.table("intakes").update(job.intake_id, {"shown": 0})


def record_told(db: Database, number: int, place: Place | None, *, is_over: bool) -> None:
    """Record where the message about a request stands, and whether it says how that ended."""
    at = {"place_channel": place.channel, "place_ts": place.ts} if place else {}
    db.table("intakes").update(number, {**at, "shown": int(is_over)})


def list_unshown(db: Database, workspace: str) -> list[Intake]:
    """Return the requests that ended and whose message does not say so yet, oldest first."""
    rows = list_rows(db, "SELECT id FROM intakes WHERE shown = 0 AND workspace = ? ORDER BY id", [workspace])
    return [intake for row in rows if (intake := get_intake(db, row["id"])).ended]


def _list_jobs(db: Database, sql: str, values: Sequence[object]) -> tuple[Job, ...]:
    rows = list_rows(db, sql, values)
    return tuple(from_row(Job, row | {"source": msgspec.json.decode(row["source"])}) for row in rows)


def _encode(source: Source) -> str:
    return msgspec.json.encode(source).decode()


# Feeds.


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFeed:
    """A feed that is polled; ``error`` is the last failure, "" when the last poll went well."""

    id: int
    url: str
    title: str
    every: dt.timedelta
    added_by: str
    etag: str
    modified: str
    next_poll_at: dt.datetime
    failures: int
    error: str

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_feed_id(self.id)


def add_feed(db: Database, *, url: str, title: str, every: dt.timedelta, by: str, now: dt.datetime) -> StoredFeed:
    """Begin to poll a feed."""
    row = {"url": url, "title": title, "every": int(every.total_seconds()), "added_by": by, "added_at": now}
    return get_feed(db, insert_row(db, "feeds", {**row, "next_poll_at": now + every}))


def find_feed(db: Database, url: str) -> StoredFeed | None:
    """Return the feed polled at this address, or None."""
    return find_record(db, StoredFeed, f"{_POLLED} AND url = ?", [url])


def get_feed(db: Database, number: int) -> StoredFeed:
    """Return the polled feed of this number, or raise NotFoundError."""
    feed = find_record(db, StoredFeed, f"{_POLLED} AND id = ?", [number])
    if feed is None:
        raise NotFoundError(f"There is no feed {format_feed_id(number)}.", hint="feed list shows your feeds.")
    return feed


def list_feeds(db: Database, *, due_by: dt.datetime | None = None) -> list[StoredFeed]:
    """Return the polled feeds by number; with ``due_by`` those to be asked by then."""
    limit = due_by.isoformat() if due_by else "9999"
    return list_records(db, StoredFeed, f"{_POLLED} AND next_poll_at <= ? ORDER BY id", [limit])


def remove_feed(db: Database, feed: StoredFeed, *, now: dt.datetime) -> None:
    """Poll a feed no more; its number stays taken, its entries that wait are passed."""
    db.table("feeds").update(feed.id, {"removed_at": now})
    sql = "UPDATE source_entries SET state = ?, page = '' WHERE source = ? AND state = ?"
    db.execute(sql, [EntryState.PASSED, feed.shown_id, EntryState.WAITING])


def record_poll(db: Database, feed: StoredFeed) -> None:
    """Keep what a poll came to: the marks for the next one, its time, and the failure."""
    names = ("etag", "modified", "next_poll_at", "failures", "error")
    db.table("feeds").update(feed.id, {name: getattr(feed, name) for name in names})


# What feeds and the folder offer.


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredEntry:
    """An entry of a source and what became of it; ``briefing_id`` is set once it was read."""

    source: str
    entry: FeedEntry
    state: EntryState
    tries: int
    next_try_at: dt.datetime
    error: str
    briefing_id: int | None


def add_entries(db: Database, source: str, entries: Iterable[FeedEntry], *, state: EntryState, now: dt.datetime) -> int:
    """Keep the entries that are not known yet, in the order given; give how many those were."""
    known = {each.entry.key for each in list_entries(db, source)}
    new = {entry.key: entry for entry in entries if entry.key not in known}
    for position, entry in enumerate(new.values(), len(known) + 1):
        row = {**asdict(entry), "source": source, "position": position, "state": state, "next_try_at": now}
        db.table("source_entries").insert(row if state is EntryState.WAITING else {**row, "page": ""})
    return len(new)


def list_entries(db: Database, source: str, *, due_by: dt.datetime | None = None, limit: int = -1) -> list[StoredEntry]:
    """Return the entries of a source in the order they came; with ``due_by`` those to be read by then."""
    due = " AND state = 'waiting' AND next_try_at <= ?" if due_by else ""
    sql = f"SELECT * FROM source_entries WHERE source = ?{due} ORDER BY position LIMIT ?"
    rows = list_rows(db, sql, [source, *([due_by.isoformat()] if due_by else []), limit])
    return [_read_entry(row) for row in rows]


def record_entry(db: Database, entry: StoredEntry) -> None:
    """Keep what became of an entry; its own text is let go once it waits no more."""
    names = ("state", "tries", "next_try_at", "error", "briefing_id")
    left = {} if entry.state is EntryState.WAITING else {"page": ""}
    known = {name: getattr(entry, name) for name in names}
    db.table("source_entries").update((entry.source, entry.entry.key), {**known, **left})


def _read_entry(row: dict[str, Any]) -> StoredEntry:
    return from_row(StoredEntry, row | {"entry": row})
