"""What the bot remembers by kind and subject: what was granted, a restore, a stop, heartbeats, requests with effect."""

import datetime as dt
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlite_utils import Database

from bot.store.rows import find_record, list_records

RECEIVED_KEPT = dt.timedelta(hours=48)
"""How long a request is remembered: Slack repeats an event for hours, and after an outage for a day."""


class MemoKind(StrEnum):
    """What is remembered, and of which subject.

    Granted are: to be an admin (by user), to be posted to though other organisations share the channel (by channel),
    and a publisher's licence, as JSON (by folded name). LAYOUT is how people say that a series is laid out, as JSON (by
    its key). RESTORED, of no subject, is when this file was put back from a backup, and COVERED which days the
    briefings in force cover together; STOPPED why nothing is sent in a workspace; BEAT how its bot does, as JSON;
    RECEIVED a request of Slack's that had its effect (by its key).
    """

    ADMIN = "admin"
    CHANNEL = "channel"
    LICENCE = "licence"
    RESTORED = "restored"
    STOPPED = "stopped"
    BEAT = "beat"
    LAYOUT = "layout"
    COVERED = "covered"
    RECEIVED = "received"


@dataclass(frozen=True, kw_only=True, slots=True)
class Memo:
    """One thing remembered; ``by`` is who did it, "" for the bot itself."""

    kind: MemoKind
    subject: str = ""
    at: dt.datetime
    by: str = ""
    record: str = ""


def put_memo(db: Database, memo: Memo) -> None:
    """Remember something, in the place of what was remembered before."""
    db.table("memos").insert(asdict(memo), replace=True)


def remove_memo(db: Database, kind: MemoKind, subject: str) -> bool:
    """Forget something; return whether it was remembered."""
    return bool(db.execute("DELETE FROM memos WHERE kind = ? AND subject = ?", [kind, subject]).rowcount)


def find_memo(db: Database, kind: MemoKind, subject: str = "") -> Memo | None:
    """Return what is remembered of this subject, or None."""
    return find_record(db, Memo, "SELECT * FROM memos WHERE kind = ? AND subject = ?", [kind, subject])


def list_memos(db: Database, kind: MemoKind) -> dict[str, Memo]:
    """Return all that is remembered of a kind, by subject."""
    found = list_records(db, Memo, "SELECT * FROM memos WHERE kind = ? ORDER BY subject", [kind])
    return {memo.subject: memo for memo in found}


def add_received(db: Database, key: str, *, now: dt.datetime) -> bool:
    """Record a request of Slack's, and forget old ones; return whether it is new."""
    old = (now - RECEIVED_KEPT).isoformat()
    db.table("memos").delete_where("kind = ? AND at < ?", [MemoKind.RECEIVED, old])
    sql = "INSERT INTO memos (kind, subject, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    return bool(db.execute(sql, [MemoKind.RECEIVED, key, now.isoformat()]).rowcount)
