"""Items that have some of the words asked for, where no item has all: which of them are an answer, and what to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import log

from bot.query.query_record import Alternatives, Query
from bot.query.search_plan import SearchPlan, prefer_neighbours
from bot.store.database import Database
from bot.store.index_words import count_words, list_holding
from bot.store.search import Hit, find_items

_MOST, _SOME, _SOME_OF_TWO, _NEAR = 0.72, 0.5, 0.35, 0.2
"""Shares of the weight: with a word absent, with none, of two words, and from which an item is near."""
_SEVERAL = 1.5
"""So much more than a word weighs a name of several."""
_CANDIDATES = 40
_LEAST_WORDS, _MOST_WORDS = 2, 12
"""Fewer words are not some of several; of more only the first are tried apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """An item that has some of the words: their share of the weight of all, and which it has."""

    hit: Hit
    share: float
    held: frozenset[int]

    @property
    def is_near(self) -> bool:
        """Whether it is worth showing where nothing answers."""
        return self.share >= _NEAR


def share_words(db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> list[Shared]:
    """Return the best items that have any of the words, those with most of their weight first.

    What few of all items have weighs more.
    """
    total, counts = count_words(db, plan.wanted)
    pairs = zip(plan.texts, counts, strict=True)
    weights = [log(1 + total / (count + 0.5)) * (_SEVERAL if " " in text else 1) for text, count in pairs]
    present = [place for place, count in enumerate(counts) if count][:_MOST_WORDS]
    if not present:
        return []
    wanted = [plan.wanted[place] for place in present]
    any_of = Alternatives(
        wordings=tuple(wording for each in prefer_neighbours(plan).wanted for wording in each.wordings)
    )
    asked, either = replace(query, sort=None, limit=None), replace(plan, wanted=(any_of,), texts=("",))
    hits = find_items(db, asked, either, today=today, limit=_CANDIDATES).hits
    holding = list_holding(db, wanted, [hit.item_id for hit in hits])
    shared: list[Shared] = []
    for hit in hits:
        held = frozenset(place for place, items in zip(present, holding, strict=True) if hit.item_id in items)
        shared.append(Shared(hit=hit, share=sum(weights[place] for place in held) / sum(weights), held=held))
    return sorted(shared, key=lambda each: -each.share)


def choose_some(
    plan: SearchPlan, shared: Sequence[Shared], absent: Sequence[str], firms: AbstractSet[int]
) -> tuple[Hit, ...]:
    """Return the items that have enough of the words, and all companies (``firms``) asked for."""
    present = len(plan.texts) - len(absent)
    if present < _LEAST_WORDS or len(plan.texts) > _MOST_WORDS:
        return ()
    some = _SOME_OF_TWO if len(plan.texts) == _LEAST_WORDS else _SOME
    found: list[Hit] = []
    for each in shared:
        has_most = each.share >= _MOST and len(each.held) >= _LEAST_WORDS
        has_others = len(absent) == 1 and len(each.held) == present
        has_some = not absent and (each.share >= some or bool(firms))
        if (has_most or has_others or has_some) and firms <= each.held:
            found.append(each.hit)
    return tuple(found)


def names_thing(text: str) -> bool:
    """Return whether a text is the name of something: a capital, a figure, or Chinese."""
    return not text.isascii() or any(c.isupper() or c.isdigit() for c in text)


def describe_some(texts: Sequence[str], absent: Sequence[str]) -> str:
    """Say in one line what no item has, and what is shown instead."""
    if absent:
        return f"No item has {join_quoted(absent)}. Showing items with the other words."
    return f"No item has {join_quoted(texts)} together. Showing items with some of the words, most first."


def join_quoted(texts: Sequence[str]) -> str:
    """Return texts in quotes as a list in words; "" for none."""
    quoted = [f'"{text}"' for text in texts]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))
