"""Polled feeds and their entries as rows."""

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
from bot.store.rows import find_record, from_row, insert_row, list_records

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
    row: dict[str, object] = {"workspace": workspace, "by": by, "created_at": now}
    if place is not None:
        row |= {"place_channel": place.channel, "place_thread": place.thread_ts}
    number = insert_row(db, "intakes", row)
    jobs = db.table("intake_jobs")
    for source in sources:
        jobs.insert({"intake_id": number, "source": _encode(source), "state": JobState.WAITING})
    for each in refused:
        source = Source(kind=SourceKind.NONE, name=each.name)
        ended = {"state": JobState.FAILED, "said": each.said, "hint": each.hint}
        jobs.insert({"intake_id": number, "source": _encode(source), **ended})
    return get_intake(db, number)


def get_intake(db: Database, number: int) -> Intake:
    """Return a request with its documents in order, or raise NotFoundError."""
    row = next(iter(list(db.table("intakes").rows_where("id = ?", [number]))), None)
    if row is None:
        raise NotFoundError(
            f"There is no request {number} to read something.", hint="/ingest list shows what was read."
        )
    place = Place(channel=row["place_channel"], ts=row["place_ts"], thread_ts=row["place_thread"])
    return Intake(
        id=number,
        workspace=row["workspace"],
        by=row["by"],
        place=place if place.channel else None,
        jobs=tuple(map(_job, db.table("intake_jobs").rows_where("intake_id = ?", [number], order_by="id"))),
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
    row = next(iter(list(db.query(sql, [JobState.WAITING, workspace]))), None)
    if row is None:
        return None
    taken = {"state": JobState.READING, "attempts": row["attempts"] + 1}
    db.table("intake_jobs").update(row["id"], taken)
    return _job(row | taken)


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
    db.table("intake_jobs").update(number, {"state": state, "outcome": outcome, "said": said, "hint": hint})


def find_asked_job(db: Database, number: int, workspace: str) -> Job | None:
    """Return a document of a workspace of which somebody is asked whether to keep it; None for any other number."""
    sql = """
        SELECT j.* FROM intake_jobs j JOIN intakes i ON i.id = j.intake_id
        WHERE j.id = ? AND j.state = ? AND i.workspace = ?
    """
    return next(map(_job, list(db.query(sql, [number, JobState.ASKED, workspace]))), None)


def keep_job(db: Database, job: Job) -> None:
    """Let a document wait again, to be stored whatever it looks like."""
    again = {"state": JobState.WAITING, "attempts": 0, "source": _encode(replace(job.source, keep=True)), "said": ""}
    db.table("intake_jobs").update(job.id, again | {"hint": ""})
    db.table("intakes").update(job.intake_id, {"shown": 0})


def set_place(db: Database, number: int, place: Place) -> None:
    """Record where the message about a request stands; its thread is known from the beginning."""
    db.table("intakes").update(number, {"place_channel": place.channel, "place_ts": place.ts})


def mark_shown(db: Database, number: int) -> None:
    """Record that the message about a request says how it ended."""
    db.table("intakes").update(number, {"shown": 1})


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
    return from_row(Job, row | {"source": msgspec.json.decode(row["source"])})


def _encode(source: Source) -> str:
    return msgspec.json.encode(source).decode()


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
    return {row["path"]: from_row(WatchedFile, row) for row in db.table("watched_files").rows}


def write_watched(db: Database, file: WatchedFile, *, now: dt.datetime) -> None:
    """Keep what became of a file, in the place of what was known of it."""
    db.table("watched_files").insert({**asdict(file), "seen_at": now}, replace=True)


_POLLED = "SELECT * FROM feeds WHERE removed_at IS NULL"


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
    row = {"url": url, "title": title, "every": int(every.total_seconds()), "added_by": by, "added_at": now}
    return insert_row(db, "feeds", {**row, "next_poll_at": now + every})


def find_feed(db: Database, url: str) -> StoredFeed | None:
    """Return the feed polled at this address, or None."""
    return find_record(db, StoredFeed, f"{_POLLED} AND url = ?", [url])


def get_feed(db: Database, number: int) -> StoredFeed:
    """Return the polled feed of this number, or raise NotFoundError."""
    feed = find_record(db, StoredFeed, f"{_POLLED} AND id = ?", [number])
    if feed is None:
        raise NotFoundError(f"No feed {format_feed_id(number)} is polled.", hint="feed list shows those that are.")
    return feed


def list_feeds(db: Database) -> list[StoredFeed]:
    """Return all polled feeds by number."""
    return list_records(db, StoredFeed, f"{_POLLED} ORDER BY id")


def list_due_feeds(db: Database, *, now: dt.datetime) -> list[StoredFeed]:
    """Return the feeds to be polled by ``now``, the longest waiting first."""
    sql = f"{_POLLED} AND next_poll_at <= ? ORDER BY next_poll_at, id"
    return list_records(db, StoredFeed, sql, [now.isoformat()])


def remove_feed(db: Database, number: int, *, now: dt.datetime) -> None:
    """Poll a feed no more; its number stays taken, its entries that wait are passed."""
    db.table("feeds").update(number, {"removed_at": now})
    db.execute(
        "UPDATE feed_entries SET state = ?, page = '' WHERE feed_id = ? AND state = ?",
        [EntryState.PASSED, number, EntryState.WAITING],
    )


def record_poll(db: Database, number: int, poll: Poll, *, now: dt.datetime) -> None:
    """Keep what a poll came to; one that went well ends the trouble that the admins were told of."""
    mended = {"told_at": None} if not poll.failures and get_feed(db, number).failures else {}
    db.table("feeds").update(number, {**asdict(poll), "polled_at": now, **mended})


def mark_told(db: Database, number: int, *, at: dt.datetime | None) -> None:
    """Note that the admins know of the feed's trouble, or with None that it is over."""
    db.table("feeds").update(number, {"told_at": at})


def mark_overdue_told(db: Database, number: int, *, at: dt.datetime | None) -> None:
    """Note that the admins know of the feed's silence, or with None that it is over."""
    db.table("feeds").update(number, {"overdue_told_at": at})


def add_entries(
    db: Database, feed_id: int, entries: Iterable[FeedEntry], *, state: EntryState, now: dt.datetime
) -> int:
    """Keep the entries that are not known yet, in the order given; give how many those were."""
    table = db.table("feed_entries")
    known = {row["key"]: row["position"] for row in table.rows_where("feed_id = ?", [feed_id])}
    rows: dict[str, dict[str, object]] = {}
    for position, entry in enumerate(entries, max(known.values(), default=0) + 1):
        if entry.key not in known:
            row = {**asdict(entry), "feed_id": feed_id, "position": position, "state": state}
            page = entry.page if state is EntryState.WAITING else ""
            rows.setdefault(entry.key, {**row, "page": page, "seen_at": now, "next_try_at": now})
    table.insert_all(rows.values())
    return len(rows)


def list_due_entries(db: Database, *, now: dt.datetime, limit: int) -> list[StoredEntry]:
    """Return the entries to be read by ``now``, of each feed in the order they came."""
    sql = "SELECT * FROM feed_entries WHERE state = 'waiting' AND next_try_at <= ? ORDER BY feed_id, position LIMIT ?"
    return [_entry(row) for row in db.query(sql, [now.isoformat(), limit])]


def list_entries(db: Database, feed_id: int) -> list[StoredEntry]:
    """Return all known entries of a feed in the order they came."""
    return [_entry(row) for row in db.table("feed_entries").rows_where("feed_id = ?", [feed_id], order_by="position")]


def record_entry(db: Database, entry: StoredEntry) -> None:
    """Keep what became of an entry; its own text is let go once it waits no more."""
    names = ("state", "tries", "next_try_at", "error", "briefing_id")
    left = {} if entry.state is EntryState.WAITING else {"page": ""}
    known = {name: getattr(entry, name) for name in names}
    db.table("feed_entries").update((entry.feed_id, entry.entry.key), {**known, **left})


def _entry(row: dict[str, Any]) -> StoredEntry:
    return from_row(StoredEntry, row | {"entry": row})
