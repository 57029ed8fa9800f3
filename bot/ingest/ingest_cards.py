"""The report of an ingest as it is shown: what the reading brought, what wants a look, where its posts stand now."""

import datetime as dt
from dataclasses import dataclass, replace

import msgspec

from bot.digests.holds import Holds
from bot.ingest.ingest import report_now
from bot.ingest.reports import IngestReport, Outcome
from bot.ingest.review import Review, ReviewList
from bot.model.ids import IdKind, parse_id
from bot.model.post import Posting
from bot.store.briefings import Reading, count_readings, find_reading, find_report, get_last_reading, list_readings
from bot.store.database import Database, Store

PAGE_SIZE = 10
"""Readings of one page of the list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestCard:
    """A report with how things stand now.

    ``reading`` is None for a document that was known already; ``posting`` and ``review`` (what a person should check)
    are None once the reading is not in force any more.
    """

    report: IngestReport
    reading: Reading | None
    posting: Posting | None
    review: ReviewList | None
    seen_at: dt.datetime

    @property
    def number(self) -> int:
        """The number of the briefing."""
        return parse_id(self.report.briefing_id, IdKind.BRIEFING)

    @property
    def in_force(self) -> bool:
        """Whether what this reading says is what the briefing says now."""
        return self.reading is not None and self.reading.in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedReading:
    """A row of the list: a reading, and where the posts of its briefing stand while it is in force."""

    reading: Reading
    posting: Posting | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingList:
    """A page of the readings, the newest first."""

    rows: tuple[ListedReading, ...]
    total: int
    offset: int
    page_size: int
    seen_at: dt.datetime


class IngestCards:
    """Shows what was read."""

    def __init__(self, store: Store, holds: Holds, review: Review) -> None:
        self._store = store
        self._holds = holds
        self._review = review

    def list_readings(self, *, now: dt.datetime, offset: int = 0) -> ReadingList:
        """Return a page of the readings."""
        with self._store.read() as db:
            found = list_readings(db, limit=PAGE_SIZE, offset=max(0, offset))
            total = count_readings(db)
        rows = tuple(
            ListedReading(
                reading=each, posting=self._holds.find_posting(each.briefing_id, now=now) if each.in_force else None
            )
            for each in found
        )
        return ReadingList(rows=rows, total=total, offset=max(0, offset), page_size=PAGE_SIZE, seen_at=now)

    def get_card(self, number: int, *, now: dt.datetime, reading: int | None = None) -> IngestCard:
        """Return the report of a briefing's last reading, or of another one; NotFoundError when it was never read."""
        with self._store.read() as db:
            chosen = find_reading(db, reading) if reading is not None else None
            found = chosen if chosen and chosen.briefing_id == number else get_last_reading(db, number)
            report = _read_report(db, found)
        return self._build(report, found, now=now)

    def build_card(self, report: IngestReport, *, now: dt.datetime) -> IngestCard:
        """Return the card of a report just made."""
        if report.reading is None:
            return IngestCard(report=report, reading=None, posting=None, review=None, seen_at=now)
        with self._store.read() as db:
            found = find_reading(db, report.reading)
        return self._build(report, found, now=now)

    def _build(self, report: IngestReport, reading: Reading | None, *, now: dt.datetime) -> IngestCard:
        posting = review = None
        if reading is not None and reading.in_force:
            posting = self._holds.find_posting(reading.briefing_id, now=now)
            review = self._review.list_open(briefing_id=reading.briefing_id)
        return IngestCard(report=report, reading=reading, posting=posting, review=review, seen_at=now)


def _read_report(db: Database, reading: Reading) -> IngestReport:
    """Return the report of a reading; one in force is counted anew, as people may have settled some of it."""
    report = msgspec.json.decode(find_report(db, reading.id) or "null", type=IngestReport)
    if not reading.in_force:
        return report
    return replace(
        report_now(db, reading.briefing_id, Outcome.ADDED),
        outcome=report.outcome,
        changes=report.changes,
        posts=report.posts,
        reading=report.reading,
        united=report.united,
    )
