"""What another report or a new reading says otherwise, decided without touching anything."""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.model.briefing import DeadlineKind, Item, PolicyStatus
from bot.model.ids import fold_title, normalise_document_number
from bot.model.policy import list_printed

DEADLINES = {
    "deadline": DeadlineKind.COMMENTS_CLOSE,
    "deadline for applications": DeadlineKind.APPLICATIONS_CLOSE,
    "takes effect": DeadlineKind.TAKES_EFFECT,
}
"""The facts that are deadlines, in words."""
DOCUMENT_NUMBER = "document number"


class Difference(NamedTuple):
    """What a report says of a fact ``now`` and what another ``was`` saying: days, body ids, a status or a number."""

    fact: str
    now: tuple[dt.date | str, ...]
    was: tuple[dt.date | str, ...]

    @property
    def is_silence(self) -> bool:
        """Whether the report now says nothing of the fact, rather than something else."""
        return self.now in {(), (PolicyStatus.UNKNOWN,)}


def list_differences(now: Item, was: Item) -> list[Difference]:
    """Return the facts in which a report differs from another, deadlines first."""
    said, before = _list_values(now), _list_values(was)
    return [Difference(fact, said[fact], before[fact]) for fact in said if {*said[fact]} != {*before[fact]}]


def _list_values(item: Item) -> dict[str, tuple[dt.date | str, ...]]:
    policy, number = item.policy, item.policy and item.policy.document_number
    return {
        **{fact: tuple(sorted(list_printed(item, kind))) for fact, kind in DEADLINES.items()},
        "issuer": item.issuing_bodies,
        "date": (item.reported_on,) if item.reported_on else (),
        "status": (policy.status,) if policy else (),
        DOCUMENT_NUMBER: (normalise_document_number(number),) if number else (),
    }


def changes_nothing(now: Item, was: Item) -> bool:
    """Return whether a report gives no fact otherwise than an earlier one; what it does not repeat does not change."""
    return all(each.is_silence for each in list_differences(now, was))


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldItem:
    """An item as stored, with those that an earlier correction or undo took away (``active`` False)."""

    id: int
    item: Item
    active: bool


class Change(StrEnum):
    """What becomes of an item; MOVED: it says the same but stands elsewhere (page, line, position or file)."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemChange:
    """One item's change; ``item_id`` None for one never held, ``item`` for one taken away; ``before`` until now."""

    change: Change
    item_id: int | None
    item: Item | None
    before: Item | None = None


_ALIKE = 60
"""From this share of common text on, in percent, two items of one section are taken for the same one, corrected."""
_COMPARED = 600
"""Characters of each text that are compared; the beginnings tell items apart."""
_OPENING = 120
"""Characters by which an item is found again in another section."""
_AROUND = 30
"""Items before and after an item's place that are compared with it."""


def _strip_place(item: Item) -> Item:
    """Return what an item says, without where it stands, where its links lead, and what is doubted in it."""
    links = tuple(replace(link, url=None, via=None) for link in item.links)
    policy = item.policy and replace(item.policy, number_bodies=())  # told by the number, which is compared
    return replace(item, position=0, pages=None, lines=None, links=links, inferred=(), acting_bodies=(), policy=policy)


def _fold_titles(item: Item) -> set[str]:
    titles = (item.headline, item.policy.title_zh if item.policy else None)
    return {fold_title(title) for title in titles if title}


_RULES: tuple[tuple[Callable[[Item], Iterable[Hashable]], int], ...] = (
    (lambda item: (_strip_place(item),), 0),
    (lambda item: [(item.section, title) for title in _fold_titles(item)], 0),
    (lambda item: (item.section,), _ALIKE),
    (lambda item: _fold_titles(item) | ({fold_title(item.text[:_OPENING])} - {""}), 0),
)
"""How an item is found again, in this order: by what it says, by its headline or Chinese title, by the most similar
text of its section, and by its beginning in any section, as another layout moves items. Each is what must be equal, and
how much of the text at least; of several the most similar is it, then one in force, then the nearest."""


def decide_changes(held: Sequence[HeldItem], new: Sequence[Item]) -> tuple[ItemChange, ...]:
    """Match the items of one briefing as held with those just read; new items in order, then those taken away.

    Items that were taken away earlier are found too, so that they come back under their old id. The work grows with the
    items, not with their pairs: each is compared with those around its place.
    """
    waiting = {each.id: each for each in sorted(held, key=lambda each: each.item.position)}
    known: dict[int, HeldItem] = {}
    for list_keys, least in _RULES:
        shelves: defaultdict[Hashable, list[HeldItem]] = defaultdict(list)
        for old in waiting.values():
            for key in list_keys(old.item):
                shelves[key].append(old)
        pairs = [
            (-likeness, not old.active, abs(old.item.position - item.position), place, old.id)
            for place, item in enumerate(new)
            if place not in known
            for key in list_keys(item)
            for old in _list_around(shelves[key], item.position)
            if (likeness := fuzz.ratio(old.item.text[:_COMPARED], item.text[:_COMPARED], score_cutoff=least)) >= least
        ]
        for *_, place, number in sorted(pairs):
            if place not in known and number in waiting:
                known[place] = waiting.pop(number)
    changes = [_compare(known.get(place), item) for place, item in enumerate(new)]
    taken = sorted((old for old in waiting.values() if old.active), key=lambda old: old.id)
    changes += [ItemChange(change=Change.REMOVED, item_id=old.id, item=None, before=old.item) for old in taken]
    return tuple(changes)


def _list_around(shelf: Sequence[HeldItem], position: int) -> Sequence[HeldItem]:
    """Return the items of a shelf, which is in order of position, that stand around a position."""
    at = bisect_left(shelf, position, key=lambda each: each.item.position)
    return shelf[max(0, at - _AROUND) : at + _AROUND]


def _compare(old: HeldItem | None, item: Item) -> ItemChange:
    """Return what became of an item that is found again, or not."""
    if old is None or not old.active:
        return ItemChange(change=Change.ADDED, item_id=old.id if old else None, item=item)
    change = Change.CHANGED if list_changed_fields(old.item, item) else Change.MOVED
    return ItemChange(change=Change.SAME if old.item == item else change, item_id=old.id, item=item, before=old.item)


def list_changed_fields(old: Item, new: Item) -> list[str]:
    """Return the names of the fields in which two items say something different; place, links and doubts do not."""
    a, b = _strip_place(old), _strip_place(new)
    return [name for name in Item.__slots__ if getattr(a, name) != getattr(b, name)]
