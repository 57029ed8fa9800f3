"""What a re-ingest changes: old items against new ones, decided without touching anything."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rapidfuzz import fuzz

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


_DAYS = {
    Fact.COMMENTS_CLOSE: DeadlineKind.COMMENTS_CLOSE,
    Fact.APPLICATIONS_CLOSE: DeadlineKind.APPLICATIONS_CLOSE,
    Fact.TAKES_EFFECT: DeadlineKind.TAKES_EFFECT,
}


def list_differences(now: Item, was: Item) -> Iterator[Difference]:
    """Return the facts in which a report differs from another, in the order of ``Fact``."""
    facts, before = _list_facts(now), _list_facts(was)
    for fact in Fact:
        if _compare(fact, facts[fact]) != _compare(fact, before[fact]):
            yield Difference(fact=fact, now=facts[fact], was=before[fact])


def _list_facts(item: Item) -> dict[Fact, tuple[dt.date | str, ...]]:
    number = (item.policy.document_number or "") if item.policy else ""
    others: dict[Fact, tuple[dt.date | str | None, ...]] = {
        Fact.ISSUERS: item.issuing_bodies,
        Fact.DATE: (item.reported_on,),
        Fact.STATUS: (get_status(item),),
        Fact.NUMBER: (number,),
    }
    said = {fact: tuple(value for value in values if value) for fact, values in others.items()}
    return {fact: list_days(item, kind) for fact, kind in _DAYS.items()} | said


def _compare(fact: Fact, values: tuple[dt.date | str, ...]) -> object:
    """Return what of a fact counts: the issuers in any order, a number however it is written."""
    if fact is Fact.NUMBER:
        return [normalise_document_number(str(value)) for value in values]
    return set(values) if fact is Fact.ISSUERS else values


def get_status(item: Item) -> PolicyStatus | None:
    """Return what the item says of the status of the document it reports, or None when it reports none."""
    return item.policy.status if item.policy else None


def list_days(item: Item, kind: DeadlineKind) -> tuple[dt.date, ...]:
    """Return the days of an item's deadlines of one kind, in order."""
    return tuple(sorted({deadline.on for deadline in item.deadlines if deadline.kind is kind}))


def changes_nothing(now: Item, was: Item) -> bool:
    """Say whether a report gives no fact otherwise than an earlier one; what it does not repeat it does not change."""
    return all(each.is_silence for each in list_differences(now, was))


# How an item of a briefing is found again in a new reading.

_ALIKE = 60
"""From this share of common text on, in percent, two items of one section are taken for the same one, corrected."""
_COMPARED = 600
"""Characters of each text that are compared; the beginnings tell items apart."""
_OPENING = 120
"""Characters by which an item is found again in another section."""
_AROUND = 30
"""Items before and after an item's place that are compared with it."""


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


def _fold_titles(item: Item) -> set[str]:
    titles = (item.headline, item.policy.title_zh if item.policy else None)
    return {fold_title(title) for title in titles if title}


_RULES: tuple[tuple[Callable[[Item], Iterable[Hashable]], bool], ...] = (
    (lambda item: (without_place(item),), False),
    (lambda item: [(item.section, title) for title in _fold_titles(item)], False),
    (lambda item: (item.section,), True),
    (lambda item: _fold_titles(item) | ({fold_title(item.text[:_OPENING])} - {""}), False),
)
"""How an item is found again, in this order: by what it says, by its headline or Chinese title, by the most similar
text of its section, and by its beginning in any section, as another layout moves items. Each is what must be equal, and
whether likeness of text decides among those that have it, rather than the place."""


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

    Items that were taken away earlier are found too, so that they come back under their old id. The work grows with the
    items, not with their pairs: each is compared with those around its place.
    """
    free = {each.id: each for each in sorted(held, key=lambda each: (not each.active, each.id))}
    found: dict[int, HeldItem] = {}
    for list_keys, by_text in _RULES:
        shelves: dict[Hashable, list[HeldItem]] = {}
        for each in sorted(free.values(), key=lambda each: each.item.position):
            for key in list_keys(each.item):
                shelves.setdefault(key, []).append(each)
        for index, item in enumerate(new):
            if index not in found:
                near = [each for key in list_keys(item) for each in _list_around(shelves.get(key, []), item.position)]
                ranked = [(_rank(item, each, by_text=by_text), each) for each in near if each.id in free]
                best = min(((rank, each) for rank, each in ranked if rank), key=lambda pair: pair[0], default=None)
                if best is not None:
                    found[index] = free.pop(best[1].id)
    changes = [_change(found.get(index), item) for index, item in enumerate(new)]
    changes += [_remove(left) for left in free.values() if left.active]
    return tuple(changes)


def _list_around(shelf: Sequence[HeldItem], position: int) -> Sequence[HeldItem]:
    """Return the items of a shelf, which is in order of position, that stand around a position."""
    at = bisect_left(shelf, position, key=lambda each: each.item.position)
    return shelf[max(0, at - _AROUND) : at + _AROUND]


def _rank(item: Item, each: HeldItem, *, by_text: bool) -> tuple[float, float, int] | None:
    """Return how well an item fits, the least best, or None where it doesn't; those in force come before the others."""
    if not by_text:
        return not each.active, abs(item.position - each.item.position), each.id
    ratio = fuzz.ratio(item.text[:_COMPARED], each.item.text[:_COMPARED], score_cutoff=_ALIKE)
    return (-ratio, not each.active, each.id) if ratio else None


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
