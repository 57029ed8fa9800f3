"""Notes of the team as rows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.model.ids import IdKind, find_id, fold
from bot.model.paper import Note
from bot.names.lexicon import Company, NamedList

# The names the corpus has met: how often bodies and companies occur, and companies that no list of ours holds.


@dataclass(frozen=True, kw_only=True, slots=True)
class NameCount:
    """How often a body or company occurs: policies issued (bodies only), items naming it, and the newest of these."""

    id: str
    issued: int
    items: int
    newest_item_id: int


def count_unlisted(db: Database) -> int:
    """Return how many companies were met that no list holds; it only grows, so equal counts mean equal lists."""
    return int(db.execute("SELECT count(*) FROM companies WHERE NOT confirmed").fetchone()[0])


def list_unlisted(db: Database) -> tuple[Company, ...]:
    """Return the companies that were met in briefings and stand on no list of ours, by id."""
    rows = db.execute("SELECT id, name FROM companies WHERE NOT confirmed ORDER BY id").fetchall()
    return tuple(Company(id=row[0], name=row[1], confirmed=False) for row in rows)


def count_bodies(db: Database, *, among: Collection[int] | None = None) -> list[NameCount]:
    """Return every body in force in the corpus (``among``: in these items), those that issued most policies first."""
    within, values = _restrict(among)
    sql = f"""
        SELECT b.body_id, count(DISTINCT CASE WHEN b.issuing THEN i.policy_id END) AS issued, count(*) AS items,
            max(i.id) AS newest
        FROM item_bodies b JOIN items i ON i.id = b.item_id WHERE i.active{within}
        GROUP BY b.body_id ORDER BY 2 DESC, 3 DESC, 1
    """
    rows = db.execute(sql, values).fetchall()
    return [NameCount(id=r[0], issued=r[1], items=r[2], newest_item_id=r[3]) for r in rows]


def is_company_held(db: Database, company_id: str) -> bool:
    """Say whether an item in force names this company."""
    sql = "SELECT 1 FROM item_companies c JOIN items i ON i.id = c.item_id WHERE i.active AND c.company_id = ? LIMIT 1"
    return db.execute(sql, [company_id]).fetchone() is not None


def count_companies(db: Database, *, among: Collection[int] | None = None) -> list[NameCount]:
    """Return every company in force in the corpus (``among``: in these items), the most recently reported first."""
    within, values = _restrict(among)
    sql = f"""
        SELECT c.company_id, count(*) AS items FROM item_companies c JOIN items i ON i.id = c.item_id
        WHERE i.active{within} GROUP BY c.company_id ORDER BY max(i.reported_on) DESC, count(*) DESC, c.company_id
    """
    rows = db.execute(sql, values).fetchall()
    newest = _newest_by_company(db, within, values)
    return [NameCount(id=r[0], issued=0, items=r[1], newest_item_id=newest[r[0]]) for r in rows]


def _newest_by_company(db: Database, within: str, values: list[str]) -> dict[str, int]:
    sql = f"""
        SELECT c.company_id, i.id FROM item_companies c JOIN items i ON i.id = c.item_id
        WHERE i.active{within} ORDER BY i.reported_on, i.id DESC
    """
    return dict(db.execute(sql, values).fetchall())


def _restrict(among: Collection[int] | None) -> tuple[str, list[str]]:
    """Return the condition that an item ``i`` is one of these, with its values; none for all."""
    return ("", []) if among is None else (" AND i.id IN (SELECT value FROM json_each(?))", [json.dumps(list(among))])


# Named lists as rows.

_COLUMNS = "id, owner, name, filter"


def put_list(db: Database, *, owner: str, name: str, filter_text: str, user: str, now: dt.datetime) -> NamedList:
    """Save a list under its owner's name for it, in the place of one of that name, which keeps its id and its saver."""
    held = find_list(db, owner=owner, name=name)
    if held is None:
        db.execute(
            "INSERT INTO named_lists (owner, name, folded, filter, saved_by, saved_at) VALUES (?, ?, ?, ?, ?, ?)",
            [owner, name, fold(name), filter_text, user, now.isoformat()],
        )
    else:
        db.execute(
            "UPDATE named_lists SET name = ?, filter = ?, saved_at = ? WHERE id = ?",
            [name, filter_text, now.isoformat(), held.id],
        )
    return _named_lists_read(next(_query(db, "owner = ? AND folded = ?", [owner, fold(name)])))


def find_list(db: Database, *, owner: str, name: str) -> NamedList | None:
    """Return the owner's list of this name, or None."""
    row = next(_query(db, "owner = ? AND folded = ?", [owner, fold(name)]), None)
    return _named_lists_read(row) if row else None


def get_saver(db: Database, number: int) -> str:
    """Return who saved a list first."""
    return str(db.execute("SELECT saved_by FROM named_lists WHERE id = ?", [number]).fetchone()[0])


def list_lists(db: Database, owners: Sequence[str] | None) -> list[NamedList]:
    """Return the lists of these owners in this order, each owner's by name; for None those of all, by id."""
    if owners is None:
        return [_named_lists_read(row) for row in _query(db, "1", [])]
    return [_named_lists_read(row) for owner in owners for row in _query(db, "owner = ?", [owner], order="folded")]


def delete_list(db: Database, number: int, *, now: dt.datetime) -> None:
    """Mark a list as deleted: it is found no more."""
    db.execute("UPDATE named_lists SET deleted_at = ? WHERE id = ?", [now.isoformat(), number])


def _query(db: Database, condition: str, values: list[str], *, order: str = "id") -> Any:  # noqa: ANN401  rows of sqlite-utils
    sql = f"SELECT {_COLUMNS} FROM named_lists WHERE deleted_at IS NULL AND {condition} ORDER BY {order}"
    return iter(list(db.query(sql, values)))


def _named_lists_read(row: dict[str, Any]) -> NamedList:
    return NamedList(id=row["id"], owner=row["owner"], name=row["name"], filter=row["filter"])


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
    """Return a note, or None for one that is not there."""
    row = next(iter(list(db.query("SELECT * FROM notes WHERE id = ? AND deleted_at IS NULL", [number]))), None)
    return _read(row) if row else None


def list_notes(db: Database, subject: str) -> list[Note]:
    """Return the notes on a subject, newest first; those on a policy that was merged into it are its own."""
    found = find_id(subject)
    subjects = [subject]
    if found is not None and found[0] is IdKind.POLICY:
        subjects = [f"{IdKind.POLICY.value}{row[0]}" for row in db.execute(_MERGED, [found[1]]).fetchall()]
    marks = ", ".join("?" * len(subjects))
    sql = f"SELECT * FROM notes WHERE deleted_at IS NULL AND subject IN ({marks}) ORDER BY id DESC"
    return [_read(row) for row in db.query(sql, subjects)]


def change_note(db: Database, number: int, *, text: str, user: str, now: dt.datetime) -> None:
    """Return a note another text."""
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
