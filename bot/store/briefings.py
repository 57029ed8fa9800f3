"""Briefings and their readings: what was read when, and the way back."""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.briefing import Briefing
from bot.model.identity import series_key
from bot.model.ids import IdKind, format_id
from bot.model.intake import Effects
from bot.query.questions import Issue, name_issue
from bot.store.access import is_narrowed
from bot.store.memos import Memo, MemoKind, find_memo, put_memo
from bot.store.rows import find_record, from_row, insert_row, list_records, list_rows

# The readings of briefings, in force or undone.


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One reading of a briefing, whole; ``in_force`` means that what it says is what the briefing says now."""

    id: int
    briefing_id: int
    at: dt.datetime
    by: str
    briefing: Briefing
    effects: Effects
    undone_at: dt.datetime | None
    in_force: bool


_READINGS = """
    SELECT n.*, n.record AS briefing, n.report AS effects, n.id IS (SELECT max(id) FROM ingests
      WHERE briefing_id = n.briefing_id AND undone_at IS NULL) AS in_force
    FROM ingests n
"""


def list_readings(db: Database, *, limit: int, offset: int) -> tuple[list[Reading], int]:
    """Return a page of the readings of all briefings, the newest first, and how many there are."""
    found = list_records(db, Reading, f"{_READINGS} ORDER BY id DESC LIMIT ? OFFSET ?", [limit, offset])
    return found, count_readings(db)


def count_readings(db: Database) -> int:
    """Return how many readings there are."""
    return db.table("ingests").count


def get_reading(db: Database, briefing_id: int, number: int | None = None) -> Reading:
    """Return a briefing's reading of this number, else that in force, else the last one undone; or NotFoundError."""
    sql = f"{_READINGS} WHERE briefing_id = ? ORDER BY id IS NOT ?, undone_at IS NOT NULL, id DESC LIMIT 1"
    for reading in list_records(db, Reading, sql, [briefing_id, number]):
        return reading
    said = f"No briefing {format_id(IdKind.BRIEFING, briefing_id)} was ever read."
    raise NotFoundError(said, hint="/ingest list shows what was.")


def find_reading(db: Database, number: int) -> Reading | None:
    """Return one reading by its number, or None."""
    return find_record(db, Reading, f"{_READINGS} WHERE id = ?", [number])


def list_readings_with(db: Database, sha256: str) -> list[Reading]:
    """Return the readings not undone, newest first, of the briefing in force that was last read from these bytes."""
    sql = f"""
        {_READINGS} WHERE undone_at IS NULL AND briefing_id = (
          SELECT k.briefing_id FROM ingests k JOIN briefings b ON b.id = k.briefing_id AND b.active
          WHERE k.sha256 = ? AND k.undone_at IS NULL ORDER BY k.id DESC LIMIT 1) ORDER BY id DESC
    """
    return list_records(db, Reading, sql, [sha256])


def add_ingest(
    db: Database, *, briefing_id: int, briefing: Briefing, effects: Effects, by: str, now: dt.datetime
) -> None:
    """Record one reading with all it said, and what came of it."""
    record, report = (msgspec.json.encode(each).decode() for each in (briefing, effects))
    row = {"briefing_id": briefing_id, "at": now, "by": by, "sha256": briefing.sha256}
    insert_row(db, "ingests", row | {"record": record, "report": report})


def undo_reading(db: Database, reading: Reading, *, now: dt.datetime) -> Reading | None:
    """Take a reading back and return the one that is in force now; without any its briefing leaves every answer."""
    db.table("ingests").update(reading.id, {"undone_at": now})
    earlier = get_reading(db, reading.briefing_id)
    if earlier.in_force:
        return earlier
    db.table("briefings").update(reading.briefing_id, {"active": 0})
    _write_coverage(db, now=now)
    return None


# Briefings, each once, however often it was read.


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredBriefing:
    """A briefing as held; ``briefing`` comes without its items (see ``bot.store.items``)."""

    id: int
    briefing: Briefing
    active: bool

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.BRIEFING, self.id)


def _list(db: Database, condition: str, values: Sequence[object] = (), order: str = "id") -> list[StoredBriefing]:
    sql = f"SELECT id, record AS briefing, active FROM briefings WHERE {condition}"
    return list_records(db, StoredBriefing, f"{sql} ORDER BY {order}", values)


def find_briefing(db: Database, identity: str) -> StoredBriefing | None:
    """Return the briefing of this identity, also when it was taken away, or None."""
    return next(iter(_list(db, "identity = ?", [identity])), None)


def has_series(db: Database, briefing: Briefing) -> bool:
    """Return whether a briefing of the same series is in force."""
    return db.table("briefings").count_where("series_key = ? AND active", [series_key(briefing)]) > 0


def list_undated(db: Database) -> list[StoredBriefing]:
    """Return the briefings that print neither date nor period, by id, those taken away too."""
    return _list(db, "published_on IS NULL AND period_end IS NULL", [])


