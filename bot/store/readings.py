"""Readings by the bytes they were made from, so that a file read before is known without reading it again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from bot.domain.records.briefing import Briefing
from bot.store.briefings import Ingest

if TYPE_CHECKING:
    from sqlite_utils import Database


def find_reading(db: Database, sha256: str) -> Ingest | None:
    """Give the newest reading of exactly these bytes that is in force, its briefing too, or None."""
    sql = (
        "SELECT ingests.* FROM ingests JOIN briefings ON briefings.id = ingests.briefing_id"
        " WHERE ingests.sha256 = ? AND undone_at IS NULL AND active ORDER BY ingests.id DESC LIMIT 1"
    )
    for row in db.query(sql, [sha256]):
        return Ingest(
            id=row["id"],
            briefing_id=row["briefing_id"],
            at=dt.datetime.fromisoformat(row["at"]),
            by=row["by"],
            briefing=msgspec.json.decode(row["record"], type=Briefing),
        )
    return None
