"""The queue of documents to be read, and the feeds that are polled, as rows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.intake import Job, JobState, Refused, Source, SourceKind, format_feed_id, name_origin
from bot.store.rows import find_record, insert_row, list_records

_DUE = """
    SELECT * FROM jobs j WHERE state = 'waiting' AND not_before <= ? AND workspace IN ('', ?)
    AND (origin = '' OR NOT EXISTS (SELECT 1 FROM jobs o WHERE o.origin = j.origin AND o.state = 'reading'))
    ORDER BY id LIMIT 1
"""
"""What may be read next; what a feed or the folder offers is read in its order, one after the other."""
_POLLED = "SELECT * FROM feeds WHERE removed_at IS NULL"


# Jobs: stored before they are acknowledged.


def add_request(
    db: Database,
    *,
    workspace: str,
    by: str,
    sources: Sequence[Source],
    refused: Sequence[Refused],
    now: dt.datetime,
) -> int:
    """Store what a person asks for at once; return the number of the request."""
    row = {"workspace": workspace, "by": by, "origin": "", "not_before": now}
    rows = [{"source": _encode(source), "state": JobState.WAITING} for source in sources]
    for each in refused:
        source = _encode(Source(kind=SourceKind.NONE, name=each.name))
        rows.append({"source": source, "state": JobState.FAILED, "said": each.said, "hint": each.hint})
    request = int(db.execute("SELECT coalesce(max(id), 0) + 1 FROM jobs").fetchone()[0])
    for job in rows:
        insert_row(db, "jobs", {**row, **job, "request": request})
    return request


def add_offered(
    db: Database, origin: str, sources: Mapping[str, Source], *, now: dt.datetime, state: JobState = JobState.WAITING
) -> int:
    """Let wait what a feed or the folder offers and has not offered before, by its key; return how many that is."""
    known = list_keys(db, origin)
    new = {key: source for key, source in sources.items() if key not in known}
    for key, source in new.items():
        row = {"workspace": "", "by": name_origin(origin), "origin": origin, "key": key, "request": 0}
        insert_row(db, "jobs", {**row, "not_before": now, "source": _encode(source), "state": state})
    return len(new)


def list_keys(db: Database, origin: str) -> set[str]:
    """Return the keys of all that a feed or the folder ever offered."""
    return {key for (key,) in db.execute("SELECT key FROM jobs WHERE origin = ?", [origin]).fetchall()}


def list_request(db: Database, request: int) -> list[Job]:
    """Return the documents that a person asked for at once, in order."""
    return list_records(db, Job, "SELECT * FROM jobs WHERE request = ? AND origin = '' ORDER BY id", [request])


def list_offered(db: Database, origin: str) -> list[Job]:
    """Return what a feed or the folder offered, in order."""
    return list_records(db, Job, "SELECT * FROM jobs WHERE origin = ? ORDER BY id", [origin])


def find_due_job(db: Database, workspace: str, *, now: dt.datetime) -> Job | None:
    """Return the document of a workspace, or of no one in particular, that is to be read next, or None."""
    return find_record(db, Job, _DUE, [now.isoformat(), workspace])


def claim_job(db: Database, workspace: str, *, now: dt.datetime) -> Job | None:
    """Take the next document for reading, or return None."""
    job = find_due_job(db, workspace, now=now)
    return None if job is None else update_job(db, job, state=JobState.READING, attempts=job.attempts + 1)


def take_up_again(db: Database, workspace: str) -> int:
    """Let wait again what an earlier process was reading when it ended; return how many documents."""
    sql = "UPDATE jobs SET state = 'waiting' WHERE state = 'reading' AND workspace IN ('', ?)"
    return int(db.execute(sql, [workspace]).rowcount)


def update_job(db: Database, job: Job, *, not_before: dt.datetime | None = None, **changes: object) -> Job:
    """Record how far a document has come, and return it so; the text of one that ended is let go."""
    job = replace(job, **changes)  # type: ignore[arg-type]
    if job.ended and job.source.page:
        job = replace(job, source=replace(job.source, page=""))
    row = {name: getattr(job, name) for name in ("state", "attempts", "outcome", "said", "hint")}
    again = {"not_before": not_before} if not_before else {}
    db.table("jobs").update(job.id, {**row, **again, "source": _encode(job.source)})
    return job


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


def get_feed(db: Database, number: int) -> StoredFeed:
    """Return the polled feed of this number, or raise NotFoundError."""
    feed = find_record(db, StoredFeed, f"{_POLLED} AND id = ?", [number])
    if feed is None:
        raise NotFoundError(f"There is no feed {format_feed_id(number)}.", hint="feed list shows your feeds.")
    return feed


def list_feeds(db: Database) -> list[StoredFeed]:
    """Return the feeds that are polled, by number."""
    return list_records(db, StoredFeed, f"{_POLLED} ORDER BY id")


def remove_feed(db: Database, feed: StoredFeed, *, now: dt.datetime) -> None:
    """Poll a feed no more; its number stays taken, and what waits of it is not read."""
    db.table("feeds").update(feed.id, {"removed_at": now})
    db.execute("UPDATE jobs SET state = 'passed' WHERE origin = ? AND state = 'waiting'", [feed.shown_id])


def record_poll(db: Database, feed: StoredFeed) -> None:
    """Keep what a poll came to: the marks for the next one, its time, and the failure."""
    names = ("etag", "modified", "next_poll_at", "failures", "error")
    db.table("feeds").update(feed.id, {name: getattr(feed, name) for name in names})
