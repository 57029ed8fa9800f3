"""What a digest of deadlines ahead leaves out, though it matches: what its place does not want to hear of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.digest import Decided, Fate, list_ahead

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from bot.domain.digest import DigestRule

NOT_FOR_US = "answered with Not for us"
"""Why the ledger says so of an item."""


def decide_agenda(
    decided: Sequence[Decided], of: DigestRule, *, carried: Collection[int], now: dt.datetime
) -> tuple[Decided, ...]:
    """Leave out the items all of whose deadlines ahead were declined; what was ``carried`` by the digest stays."""
    return tuple(one if one.item.item_id in carried else _decide(one, of, now=now) for one in decided)


def _decide(one: Decided, of: DigestRule, *, now: dt.datetime) -> Decided:
    if one.fate is not Fate.INCLUDED:
        return one
    keys = [key for key, _ in list_ahead(one.item, of, now=now)]
    if keys and all(of.declines(key) for key in keys):
        return Decided(item=one.item, fate=Fate.DECLINED, reason=NOT_FOR_US)
    return one
