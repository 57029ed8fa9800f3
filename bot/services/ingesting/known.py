"""What is held already: whether a document was read before, and the report of a reading as people settled it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.services.ingesting.remembered import apply_remembered, list_seen
from bot.services.ingesting.reports import IngestReport, Outcome, build_report
from bot.store.briefings import find_reading_of, list_ingests

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing
    from bot.store.database import Database, Store


def find_unchanged(store: Store, data: bytes) -> IngestReport | None:
    """Give the report of a document whose reading is in force, or None; takes the time of one hash.

    An issue that was read from two files is known by either of them.
    """
    with store.read() as db:
        held = find_reading_of(db, hashlib.sha256(data).hexdigest())
        return None if held is None else report_unchanged(db, held.briefing_id, held.briefing)


def report_unchanged(db: Database, number: int, document: Briefing) -> IngestReport:
    """Give the report of a document that changes nothing in the briefing of this number."""
    held = report_held(db, number, Outcome.UNCHANGED)
    return replace(held, source_name=document.source_name, media_type=document.media_type)


def report_held(db: Database, number: int, outcome: Outcome) -> IngestReport:
    """Give the report of a briefing's reading in force, counted from what is held after everything that was decided."""
    briefing = apply_remembered(db, list_ingests(db, number)[0].briefing)
    return build_report(number, briefing, outcome, (), posts=(), seen=list_seen(db, briefing))
