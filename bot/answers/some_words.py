"""Items that have some of the words asked for: most of them, or any, where no item has all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log
from typing import NamedTuple

from bot.answers.rows import Searched, Step
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.query.query_record import Query
from bot.query.question_names import drop_asking, drop_particles, widen_firms
from bot.query.search_plan import Alternatives, SearchPlan, compose_search_plan, facet_token, widen_words
from bot.query.wording import Wording
from bot.store.database import Database
from bot.store.licences import is_narrowed
from bot.store.search import (
    MOST_RANKED,
    Found,
    Hit,
    count_words,
    find_items,
    find_newest_reading,
    list_holding,
    list_index_words,
)

# The same things by their other names: in the other language, and companies of a country by theirs.

Find = Callable[[Query, SearchPlan], Found]

_BY_WORDS = frozenset({Step.ALL, Step.WORDS, Step.SPELLING})
FEW = 5
"""Where all words find fewer items, other names are looked for too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherNames:
    """Looks for other names with these names and words, by ``find``; at most ``limit`` hits are kept."""

    lexicon: Lexicon
    wording: Wording
    find: Find
    limit: int | None

    def translate(self, result: Searched) -> Searched:
        """Return what has each thing by any of its names; the same result where no word has another name."""
        plan, said = self._widen(result.plan)
        if not said:
            return result
        note = f"No item has these words; read in other words too: {'; '.join(said)}."
        found = self.find(result.query, plan)
        return replace(result, plan=plan, found=found, step=Step.SYNONYMS, notes=(*result.notes, note))

    def add(self, result: Searched) -> Searched:
        """Get what all words found, where that is little, and behind it what other names find, or no "rules" of it."""
        total = result.found.total
        if result.step not in _BY_WORDS or total is None or total >= FEW:
            return result
        query, plan, without = self._leave_asking(result)
        plan, said = self._widen(plan)
        wider = self.find(query, plan) if plan != result.plan else result.found
        if wider.total == total:
            return result
        if wider.ranked:
            held = frozenset(result.found.hits)
            behind = (hit for hit in wider.hits if hit not in held)
            wider = replace(wider, hits=(*result.found.hits, *behind)[: self.limit])
        notes = [f"without {' and '.join(f'“{word}”' for word in without)}"] if without else []
        notes += [f"in other words: {'; '.join(said)}"] if said else []
        note = (f"Also found {', '.join(notes)}.",) if notes else ()
        return replace(result, plan=plan, found=wider, notes=(*result.notes, *note))

    def _leave_asking(self, result: Searched) -> tuple[Query, SearchPlan, tuple[str, ...]]:
        """Leave out words that nobody asks for ("drone rules"), and give those that are more than particles."""
        terms, texts = result.query.terms, result.plan.texts
        kept = terms if result.step is Step.SPELLING else drop_asking(terms, texts, self.wording)
        if kept == terms:
            return result.query, result.plan, ()
        left = tuple(term.text for term in drop_particles(terms, texts) if term not in kept)
        return replace(result.query, terms=kept), compose_search_plan(kept, self.lexicon), left

    def _widen(self, plan: SearchPlan) -> tuple[SearchPlan, list[str]]:
        plan, firms = widen_firms(plan, self.lexicon, self.wording)
        plan, words = widen_words(plan, self.wording.list_translations)
        return plan, [*firms, *words]


# The words of the search index, kept until the next reading: what a misspelt word may have been.

_SHORTER, _LONGER = 5, 2
"""A stem may be so many letters shorter than the word that was typed, or longer."""


