"""A question that names a kind of document beside its subject ("the carbon market plan") means one of that kind."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id
from bot.domain.names import fold
from bot.domain.queries.query import Choices, Query
from bot.domain.queries.query_keys import Key
from bot.domain.queries.query_values import find_value
from bot.domain.queries.question_conditions import DRAFT_WORDS
from bot.domain.records.briefing import PolicyStatus
from bot.services.answering.asked import Asked, AskedKind
from bot.services.answering.searched import LOOSE
from bot.store.policies import list_policies, list_siblings, policy_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.queries.query_scan import Term
    from bot.domain.records.policy import Policy
    from bot.services.answering.searched import Searched
    from bot.store.database import Database

_LOOKED_AT = 8
"""So many of the best hits are looked at: a page."""
_OTHER, _DRAFT = "other", PolicyStatus.DRAFT_FOR_COMMENT.value
_GROUNDS = re.compile(
    r"\b(?:builds?|built|based|rests?)\s+(?:up)?on(?:\s+(?:what|which)\b.*)?\Z"
    r"|(?:依据|基于|根据)(?:的?是?什么|哪)|的(?:法律|政策)?依据\Z|上位法",
    re.IGNORECASE,
)
"""Nothing else stands behind it: with a name there, it is asked what builds on that."""


def put_kind_first(db: Database, searched: Searched) -> Searched:
    """Give what was found with the policies of the kind named before others among the best hits; then drafts' finals.

    Only for a question, in the order of relevance, where that kind is no filter.
    """
    found, query = searched.found, searched.query
    named = _find_named(searched)
    if not named or not found.ranked or query.sort:
        return searched
    best = found.hits[:_LOOKED_AT]
    policies = list_policies(db, [hit.policy_id for hit in best if hit.policy_id is not None])
    of_kind = {number for number, policy in policies.items() if _is_of(policy, named)}
    drafts = [each for each in of_kind if policies[each].status is PolicyStatus.DRAFT_FOR_COMMENT]
    asked_after = drafts if _DRAFT in named else []
    finals = {policy_number(each) for draft in asked_after for each in list_siblings(db, draft)}
    ordered = sorted(best, key=lambda hit: (hit.policy_id not in of_kind, hit.policy_id not in finals))
    return replace(searched, found=replace(found, hits=(*ordered, *found.hits[_LOOKED_AT:])))


def asks_for_grounds(terms: Sequence[Term]) -> bool:
    """Tell whether it is asked what a document builds on."""
    return _GROUNDS.search(" ".join(term.text for term in terms if not term.phrase and not term.excluded)) is not None


def choose_grounded(db: Database, searched: Searched) -> Asked | None:
    """Give the one policy that such a question means, whose card tells it; None where it may mean several.

    It is the only one found that is final, or the only one of these of the kind that is named.
    """
    numbers = list(dict.fromkeys(hit.policy_id for hit in searched.found.hits if hit.policy_id is not None))
    held = list(list_policies(db, numbers[:_LOOKED_AT]).items())
    final = [pair for pair in held if pair[1].status is not PolicyStatus.DRAFT_FOR_COMMENT] or held
    named = _find_named(searched)
    meant = [pair for pair in final if _is_of(pair[1], named)] if named else final
    if not searched.is_question or searched.step in LOOSE or len(meant) != 1:
        return None
    number = meant[0][0]
    words = " · ".join(f"“{text}”" for text in searched.plan.texts)
    note = f"Understood: what {format_id(IdKind.POLICY, number)}, found by {words}, builds on; its card tells it."
    return Asked(kind=AskedKind.POLICY, query=Query(policy=Choices(include=(str(number),))), note=note)


def _find_named(searched: Searched) -> frozenset[str]:
    """Give the kinds of document that words of a question name which are not searched for; none where a filter does."""
    if not searched.is_question or searched.query.type:
        return frozenset()
    left = {fold(term.text) for term in searched.query.terms}
    said = (fold(term.text) for term in searched.asked.terms if not term.phrase and not term.excluded)
    words = [word for word in said if word not in left]
    kinds = {find_value(Key.TYPE, form) for word in words for form in (word, word.removesuffix("s"))}
    drafts = {_DRAFT} if DRAFT_WORDS.intersection(words) else set()
    return frozenset({each for each in kinds if each and each != _OTHER} | drafts)


def _is_of(policy: Policy, named: frozenset[str]) -> bool:
    """Tell whether a policy is of one of these kinds; an action plan is a plan."""
    kind = policy.document_type.value if policy.document_type else ""
    return policy.status.value in named or any(kind == each or kind.endswith(f"_{each}") for each in named)
