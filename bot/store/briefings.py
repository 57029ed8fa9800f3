"""Briefings and their ingests: what was read when, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.briefing import UNSAID, Briefing, Period, unite_periods
from bot.model.ids import IdKind, format_id
from bot.model.series import briefing_name
from bot.store.rows import from_row, insert_row, list_records, list_rows

# The readings of briefings, in force or undone, and the report that each gave.

_SELECT = """
    SELECT n.id, n.briefing_id, n.at, n.by, n.undone_at, b.record, b.published_on,
      coalesce(json_array_length(n.record, '$.items'), 0) AS items,
      n.id IS (SELECT max(id) FROM ingests WHERE briefing_id = b.id AND undone_at IS NULL) AS in_force
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
    """Return the readings of all briefings, the newest first."""
    return [_reading(row) for row in db.query(f"{_SELECT} ORDER BY n.id DESC LIMIT ? OFFSET ?", [limit, offset])]


def count_readings(db: Database) -> int:
    """Return how many readings there are."""
    return db.table("ingests").count


def get_last_reading(db: Database, briefing_id: int) -> Reading:
    """Return the reading of a briefing that is in force, else the last one undone; NotFoundError when there is none."""
    sql = f"{_SELECT} WHERE n.briefing_id = ? ORDER BY n.undone_at IS NOT NULL, n.id DESC LIMIT 1"
    rows = list(db.query(sql, [briefing_id]))
    if not rows:
        raise NotFoundError(
            f"No briefing {format_id(IdKind.BRIEFING, briefing_id)} was ever read.",
            hint="/ingest list shows what was.",
        )
    return _reading(rows[0])


def find_reading(db: Database, number: int) -> Reading | None:
    """Return one reading by its number, or None."""
    return next((_reading(row) for row in list(db.query(f"{_SELECT} WHERE n.id = ?", [number]))), None)


def add_report(db: Database, ingest_id: int, report: str) -> None:
    """Keep the report of a reading, as JSON."""
    db.table("ingests").update(ingest_id, {"report": report})


def find_report(db: Database, ingest_id: int) -> str | None:
    """Return the kept report of a reading, or None for one that gave none."""
    return next((row["report"] for row in db.table("ingests").rows_where("id = ?", [ingest_id])), None)


def _reading(row: dict[str, Any]) -> Reading:
    name = briefing_name(msgspec.json.decode(row["record"], type=Briefing))
    return from_row(Reading, row | {"name": name})


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredBriefing:
    """A briefing as held; ``briefing`` comes without its items (see ``bot.store.items``)."""

    id: int
    briefing: Briefing
    learned_at: dt.datetime
    active: bool

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.BRIEFING, self.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingest:
    """One reading of a briefing that is in force or was undone; ``briefing`` is whole, as it was read."""

    id: int
    briefing_id: int
    at: dt.datetime
    by: str
    briefing: Briefing


def find_briefing(db: Database, identity: str) -> StoredBriefing | None:
    """Return the briefing of this identity, also when it was taken away, or None."""
    return next(map(_stored, list(db.table("briefings").rows_where("identity = ?", [identity]))), None)


def has_series(db: Database, series_key: str) -> bool:
    """Return whether a briefing of a series is in force."""
    return db.table("briefings").count_where("series_key = ? AND active", [series_key]) > 0


def list_undated(db: Database, series_key: str) -> list[StoredBriefing]:
    """Return the briefings of a series that print neither date nor period, by id, those taken away among them."""
    where = "series_key = ? AND published_on IS NULL AND period_end IS NULL"
    return [*map(_stored, db.table("briefings").rows_where(where, [series_key], order_by="id"))]


def list_notices_of(db: Database, day: dt.date) -> list[StoredBriefing]:
    """Return the official notices of a day, by id, those taken away among them."""
    where = "published_on = ? AND identity LIKE 'notice|%'"
    return [*map(_stored, db.table("briefings").rows_where(where, [day.isoformat()], order_by="id"))]


def find_by_hash(db: Database, sha256: str) -> StoredBriefing | None:
    """Return the briefing in force that was read from exactly these bytes, or None."""
    rows = db.table("briefings").rows_where("sha256 = ? AND active", [sha256], order_by="id")
    return next(map(_stored, list(rows)), None)


def get_briefing(db: Database, number: int) -> StoredBriefing:
    """Return the briefing of this number in force, or raise NotFoundError, which says whether it was taken back."""
    found = next(map(_stored, list(db.table("briefings").rows_where("id = ?", [number]))), None)
    shown = format_id(IdKind.BRIEFING, number)
    if found is None:
        raise NotFoundError(f"No briefing {shown} is held.", hint="/briefing list shows what is.")
    if not found.active:
        raise NotFoundError(f"{shown} was taken back.", hint="Reading it again brings it back under its ids.")
    return found


def list_briefings(db: Database) -> list[StoredBriefing]:
    """Return all briefings in force, by date of publication (undated last), then id."""
    rows = db.table("briefings").rows_where("active", order_by="published_on IS NULL, published_on, id")
    return [*map(_stored, rows)]


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueNames:
    """What a briefing in force is called by: its names as printed, its day, and the days it covers."""

    id: int
    publisher: str | None
    series: str | None
    title: str | None
    published_on: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None


def list_issue_names(db: Database) -> list[IssueNames]:
    """Return the names of the briefings in force that are no official notices, the newest last; undated come first."""
    sql = """
        SELECT id, record ->> 'publisher' AS publisher, record ->> 'series' AS series, record ->> 'title' AS title,
          published_on, period_start, period_end
        FROM briefings WHERE active AND identity NOT LIKE 'notice|%'
        ORDER BY published_on IS NOT NULL, published_on, id
    """
    return list_records(db, IssueNames, sql)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """How many briefings are in force, and the days from the first to the last that they cover (inclusive)."""

    briefings: int
    first_on: dt.date | None
    last_on: dt.date | None


