"""Migration 16: the policies that were merged into another are found at once, with every card of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m016_merges(db: Database) -> None:
    """Create the index of merged policies."""
    db.execute("CREATE INDEX policies_by_merge ON policies (merged_into) WHERE merged_into IS NOT NULL")
