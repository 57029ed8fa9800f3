"""Heartbeats of the bots served from one file, and the series whose issues come at intervals."""

import datetime as dt
import json
from dataclasses import asdict, dataclass

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Briefing
from bot.model.series import briefing_name
from bot.store.rows import from_row


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
    db.table("heartbeats").insert(asdict(beat), replace=True)


def remove_heartbeat(db: Database, workspace: str) -> None:
    """Take a heartbeat away, if there is one."""
    db.table("heartbeats").delete_where("workspace = ?", [workspace])


def list_heartbeats(db: Database) -> list[Heartbeat]:
    """Return the heartbeat of each workspace served from this file, by workspace."""
    rows = db.table("heartbeats").rows_where(order_by="workspace")
    return [from_row(Heartbeat, row | {"problems": json.loads(row["problems"])}) for row in rows]


def list_series(db: Database) -> dict[str, tuple[dt.date, ...]]:
    """Return the days of the dated issues in force of each series, under the name of its newest issue."""
    sql = """
        SELECT series_key, published_on, record FROM briefings WHERE active AND published_on IS NOT NULL
        ORDER BY published_on, id
    """
    issues: dict[str, list[tuple[dt.date, bytes]]] = {}
    for key, day, record in db.execute(sql).fetchall():
        issues.setdefault(key, []).append((dt.date.fromisoformat(day), record))
    return {
        briefing_name(msgspec.json.decode(found[-1][1], type=Briefing)): tuple(day for day, _ in found)
        for found in issues.values()
    }
