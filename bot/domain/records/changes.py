"""What a re-ingest changes: old items against new ones, decided without touching anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.records.held_items import FreeItems, without_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.records.briefing import Item
    from bot.domain.records.held_items import HeldItem


class Change(StrEnum):
    """What becomes of an item."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemChange:
    """One item's change: ``item_id`` is None for one never held, ``item`` None for one taken away.

    ``moved`` means that the item says the same but stands elsewhere (another page, line, position or file).
    ``before`` is the item as it was in force until now, or None; it does not make two changes different.
    """

    change: Change
    item_id: int | None
    item: Item | None
    fields: tuple[str, ...] = ()
    before: Item | None = field(default=None, compare=False, repr=False)


def decide_changes(held: Sequence[HeldItem], new: Sequence[Item]) -> tuple[ItemChange, ...]:
    """Match the items of one briefing as held with those just read; new items in order, then those taken away.

    An item is found again by what it says (first), by its headline or Chinese title, then by the most similar text
    in its section, of those that stand nearest to its place. Items that were taken away earlier are found too, so that
    they come back under their old id. The work grows with the items, not with their pairs.
    """
    free = FreeItems(held)
    found: dict[int, HeldItem] = {}
    for rule in (free.take_same, free.take_titled, free.take_alike):
        for index, item in enumerate(new):
            if index not in found and (match := rule(item)):
                found[index] = match
    changes = [_change(found.get(index), item) for index, item in enumerate(new)]
    changes += [_remove(left) for left in free.list_left() if left.active]
    return tuple(changes)


def _change(old: HeldItem | None, item: Item) -> ItemChange:
    if old is None:
        return ItemChange(change=Change.ADDED, item_id=None, item=item)
    if not old.active:
        return ItemChange(change=Change.ADDED, item_id=old.id, item=item)
    if old.item == item:
        return ItemChange(change=Change.SAME, item_id=old.id, item=item, before=old.item)
    fields = list_changed_fields(old.item, item)
    change = Change.CHANGED if fields else Change.MOVED
    return ItemChange(change=change, item_id=old.id, item=item, fields=fields, before=old.item)


def _remove(old: HeldItem) -> ItemChange:
    return ItemChange(change=Change.REMOVED, item_id=old.id, item=None, before=old.item)


def list_changed_fields(old: Item, new: Item) -> tuple[str, ...]:
    """Give the names of the fields in which two items say something different; place, links, doubts and acts do not."""
    a, b = without_place(old), without_place(new)
    return tuple(name for name in type(a).__slots__ if getattr(a, name) != getattr(b, name))
