"""Which documents bind: "which rules are legally binding?" is for kinds of document that do, and no drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.query_values import COMMENT_CLOSED
from bot.domain.queries.question_names import find_denial
from bot.domain.records.binding import BINDING_KINDS
from bot.domain.records.briefing import PolicyStatus

if TYPE_CHECKING:
    from bot.domain.queries.query_scan import Term
    from bot.domain.queries.question_lift import Lift
    from bot.domain.queries.wording import Wording

_ASKED = frozenset({"which", "what", "list", "show", "any", "find", "give"})
"""First words of a question for several; of one document its card tells whether it binds."""


def lift_binding(lift: Lift, wording: Wording) -> None:
    """Take the words for binding out of a question, and ask for the kinds that bind where it is for several."""
    place = next((place for place, term in enumerate(lift.words) if _is_word(term, wording)), None)
    if place is None:
        return
    denied = find_denial(lift.words, place, wording)
    first = lift.words[0]
    is_for_several = first is not None and (fold(first.text) in _ASKED or not first.text.isascii())
    lift.take(place - denied, place + 1)
    for other, term in enumerate(lift.words):
        if _is_word(term, wording):
            lift.take(other, other + 1)
    kinds = [kind.value for kind in BINDING_KINDS]
    if is_for_several and denied:
        lift.types_out += kinds
    elif is_for_several:
        lift.types += kinds
        lift.status_out += [PolicyStatus.DRAFT_FOR_COMMENT, COMMENT_CLOSED]


def _is_word(term: Term | None, wording: Wording) -> bool:
    return term is not None and not (term.phrase or term.excluded) and fold(term.text) in wording.binding
