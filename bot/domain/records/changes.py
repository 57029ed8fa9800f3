"""What a re-ingest changes: old items against new ones, decided without touching anything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.names import fold_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.records.briefing import Item

_ALIKE = 0.6
"""From this share of common text on, two items of one section are taken for the same one, corrected."""
_COMPARED = 600
"""Characters of each text that are compared; the beginnings tell items apart."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldItem:
    """An item as stored, with those that an earlier correction or undo took away (``active`` False)."""

    id: int
    item: Item
    active: bool


def decide_changes(held: Sequence[HeldItem], new: Sequence[Item]) -> tuple[ItemChange, ...]:
    """Match the items of one briefing as held with those just read; new items in order, then those taken away.

    An item is found again by what it says (first), by its headline or Chinese title, then by the most similar text
    in its section. Items that were taken away earlier are found too, so that they come back under their old id.
    """
    free = {h.id: h for h in sorted(held, key=lambda h: (not h.active, h.id))}
    found: dict[int, HeldItem] = {}
    for rule in (_says_the_same, _has_same_title, _is_alike):
        for index, item in enumerate(new):
            if free and index not in found:
                match = rule(item, tuple(free.values()))
                if match:
                    found[index] = free.pop(match.id)
    changes = [_change(found.get(index), item) for index, item in enumerate(new)]
    changes += [_remove(left) for left in free.values() if left.active]
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
    a, b = _placeless(old), _placeless(new)
    return tuple(name for name in type(a).__slots__ if getattr(a, name) != getattr(b, name))


def _placeless(item: Item) -> Item:
    links = tuple(replace(link, url=None, via=None) for link in item.links)
    return replace(item, position=0, pages=None, lines=None, links=links, inferred=(), acting_bodies=())


def _says_the_same(item: Item, held: tuple[HeldItem, ...]) -> HeldItem | None:
    wanted = _placeless(item)
    same = [h for h in held if h.item.section == item.section and _placeless(h.item) == wanted]
    return min(same, key=lambda h: abs(h.item.position - item.position), default=None)


def _has_same_title(item: Item, held: tuple[HeldItem, ...]) -> HeldItem | None:
    titles = _titles(item)
    return next((h for h in held if h.item.section == item.section and titles & _titles(h.item)), None)


def _titles(item: Item) -> frozenset[str]:
    printed = (item.headline, item.policy.title_zh if item.policy else None)
    return frozenset(fold_title(title) for title in printed if title)


def _is_alike(item: Item, held: tuple[HeldItem, ...]) -> HeldItem | None:
    best: tuple[float, HeldItem] | None = None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(item.text[:_COMPARED])
    for h in held:
        if h.item.section != item.section:
            continue
        matcher.set_seq1(h.item.text[:_COMPARED])
        if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
            continue
        ratio = matcher.ratio()
        if ratio >= _ALIKE and (best is None or ratio > best[0]):
            best = (ratio, h)
    return best[1] if best else None
