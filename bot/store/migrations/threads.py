"""Migration 28: the thread in which documents were sent, where their one message belongs; NULL outside threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m028_threads(db: Database) -> None:
    """Create the column of the thread."""
    db.execute("ALTER TABLE intakes ADD COLUMN place_thread TEXT")
