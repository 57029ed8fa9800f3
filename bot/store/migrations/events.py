"""Migration 3: what was received from Slack, so that the same request twice has one effect.

``key`` names a request (an envelope, an event, a signed request), ``received_at`` is ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    "CREATE TABLE received (key TEXT PRIMARY KEY, received_at TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX received_by_time ON received (received_at)",
)


def m003_received(db: Database) -> None:
    """Create the table of what was received."""
    for statement in _STATEMENTS:
        db.execute(statement)