def get_briefing(db: Database, number: int) -> StoredBriefing:
    """Return the briefing of this number in force, or raise NotFoundError, which says whether it was taken back."""
    shown = format_id(IdKind.BRIEFING, number)
    for found in _list(db, "id = ?", [number]):
        if found.active:
            return found
        raise NotFoundError(f"{shown} was taken back.", hint="Reading it again brings it back under its ids.")
    raise NotFoundError(f"You have no briefing {shown}.", hint="/briefing list shows what you have.")


def list_briefings(db: Database, numbers: Collection[int] | None = None) -> dict[int, StoredBriefing]:
    """Return the briefings in force, or those of these numbers, by date of publication (undated last), then id."""
    among = "" if numbers is None else f" AND id IN ({', '.join(map(str, numbers))})"
    found = _list(db, f"active{among}", order="published_on IS NULL, published_on, id")
    return {each.id: each for each in found}


def find_newest_briefing(db: Database) -> StoredBriefing | None:
    """Return the briefing in force that was published last; an undated one only where none is dated."""
    return next(iter(_list(db, "active = 1", order="published_on DESC, id DESC LIMIT 1")), None)


def list_issues(db: Database) -> list[Issue]:
    """Return what the briefings in force that are no official notices are called, the newest last; undated first."""
    sql = """
        SELECT id AS number, record ->> 'publisher' AS publisher, record ->> 'series' AS series,
          record ->> 'title' AS title, published_on, coalesce(period_start, period_end) AS first_on,
          coalesce(period_end, period_start) AS last_on
        FROM briefings WHERE active AND identity NOT LIKE 'notice|%'
        ORDER BY published_on IS NOT NULL, published_on, id
    """
    return [
        from_row(Issue, row | {"names": name_issue((row["publisher"], row["series"], row["title"]))})
        for row in list_rows(db, sql)
    ]


def find_reach(db: Database) -> tuple[int, dt.date | None, dt.date | None]:
    """Return how many briefings are in force, and the first and the last day that they cover."""
    sql = """
        SELECT count(*), min(coalesce(period_start, published_on)), max(coalesce(period_end, published_on))
        FROM briefings WHERE active = 1
    """
    count, *days = db.execute(sql).fetchone()
    first, last = (dt.date.fromisoformat(day) if day else None for day in days)
    return count, first, last


_COVERED = """
    WITH
    periods (first_on, last_on) AS (
        SELECT coalesce(period_start, date(last_on, '-31 days')), last_on FROM (
            SELECT DISTINCT period_start, coalesce(period_end, published_on, period_start) AS last_on
            FROM briefings WHERE active = 1 AND identity NOT LIKE 'notice|%') WHERE last_on IS NOT NULL),
    marked AS (
        SELECT *, first_on > date(max(last_on) OVER before, '+7 days') AS opens FROM periods
        WINDOW before AS (ORDER BY first_on, last_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
    numbered AS (SELECT *, count(*) FILTER (WHERE opens) OVER (ORDER BY first_on, last_on) AS stretch FROM marked)
    SELECT min(first_on) AS first_on, max(last_on) AS last_on FROM numbered GROUP BY stretch ORDER BY 1
"""
"""The days that the briefings in force cover together; official notices cover none but themselves.

An issue that prints no period is taken to cover the month before its day. Periods a week apart or less are one stretch.
"""


def list_covered(db: Database) -> tuple[tuple[dt.date, dt.date], ...]:
    """Return the stretches of days that the briefings in force cover together, first and last day, in order."""
    kept = None if is_narrowed(db) else find_memo(db, MemoKind.COVERED)  # that has all, seen or not
    stretches = db.execute(_COVERED).fetchall() if kept is None else json.loads(kept.record)
    return tuple((dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, last in stretches)


def _write_coverage(db: Database, *, now: dt.datetime) -> None:
    """Write anew which days the briefings in force cover together: every answer says so."""
    put_memo(db, Memo(kind=MemoKind.COVERED, at=now, record=json.dumps(db.execute(_COVERED).fetchall())))


def write_briefing(db: Database, *, number: int | None, identity: str, briefing: Briefing, now: dt.datetime) -> int:
    """Insert the briefing, or bring the row of ``number`` up to it; give its number."""
    row = {name: getattr(briefing, name) for name in ("published_on", "period_start", "period_end", "sha256")}
    row |= {"identity": identity, "series_key": series_key(briefing), "active": 1}
    row["record"] = msgspec.json.encode(replace(briefing, items=())).decode()
    if number is None:
        number = insert_row(db, "briefings", {**row, "learned_at": now})
    else:
        db.table("briefings").update(number, row)
    _write_coverage(db, now=now)
    return number


def count_sections(db: Database, briefing_id: int) -> dict[str, int]:
    """Return how many items in force a briefing has in each section."""
    sql = "SELECT section, count(*) FROM items WHERE briefing_id = ? AND active GROUP BY section"
    return dict(db.execute(sql, [briefing_id]).fetchall())
