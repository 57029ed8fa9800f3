"""What comes to the bot, as rows: documents to be read, feeds to be polled, and what people write to it."""

import datetime as dt
from dataclasses import asdict, dataclass, replace

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.intake import Job
from bot.store.database import Store
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


# What people write to the bot.


KEPT = dt.timedelta(days=7)
"""How long a message is known after it was heard; far longer than anything is looked back for."""
SETTLED = dt.timedelta(seconds=30)
"""A message that was heard so lately is being answered by whoever heard it."""
RETRY_S = 60.0
"""How long an answer waits that Slack did not take, unless Slack says how long."""
_FORGET = """
    DELETE FROM questions AS q WHERE heard_at < ? AND (channel NOT GLOB 'D*'
      OR ts < (SELECT max(ts) FROM questions o WHERE o.workspace = q.workspace AND o.channel = q.channel))
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A message to the bot: where it stands, who wrote it, and in which thread it is answered (None: beside it)."""

    workspace: str
    channel: str
    ts: str
    thread_ts: str | None = None
    user: str = ""
    text: str = ""


class Inbox:
    """What people wrote to the bot: known once, however often it is brought, and answered once.

    A message is heard before it is acknowledged, claimed before its answer is sent, and closed afterwards. The newest
    one of each conversation is kept for good: it says how far direct messages were read. Safe to share between threads.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def hear(self, question: Question, *, now: dt.datetime, state: str = "heard") -> bool:
        """Record a message; return whether it is new. After a while anybody may answer it who finds it waiting."""
        row = {**asdict(question), "state": state, "heard_at": now.isoformat()}
        row["not_before"] = (now + SETTLED).isoformat()
        sql = f"INSERT INTO questions VALUES ({', '.join(f':{name}' for name in row)}) ON CONFLICT DO NOTHING"
        with self._store.write() as db:
            is_new = db.execute(sql, row).rowcount > 0
            db.execute(_FORGET, [(now - KEPT).isoformat()])
        return is_new

    def see(self, workspace: str, channel: str, *, now: dt.datetime, ts: str | None = None) -> None:
        """Note that direct messages need not be looked for up to a message; up to now, unless they are known."""
        if channel.startswith("D") and (ts or not self.list_heard(workspace, channel)):
            seen = Question(workspace=workspace, channel=channel, ts=ts or f"{now.timestamp():.6f}")
            self.hear(seen, now=now, state="done")

    def claim(self, question: Question) -> bool:
        """Take a message for answering; return whether nobody else has."""
        return self._change(question, "state = 'answering'", only="state = 'heard'")

    def free(self, question: Question, *, now: dt.datetime, wait_s: float | None = None) -> None:
        """Let a message be answered again after so long: surely nothing was sent."""
        not_before = now + dt.timedelta(seconds=RETRY_S if wait_s is None else wait_s)
        self._change(question, "state = 'heard', not_before = ?", not_before.isoformat(), only="state = 'answering'")

    def close(self, question: Question) -> None:
        """Be done with a message; its text is forgotten."""
        self._change(question, "state = 'done', text = ''")

    def list_questions(self, workspace: str, state: str, *, due_by: dt.datetime | None = None) -> list[Question]:
        """Return the messages ``heard`` or being ``answering``, oldest first: those that may be answered by then."""
        sql = "SELECT * FROM questions WHERE workspace = ? AND state = ? AND not_before <= ? ORDER BY heard_at, ts"
        with self._store.read() as db:
            return list_records(db, Question, sql, [workspace, state, due_by.isoformat() if due_by else "9999"])

    def list_conversations(self, workspace: str) -> dict[str, str]:
        """Return all direct messages by id, with Slack's time of what was seen there last."""
        sql = "SELECT channel, max(ts) FROM questions WHERE workspace = ? AND channel GLOB 'D*' GROUP BY 1 ORDER BY 1"
        with self._store.read() as db:
            return dict(db.execute(sql, [workspace]).fetchall())

    def forget(self, workspace: str, channel: str) -> None:
        """Forget direct messages that are there no more."""
        with self._store.write() as db:
            db.table("questions").delete_where("workspace = ? AND channel = ?", [workspace, channel])

    def list_heard(self, workspace: str, channel: str | None = None) -> list[str]:
        """Return Slack's times of the messages that were heard in the last days, in one channel or in all."""
        sql = "SELECT ts FROM questions WHERE workspace = ? AND coalesce(?, channel) = channel"
        with self._store.read() as db:
            return [ts for (ts,) in db.execute(sql, [workspace, channel]).fetchall()]

    def _change(self, question: Question, change: str, *values: str, only: str = "TRUE") -> bool:
        sql = f"UPDATE questions SET {change} WHERE workspace = ? AND channel = ? AND ts = ? AND {only}"
        with self._store.write() as db:
            return bool(db.execute(sql, [*values, question.workspace, question.channel, question.ts]).rowcount)
