"""The queue of documents that admins asked to have read; what was asked is stored before it is acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from bot.domain.intake import Intake, Job, JobState, Place, Source, SourceKind
from bot.errors import NotFoundError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlite_utils import Database

    from bot.domain.intake import Refused


def add_intake(
    db: Database,
    *,
    workspace: str,
    by: str,
    sources: Sequence[Source],
    refused: Sequence[Refused],
    place: Place | None,
    now: dt.datetime,
) -> Intake:
    """Store a request with its documents, those to read waiting; ``place`` is where its message goes, if known."""
    cursor = db.execute(
        "INSERT INTO intakes (workspace, by, place_channel, place_thread, created_at) VALUES (?, ?, ?, ?, ?)",
        [workspace, by, place.channel if place else None, place.thread_ts or None if place else None, now.isoformat()],
    )
    number = int(cursor.lastrowid or 0)
    for source in sources:
        db.execute(
            "INSERT INTO intake_jobs (intake_id, name, source, state) VALUES (?, ?, ?, ?)",
            [number, source.name, msgspec.json.encode(source).decode(), JobState.WAITING],
        )
    for each in refused:
        source = Source(kind=SourceKind.NONE, name=each.name)
        db.execute(
            "INSERT INTO intake_jobs (intake_id, name, source, state, said, hint) VALUES (?, ?, ?, ?, ?, ?)",
            [number, each.name, msgspec.json.encode(source).decode(), JobState.FAILED, each.said, each.hint],
        )
    return get_intake(db, number)


def get_intake(db: Database, number: int) -> Intake:
    """Give a request with its documents in order, or raise NotFoundError."""
    rows = list(db.query("SELECT * FROM intakes WHERE id = ?", [number]))
    if not rows:
        raise NotFoundError(
            f"There is no request {number} to read something.", hint="/ingest list shows what was read."
        )
    jobs = db.query("SELECT * FROM intake_jobs WHERE intake_id = ? ORDER BY id", [number])
    row = rows[0]
    place = None
    if row["place_channel"]:
        ts, thread_ts = row["place_ts"] or "", row["place_thread"] or ""
        place = Place(channel=row["place_channel"], ts=ts, thread_ts=thread_ts)
    return Intake(
        id=row["id"], workspace=row["workspace"], by=row["by"], place=place, jobs=tuple(_job(job) for job in jobs)
    )


def has_waiting(db: Database, workspace: str) -> bool:
    """Say whether a document of a workspace waits."""
    sql = """
        SELECT 1 FROM intake_jobs j JOIN intakes i ON i.id = j.intake_id WHERE j.state = ? AND i.workspace = ? LIMIT 1
    """
    return db.execute(sql, [JobState.WAITING, workspace]).fetchone() is not None


def claim_job(db: Database, workspace: str) -> Job | None:
    """Take the oldest waiting document of a workspace for reading, or None."""
    sql = """
        SELECT j.* FROM intake_jobs j JOIN intakes i ON i.id = j.intake_id
        WHERE j.state = ? AND i.workspace = ? ORDER BY j.id LIMIT 1
    """
    rows = list(db.query(sql, [JobState.WAITING, workspace]))
    if not rows:
        return None
    db.execute(
        "UPDATE intake_jobs SET state = ?, attempts = attempts + 1 WHERE id = ?", [JobState.READING, rows[0]["id"]]
    )
    return _job({**rows[0], "state": JobState.READING, "attempts": rows[0]["attempts"] + 1})


def take_up_again(db: Database, workspace: str) -> int:
    """Let wait again what an earlier process was reading when it ended; give how many documents."""
    sql = """
        UPDATE intake_jobs SET state = ?
        WHERE state = ? AND intake_id IN (SELECT id FROM intakes WHERE workspace = ?)
    """
    return int(db.execute(sql, [JobState.WAITING, JobState.READING, workspace]).rowcount)


def finish_job(
    db: Database, number: int, state: JobState, *, outcome: str = "", said: str = "", hint: str = ""
) -> None:
    """Record how a document ended."""
    db.execute(
        "UPDATE intake_jobs SET state = ?, outcome = ?, said = ?, hint = ? WHERE id = ?",
        [state, outcome or None, said or None, hint or None, number],
    )


def set_place(db: Database, number: int, place: Place) -> None:
    """Record where the message about a request stands; its thread is known from the beginning."""
    db.execute(
        "UPDATE intakes SET place_channel = ?, place_ts = ? WHERE id = ?", [place.channel, place.ts or None, number]
    )


def mark_shown(db: Database, number: int) -> None:
    """Record that the message about a request says how it ended."""
    db.execute("UPDATE intakes SET shown = 1 WHERE id = ?", [number])


def list_unshown(db: Database, workspace: str) -> list[Intake]:
    """Give the requests that ended and whose message does not say so yet, oldest first."""
    sql = """
        SELECT id FROM intakes i WHERE shown = 0 AND workspace = ?
          AND NOT EXISTS (SELECT 1 FROM intake_jobs j WHERE j.intake_id = i.id AND j.state IN (?, ?))
        ORDER BY id
    """
    found = db.execute(sql, [workspace, JobState.WAITING, JobState.READING]).fetchall()
    return [get_intake(db, number) for (number,) in found]


def _job(row: dict[str, Any]) -> Job:
    return Job(
        id=row["id"],
        intake_id=row["intake_id"],
        source=msgspec.json.decode(row["source"], type=Source),
        state=JobState(row["state"]),
        attempts=row["attempts"],
        outcome=row["outcome"] or "",
        said=row["said"] or "",
        hint=row["hint"] or "",
    )
