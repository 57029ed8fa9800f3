"""What the ledger says of the items of a post that was never made: they wait again, or were kept out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain.posts.digest import Fate

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database


def wait_again(db: Database, post_id: int, *, reason: str, now: dt.datetime) -> None:
    """Say of the items of a post that was never made that they wait for the next digest of its rule."""
    _wait(db, "post_id = ?", [post_id], reason=reason, now=now)


def wait_anew(db: Database, subscription_id: int, briefing_id: int, *, reason: str, now: dt.datetime) -> None:
    """Say of what a rule filtered of a briefing that it waits: it asks for something else by now."""
    values = [subscription_id, briefing_id, Fate.FILTERED]
    _wait(db, "subscription_id = ? AND briefing_id = ? AND fate = ?", values, reason=reason, now=now)


def _wait(db: Database, where: str, values: list[Any], *, reason: str, now: dt.datetime) -> None:
    sql = f"UPDATE ledger SET fate = ?, reason = ?, post_id = NULL, at = ? WHERE {where}"
    db.execute(sql, [Fate.WAITING, reason, now.isoformat(), *values])


def withhold_items(db: Database, post_id: int, *, reason: str, now: dt.datetime) -> None:
    """Say of the items of a post that was never made that they were kept out of its channel."""
    sql = "UPDATE ledger SET fate = ?, reason = ?, post_id = NULL, at = ? WHERE post_id = ?"
    db.execute(sql, [Fate.WITHHELD, reason, now.isoformat(), post_id])
