"""What the ledger says of the items of a post that was never made: they wait, again or longer, or were kept out."""

import datetime as dt
import json
from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from bot.model.digest import Fate
from bot.model.ids import IdKind, format_id
from bot.model.post import CLAIMABLE, PostKind, PostState, Why
from bot.store.outbox import cancel_posts, list_parts, list_posts

_SURELY_UNSENT = (*CLAIMABLE, PostState.CANCELLED)
FOR_DIGEST = "for the digest of "
"""How the reason of what waits for a digest begins, before its day."""


def wait_again(
    db: Database, post_id: int, *, reason: str, now: dt.datetime, items: Collection[int] | None = None
) -> None:
    """Say of the items of a post that was never made, or of some that it does not tell, that they wait."""
    if items is None:
        _wait(db, "post_id = ?", [post_id], reason=reason, now=now)
    else:
        where = "post_id = ? AND item_id IN (SELECT value FROM json_each(?))"
        _wait(db, where, [post_id, json.dumps(sorted(items))], reason=reason, now=now)


def wait_anew(db: Database, subscription_id: int, briefing_id: int, *, reason: str, now: dt.datetime) -> None:
    """Say of what a rule filtered of a briefing that it waits: it asks for something else by now."""
    values = [subscription_id, briefing_id, Fate.FILTERED]
    _wait(db, "subscription_id = ? AND briefing_id = ? AND fate = ?", values, reason=reason, now=now)


def decide_summaries_again(db: Database, number: int, *, now: dt.datetime) -> None:
    """End the unsent summaries of a rule that asks for something else by now: their briefings wait for what it asks.

    So does what it filtered of briefings whose posts have to wait still: it may have changed its mind before.
    """
    reason = f"{format_id(IdKind.SUBSCRIPTION, number)} was changed before it was posted"
    waiting = set(_list_held_back(db, number, now=now))
    for post in list_posts(db, subscription_id=number, states=CLAIMABLE):
        if post.slot.kind is PostKind.IMMEDIATE and post.part == 0 and post.briefing_id is not None:
            wait_again(db, post.id, reason=reason, now=now)
            cancel_posts(db, list_parts(db, post.id), why=Why.SUPERSEDED, reason=reason, now=now)
            waiting.add(post.briefing_id)
    for briefing in sorted(waiting):
        wait_anew(db, number, briefing, reason=reason, now=now)


def _list_held_back(db: Database, number: int, *, now: dt.datetime) -> list[int]:
    """Return the announced briefings whose posts have to wait still, and of which a rule surely posted nothing."""
    sql = f"""
        SELECT a.briefing_id FROM announcements a WHERE a.announced AND a.undone_at IS NULL AND a.not_before > ?
          AND a.version = (SELECT max(version) FROM announcements WHERE briefing_id = a.briefing_id)
          AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.briefing_id = a.briefing_id AND p.subscription_id = ?
            AND p.kind = ? AND p.state NOT IN ({", ".join("?" * len(_SURELY_UNSENT))}))
    """
    values = [now.isoformat(), number, PostKind.IMMEDIATE, *_SURELY_UNSENT]
    return [briefing for (briefing,) in db.execute(sql, values).fetchall()]


def put_off(db: Database, subscription_id: int, *, reason: str, now: dt.datetime, until: str = "9999-12-31") -> None:
    """Say of what waits for a digest of a rule, by name of its day (up to this, ISO), that it waits for the next."""
    where = "subscription_id = ? AND fate = ? AND reason LIKE ? || '%' AND substr(reason, length(?) + 1, 10) <= ?"
    values = [subscription_id, Fate.WAITING, FOR_DIGEST, FOR_DIGEST, until]
    _wait(db, where, values, reason=f"for the next digest: {reason}", now=now)


def _wait(db: Database, where: str, values: list[Any], *, reason: str, now: dt.datetime) -> None:
    sql = f"UPDATE ledger SET fate = ?, reason = ?, post_id = NULL, at = ? WHERE {where}"
    db.execute(sql, [Fate.WAITING, reason, now.isoformat(), *values])


def withhold_items(db: Database, post_id: int, briefings: Collection[int], *, reason: str, now: dt.datetime) -> None:
    """Say of a post's items of these briefings, which it never brings, that they were kept out of its channel."""
    sql = (
        "UPDATE ledger SET fate = ?, reason = ?, post_id = NULL, at = ? WHERE post_id = ?"
        " AND briefing_id IN (SELECT value FROM json_each(?))"
    )
    db.execute(sql, [Fate.WITHHELD, reason, now.isoformat(), post_id, json.dumps(sorted(briefings))])