def find_reach(db: Database) -> Reach:
    """Return how many briefings are in force and the period they cover together."""
    days = "count(*), min(coalesce(period_start, published_on)), max(coalesce(period_end, published_on))"
    count, first, last = db.execute(f"SELECT {days} FROM briefings WHERE active = 1").fetchone()
    return Reach(briefings=int(count), first_on=_day(first), last_on=_day(last))


def list_covered(db: Database) -> tuple[Period, ...]:
    """Return the stretches of days that the briefings in force cover together, first and last day, in order.

    Official notices cover none but themselves.
    """
    sql = (
        "SELECT DISTINCT period_start, coalesce(period_end, published_on, period_start) AS last FROM briefings"
        " WHERE active = 1 AND identity NOT LIKE 'notice|%' AND last IS NOT NULL"
    )
    earliest = dt.date.min + UNSAID
    spans = [(_day(start), dt.date.fromisoformat(last)) for start, last in db.execute(sql).fetchall()]
    return unite_periods((start or max(last, earliest) - UNSAID, last) for start, last in spans)


def find_newest_briefing(db: Database) -> StoredBriefing | None:
    """Return the briefing in force that was published last; an undated one only where none is dated."""
    sql = "SELECT * FROM briefings WHERE active = 1 ORDER BY published_on DESC, id DESC LIMIT 1"
    return next((_stored(row) for row in list_rows(db, sql)), None)


def find_briefing_before(db: Database, number: int) -> StoredBriefing | None:
    """Return the latest briefing in force of an earlier date than this one, one of its series before any other."""
    sql = """
        SELECT b.* FROM briefings b JOIN briefings own ON own.id = ?
        WHERE b.active AND b.published_on < own.published_on
        ORDER BY b.series_key = own.series_key DESC, b.published_on DESC, b.id DESC LIMIT 1
    """
    return next((_stored(row) for row in list_rows(db, sql, [number])), None)


def list_briefings_among(db: Database, numbers: Collection[int]) -> dict[int, StoredBriefing]:
    """Return the briefings in force of these numbers, by number."""
    sql = f"SELECT id, record, learned_at FROM briefings WHERE active AND id IN ({', '.join('?' * len(numbers))})"
    rows = db.execute(sql, list(numbers)).fetchall()
    return {number: _read(number, record, learned_at, active=True) for number, record, learned_at in rows}


def write_briefing(
    db: Database, *, number: int | None, identity: str, series_key: str, briefing: Briefing, now: dt.datetime
) -> int:
    """Insert the briefing, or bring the row of ``number`` up to it; give its number."""
    row: dict[str, object] = {
        "identity": identity,
        "series_key": series_key,
        "published_on": briefing.published_on,
        "period_start": briefing.period_start,
        "period_end": briefing.period_end,
        "sha256": briefing.sha256,
        "record": msgspec.json.encode(replace(briefing, items=())).decode(),
        "active": 1,
    }
    if number is None:
        number = insert_row(db, "briefings", {**row, "learned_at": now})
    else:
        db.table("briefings").update(number, row)
    return number


def deactivate_briefing(db: Database, number: int) -> None:
    """Take the briefing out of every answer; its number stays taken."""
    db.table("briefings").update(number, {"active": 0})


def add_ingest(db: Database, *, briefing_id: int, briefing: Briefing, by: str, now: dt.datetime) -> int:
    """Record one reading with all it said; give its number."""
    record = msgspec.json.encode(briefing).decode()
    row = {"briefing_id": briefing_id, "at": now, "by": by, "sha256": briefing.sha256, "record": record}
    return insert_row(db, "ingests", row)


def list_ingests(db: Database, briefing_id: int) -> list[Ingest]:
    """Return the readings of a briefing that are in force, the newest first."""
    where = "briefing_id = ? AND undone_at IS NULL"
    return [_ingest(row) for row in db.table("ingests").rows_where(where, [briefing_id], order_by="id DESC")]


def find_reading_of(db: Database, sha256: str) -> Ingest | None:
    """Return the newest reading of exactly these bytes that is in force, its briefing too, or None."""
    sql = """
        SELECT n.* FROM ingests n JOIN briefings b ON b.id = n.briefing_id
        WHERE n.sha256 = ? AND n.undone_at IS NULL AND b.active ORDER BY n.id DESC LIMIT 1
    """
    return next((_ingest(row) for row in list(db.query(sql, [sha256]))), None)


def mark_undone(db: Database, ingest_id: int, *, now: dt.datetime) -> None:
    """Take one reading out of force."""
    db.table("ingests").update(ingest_id, {"undone_at": now})


def _ingest(row: dict[str, Any]) -> Ingest:
    return Ingest(
        id=row["id"],
        briefing_id=row["briefing_id"],
        at=dt.datetime.fromisoformat(row["at"]),
        by=row["by"],
        briefing=msgspec.json.decode(row["record"], type=Briefing),
    )


def _stored(row: dict[str, Any]) -> StoredBriefing:
    return _read(row["id"], row["record"], row["learned_at"], active=bool(row["active"]))


def _read(number: int, record: str, learned_at: str, *, active: bool) -> StoredBriefing:
    return StoredBriefing(
        id=number,
        briefing=msgspec.json.decode(record, type=Briefing),
        learned_at=dt.datetime.fromisoformat(learned_at),
        active=active,
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
