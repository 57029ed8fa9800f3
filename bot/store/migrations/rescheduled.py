"""Migration 29: since when a subscription has its present times; NULL where they were never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m029_rescheduled(db: Database) -> None:
    """Create the column."""
    db.execute("ALTER TABLE subscriptions ADD COLUMN rescheduled_at TEXT")
