"""The queue of documents to be read, and the feeds that are polled, as rows."""

import datetime as dt
from dataclasses import dataclass, replace

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.intake import Job
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


def add_job(db: Database, job: Job, *, now: dt.datetime) -> None:
    """Let a document wait, unless it was offered before under its key."""
    db.table("jobs").insert(_compose_row(job) | {"not_before": now}, ignore=True)


def find_next_request(db: Database) -> int:
    """Return the number of the next request."""
    return int(db.execute("SELECT coalesce(max(request), 0) + 1 FROM jobs").fetchone()[0])


def list_keys(db: Database, by: str) -> set[str]:
    """Return the keys of all that a feed or the folder ever offered."""
    return {key for (key,) in db.execute("SELECT key FROM jobs WHERE by = ? AND workspace = ''", [by]).fetchall()}


def list_request(db: Database, request: int) -> list[Job]:
    """Return the documents that a person asked for at once, in order."""
    return list_records(db, Job, "SELECT * FROM jobs WHERE request = ? ORDER BY id", [request])


def find_due(db: Database, workspace: str, *, now: dt.datetime) -> Job | None:
    """Return the next document that is to be read, one of a workspace or of no one in particular, or None."""
    return find_record(db, Job, _DUE, [now.isoformat(), workspace])


def take_up_again(db: Database, workspace: str) -> None:
    """Let wait again what an earlier process was reading when it ended."""
    db.execute("UPDATE jobs SET state = 'waiting' WHERE state = 'reading' AND workspace IN ('', ?)", [workspace])


def update_job(db: Database, job: Job, *, not_before: dt.datetime | None = None) -> None:
    """Record how far a document has come; the text of one that ended is let go."""
    job = replace(job, source=replace(job.source, page="")) if job.ended else job
    db.table("jobs").update(job.id, _compose_row(job) | ({"not_before": not_before} if not_before else {}))


def _compose_row(job: Job) -> dict[str, object]:
    names = ["request", "workspace", "by", "key", "state", "attempts", "reading", "outcome", "asked_key", "error"]
    return {name: getattr(job, name) for name in names} | {"source": msgspec.json.encode(job.source).decode()}


# Feeds.


_KEPT = ("url", "title", "every", "etag", "modified", "next_poll_at", "failures", "error")


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


def add_feed(db: Database, feed: Feed) -> Feed:
    """Begin to poll a feed, and return it with its id."""
    number = insert_row(db, "feeds", {name: getattr(feed, name) for name in _KEPT})
    return replace(feed, id=f"F{number}")


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
    db.table("feeds").update(int(feed.id[1:]), {name: getattr(feed, name) for name in _KEPT})
