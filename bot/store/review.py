"""What people decide of readings, as rows: the review list, the layouts of series, and the files to be read again."""

import json
import zlib
from collections.abc import Collection, Sequence
from dataclasses import replace

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.review import ReviewEntry, ReviewKind
from bot.store.policies import list_policies
from bot.store.rows import from_row, list_rows

_WAITS = """
    e.decision IS NULL AND (
        e.kind IN ('wrong', 'document', 'failed')
        OR EXISTS (SELECT 1 FROM review_sources s JOIN briefings b ON b.id = s.briefing_id AND b.active
                   WHERE s.entry_id = e.id)
        AND (e.kind <> 'same_policy' OR 2 = (SELECT count(*) FROM policies p
             WHERE p.id IN (e.record ->> 'policy_a', e.record ->> 'policy_b') AND p.active))
    )
"""
"""What waits for a person: nothing of briefings that were taken back, or of policies that are one already."""


def replace_entries(db: Database, briefing_id: int, entries: Collection[ReviewEntry]) -> None:
    """Say what a briefing puts on the list from now on; what was settled stays settled."""
    db.table("review_sources").delete_where("briefing_id = ?", [briefing_id])
    for entry in entries:
        add_entry(db, entry)
    sql = "INSERT INTO review_sources SELECT id, ? FROM review_entries WHERE key IN (SELECT value FROM json_each(?))"
    db.execute(sql, [briefing_id, json.dumps([entry.key for entry in entries])])


def add_entry(db: Database, entry: ReviewEntry, *, again: bool = False) -> None:
    """Put something on the list, or bring what waits there under its key up to date, settled too with ``again``."""
    sql = """
        INSERT INTO review_entries (key, kind, confidence, record) VALUES (?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET record = excluded.record, confidence = excluded.confidence, decision = NULL
        WHERE decision IS NULL OR ?
    """
    db.execute(sql, [entry.key, entry.kind, entry.confidence, _encode(entry), again])


def get_entry(db: Database, number: int, *, waits: bool = False) -> ReviewEntry:
    """Return the entry of this number, or raise NotFoundError; also for one that does not wait where it is to."""
    for entry in _list(db, f"e.id = ? AND {_WAITS if waits else 'TRUE'}", [number]):
        return entry
    raise NotFoundError(f"There is no R{number} in the review list.", hint="/ingest review shows the list.")


def find_entry(db: Database, key: str) -> ReviewEntry | None:
    """Return the entry about this, or None."""
    return next(iter(_list(db, "e.key = ?", [key])), None)


def list_open_entries(
    db: Database, *, briefing_id: int | None, limit: int = -1, offset: int = 0
) -> tuple[list[ReviewEntry], int]:
    """Return a page of what waits, the least certain first, and how much waits in all; of one briefing, or of all."""
    where = f"{_WAITS} AND (?1 IS NULL OR e.id IN (SELECT entry_id FROM review_sources WHERE briefing_id = ?1))"
    total = int(db.execute(f"SELECT count(*) FROM review_entries e WHERE {where}", [briefing_id]).fetchone()[0])
    return _list(db, f"{where} ORDER BY e.confidence, e.id LIMIT ?2 OFFSET ?3", [briefing_id, limit, offset]), total


def list_briefings_of(db: Database, number: int) -> list[int]:
    """Return the briefings in force that put an entry on the list."""
    sql = "SELECT s.briefing_id FROM review_sources s JOIN briefings b ON b.id = s.briefing_id AND b.active"
    return [row[0] for row in db.execute(f"{sql} WHERE s.entry_id = ? ORDER BY 1", [number]).fetchall()]


def mark_settled(db: Database, entry: ReviewEntry) -> None:
    """Record what was decided of an entry, as it says."""
    db.table("review_entries").update(entry.number, {"decision": entry.decision, "record": _encode(entry)})


def load_settled(db: Database, *kinds: ReviewKind) -> dict[str, ReviewEntry]:
    """Return the entries of these kinds that were decided, by key, in the order they came."""
    where = "e.decision IS NOT NULL AND e.kind IN (SELECT value FROM json_each(?)) ORDER BY e.id"
    return {entry.key: entry for entry in _list(db, where, [json.dumps(kinds)])}


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


# The files that readings in force were read from, or that somebody is asked about.


def keep_file(db: Database, sha256: str, data: bytes) -> None:
    """Keep the bytes of a file that was read; the same bytes once."""
    db.execute("INSERT OR IGNORE INTO files VALUES (?, ?)", [sha256, zlib.compress(data)])


def find_file(db: Database, sha256: str) -> bytes | None:
    """Return the bytes of a file, or None where they are kept no more."""
    row = db.execute("SELECT data FROM files WHERE sha256 = ?", [sha256]).fetchone()
    return None if row is None else zlib.decompress(row[0])


def forget_files(db: Database) -> None:
    """Erase the files of which no reading counts, and which nobody is asked about."""
    read = "sha256 IN (SELECT sha256 FROM ingests WHERE undone_at IS NULL)"
    asked = "SELECT key FROM review_entries WHERE kind = 'document' AND decision IS NULL"
    db.execute(f"DELETE FROM files WHERE NOT {read} AND 'document:' || sha256 NOT IN ({asked})")
