"""Notes of the team as rows."""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from bot.model.ids import fold
from bot.names.records import Company, NamedList
from bot.store.rows import find_record, insert_row, list_records


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """``subject`` is ``P5``, ``body:MIIT`` or ``company:huawei``; ``written_by`` a user id, ``at`` times aware UTC."""

    id: int
    subject: str
    text: str
    written_by: str
    written_at: dt.datetime
    changed_by: str | None = None
    changed_at: dt.datetime | None = None

    @property
    def shown_id(self) -> str:
        """The id as people see it: ``N3``."""
        return f"N{self.id}"


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
    return tuple(list_records(db, Company, "SELECT * FROM companies WHERE NOT confirmed ORDER BY id"))


def count_bodies(db: Database, *, among: Collection[int] | None = None) -> list[NameCount]:
    """Return every body in force in the corpus (``among``: in these items), those that issued most policies first."""
    within, values = _restrict(among)
    sql = f"""
        SELECT f.value AS id, count(DISTINCT CASE WHEN f.kind = 'issuer' THEN i.policy_id END) AS issued,
            count(DISTINCT i.id) AS items, max(i.id) AS newest_item_id
        FROM item_facets f JOIN items i ON i.id = f.item_id WHERE f.kind IN ('body', 'issuer') AND i.active{within}
        GROUP BY f.value ORDER BY 2 DESC, 3 DESC, 1
    """
    return list_records(db, NameCount, sql, values)


def count_companies(db: Database, *, among: Collection[int] | None = None) -> list[NameCount]:
    """Return every company in force in the corpus (``among``: in these items), the most recently reported first."""
    within, values = _restrict(among)
    sql = f"""
        SELECT id, 0 AS issued, count(*) AS items, max(CASE WHEN place = 1 THEN item END) AS newest_item_id
        FROM (SELECT f.value AS id, i.id AS item, i.reported_on AS day, row_number() OVER (
                PARTITION BY f.value ORDER BY i.reported_on DESC, i.id) AS place
              FROM item_facets f JOIN items i ON i.id = f.item_id WHERE f.kind = 'company' AND i.active{within})
        GROUP BY id ORDER BY max(day) DESC, count(*) DESC, id
    """
    return list_records(db, NameCount, sql, values)


def _restrict(among: Collection[int] | None) -> tuple[str, list[str]]:
    """Return the condition that an item ``i`` is one of these, with its values; none for all."""
    return ("", []) if among is None else (" AND i.id IN (SELECT value FROM json_each(?))", [json.dumps(list(among))])


# Named lists as rows.

_LISTS = "SELECT * FROM named_lists WHERE deleted_at IS NULL"


def put_list(db: Database, *, owner: str, name: str, filter_text: str, user: str, now: dt.datetime) -> NamedList:
    """Save a list under its owner's name for it, in the place of one of that name, which keeps its id."""
    held = find_list(db, owner=owner, name=name)
    row: dict[str, object] = {"owner": owner, "name": name, "folded": fold(name), "filter": filter_text}
    if held is None:
        number = insert_row(db, "named_lists", {**row, "saved_by": user, "saved_at": now})
    else:
        number = held.id
        db.table("named_lists").update(number, {**row, "saved_at": now})
    return NamedList(id=number, owner=owner, name=name, filter=filter_text)


def find_list(db: Database, *, owner: str, name: str) -> NamedList | None:
    """Return the owner's list of this name, or None."""
    return find_record(db, NamedList, f"{_LISTS} AND owner = ? AND folded = ?", [owner, fold(name)])


def list_lists(db: Database, owners: Sequence[str] | None) -> list[NamedList]:
    """Return the lists of these owners in this order, each owner's by name; for None those of all, by id."""
    if owners is None:
        return list_records(db, NamedList, f"{_LISTS} ORDER BY id")
    of_owner = f"{_LISTS} AND owner = ? ORDER BY folded"
    return [each for owner in owners for each in list_records(db, NamedList, of_owner, [owner])]


def delete_list(db: Database, number: int, *, now: dt.datetime) -> None:
    """Mark a list as deleted: it is found no more."""
    db.table("named_lists").update(number, {"deleted_at": now})


def add_note(db: Database, *, subject: str, text: str, user: str, now: dt.datetime) -> Note:
    """Keep a new note."""
    row: dict[str, object] = {"subject": subject, "text": text, "written_by": user, "written_at": now}
    return Note(id=insert_row(db, "notes", row), subject=subject, text=text, written_by=user, written_at=now)


def find_note(db: Database, number: int) -> Note | None:
    """Return a note, or None for one that is not there."""
    return find_record(db, Note, "SELECT * FROM notes WHERE id = ? AND deleted_at IS NULL", [number])


def list_notes(db: Database, subject: str) -> list[Note]:
    """Return the notes on a subject, newest first; those on a policy that was merged into it are its own."""
    sql = """
        SELECT * FROM notes WHERE deleted_at IS NULL AND (subject = ?1 OR subject IN (
            SELECT 'P' || id FROM policies WHERE merged_into = CAST(substr(?1, 2) AS INTEGER) AND ?1 GLOB 'P[0-9]*'))
        ORDER BY id DESC
    """
    return list_records(db, Note, sql, [subject])


def change_note(db: Database, number: int, *, text: str, user: str, now: dt.datetime) -> None:
    """Put another text in the place of a note's."""
    db.table("notes").update(number, {"text": text, "changed_by": user, "changed_at": now})


def delete_note(db: Database, number: int, *, user: str, now: dt.datetime) -> None:
    """Take a note away, its text with it."""
    db.table("notes").update(number, {"text": "", "changed_by": user, "changed_at": now, "deleted_at": now})
