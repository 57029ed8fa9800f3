"""Two policies that are one, and an item that is about another policy: decided by a person, remembered by the store.

Both are called inside a transaction; what they leave holds at every later ingest, since items, keys and borders are
kept by ``bot.store.merges``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id
from bot.errors import BadQueryError, NotFoundError
from bot.store.audit import AuditRow, add_audit
from bot.store.items import list_items
from bot.store.leads import lead_policy
from bot.store.ledger import hand_on_parted
from bot.store.merges import count_items_of, merge_into, split_off
from bot.store.policies import refresh_policy

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """Two policies that are one now: ``gone`` leads to ``kept`` (ids as people see them)."""

    kept: str
    gone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """An item that is about a policy of its own now (ids as people see them)."""

    item: str
    policy: str
    before: str


def merge_policies(db: Database, one: int, other: int, *, by: str, now: dt.datetime) -> Merged:
    """Make one policy of two: the older number stays, the other leads to it.

    Raises NotFoundError for what is not held, BadQueryError when they are one already.
    """
    kept, gone = sorted((lead_policy(db, one), lead_policy(db, other)))
    if kept == gone:
        raise BadQueryError(
            f"{_show(one)} and {_show(other)} are one policy already.", hint=f"/policy {_show(kept)} shows it."
        )
    for number in (kept, gone):
        if not count_items_of(db, number):
            raise NotFoundError(f"No policy {_show(number)} is held.", hint="/policy lists what is held.")
    merge_into(db, kept, gone, now=now)
    for number in (kept, gone):
        refresh_policy(db, number)
    _audit(db, by, "merge", _show(kept), f"{_show(gone)} leads to it", now)
    return Merged(kept=_show(kept), gone=_show(gone))


def split_item(db: Database, item_id: int, *, by: str, now: dt.datetime) -> Split:
    """Take an item out of its policy into one of its own, which stays another for good.

    Raises NotFoundError for an item that is not held, BadQueryError where there is nothing to split.
    """
    shown = format_id(IdKind.ITEM, item_id)
    held = list_items(db, [item_id])
    if not held:
        raise NotFoundError(f"No item {shown} is held.", hint="/briefing lists the items of a briefing.")
    before = held[0].policy_id
    if before is None:
        raise BadQueryError(f"{shown} is about no policy.", hint="Only a report of a policy can be split from it.")
    if count_items_of(db, before) == 1:
        raise BadQueryError(f"{shown} is all there is of {_show(before)}.", hint="There is nothing to split it from.")
    number, moves = split_off(db, item_id, held[0].item, now=now)
    moved = {each for move in moves for each in (move.policy, move.before, move.after)}
    for each in sorted({before, number} | moved):
        refresh_policy(db, each)
    hand_on_parted(db, {before, number} | moved)
    _audit(db, by, "split", shown, f"from {_show(before)} to {_show(number)}", now)
    return Split(item=shown, policy=_show(number), before=_show(before))


def _show(number: int) -> str:
    return format_id(IdKind.POLICY, number)


def _audit(db: Database, by: str, action: str, subject: str, detail: str, now: dt.datetime) -> None:
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
