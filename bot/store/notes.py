"""Notes of the team as rows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bot.domain.ids import IdKind, find_id
from bot.domain.records.note import Note

if TYPE_CHECKING:
    from sqlite_utils import Database

_MERGED = """
    WITH RECURSIVE same(id) AS (
        SELECT ? UNION SELECT p.id FROM policies p JOIN same ON p.merged_into = same.id
    )
    SELECT id FROM same
"""


def add_note(db: Database, *, subject: str, text: str, user: str, now: dt.datetime) -> Note:
    """Keep a new note."""
    sql = "INSERT INTO notes (subject, text, written_by, written_at) VALUES (?, ?, ?, ?) RETURNING id"
    (number,) = db.execute(sql, [subject, text, user, now.isoformat()]).fetchone()
    return Note(id=number, subject=subject, text=text, written_by=user, written_at=now)


def find_note(db: Database, number: int) -> Note | None:
    """Give a note, or None for one that is not there."""
    row = next(iter(list(db.query("SELECT * FROM notes WHERE id = ? AND deleted_at IS NULL", [number]))), None)
    return _read(row) if row else None


def list_notes(db: Database, subject: str) -> list[Note]:
    """Give the notes on a subject, newest first; those on a policy that was merged into it are its own."""
    found = find_id(subject)
    subjects = [subject]
    if found is not None and found[0] is IdKind.POLICY:
        subjects = [f"{IdKind.POLICY.value}{row[0]}" for row in db.execute(_MERGED, [found[1]]).fetchall()]
    marks = ", ".join("?" * len(subjects))
    sql = f"SELECT * FROM notes WHERE deleted_at IS NULL AND subject IN ({marks}) ORDER BY id DESC"
    return [_read(row) for row in db.query(sql, subjects)]


def change_note(db: Database, number: int, *, text: str, user: str, now: dt.datetime) -> None:
    """Give a note another text."""
    sql = "UPDATE notes SET text = ?, changed_by = ?, changed_at = ? WHERE id = ?"
    db.execute(sql, [text, user, now.isoformat(), number])


def delete_note(db: Database, number: int, *, user: str, now: dt.datetime) -> None:
    """Take a note away, its text with it."""
    sql = "UPDATE notes SET text = '', changed_by = ?, changed_at = ?, deleted_at = ? WHERE id = ?"
    db.execute(sql, [user, now.isoformat(), now.isoformat(), number])


def _read(row: dict[str, Any]) -> Note:
    return Note(
        id=row["id"],
        subject=row["subject"],
        text=row["text"],
        written_by=row["written_by"],
        written_at=dt.datetime.fromisoformat(row["written_at"]),
        changed_by=row["changed_by"],
        changed_at=dt.datetime.fromisoformat(row["changed_at"]) if row["changed_at"] else None,
    )
