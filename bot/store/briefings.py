"""Briefings and their ingests: what was read when, and the way back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from bot.domain.ids import IdKind, format_id
from bot.domain.queries.question_briefings import name_issue
from bot.domain.records.briefing import Briefing
from bot.domain.records.coverage import UNSAID, Period, unite_periods
from bot.errors import NotFoundError
from bot.store.licences import is_narrowed

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database


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
    """Give the briefing of this identity, also when it was taken away, or None."""
    rows = list(db.query("SELECT * FROM briefings WHERE identity = ?", [identity]))
    return _stored(rows[0]) if rows else None


def list_undated(db: Database, series_key: str) -> list[StoredBriefing]:
    """Give the briefings of a series that print neither date nor period, by id, those taken away among them."""
    sql = "SELECT * FROM briefings WHERE series_key = ? AND published_on IS NULL AND period_end IS NULL ORDER BY id"
    return [_stored(row) for row in db.query(sql, [series_key])]


def list_notices_of(db: Database, day: dt.date) -> list[StoredBriefing]:
    """Give the official notices of a day, by id, those taken away among them."""
    sql = "SELECT * FROM briefings WHERE published_on = ? AND identity LIKE 'notice|%' ORDER BY id"
    return [_stored(row) for row in db.query(sql, [day.isoformat()])]


def find_by_hash(db: Database, sha256: str) -> StoredBriefing | None:
    """Give the briefing in force that was read from exactly these bytes, or None."""
    rows = list(db.query("SELECT * FROM briefings WHERE sha256 = ? AND active ORDER BY id LIMIT 1", [sha256]))
    return _stored(rows[0]) if rows else None


def get_briefing(db: Database, number: int) -> StoredBriefing:
    """Give the briefing of this number in force, or raise NotFoundError, which says whether it was taken back."""
    rows = list(db.query("SELECT * FROM briefings WHERE id = ?", [number]))
    shown = format_id(IdKind.BRIEFING, number)
    if not rows:
        raise NotFoundError(f"No briefing {shown} is held.", hint="/briefing list shows what is.")
    if not rows[0]["active"]:
        raise NotFoundError(f"{shown} was taken back.", hint="Reading it again brings it back under its ids.")
    return _stored(rows[0])


def list_briefings(db: Database) -> list[StoredBriefing]:
    """Give all briefings in force, by date of publication (undated last), then id."""
    sql = "SELECT * FROM briefings WHERE active ORDER BY published_on IS NULL, published_on, id"
    return [_stored(row) for row in db.query(sql)]


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
    """Give the names of the briefings in force that are no official notices, the newest last; undated come first."""
    sql = """
        SELECT id, json_extract(record, '$.publisher'), json_extract(record, '$.series'),
          json_extract(record, '$.title'), published_on, period_start, period_end
        FROM briefings WHERE active AND identity NOT LIKE 'notice|%'
        ORDER BY published_on IS NOT NULL, published_on, id
    """
    return [
        IssueNames(
            id=number,
            publisher=publisher,
            series=series,
            title=title,
            published_on=_day(published_on),
            period_start=_day(start),
            period_end=_day(end),
        )
        for number, publisher, series, title, published_on, start, end in db.execute(sql).fetchall()
    ]


def list_called(db: Database, name: str) -> tuple[int, ...]:
    """Return the numbers of the briefings in force that go by this folded name, oldest first; no official notices."""
    sql = """
        SELECT b.id FROM briefing_names n JOIN briefings b ON b.id = n.briefing_id
        WHERE n.name = ? AND b.active AND b.identity NOT LIKE 'notice|%'
        ORDER BY b.published_on IS NOT NULL, b.published_on, b.id
    """
    return tuple(number for (number,) in db.execute(sql, [name]).fetchall())


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """How many briefings are in force, and the days from the first to the last that they cover (inclusive)."""

    briefings: int
    first_on: dt.date | None
    last_on: dt.date | None


def find_reach(db: Database) -> Reach:
    """Give how many briefings are in force and the period they cover together."""
    count = db.execute("SELECT count(*) FROM briefings WHERE active = 1").fetchone()[0]
    first = db.execute("SELECT min(coalesce(period_start, published_on)) FROM briefings WHERE active = 1").fetchone()[0]
    last = db.execute("SELECT max(coalesce(period_end, published_on)) FROM briefings WHERE active = 1").fetchone()[0]
    return Reach(briefings=int(count), first_on=_day(first), last_on=_day(last))


def list_covered(db: Database) -> tuple[Period, ...]:
    """Return the stretches of days that the briefings in force cover together, first and last day, in order."""
    if is_narrowed(db):  # what is written covers more than may be seen
        return _unite_covered(db)
    rows = db.execute("SELECT first_on, last_on FROM coverage ORDER BY first_on").fetchall()
    return tuple((dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, last in rows)


def write_coverage(db: Database) -> None:
    """Write anew which days the briefings in force cover together."""
    db.execute("DELETE FROM coverage")
    db.table("coverage").insert_all(
        {"first_on": _iso(first), "last_on": _iso(last)} for first, last in _unite_covered(db)
    )


def _unite_covered(db: Database) -> tuple[Period, ...]:
    """Put together the days that each briefing covers; official notices cover none but themselves."""
    sql = (
        "SELECT DISTINCT period_start, coalesce(period_end, published_on, period_start) AS last FROM briefings"
        " WHERE active = 1 AND identity NOT LIKE 'notice|%' AND last IS NOT NULL"
    )
    earliest = dt.date.min + UNSAID
    spans = [(_day(start), dt.date.fromisoformat(last)) for start, last in db.execute(sql).fetchall()]
    return unite_periods((start or max(last, earliest) - UNSAID, last) for start, last in spans)


def find_newest_briefing(db: Database) -> StoredBriefing | None:
    """Give the briefing in force that was published last; an undated one only where none is dated."""
    sql = "SELECT * FROM briefings WHERE active = 1 ORDER BY published_on DESC, id DESC LIMIT 1"
    return next((_stored(row) for row in db.query(sql)), None)


def find_briefing_before(db: Database, number: int) -> StoredBriefing | None:
    """Give the latest briefing in force of an earlier date than this one, one of its series before any other."""
    sql = """
        SELECT b.* FROM briefings b JOIN briefings own ON own.id = ?
        WHERE b.active AND b.published_on < own.published_on
        ORDER BY b.series_key = own.series_key DESC, b.published_on DESC, b.id DESC LIMIT 1
    """
    return next((_stored(row) for row in db.query(sql, [number])), None)


def list_briefings_among(db: Database, numbers: Collection[int]) -> dict[int, StoredBriefing]:
    """Give the briefings in force of these numbers, by number."""
    sql = f"SELECT id, record, learned_at FROM briefings WHERE active AND id IN ({', '.join('?' * len(numbers))})"
    rows = db.execute(sql, list(numbers)).fetchall()
    return {number: _read(number, record, learned_at, active=True) for number, record, learned_at in rows}


def write_briefing(
    db: Database, *, number: int | None, identity: str, series_key: str, briefing: Briefing, now: dt.datetime
) -> int:
    """Insert the briefing, or bring the row of ``number`` up to it; give its number."""
    row = {
        "identity": identity,
        "series_key": series_key,
        "published_on": _iso(briefing.published_on),
        "period_start": _iso(briefing.period_start),
        "period_end": _iso(briefing.period_end),
        "sha256": briefing.sha256,
        "record": msgspec.json.encode(replace(briefing, items=())).decode(),
        "active": 1,
    }
    if number is None:
        cursor = db.execute(
            f"INSERT INTO briefings ({', '.join(row)}, learned_at) VALUES ({', '.join('?' * len(row))}, ?)",
            [*row.values(), now.isoformat()],
        )
        number = int(cursor.lastrowid or 0)
    else:
        db.table("briefings").update(number, row)
    db.table("briefing_names").delete_where("briefing_id = ?", [number])
    names = name_issue((briefing.publisher, briefing.series, briefing.title))
    db.table("briefing_names").insert_all({"name": name, "briefing_id": number} for name in names)
    write_coverage(db)
    return number


def deactivate_briefing(db: Database, number: int) -> None:
    """Take the briefing out of every answer; its number stays taken."""
    db.execute("UPDATE briefings SET active = 0 WHERE id = ?", [number])
    write_coverage(db)


def add_ingest(db: Database, *, briefing_id: int, briefing: Briefing, by: str, now: dt.datetime) -> int:
    """Record one reading with all it said; give its number."""
    cursor = db.execute(
        "INSERT INTO ingests (briefing_id, at, by, sha256, record) VALUES (?, ?, ?, ?, ?)",
        [briefing_id, now.isoformat(), by, briefing.sha256, msgspec.json.encode(briefing).decode()],
    )
    return int(cursor.lastrowid or 0)


def list_ingests(db: Database, briefing_id: int) -> list[Ingest]:
    """Give the readings of a briefing that are in force, the newest first."""
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
    db.execute("UPDATE ingests SET undone_at = ? WHERE id = ?", [now.isoformat(), ingest_id])


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


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
