"""Items that have some of the words asked for: most of them, or any, where no item has all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.queries.search_plan import SearchPlan
from bot.domain.queries.search_text import Alternatives
from bot.services.answering.searched import Searched, Step
from bot.services.answering.word_weights import Weight, asks_for_absent
from bot.store.search import MOST_RANKED, Found, Hit, find_items
from bot.store.search_words import list_holding

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.database import Database

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
    """Give the best items that have any of the words, with how much of them each has, most first."""
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
    """Give the items that have most of the words, the best first."""
    if not _can_have_most(weights):
        return result
    enough = [each.hit for each in share() if each.share >= _ENOUGH and each.words >= _LEAST_WORDS]
    found = Found(hits=tuple(enough[: result.query.limit or None]), total=len(enough), ranked=True)
    return replace(result, found=found)


def find_apart(result: Searched, weights: list[Weight], share: Share) -> Searched:
    """Give the items that have any of the words, where each word is held but no item has enough of them.

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
    """Give the items that have all words but the one that is held nowhere; none where that names a thing."""
    if len(weights) - len(held) > 1 or asks_for_absent(weights):
        return result
    others = [each.hit for each in share() if each.words == len(held)]
    absent = next(weight.text for weight in weights if not weight.items)
    note = f"No item has “{absent}”; these have the other words."
    found = Found(hits=tuple(others[: result.query.limit or None]), total=len(others), ranked=True)
    return replace(result, found=found, step=Step.APART, notes=(*result.notes, note))


def _can_have_most(weights: list[Weight]) -> bool:
    """Tell whether an item may have most of what is asked for: two words are held, and no named thing is absent."""
    return sum(1 for each in weights[:_MOST_WORDS] if each.items) >= _LEAST_WORDS and not asks_for_absent(weights)


def choose_near(shared: list[Shared]) -> tuple[Hit, ...]:
    """Give the best of those that have some of what was asked for, not enough to be an answer."""
    return tuple(each.hit for each in shared if each.share >= _NEAR)[:NEAR_SHOWN]


def choose_beside(shared: list[Shared], weights: list[Weight], found: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Give the best of those that have half of what was asked for, beside the items found and about other policies.

    Companies that are asked for are named in all of them.
    """
    items = frozenset(hit.item_id for hit in found)
    policies = frozenset(hit.policy_id for hit in found if hit.policy_id is not None)
    companies = sum(weight.names_company for weight in weights)
    others = (each for each in shared if each.hit.item_id not in items and each.hit.policy_id not in policies)
    return tuple(each.hit for each in others if each.share >= _BESIDE and each.companies == companies)[:NEAR_SHOWN]
