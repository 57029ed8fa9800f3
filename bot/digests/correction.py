"""What of a correction is worth a line: issuer, date, status and deadlines; all else is corrected in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.model.briefing import Item
from bot.model.changes import Fact, ItemChange, list_differences
from bot.model.digest import DigestItem


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """An item as it stands now and ``before``; ``issuers`` gives the label of each body id of both."""

    item: DigestItem
    before: Item
    issuers: Mapping[str, str]

    @property
    def now(self) -> Item:
        """The item as it stands now."""
        return self.item.item


def list_worth_telling(
    changes: Sequence[ItemChange], items: Sequence[DigestItem], carried: AbstractSet[int]
) -> tuple[tuple[DigestItem, Item], ...]:
    """Return the items of a post (``carried``, by number) whose correction is told, each with the item before it."""
    by_number = {item.item_id: item for item in items}
    return tuple(
        (by_number[change.item_id], change.before)
        for change in changes
        if change.item_id in carried and change.item_id in by_number and change.before is not None
        if tells_otherwise(change.before, by_number[change.item_id].item)
    )


def tells_otherwise(before: Item, now: Item) -> bool:
    """Return whether issuer, date, status or a deadline is another than before."""
    return any(each.fact is not Fact.NUMBER for each in list_differences(now, before))
