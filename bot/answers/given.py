"""Which items and briefings an answer shows something of, found in the answer itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from bot.answers.results import BriefingRow
from bot.answers.sources import Held, Source
from bot.model.briefing import Item
from bot.model.ids import IdKind, find_id
from bot.model.paper import Note
from bot.model.policy import Policy
from bot.names.lexicon import Body, Company

_NOBODYS = (Held, Item, Body, Company, Note)
"""What an answer has that says nothing of whose it is; an item stands beside its source."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """The numbers of the items and briefings that something is shown of."""

    items: frozenset[int] = frozenset()
    briefings: frozenset[int] = frozenset()


QUOTES_NOBODY = Quoted()


def find_quoted(answer: object) -> Quoted:
    """Return what an answer shows something of; a policy is told from all items that report it."""
    found = frozenset(filter(None, map(find_id, _list_ids(answer))))
    return Quoted(
        items=frozenset(number for kind, number in found if kind is IdKind.ITEM),
        briefings=frozenset(number for kind, number in found if kind is IdKind.BRIEFING),
    )


def _list_ids(value: object) -> Iterator[str]:
    if isinstance(value, Policy):
        yield from value.item_ids
    elif isinstance(value, Source):
        yield value.briefing_id
    elif isinstance(value, BriefingRow):
        yield value.id
    elif isinstance(value, tuple):
        for each in value:
            yield from _list_ids(each)
    elif is_dataclass(value) and not isinstance(value, _NOBODYS):
        for field in fields(value):
            yield from _list_ids(getattr(value, field.name))
