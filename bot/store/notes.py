"""What the team adds, and the names that its briefings have: notes, named lists, and how often names occur, as rows."""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bot.model.ids import fold
from bot.names.records import Company, NamedList
from bot.store.rows import find_record, insert_row, list_records

# Notes.


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


def find_note(db: Database, number: int) -> Note | None:
    """Return a note, or None for one that is not there."""
    return find_record(db, Note, "SELECT * FROM notes WHERE id = ?", [number])


def list_notes(db: Database, subject: str) -> list[Note]:
    """Return the notes on a subject, newest first; those on a policy that was merged into it are its own."""
    sql = """
        SELECT * FROM notes WHERE subject = ?1 OR subject IN (
          SELECT 'P' || id FROM policies WHERE merged_into = CAST(substr(?1, 2) AS INTEGER) AND ?1 GLOB 'P[0-9]*')
        ORDER BY id DESC
    """
    return list_records(db, Note, sql, [subject])


def save_note(db: Database, number: int | None, **row: str | dt.datetime) -> Note:
    """Keep a new note, or other values of one, and return it."""
    if number is None:
        number = insert_row(db, "notes", row)
    else:
        db.table("notes").update(number, row)
    return list_records(db, Note, "SELECT * FROM notes WHERE id = ?", [number])[0]


def delete_note(db: Database, number: int) -> None:
    """Take a note away."""
    db.table("notes").delete_where("id = ?", [number])


# Named lists.


def put_list(db: Database, *, owner: str, name: str, filter_text: str) -> NamedList:
    """Save a list under its owner's name for it, in the place of one of that name, which keeps its id."""
    sql = """
        INSERT INTO named_lists (owner, folded, name, filter) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET name = excluded.name, filter = excluded.filter RETURNING *
    """
    return list_records(db, NamedList, sql, [owner, fold(name), name, filter_text])[0]


def list_lists(db: Database, owners: Sequence[str] | None) -> list[NamedList]:
    """Return the lists of these owners in this order, each owner's by name; for None those of all, by id."""
    if owners is None:
        return list_records(db, NamedList, "SELECT * FROM named_lists ORDER BY id")
    of_owner = "SELECT * FROM named_lists WHERE owner = ? ORDER BY folded"
    return [each for owner in owners for each in list_records(db, NamedList, of_owner, [owner])]


def delete_list(db: Database, number: int) -> None:
    """Take a list away."""
    db.table("named_lists").delete_where("id = ?", [number])


# Names: how often bodies and companies occur, and companies that no list of ours holds.


@dataclass(frozen=True, kw_only=True, slots=True)
class NameCount:
    """How often a body or company occurs: policies issued (bodies only), items naming it, and the last day of these."""

    id: str
    issued: int
    items: int
    latest_on: dt.date | None


def count_names(
    db: Database, kind: Literal["body", "company"], *, among: Collection[int] | None = None
) -> list[NameCount]:
    """Return every name of a kind in the items in force (``among``: in these of them).

    The bodies that issued most policies come first, the companies that were reported last.
    """
    kinds, order = ("'body', 'issuer'", "issued") if kind == "body" else ("'company'", "latest_on")
    within = "" if among is None else "AND i.id IN (SELECT value FROM json_each(?))"
    sql = f"""
        SELECT f.value AS id, count(DISTINCT i.policy_id) FILTER (WHERE f.kind = 'issuer') AS issued,
          count(DISTINCT i.id) AS items, max(i.reported_on) AS latest_on
        FROM item_facets f JOIN items i ON i.id = f.item_id WHERE f.kind IN ({kinds}) AND i.active {within}
        GROUP BY f.value ORDER BY {order} DESC, items DESC, f.value
    """
    return list_records(db, NameCount, sql, [] if among is None else [json.dumps(list(among))])


def count_met(db: Database) -> tuple[int, int]:
    """Return how many companies were met that no list holds, and of how many names people decided which they are.

    Both only grow, so equal counts mean equal names.
    """
    decided = db.table("review_entries").count_where("kind = 'company' AND decision IS NOT NULL")
    return db.table("companies").count_where("NOT confirmed"), decided


def list_unlisted(db: Database) -> list[Company]:
    """Return the companies that were met in briefings and stand on no list of ours, by id."""
    return list_records(db, Company, "SELECT * FROM companies WHERE NOT confirmed ORDER BY id")
