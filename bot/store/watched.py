"""The files of a watched folder as rows, by their path below it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.feeds import EntryState

if TYPE_CHECKING:
    from sqlite_utils import Database


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
    """Give all files known, by path."""
    return {
        row["path"]: WatchedFile(
            path=row["path"],
            size=row["size"],
            changed_ns=row["changed_ns"],
            state=EntryState(row["state"]),
            tries=row["tries"],
            next_try_at=dt.datetime.fromisoformat(row["next_try_at"]),
            error=row["error"],
            briefing_id=row["briefing_id"],
        )
        for row in db.query("SELECT * FROM watched_files ORDER BY path")
    }


def write_watched(db: Database, file: WatchedFile, *, now: dt.datetime) -> None:
    """Keep what became of a file, in the place of what was known of it."""
    db.execute(
        "INSERT OR REPLACE INTO watched_files (path, size, changed_ns, seen_at, state, tries, next_try_at, error,"
        " briefing_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(file.path, file.size, file.changed_ns, now.isoformat(), file.state, file.tries),
            *(file.next_try_at.isoformat(), file.error, file.briefing_id),
        ],
    )