class IndexWords:
    """Knows the words of one store's index; safe to share between threads.

    SQLite goes through every place of every word to list them, so they are listed once a letter and reading.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, list[str]]] = {}

    def list_like(self, db: Database, text: str) -> list[str]:
        """Get the words, as the index stems them, that begin like this one and are about as long; none for several."""
        word = fold(text)
        if not word.isascii() or not word.isalpha() or is_narrowed(db):  # the index does not tell whose words it has
            return []
        shortest, longest = len(word) - _SHORTER, len(word) + _LONGER
        return [stem for stem in self._list_with(db, word[0]) if shortest <= len(stem) <= longest]

    def _list_with(self, db: Database, letter: str) -> list[str]:
        state = find_newest_reading(db)
        kept = self._kept.get(letter)
        if kept is None or kept[0] != state:
            kept = self._kept[letter] = (state, list_index_words(db, letter))
        return kept[1]


# How much each word of a question weighs: what few items have tells more.

_COMPANY = facet_token("company", "").removesuffix("0")
"""What the tokens of companies begin with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """One wanted thing: the words typed for it, how many items have it, and how much that tells."""

    text: str
    wanted: Alternatives
    items: int
    weight: float

    @property
    def names_company(self) -> bool:
        """Whether it is the name of a company."""
        return any(token.startswith(_COMPANY) for wording in self.wanted.wordings for token in wording)


def weigh(db: Database, plan: SearchPlan) -> list[Weight]:
    """Return what each thing that is wanted weighs, in their order."""
    total, counts = count_words(db, plan.wanted)
    return [
        Weight(
            text=text,
            wanted=wanted,
            items=count,
            weight=log(1 + total / (count + 0.5)),
        )
        for text, wanted, count in zip(plan.texts, plan.wanted, counts, strict=True)
    ]


def asks_for_absent(weights: list[Weight]) -> bool:
    """Return whether a thing with a name is asked for that no item has: a capital, a figure, or Chinese."""
    return any(
        not weight.items and (any(c.isupper() or c.isdigit() for c in weight.text) or not weight.text.isascii())
        for weight in weights
    )


_LEAST_WORDS = 2
"""Fewer words than this are not most of what was asked for."""
_ENOUGH = 0.72
"""An item that has some of the words must have so much of their weight; rare words weigh more."""
_SOME, _OF_TWO = 0.5, 0.35
"""An item that is shown for any of the words must have so much of their weight; of two words, unless one is common."""
_NEAR = 0.3
_BESIDE = 0.5
NEAR_SHOWN = 3
"""So many items that are no answer are shown where nothing was found."""
_CANDIDATES = 40
_MOST_WORDS = 12
"""With more words than this only the first are tried apart."""


class Shared(NamedTuple):
    """An item that has some of the words: their share of the weight of all, how many, and how many name companies."""

    hit: Hit
    share: float
    words: int
    companies: int


Share = Callable[[], list[Shared]]
"""What gives the items that have any of the words, looked for when it is first asked."""


def share_words(db: Database, result: Searched, weights: list[Weight], *, today: dt.date) -> list[Shared]:
    """Return the best items that have any of the words, with how much of them each has, most first."""
    held = [weight for weight in weights[:_MOST_WORDS] if weight.items]
    if not held:
        return []
    either = SearchPlan(
        wanted=(Alternatives(wordings=tuple(w for weight in held for w in weight.wanted.wordings)),),
        excluded=result.plan.excluded,
        marked=result.plan.marked,
    )
    asked = replace(result.query, sort=None) if result.query.sort else result.query
    candidates = find_items(db, asked, either, today=today, limit=_CANDIDATES, most=MOST_RANKED)
    whole = sum(weight.weight for weight in weights)
    if len(held) == 1:
        share, named = held[0].weight / whole, int(held[0].names_company)
        return [Shared(hit=hit, share=share, words=1, companies=named) for hit in candidates.hits]
    places = {hit.item_id: 0.0 for hit in candidates.hits}
    counts, companies = dict.fromkeys(places, 0), dict.fromkeys(places, 0)
    holding = list_holding(db, [weight.wanted for weight in held], tuple(places))
    for weight, item_ids in zip(held, holding, strict=True):
        part, company = weight.weight / whole, int(weight.names_company)
        for item_id in item_ids:
            places[item_id] += part
            counts[item_id] += 1
            companies[item_id] += company
    ranked = sorted(candidates.hits, key=lambda hit: -places[hit.item_id])
    return [
        Shared(hit=hit, share=places[each], words=counts[each], companies=companies[each])
        for hit, each in ((hit, hit.item_id) for hit in ranked)
    ]


