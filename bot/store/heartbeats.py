"""Heartbeats as rows, one a workspace."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


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
    problems = json.dumps(beat.problems, ensure_ascii=False)
    row = {"workspace": beat.workspace, "at": beat.at.isoformat(), "mode": beat.mode, "problems": problems}
    db.table("heartbeats").insert(row, replace=True)


def remove_heartbeat(db: Database, workspace: str) -> None:
    """Take a heartbeat away, if there is one."""
    db.execute("DELETE FROM heartbeats WHERE workspace = ?", [workspace])


def list_heartbeats(db: Database) -> list[Heartbeat]:
    """Give the heartbeat of each workspace served from this file, by workspace."""
    return [
        Heartbeat(
            workspace=row["workspace"],
            at=dt.datetime.fromisoformat(row["at"]),
            mode=row["mode"],
            problems=tuple(json.loads(row["problems"])),
        )
        for row in db.query("SELECT * FROM heartbeats ORDER BY workspace")
    ]
