"""From which day on policies bind, as items print it: what was issued is in force from then on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from bot.domain.records.briefing import PolicyStatus
from bot.store.selection import fetch
from bot.store.snapshots import keep_until_written

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database

_PRINTED = f"""
    SELECT DISTINCT d.closes_on, p.id FROM item_deadlines d
    CROSS JOIN items o ON o.id = d.item_id CROSS JOIN policies p ON p.id = o.policy_id
    WHERE d.kind = 'takes_effect' AND o.active AND p.status = '{PolicyStatus.ISSUED.value}' ORDER BY d.closes_on
"""
"""Deadlines are few beside items, and are looked at first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _EffectDays:
    """Policies in the order of the days that they are said to take effect on."""

    days: tuple[str, ...]
    policies: tuple[int, ...]


def list_in_effect(db: Database, today: dt.date) -> str:
    """Give the policies issued that an item says to take effect on this day or before it, as JSON.

    To look at all days again would take longer than everything else of a question, so they are kept until something is
    written.
    """
    held = keep_until_written(db, "effect days", _list_effect_days)
    count = bisect_right(held.days, today.isoformat())
    return msgspec.json.encode(held.policies[:count]).decode()


def _list_effect_days(db: Database) -> _EffectDays:
    found = fetch(db, "closes_on, id", _PRINTED, of=tuple[str, int])
    return _EffectDays(days=tuple(day for day, _ in found), policies=tuple(number for _, number in found))
