"""What the bot remembers of itself by a name: a restore, a stop of all sending, its heartbeats; and what came in."""

import datetime as dt
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from bot.store.rows import list_rows

RECEIVED_KEPT = dt.timedelta(hours=48)
"""How long a key is remembered: Slack repeats an event for hours, and after an outage for a day."""
_RESTORED, _STOPPED, _BEAT = "restored", "stopped ", "beat "


def _write(db: Database, name: str, *, detail: str, now: dt.datetime) -> None:
    db.table("standing").insert({"name": name, "at": now.isoformat(), "detail": detail}, replace=True)


def _find(db: Database, name: str) -> tuple[str, dt.datetime] | None:
    row = db.execute("SELECT detail, at FROM standing WHERE name = ?", [name]).fetchone()
    return (row[0], dt.datetime.fromisoformat(row[1])) if row else None


def find_restore(db: Database) -> dt.datetime | None:
    """Return when this store was put back from a backup, the last time; None when it never was."""
    found = _find(db, _RESTORED)
    return found[1] if found else None


def find_stop(db: Database, workspace: str) -> tuple[str, dt.datetime] | None:
    """Return why and since when all sending to a workspace is stopped, or None."""
    return _find(db, _STOPPED + workspace)


def stop_sending(db: Database, workspace: str, *, reason: str, now: dt.datetime) -> None:
    """Stop all sending to a workspace: its token was refused."""
    _write(db, _STOPPED + workspace, detail=reason, now=now)


def clear_stop(db: Database, workspace: str) -> None:
    """Allow sending to a workspace again."""
    db.table("standing").delete_where("name = ?", [_STOPPED + workspace])


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
    _write(db, _BEAT + beat.workspace, detail=msgspec.json.encode(beat).decode(), now=beat.at)


def remove_heartbeat(db: Database, workspace: str) -> None:
    """Take a heartbeat away, if there is one."""
    db.table("standing").delete_where("name = ?", [_BEAT + workspace])


def list_heartbeats(db: Database) -> list[Heartbeat]:
    """Return the heartbeat of each workspace served from this file, by workspace."""
    rows = list_rows(db, "SELECT detail FROM standing WHERE name LIKE ? ORDER BY name", [f"{_BEAT}%"])
    return [msgspec.json.decode(row["detail"], type=Heartbeat) for row in rows]


def add_received(db: Database, key: str, *, now: dt.datetime) -> bool:
    """Record the key of something that Slack sent; return whether it is new."""
    sql = "INSERT INTO received (key, received_at) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
    return bool(db.execute(sql, [key, now.isoformat()]).rowcount)


def forget_received(db: Database, *, now: dt.datetime) -> None:
    """Drop the keys that are older than ``RECEIVED_KEPT``."""
    db.table("received").delete_where("received_at < ?", [(now - RECEIVED_KEPT).isoformat()])
