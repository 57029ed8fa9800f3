"""What a re-ingest changes: old items against new ones, decided without touching anything."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

from bot.model.briefing import Deadline, DeadlineKind, Item, PolicyStatus
from bot.model.ids import fold_title, normalise_document_number
from bot.model.policy import PolicyFacts

# Which deadlines of an item a later report of its policy has moved.


def list_moved(item: Item, policy: PolicyFacts) -> tuple[Deadline, ...]:
    """Return the deadlines of an item whose kind has another day in its policy, a day that the item does not give."""
    current = {
        DeadlineKind.COMMENTS_CLOSE: policy.comments_close_on,
        DeadlineKind.APPLICATIONS_CLOSE: policy.applications_close_on,
        DeadlineKind.TAKES_EFFECT: policy.effective_on,
    }
    given = {(each.kind, each.on) for each in item.deadlines}
    return tuple(
        each for each in item.deadlines if (day := current.get(each.kind)) is not None and (each.kind, day) not in given
    )


def moves_deadline(later: Item, earlier: Item, policy: PolicyFacts) -> bool:
    """Get whether an item gives the day to which a deadline of an earlier one was moved, by what their policy says."""
    moved = {each.kind for each in list_moved(earlier, policy)}
    return any(each.kind in moved and each not in list_moved(later, policy) for each in later.deadlines)


# In which facts two reports of one thing differ: deadlines of every kind, issuers, date, status, number.


class Fact(StrEnum):
    """A fact in which reports may differ, in words."""

    COMMENTS_CLOSE = "deadline"
    APPLICATIONS_CLOSE = "deadline for applications"
    TAKES_EFFECT = "takes effect"
    ISSUERS = "issuer"
    DATE = "date"
    STATUS = "status"
    NUMBER = "document number"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What a report says of a fact ``now`` and what another ``was`` saying: days, body ids, a status or a number.

    Nothing where it says nothing.
    """

    fact: Fact
    now: tuple[dt.date | str, ...]
    was: tuple[dt.date | str, ...]

    @property
    def is_silence(self) -> bool:
        """Say whether the report now says nothing of the fact, rather than something else."""
        return self.now in {(), (PolicyStatus.UNKNOWN,)}


_DAYS = (
    (Fact.COMMENTS_CLOSE, DeadlineKind.COMMENTS_CLOSE),
    (Fact.APPLICATIONS_CLOSE, DeadlineKind.APPLICATIONS_CLOSE),
    (Fact.TAKES_EFFECT, DeadlineKind.TAKES_EFFECT),
)


def list_differences(now: Item, was: Item) -> Iterator[Difference]:
    """Return the facts in which a report differs from another, in the order of ``Fact``."""
    for fact, kind in _DAYS:
        days, before = list_days(now, kind), list_days(was, kind)
        if days != before:
            yield Difference(fact=fact, now=days, was=before)
    if set(now.issuing_bodies) != set(was.issuing_bodies):
        yield Difference(fact=Fact.ISSUERS, now=now.issuing_bodies, was=was.issuing_bodies)
    if now.reported_on != was.reported_on:
        yield Difference(fact=Fact.DATE, now=_some(now.reported_on), was=_some(was.reported_on))
    if get_status(now) is not get_status(was):
        yield Difference(fact=Fact.STATUS, now=_some(get_status(now)), was=_some(get_status(was)))
    if normalise_document_number(_number(now)) != normalise_document_number(_number(was)):
        yield Difference(fact=Fact.NUMBER, now=_some(_number(now)), was=_some(_number(was)))


def get_status(item: Item) -> PolicyStatus | None:
    """Return what the item says of the status of the document it reports, or None when it reports none."""
    return item.policy.status if item.policy else None


def list_days(item: Item, kind: DeadlineKind) -> tuple[dt.date, ...]:
    """Return the days of an item's deadlines of one kind, in order."""
    return tuple(sorted({deadline.on for deadline in item.deadlines if deadline.kind is kind}))


def changes_nothing(now: Item, was: Item) -> bool:
    """Say whether a report gives no fact otherwise than an earlier one; what it does not repeat it does not change."""
    return all(each.is_silence for each in list_differences(now, was))


def _some(value: dt.date | str | None) -> tuple[dt.date | str, ...]:
    return (value,) if value else ()


def _number(item: Item) -> str:
    return (item.policy.document_number or "") if item.policy else ""


# The items that a briefing has or had, and how one of them is found again in a new reading.

_ALIKE = 0.6
"""From this share of common text on, two items of one section are taken for the same one, corrected."""
_COMPARED = 600
"""Characters of each text that are compared; the beginnings tell items apart."""
_OPENING = 120
"""Characters by which an item is found again in another section."""
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
    """Return what an item says, without where it stands, where its links lead, and what is doubted in it."""
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
        self._by_opening: dict[str, list[HeldItem]] = {}
        for each in reversed(ordered):  # so that the first is taken from the end
            for title in _list_titles(each.item):
                self._by_title.setdefault((each.item.section, title), []).append(each)
            for opening in _list_openings(each.item):
                self._by_opening.setdefault(opening, []).append(each)

    def list_left(self) -> tuple[HeldItem, ...]:
        """Return those that were not taken, in order."""
        return tuple(self._free.values())

    def take_same(self, item: Item) -> HeldItem | None:
        """Take the one that says the same, the nearest by position."""
        shelf = self._by_words.get(without_place(item)) if self._by_words else None
        near = shelf.list_near(item.position) if shelf else []
        return self._take(min(near, key=lambda each: (abs(each[0] - item.position), *each[1:]))[-1] if near else None)

    def take_titled(self, item: Item) -> HeldItem | None:
        """Take the first of its section that has its headline or its Chinese title."""
        return self._take_first(self._by_title.get((item.section, title), []) for title in _list_titles(item))

    def take_elsewhere(self, item: Item) -> HeldItem | None:
        """Take the first of any section that has its headline or begins as it does: another layout moves items."""
        return self._take_first(self._by_opening.get(opening, []) for opening in _list_openings(item))

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

    def _take_first(self, shelves: Iterable[list[HeldItem]]) -> HeldItem | None:
        """Take the first item of these shelves, each of which has its first at the end."""
        first: list[HeldItem] = []
        for shelf in shelves:
            while shelf and shelf[-1].id not in self._free:
                shelf.pop()
            first += shelf[-1:]
        return self._take(min(first, key=lambda each: (not each.active, each.id)).id if first else None)

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
        """Return the first item at or behind a position, and the first at the nearest position before it."""
        at = bisect_left(self._ranks, (position,))
        before = bisect_left(self._ranks, (self._ranks[at - 1][0],)) if at else 0
        return [*self._ranks[at : at + 1], *(self._ranks[before : before + 1] if at else ())]

    def list_around(self, position: int) -> list[int]:
        """Return the numbers of the items around a position, those in force first."""
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


def _list_openings(item: Item) -> frozenset[str]:
    return _list_titles(item) | ({fold_title(item.text[:_OPENING])} - {""})


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
    in its section, of those that stand nearest to its place, last by its beginning in any section. Items that were
    taken away earlier are found too, so that they come back under their old id. The work grows with the items, not
    with their pairs.
    """
    free = FreeItems(held)
    found: dict[int, HeldItem] = {}
    for rule in (free.take_same, free.take_titled, free.take_alike, free.take_elsewhere):
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
    """Get the names of the fields in which two items say something different; place, links, doubts and acts do not."""
    a, b = without_place(old), without_place(new)
    return tuple(name for name in type(a).__slots__ if getattr(a, name) != getattr(b, name))
