"""The queue of documents to be read, and the feeds that are polled, as rows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlite_utils import Database

from bot.errors import GongbaoError, NotFoundError
from bot.model.intake import Job, JobState, Source, SourceKind
from bot.store.rows import find_record, insert_row, list_records

_DUE = """
    SELECT * FROM jobs j WHERE state = 'waiting' AND not_before <= ? AND workspace IN ('', ?)
    AND (workspace <> '' OR NOT EXISTS (SELECT 1 FROM jobs o WHERE o.by = j.by AND o.state = 'reading'))
    ORDER BY id LIMIT 1
"""
"""What may be read next; what a feed or the folder offers is read in its order, one after the other."""
_FEEDS = """
    SELECT f.*, 'F' || f.id AS id, count(j.reading) AS read,
      coalesce(sum(j.state IN ('waiting', 'reading')), 0) AS waiting,
      'B' || (SELECT n.briefing_id FROM ingests n JOIN jobs r ON r.reading = n.id
              WHERE r.by = 'Feed F' || f.id ORDER BY n.id DESC LIMIT 1) AS last_id
    FROM feeds f LEFT JOIN jobs j ON j.by = 'Feed F' || f.id
    WHERE removed_at IS NULL GROUP BY f.id ORDER BY f.id
"""


# Jobs: stored before they are acknowledged.


def add_request(
    db: Database,
    sources: Sequence[Source],
    refused: Sequence[tuple[str, GongbaoError]],
    *,
    workspace: str,
    by: str,
    now: dt.datetime,
) -> int:
    """Store what a person asks for at once, with what of it is ``refused``, by name; return the request's number."""
    request = int(db.execute("SELECT coalesce(max(id), 0) + 1 FROM jobs").fetchone()[0])
    row = {"request": request, "workspace": workspace, "by": by, "not_before": now}
    for source in sources:
        insert_row(db, "jobs", row | {"source": _encode(source), "state": JobState.WAITING})
    for name, error in refused:
        source = Source(kind=SourceKind.SLACK_FILE, name=name)
        insert_row(db, "jobs", row | {"source": _encode(source), "state": JobState.FAILED, "error": str(error)})
    return request


def add_offered(
    db: Database, by: str, sources: Mapping[str, Source], *, now: dt.datetime, state: JobState = JobState.WAITING
) -> None:
    """Let wait what a feed or the folder offers, but for what it offered before, by its key."""
    row = {"workspace": "", "by": by, "request": 0, "not_before": now, "state": state}
    for key, source in sources.items():
        db.table("jobs").insert(row | {"key": key, "source": _encode(source)}, ignore=True)


def list_keys(db: Database, by: str) -> set[str]:
    """Return the keys of all that a feed or the folder ever offered."""
    return {row[0] for row in db.execute("SELECT key FROM jobs WHERE by = ? AND workspace = ''", [by]).fetchall()}


def list_request(db: Database, request: int) -> list[Job]:
    """Return the documents that a person asked for at once, in order."""
    return list_records(db, Job, "SELECT * FROM jobs WHERE request = ? ORDER BY id", [request])


def claim_job(db: Database, workspace: str, *, now: dt.datetime) -> Job | None:
    """Take the next document that is to be read, one of a workspace or of no one in particular, or return None."""
    job = find_record(db, Job, _DUE, [now.isoformat(), workspace])
    if job is None:
        return None
    job = replace(job, state=JobState.READING, attempts=job.attempts + 1)
    update_job(db, job)
    return job


def take_up_again(db: Database, workspace: str) -> None:
    """Let wait again what an earlier process was reading when it ended."""
    db.execute("UPDATE jobs SET state = 'waiting' WHERE state = 'reading' AND workspace IN ('', ?)", [workspace])


def update_job(db: Database, job: Job, *, not_before: dt.datetime | None = None) -> None:
    """Record how far a document has come; the text of one that ended is let go."""
    row = {name: getattr(job, name) for name in ("state", "attempts", "reading", "outcome", "asked_key", "error")}
    row |= {"not_before": not_before} if not_before else {}
    row |= {"source": _encode(replace(job.source, page=""))} if job.ended else {}
    db.table("jobs").update(job.id, row)


def _encode(source: Source) -> str:
    return msgspec.json.encode(source).decode()


# Feeds.


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed that is polled: ``F1``.

    It is asked ``every`` so often (``6h``). ``error`` is the last failure, "" when the last poll went well; ``read``
    and ``waiting`` count its entries, ``last_id`` is the briefing that came of the last one read.
    """

    id: str = ""
    url: str
    title: str
    every: str
    etag: str
    modified: str
    next_poll_at: dt.datetime
    failures: int = 0
    error: str = ""
    read: int = 0
    waiting: int = 0
    last_id: str | None = None

    @property
    def origin(self) -> str:
        """What people call it as what something comes from."""
        return f"Feed {self.id}"


def add_feed(db: Database, feed: Feed, *, by: str, now: dt.datetime) -> Feed:
    """Begin to poll a feed, and return it with its id."""
    return replace(feed, id=f"F{insert_row(db, 'feeds', _write(feed) | {'added_by': by, 'added_at': now})}")


def get_feed(db: Database, shown: str) -> Feed:
    """Return the polled feed of this id, or raise NotFoundError."""
    for feed in list_feeds(db):
        if feed.id == shown.upper():
            return feed
    raise NotFoundError(f"There is no feed {shown}.", hint="feed list shows your feeds.")


def list_feeds(db: Database) -> list[Feed]:
    """Return the feeds that are polled, by number."""
    return list_records(db, Feed, _FEEDS)


def remove_feed(db: Database, feed: Feed, *, now: dt.datetime) -> None:
    """Poll a feed no more; its number stays taken, and what waits of it is not read."""
    db.table("feeds").update(int(feed.id[1:]), {"removed_at": now})
    db.execute("UPDATE jobs SET state = 'done' WHERE by = ? AND state = 'waiting'", [feed.origin])


def record_poll(db: Database, feed: Feed) -> None:
    """Keep what a poll came to: the marks for the next one, its time, and the failure."""
    db.table("feeds").update(int(feed.id[1:]), _write(feed))


def _write(feed: Feed) -> dict[str, object]:
    names = ("url", "title", "every", "etag", "modified", "next_poll_at", "failures", "error")
    return {name: getattr(feed, name) for name in names}
