"""What the bot remembers by a name: a restore, a stop of all sending, its heartbeats, and which requests had effect."""

import datetime as dt
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

RECEIVED_KEPT = dt.timedelta(hours=48)
"""How long a key is remembered: Slack repeats an event for hours, and after an outage for a day."""


def find_restore(db: Database) -> dt.datetime | None:
    """Return when this store was put back from a backup, the last time; None when it never was."""
    found = _find(db, "restored")
    return found[1] if found else None


def find_stop(db: Database, workspace: str) -> tuple[str, dt.datetime] | None:
    """Return why and since when all sending to a workspace is stopped, or None."""
    return _find(db, f"stopped {workspace}")


def stop_sending(db: Database, workspace: str, *, reason: str, now: dt.datetime) -> None:
    """Stop all sending to a workspace: its token was refused."""
    _put(db, f"stopped {workspace}", reason, now=now)


def clear_stop(db: Database, workspace: str) -> None:
    """Allow sending to a workspace again."""
    db.table("standing").delete_where("name = ?", [f"stopped {workspace}"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Heartbeat:
    """When the bot of a workspace last went through a tick (``at``), in which mode, and what a person must mend.

    ``workspace`` is "" while Slack has not said yet which one it is.
    """

    workspace: str
    at: dt.datetime
    mode: str
    problems: tuple[str, ...]


def write_heartbeat(db: Database, beat: Heartbeat) -> None:
    """Put a heartbeat in the place of the one before it."""
    _put(db, f"beat {beat.workspace}", msgspec.json.encode(beat).decode(), now=beat.at)


def remove_heartbeat(db: Database, workspace: str) -> None:
    """Take a heartbeat away, if there is one."""
    db.table("standing").delete_where("name = ?", [f"beat {workspace}"])


def list_heartbeats(db: Database) -> list[Heartbeat]:
    """Return the heartbeat of each workspace served from this file, by workspace."""
    rows = db.execute("SELECT detail FROM standing WHERE name GLOB 'beat *' ORDER BY name").fetchall()
    return [msgspec.json.decode(detail, type=Heartbeat) for (detail,) in rows]


def add_received(db: Database, key: str, *, now: dt.datetime) -> bool:
    """Record the key of something that Slack sent, and forget old ones; return whether it is new."""
    old = (now - RECEIVED_KEPT).isoformat()
    db.table("standing").delete_where("name GLOB 'received *' AND at < ?", [old])
    sql = "INSERT INTO standing VALUES (?, ?, '') ON CONFLICT DO NOTHING"
    return bool(db.execute(sql, [f"received {key}", now.isoformat()]).rowcount)


def _put(db: Database, name: str, detail: str, *, now: dt.datetime) -> None:
    db.execute("INSERT OR REPLACE INTO standing VALUES (?, ?, ?)", [name, now.isoformat(), detail])


def _find(db: Database, name: str) -> tuple[str, dt.datetime] | None:
    row = db.execute("SELECT detail, at FROM standing WHERE name = ?", [name]).fetchone()
    return (row[0], dt.datetime.fromisoformat(row[1])) if row else None
