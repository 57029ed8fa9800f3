"""The layouts that people confirmed for their series, and the files that briefings were read from."""

import datetime as dt
import zlib
from dataclasses import asdict, dataclass

from sqlite_utils import Database

from bot.store.rows import find_record, list_records

_FORGET = """
    DELETE FROM files WHERE sha256 NOT IN (SELECT sha256 FROM ingests WHERE undone_at IS NULL)
    AND 'document:' || sha256 NOT IN (SELECT key FROM review_entries WHERE kind = 'document' AND decision IS NULL)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptLayout:
    """The layout of a series, as TOML; ``cost`` is what it left unexplained of the briefing it was confirmed on."""

    series: str
    name: str
    toml: str
    cost: float
    briefing_id: int
    set_by: str
    at: dt.datetime


def put_layout(db: Database, layout: KeptLayout) -> None:
    """Keep a layout for its series, in the place of the one before."""
    db.table("layouts").upsert(asdict(layout), pk="series")


def find_layout(db: Database, series: str) -> KeptLayout | None:
    """Return the layout that is kept for the series of this key, or None."""
    return find_record(db, KeptLayout, "SELECT * FROM layouts WHERE series = ?", [series])


def list_layouts(db: Database) -> list[KeptLayout]:
    """Return all layouts that are kept, by name."""
    return list_records(db, KeptLayout, "SELECT * FROM layouts ORDER BY name, series")


def keep_file(db: Database, sha256: str, data: bytes) -> None:
    """Keep the bytes of a file that was read; the same bytes once."""
    db.execute("INSERT OR IGNORE INTO files VALUES (?, ?)", [sha256, zlib.compress(data)])


def find_file(db: Database, sha256: str) -> bytes | None:
    """Return the bytes of a file that a reading in force was read from, or that somebody is asked about; else None."""
    row = db.execute("SELECT data FROM files WHERE sha256 = ?", [sha256]).fetchone()
    return None if row is None else zlib.decompress(row[0])


def forget_files(db: Database) -> None:
    """Erase the files of which no reading counts, and which nobody is asked about."""
    db.execute(_FORGET)
