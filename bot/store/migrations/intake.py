"""Migration 6: what admins asked to have read, a row for each request and for each of its documents; kept reports.

``place_channel`` and ``place_ts`` say where the one message about a request stands; ``shown`` is 1 once that message
says how it all ended. ``source`` is JSON: an address, or a file of Slack's. ``outcome`` is the report as JSON, ``said``
and ``hint`` why nothing was read. Timestamps are ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE intakes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        by TEXT NOT NULL,
        place_channel TEXT,
        place_ts TEXT,
        shown INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE intake_jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        intake_id INTEGER NOT NULL REFERENCES intakes(id),
        name TEXT NOT NULL,
        source TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        outcome TEXT,
        said TEXT,
        hint TEXT
    ) STRICT
    """,
    """
    CREATE TABLE ingest_reports (
        ingest_id INTEGER PRIMARY KEY REFERENCES ingests(id),
        report TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX intakes_unshown ON intakes (workspace) WHERE shown = 0",
    "CREATE INDEX intake_jobs_by_intake ON intake_jobs (intake_id)",
    "CREATE INDEX intake_jobs_open ON intake_jobs (state) WHERE state IN ('waiting', 'reading')",
)


def m006_intake(db: Database) -> None:
    """Create the queue of documents to read, and the kept reports."""
    for statement in _STATEMENTS:
        db.execute(statement)
