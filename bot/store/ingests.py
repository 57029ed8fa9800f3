"""The readings of briefings, in force or undone, and the report that each gave."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from bot.domain.ids import IdKind, format_id
from bot.domain.records.briefing import Briefing
from bot.domain.records.series import briefing_name
from bot.errors import NotFoundError

if TYPE_CHECKING:
    from sqlite_utils import Database

_SELECT = """
    SELECT n.id, n.briefing_id, n.at, n.by, n.undone_at, json_array_length(n.record, '$.items') AS items, b.record,
      NOT EXISTS (
        SELECT 1 FROM ingests later
        WHERE later.briefing_id = n.briefing_id AND later.id > n.id AND later.undone_at IS NULL
      ) AS is_last
    FROM ingests n JOIN briefings b ON b.id = n.briefing_id
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One reading of a briefing: by whom, when, how many items it found, and whether it was taken back.

    ``in_force`` means that what it says is what the briefing says now.
    """

    id: int
    briefing_id: int
    name: str
    published_on: dt.date | None
    at: dt.datetime
    by: str
    items: int
    undone_at: dt.datetime | None
    in_force: bool

    @property
    def shown_id(self) -> str:
        """The briefing's id as people see it."""
        return format_id(IdKind.BRIEFING, self.briefing_id)


def list_readings(db: Database, *, limit: int, offset: int = 0) -> list[Reading]:
    """Give the readings of all briefings, the newest first."""
    return [_reading(row) for row in db.query(f"{_SELECT} ORDER BY n.id DESC LIMIT ? OFFSET ?", [limit, offset])]


def count_readings(db: Database) -> int:
    """Give how many readings there are."""
    return int(db.execute("SELECT count(*) FROM ingests").fetchone()[0])


def get_last_reading(db: Database, briefing_id: int) -> Reading:
    """Give the reading of a briefing that is in force, else the last one undone; NotFoundError when there is none."""
    sql = f"{_SELECT} WHERE n.briefing_id = ? ORDER BY n.undone_at IS NOT NULL, n.id DESC LIMIT 1"
    rows = list(db.query(sql, [briefing_id]))
    if not rows:
        raise NotFoundError(
            f"No briefing {format_id(IdKind.BRIEFING, briefing_id)} was ever read.",
            hint="/ingest list shows what was.",
        )
    return _reading(rows[0])


def find_reading(db: Database, number: int) -> Reading | None:
    """Give one reading by its number, or None."""
    rows = list(db.query(f"{_SELECT} WHERE n.id = ?", [number]))
    return _reading(rows[0]) if rows else None


def get_record(db: Database, number: int) -> Briefing:
    """Give the whole briefing as one reading found it, in force or not."""
    row = db.execute("SELECT record FROM ingests WHERE id = ?", [number]).fetchone()
    return msgspec.json.decode(row[0], type=Briefing)


def list_corrected_since(db: Database, since: dt.datetime) -> dict[int, int]:
    """Give the briefings held at a moment of which another reading is in force now: each to the reading of then.

    A correction, or one that was taken back. The newest reading comes first.
    """
    sql = """
        SELECT n.briefing_id, max(CASE WHEN n.undone_at IS NULL THEN n.id END) AS last,
          max(CASE WHEN n.at <= :since AND (n.undone_at IS NULL OR n.undone_at > :since) THEN n.id END) AS was
        FROM ingests n JOIN briefings b ON b.id = n.briefing_id AND b.active
        GROUP BY n.briefing_id HAVING was <> last ORDER BY max(n.id) DESC
    """
    return {briefing: was for briefing, _, was in db.execute(sql, {"since": since.isoformat()}).fetchall()}


def add_report(db: Database, ingest_id: int, report: str) -> None:
    """Keep the report of a reading, as JSON."""
    db.execute("INSERT INTO ingest_reports (ingest_id, report) VALUES (?, ?)", [ingest_id, report])


def find_report(db: Database, ingest_id: int) -> str | None:
    """Give the kept report of a reading, or None for one read before reports were kept."""
    row = db.execute("SELECT report FROM ingest_reports WHERE ingest_id = ?", [ingest_id]).fetchone()
    return row[0] if row else None


def _reading(row: dict[str, Any]) -> Reading:
    briefing = msgspec.json.decode(row["record"], type=Briefing)
    return Reading(
        id=row["id"],
        briefing_id=row["briefing_id"],
        name=briefing_name(briefing),
        published_on=briefing.published_on,
        at=dt.datetime.fromisoformat(row["at"]),
        by=row["by"],
        items=row["items"] or 0,
        undone_at=dt.datetime.fromisoformat(row["undone_at"]) if row["undone_at"] else None,
        in_force=bool(row["is_last"]) and row["undone_at"] is None,
    )
