"""The review list as rows: entries, which briefings in force put them there, and what was decided."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable

from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.review import CERTAIN, Decision, Decisions, Finding, ReviewEntry, ReviewKind, SameCompany
from bot.store.rows import find_record, insert_row, list_records

_ENTRIES = "SELECT e.id AS number, 'R' || e.id AS shown_id, e.* FROM review_entries e"
_LIVE = """
    e.decision IS NULL AND (
        e.kind IN ('wrong', 'document', 'failed')
        OR EXISTS (SELECT 1 FROM review_sources s JOIN briefings b ON b.id = s.briefing_id AND b.active
                   WHERE s.entry_id = e.id)
        AND (e.kind <> 'same_policy'
             OR (SELECT count(*) FROM policies p WHERE p.id IN (e.policy_a, e.policy_b) AND p.active) = 2)
    )
"""
_INSERT = """
    INSERT INTO review_entries (key, kind, name, field, reason, quote, confidence, policy_a, policy_b, subject,
        created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET reason = excluded.reason, confidence = excluded.confidence,
        quote = excluded.quote, subject = excluded.subject WHERE decision IS NULL
"""


def replace_findings(db: Database, briefing_id: int, findings: Collection[Finding], *, now: dt.datetime) -> None:
    """Say what a briefing puts on the list from now on; what was settled stays settled."""
    db.table("review_sources").delete_where("briefing_id = ?", [briefing_id])
    for finding in findings:
        add_finding(db, finding, now=now)
    db.execute(
        "INSERT INTO review_sources SELECT id, ? FROM review_entries WHERE key IN (SELECT value FROM json_each(?))",
        [briefing_id, json.dumps([finding.key for finding in findings])],
    )


def add_finding(db: Database, finding: Finding, *, now: dt.datetime) -> None:
    """Put something on the list, or bring what waits there under its key up to date."""
    said = (finding.name, finding.field, finding.reason, finding.quote, finding.confidence)
    about = (*(finding.policies or (None, None)), finding.subject)
    db.execute(_INSERT, [finding.key, finding.kind, *said, *about, now.isoformat()])


def put_note(
    db: Database, *, subject: str, note: str, user: str, workspace: str, now: dt.datetime
) -> tuple[ReviewEntry, bool]:
    """Put a person's note on the list, and give it and whether it is new: open, the same words are one entry."""
    row = {"kind": ReviewKind.WRONG, "name": note, "subject": subject, "reporter": user, "workspace": workspace}
    where = " AND ".join(f"{name} = ?" for name in row)
    known = find_record(db, ReviewEntry, f"{_ENTRIES} WHERE decision IS NULL AND {where}", list(row.values()))
    if known is not None:
        return known, False
    return get_entry(db, insert_row(db, "review_entries", {**row, "created_at": now})), True


def get_entry(db: Database, number: int) -> ReviewEntry:
    """Return the entry of this number, settled or not, or raise NotFoundError."""
    entry = find_record(db, ReviewEntry, f"{_ENTRIES} WHERE e.id = ?", [number])
    if entry is None:
        raise NotFoundError(f"There is no R{number} in the review list.", hint="/ingest review shows the list.")
    return entry


def find_entry_by_key(db: Database, key: str) -> ReviewEntry | None:
    """Return the entry about this, or None."""
    return find_record(db, ReviewEntry, f"{_ENTRIES} WHERE e.key = ?", [key])


def list_open_entries(
    db: Database, *, certain: bool, briefing_id: int | None, limit: int, offset: int
) -> tuple[list[ReviewEntry], int]:
    """Return a page of what waits, the least certain first, and how much waits in all; ``certain`` adds the certain."""
    where, values = f"({_LIVE})", list[object]()
    if not certain:
        where += f" AND (e.kind <> 'uncertain' OR e.confidence < {CERTAIN})"
    if briefing_id is not None:
        where += " AND EXISTS (SELECT 1 FROM review_sources s WHERE s.entry_id = e.id AND s.briefing_id = ?)"
        values.append(briefing_id)
    total = int(db.execute(f"SELECT count(*) FROM review_entries e WHERE {where}", values).fetchone()[0])
    sql = f"{_ENTRIES} WHERE {where} ORDER BY e.confidence, e.id LIMIT ? OFFSET ?"
    return list_records(db, ReviewEntry, sql, [*values, limit, offset]), total


def is_open(db: Database, number: int) -> bool:
    """Say whether an entry waits and what it is about is still there."""
    return find_record(db, ReviewEntry, f"{_ENTRIES} WHERE e.id = ? AND {_LIVE}", [number]) is not None


def list_briefings_of(db: Database, number: int) -> list[int]:
    """Return the briefings in force that put an entry on the list."""
    sql = """
        SELECT s.briefing_id FROM review_sources s JOIN briefings b ON b.id = s.briefing_id AND b.active
        WHERE s.entry_id = ? ORDER BY 1
    """
    return [row[0] for row in db.execute(sql, [number]).fetchall()]


def mark_settled(
    db: Database,
    number: int,
    decision: Decision,
    *,
    by: str,
    now: dt.datetime,
    same: SameCompany | None = None,
) -> None:
    """Record what was decided."""
    named = {"other_id": same and same.id, "other_name": same and same.name}
    db.table("review_entries").update(number, {"decision": decision, **named, "settled_by": by, "settled_at": now})


def load_decisions(db: Database) -> Decisions:
    """Return everything that was decided, as a reading needs it."""
    rows = db.execute(
        "SELECT key, decision, other_id, other_name FROM review_entries"
        " WHERE decision IS NOT NULL AND kind IN ('company', 'uncertain')"
    ).fetchall()
    return Decisions(
        settled={key: Decision(decision) for key, decision, _, _ in rows},
        same={key: SameCompany(id=other, name=name) for key, _, other, name in rows if other},
    )


def list_settled_among(db: Database, keys: Iterable[str]) -> list[str]:
    """Return those of these keys whose entries were settled."""
    sql = "SELECT key FROM review_entries WHERE decision IS NOT NULL AND key IN (SELECT value FROM json_each(?))"
    return [row[0] for row in db.execute(sql, [json.dumps(list(keys))]).fetchall()]


def count_settled_companies(db: Database) -> int:
    """Return how many names of companies were decided; it only grows, so equal counts mean equal names."""
    sql = "SELECT count(*) FROM review_entries WHERE kind = 'company' AND decision IS NOT NULL"
    return int(db.execute(sql).fetchone()[0])


def list_settled_companies(db: Database) -> dict[str, tuple[str, Decision, str | None]]:
    """Return what was decided of names: key to the name, the decision and the id of the company it stands for."""
    rows = db.execute(
        "SELECT key, name, decision, other_id FROM review_entries WHERE kind = 'company' AND decision IS NOT NULL"
        " ORDER BY id"
    ).fetchall()
    return {key: (name, Decision(decision), other) for key, name, decision, other in rows}
