"""The review list as rows: entries, which briefings in force put them there, and what was decided."""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import replace

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.review import ReviewEntry, ReviewKind
from bot.store.policies import list_policies
from bot.store.rows import from_row, insert_row, list_rows

_LIVE = """
    e.decision IS NULL AND (
        e.kind IN ('wrong', 'document', 'failed')
        OR EXISTS (SELECT 1 FROM review_sources s JOIN briefings b ON b.id = s.briefing_id AND b.active
                   WHERE s.entry_id = e.id)
        AND (e.kind <> 'same_policy' OR 2 = (SELECT count(*) FROM policies p
             WHERE p.id IN (e.record ->> 'policy_a', e.record ->> 'policy_b') AND p.active))
    )
"""
_INSERT = """
    INSERT INTO review_entries (key, kind, confidence, record, created_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET record = excluded.record, confidence = excluded.confidence, decision = NULL
    WHERE decision IS NULL OR ?
"""


def replace_entries(db: Database, briefing_id: int, entries: Collection[ReviewEntry], *, now: dt.datetime) -> None:
    """Say what a briefing puts on the list from now on; what was settled stays settled."""
    db.table("review_sources").delete_where("briefing_id = ?", [briefing_id])
    for entry in entries:
        add_entry(db, entry, now=now)
    db.execute(
        "INSERT INTO review_sources SELECT id, ? FROM review_entries WHERE key IN (SELECT value FROM json_each(?))",
        [briefing_id, json.dumps([entry.key for entry in entries])],
    )


def add_entry(db: Database, entry: ReviewEntry, *, now: dt.datetime, again: bool = False) -> None:
    """Put something on the list, or bring what waits there under its key up to date, settled too with ``again``."""
    db.execute(_INSERT, [entry.key, entry.kind, entry.confidence, _encode(entry), now.isoformat(), again])


def put_note(db: Database, note: ReviewEntry, *, now: dt.datetime) -> tuple[ReviewEntry, bool]:
    """Put a person's note on the list, and return it and whether it is new: open, the same words are one entry."""
    row = {"kind": note.kind, "confidence": note.confidence, "record": _encode(note)}
    known = _list(db, "e.decision IS NULL AND e.kind = ? AND e.record = ?", [note.kind, row["record"]])
    return (
        (known[0], False)
        if known
        else (get_entry(db, insert_row(db, "review_entries", row | {"created_at": now})), True)
    )


def get_entry(db: Database, number: int, *, live: bool = False) -> ReviewEntry:
    """Return the entry of this number, or raise NotFoundError; also for one that does not wait where it is to."""
    for entry in _list(db, f"e.id = ? AND {_LIVE if live else 'TRUE'}", [number]):
        return entry
    raise NotFoundError(f"There is no R{number} in the review list.", hint="/ingest review shows the list.")


def find_entry(db: Database, key: str) -> ReviewEntry | None:
    """Return the entry about this, or None."""
    return next(iter(_list(db, "e.key = ?", [key])), None)


def list_open_entries(
    db: Database, *, briefing_id: int | None, limit: int = -1, offset: int = 0
) -> tuple[list[ReviewEntry], int]:
    """Return a page of what waits, the least certain first, and how much waits in all."""
    where, values = f"({_LIVE})", list[object]()
    if briefing_id is not None:
        where += " AND e.id IN (SELECT entry_id FROM review_sources WHERE briefing_id = ?)"
        values.append(briefing_id)
    total = int(db.execute(f"SELECT count(*) FROM review_entries e WHERE {where}", values).fetchone()[0])
    return _list(db, f"{where} ORDER BY e.confidence, e.id LIMIT ? OFFSET ?", [*values, limit, offset]), total


def list_briefings_of(db: Database, number: int) -> list[int]:
    """Return the briefings in force that put an entry on the list."""
    sql = """
        SELECT s.briefing_id FROM review_sources s JOIN briefings b ON b.id = s.briefing_id AND b.active
        WHERE s.entry_id = ? ORDER BY 1
    """
    return [row[0] for row in db.execute(sql, [number]).fetchall()]


def mark_settled(db: Database, entry: ReviewEntry, *, now: dt.datetime) -> None:
    """Record what was decided of an entry, as it says; without a decision it waits again."""
    row = {"decision": entry.decision, "record": _encode(entry), "settled_at": now.isoformat()}
    db.table("review_entries").update(entry.number, row)


def load_settled(db: Database, *kinds: ReviewKind) -> dict[str, ReviewEntry]:
    """Return the entries of these kinds that were decided, by key, in the order they came."""
    where = "e.decision IS NOT NULL AND e.kind IN (SELECT value FROM json_each(?)) ORDER BY e.id"
    return {entry.key: entry for entry in _list(db, where, [json.dumps(kinds)]) if entry.key}


def count_settled_companies(db: Database) -> int:
    """Return how many names of companies were decided; it only grows, so equal counts mean equal names."""
    sql = "SELECT count(*) FROM review_entries WHERE kind = 'company' AND decision IS NOT NULL"
    return int(db.execute(sql).fetchone()[0])


def _list(db: Database, where: str, values: Sequence[object]) -> list[ReviewEntry]:
    found = []
    for row in list_rows(db, f"SELECT * FROM review_entries e WHERE {where}", values):
        entry = from_row(ReviewEntry, msgspec.json.decode(row["record"]) | row | {"shown_id": f"R{row['id']}"})
        pair = [number for number in (entry.policy_a, entry.policy_b) if number]
        found.append(replace(entry, policies=tuple(list_policies(db, pair).values())) if pair else entry)
    return found


def _encode(entry: ReviewEntry) -> str:
    """Return an entry as JSON, but for what is a column and for the policies, which are read anew each time."""
    return msgspec.json.encode(replace(entry, shown_id="", decision=None, policies=())).decode()
