"""Ids among the words of a search: ``P5 since:2025`` asks for the reports of P5, ``B1 topic:ai`` for items of B1."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import BadQueryError
from bot.model.ids import IdKind, find_id
from bot.query.query_record import Choices, Query
from bot.query.query_scan import Term

_JOINING = frozenset({"and", "or", "vs", "versus", "with", "&", "和", "与", "、"})
"""Words that only join ids: "P5 and P7"."""
_FILTERED = {IdKind.ITEM: "an item", IdKind.SUBSCRIPTION: "a subscription"}


def lift_ids(query: Query) -> Query:
    """Return the query with the ids of policies and briefings among its words, in capitals or alone, as filters.

    Raises BadQueryError for the id of an item or a subscription with nothing but filters beside it.
    """
    found = [(term, named) for term in query.terms if (named := _find_written(term, alone=len(query.terms) == 1))]
    policies = tuple(str(number) for _, (kind, number) in found if kind is IdKind.POLICY)
    briefings = tuple(str(number) for _, (kind, number) in found if kind is IdKind.BRIEFING)
    if len(query.terms) == len(found) == 1 and found[0][1][0] in _FILTERED:
        text = found[0][0].text
        raise BadQueryError(
            f"{text} is {_FILTERED[found[0][1][0]]}, which no filter narrows.",
            hint=f"Write {text} alone; P5 since:2025-01 and B1 topic:ai narrow a policy's reports and a briefing.",
        )
    if not policies and not briefings:
        return query
    taken = {term for term, (kind, _) in found if kind not in _FILTERED}
    left = tuple(term for term in query.terms if term not in taken)
    is_joined = len(taken) > 1 and all(not term.phrase and term.text.casefold() in _JOINING for term in left)
    return replace(
        query,
        terms=() if is_joined else left,
        policy=_add(query.policy, policies),
        briefing=_add(query.briefing, briefings),
    )


def _find_written(term: Term, *, alone: bool) -> tuple[IdKind, int] | None:
    is_written = not term.phrase and not term.excluded and (alone or term.text.isupper())
    return find_id(term.text) if is_written else None


def _add(held: Choices, ids: tuple[str, ...]) -> Choices:
    return replace(held, include=tuple(dict.fromkeys((*held.include, *ids))))
