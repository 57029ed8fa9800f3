"""Where a search finds a draft and its final text, the final text stands first: it is what holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.question_conditions import DRAFT_WORDS
from bot.store.policies import list_drafts_among, list_siblings, policy_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.answering.searched import Searched
    from bot.store.database import Database
    from bot.store.search import Hit

_LOOKED_AT = 8
"""So many of the best hits are looked at: a page."""


def put_final_first(db: Database, searched: Searched) -> Searched:
    """Give what was found with each draft among the best hits behind its final text, where that is one of them.

    Not where an order, a status or a draft is asked for.
    """
    found, query = searched.found, searched.query
    if (
        not found.ranked
        or query.sort
        or query.status
        or any(_speaks_of_draft(term.text) for term in searched.asked.terms)
    ):
        return searched
    best = found.hits[:_LOOKED_AT]
    numbers = dict.fromkeys(hit.policy_id for hit in best if hit.policy_id is not None)
    if len(numbers) < 2:  # noqa: PLR2004  one stands behind none
        return searched
    drafts = sorted(list_drafts_among(db, list(numbers)))
    if not drafts or len(drafts) == len(numbers):
        return searched
    for draft in drafts:
        siblings = frozenset(policy_number(each) for each in list_siblings(db, draft))
        best = _put_behind(best, draft, siblings.intersection(numbers).difference(drafts))
    return replace(searched, found=replace(found, hits=(*best, *found.hits[_LOOKED_AT:])))


def _put_behind(hits: Sequence[Hit], draft: int, finals: frozenset[int]) -> tuple[Hit, ...]:
    places = [place for place, hit in enumerate(hits) if hit.policy_id in finals]
    if not places:
        return tuple(hits)
    moved = [hit for hit in hits[: places[0]] if hit.policy_id == draft]
    kept = [hit for hit in hits[: places[0]] if hit.policy_id != draft]
    return (*kept, hits[places[0]], *moved, *hits[places[0] + 1 :])


def _speaks_of_draft(text: str) -> bool:
    said = fold(text)
    return any(word in said for word in DRAFT_WORDS)
