"""Migration 19: what waits by the ledger is found at once, however much the ledger holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m019_waiting(db: Database) -> None:
    """Create the index of the items that wait."""
    db.execute("CREATE INDEX ledger_waiting ON ledger (subscription_id, briefing_id) WHERE fate = 'waiting'")
