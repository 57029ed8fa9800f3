"""Texts of which no rule for questions can say anything, so that none of them needs to look: "lithium batteries"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.queries.query_values import KIND_WORDS
from bot.domain.queries.question_conditions import DRAFT_WORDS
from bot.domain.queries.question_dates import LEADS, may_hold_date
from bot.domain.queries.question_names import CAPITALS
from bot.domain.queries.search_plan import CAPITALS_ONLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.queries.query_scan import Term
    from bot.domain.queries.wording import Wording

_LETTERS = re.compile(r"[A-Za-z ]+")
_RULES = (
    frozenset(
        {
            *("and", "or", "joint", "together", "with", "whom", "along", "let", "all", "every", "only", "most", "the"),
            *("cooperation", "coordination", "collaboration", "partnership", "number", "count", "top", "last", "open"),
            *("can", "could", "may", "able", "comment", "comments", "commented", "consultation", "next", "deadlines"),
            *("by", "since", "until", "till", "before", "after", "between"),
        }
    )
    | {word.casefold() for word in CAPITALS_ONLY | CAPITALS}
    | DRAFT_WORDS
    | KIND_WORDS
    | LEADS
)
"""The words that the rules for questions know themselves, beside those of ``Wording``."""
_DENYING = ("un", "non")


def says_nothing_else(terms: Sequence[Term], wording: Wording) -> bool:
    """Tell whether a text is nothing but words to search for: it is no question, and nothing in it becomes a filter.

    It is where all of it is English letters and no word is one that a rule for questions goes by. Of another text the
    rules have to tell. A rule that goes by a word of its own has it named here.
    """
    said = " ".join([term.text for term in terms])
    if _LETTERS.fullmatch(said) is None:
        return False
    words = said.lower().split()
    if not (_RULES.isdisjoint(words) and wording.english_words.isdisjoint(words)):
        return False
    return not any(word.startswith(_DENYING) for word in words) and not may_hold_date(said)
