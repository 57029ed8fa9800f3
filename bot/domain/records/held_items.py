"""The items that a briefing has or had, and how one of them is found again in a new reading."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeVar

from bot.domain.names import fold_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.records.briefing import Item

_ALIKE = 0.6
"""From this share of common text on, two items of one section are taken for the same one, corrected."""
_COMPARED = 600
"""Characters of each text that are compared; the beginnings tell items apart."""
_AROUND = 30
"""Items before and after an item's place that are compared with it."""

_Key = TypeVar("_Key")
_Rank = tuple[int, bool, int]
"""Where an item stands: its position, with those in force before the others, by number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldItem:
    """An item as stored, with those that an earlier correction or undo took away (``active`` False)."""

    id: int
    item: Item
    active: bool


def without_place(item: Item) -> Item:
    """Give what an item says, without where it stands, where its links lead, and what is doubted in it."""
    links = tuple(replace(link, url=None, via=None) for link in item.links)
    policy = item.policy and replace(item.policy, number_bodies=())  # told by the number, which is compared
    return replace(item, position=0, pages=None, lines=None, links=links, inferred=(), acting_bodies=(), policy=policy)


class FreeItems:
    """The items held that no new one has been found to be yet; each rule takes the one it finds.

    Among several, one in force comes before one taken away, then the one with the lower number.
    """

    def __init__(self, held: Sequence[HeldItem]) -> None:
        ordered = sorted(held, key=lambda each: (not each.active, each.id))
        self._free = {each.id: each for each in ordered}
        self._by_words = _shelve((without_place(each.item), each) for each in ordered)
        self._by_section = _shelve((each.item.section, each) for each in ordered)
        self._by_title: dict[tuple[str, str], list[HeldItem]] = {}
        for each in reversed(ordered):  # so that the first is taken from the end
            for title in _list_titles(each.item):
                self._by_title.setdefault((each.item.section, title), []).append(each)

    def list_left(self) -> tuple[HeldItem, ...]:
        """Give those that were not taken, in order."""
        return tuple(self._free.values())

    def take_same(self, item: Item) -> HeldItem | None:
        """Take the one that says the same, the nearest by position."""
        shelf = self._by_words.get(without_place(item)) if self._by_words else None
        near = shelf.list_near(item.position) if shelf else []
        return self._take(min(near, key=lambda each: (abs(each[0] - item.position), *each[1:]))[-1] if near else None)

    def take_titled(self, item: Item) -> HeldItem | None:
        """Take the first of its section that has its headline or its Chinese title."""
        first: list[HeldItem] = []
        for title in _list_titles(item):
            titled = self._by_title.get((item.section, title), [])
            while titled and titled[-1].id not in self._free:
                titled.pop()
            first += titled[-1:]
        return self._take(min(first, key=lambda each: (not each.active, each.id)).id if first else None)

    def take_alike(self, item: Item) -> HeldItem | None:
        """Take the one with the most similar text, if it is similar enough, of those around its place."""
        shelf = self._by_section.get(item.section)
        if shelf is None:
            return None
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(item.text[:_COMPARED])
        best: tuple[float, HeldItem] | None = None
        for number in shelf.list_around(item.position):
            each = self._free[number]
            matcher.set_seq1(each.item.text[:_COMPARED])
            if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
                continue
            ratio = matcher.ratio()
            if ratio >= _ALIKE and (best is None or ratio > best[0]):
                best = (ratio, each)
        return self._take(best[1].id if best else None)

    def _take(self, number: int | None) -> HeldItem | None:
        if number is None:
            return None
        taken = self._free.pop(number)
        self._by_words[without_place(taken.item)].remove(taken)
        self._by_section[taken.item.section].remove(taken)
        return taken


class _Shelf:
    """Items in the order of their positions."""

    def __init__(self) -> None:
        self._ranks: list[_Rank] = []

    def sort(self) -> None:
        """Put what was added in order."""
        self._ranks.sort()

    def add(self, held: HeldItem) -> None:
        """Put an item on the shelf, which has to be sorted afterwards."""
        self._ranks.append(_rank(held))

    def remove(self, held: HeldItem) -> None:
        """Take an item off the shelf."""
        del self._ranks[bisect_left(self._ranks, _rank(held))]

    def list_near(self, position: int) -> list[_Rank]:
        """Give the first item at or behind a position, and the first at the nearest position before it."""
        at = bisect_left(self._ranks, (position,))
        before = bisect_left(self._ranks, (self._ranks[at - 1][0],)) if at else 0
        return [*self._ranks[at : at + 1], *(self._ranks[before : before + 1] if at else ())]

    def list_around(self, position: int) -> list[int]:
        """Give the numbers of the items around a position, those in force first."""
        at = bisect_left(self._ranks, (position,))
        near = self._ranks[max(0, at - _AROUND) : at + _AROUND]
        return [number for _, _, number in sorted(near, key=lambda rank: rank[1:])]


def _rank(held: HeldItem) -> _Rank:
    return held.item.position, not held.active, held.id


def _shelve(pairs: Iterable[tuple[_Key, HeldItem]]) -> dict[_Key, _Shelf]:
    shelves: dict[_Key, _Shelf] = {}
    for key, held in pairs:
        shelves.setdefault(key, _Shelf()).add(held)
    for shelf in shelves.values():
        shelf.sort()
    return shelves


def _list_titles(item: Item) -> frozenset[str]:
    printed = (item.headline, item.policy.title_zh if item.policy else None)
    return frozenset(fold_title(title) for title in printed if title)
