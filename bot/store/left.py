"""What slots left to the posts of other rules that were about to come, as it was decided then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlite_utils import Database


def keep_left(db: Database, subscription_id: int, *, due_at: dt.datetime, left: Mapping[int, str]) -> None:
    """Keep what a rule's slot left out for now: the numbers of items, and the rule that was to bring each."""
    for item_id, source in left.items():
        db.execute(
            "INSERT INTO slot_left (subscription_id, due_at, item_id, source) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (subscription_id, due_at, item_id) DO NOTHING",
            [subscription_id, due_at.isoformat(), item_id, source],
        )


def list_left(db: Database, subscription_id: int, *, due_at: dt.datetime) -> dict[tuple[int, int], str]:
    """Give the same by number and the version held now."""
    sql = """
        SELECT l.item_id, i.version, l.source FROM slot_left l JOIN items i ON i.id = l.item_id
        WHERE l.subscription_id = ? AND l.due_at = ?
    """
    found = db.execute(sql, [subscription_id, due_at.isoformat()]).fetchall()
    return {(item_id, version): source for item_id, version, source in found}