def find_some(result: Searched, weights: list[Weight], share: Share) -> Searched:
    """Return the items that have most of the words, the best first."""
    if not _can_have_most(weights):
        return result
    enough = [each.hit for each in share() if each.share >= _ENOUGH and each.words >= _LEAST_WORDS]
    found = Found(hits=tuple(enough[: result.query.limit or None]), total=len(enough), ranked=True)
    return replace(result, found=found)


def find_apart(result: Searched, weights: list[Weight], share: Share) -> Searched:
    """Return the items that have any of the words, where each word is held but no item has enough of them.

    Where one word is held nowhere and names nothing, those that have all the others. A company that is named among
    other words is what is asked about: what does not name it is left out.
    """
    held = [weight for weight in weights if weight.items]
    if len(held) < _LEAST_WORDS or len(weights) > _MOST_WORDS or result.plan.quoted:
        return result
    if len(held) < len(weights):
        return _find_others(result, weights, held, share)
    shared = share()
    named = [weight.text for weight in weights if weight.names_company]
    about = [each for each in shared if each.companies == len(named)] if 0 < len(named) < len(weights) else []
    least = _OF_TWO if len(weights) == _LEAST_WORDS else _SOME
    shared = about or [each for each in shared if each.share >= least]
    found = Found(hits=tuple(each.hit for each in shared)[: result.query.limit or None], total=len(shared), ranked=True)
    together = " and ".join(f"“{weight.text}”" for weight in weights)
    is_apart = all(each.words < _LEAST_WORDS for each in shared)
    some = "each of these has only one of them" if is_apart else "these have some of them, most first"
    some = f"these name {' and '.join(f'“{name}”' for name in named)}" if about else some
    note = f"No item has {together} together; {some}."
    return replace(result, found=found, step=Step.APART, notes=(*result.notes, note))


def _find_others(result: Searched, weights: list[Weight], held: list[Weight], share: Share) -> Searched:
    """Return the items that have all words but the one that is held nowhere; none where that names a thing."""
    if len(weights) - len(held) > 1 or asks_for_absent(weights):
        return result
    others = [each.hit for each in share() if each.words == len(held)]
    absent = next(weight.text for weight in weights if not weight.items)
    note = f"No item has “{absent}”; these have the other words."
    found = Found(hits=tuple(others[: result.query.limit or None]), total=len(others), ranked=True)
    return replace(result, found=found, step=Step.APART, notes=(*result.notes, note))


def _can_have_most(weights: list[Weight]) -> bool:
    """Return whether an item may have most of what is asked for: two words are held, and no named thing is absent."""
    return sum(1 for each in weights[:_MOST_WORDS] if each.items) >= _LEAST_WORDS and not asks_for_absent(weights)


def choose_near(shared: list[Shared]) -> tuple[Hit, ...]:
    """Return the best of those that have some of what was asked for, not enough to be an answer."""
    return tuple(each.hit for each in shared if each.share >= _NEAR)[:NEAR_SHOWN]


def choose_beside(shared: list[Shared], weights: list[Weight], found: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return the best of those that have half of what was asked for, beside the items found and about other policies.

    Companies that are asked for are named in all of them.
    """
    items = frozenset(hit.item_id for hit in found)
    policies = frozenset(hit.policy_id for hit in found if hit.policy_id is not None)
    companies = sum(weight.names_company for weight in weights)
    others = (each for each in shared if each.hit.item_id not in items and each.hit.policy_id not in policies)
    return tuple(each.hit for each in others if each.share >= _BESIDE and each.companies == companies)[:NEAR_SHOWN]
