"""What a search came to, and which of its steps found it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.queries.query import Query
    from bot.domain.queries.search_plan import SearchPlan
    from bot.store.search import Found, Hit


class Step(StrEnum):
    """What found the answer."""

    ALL = "all"
    WORDS = "words"
    SUCCESSION = "succession"
    SPELLING = "spelling"
    SOME = "some"
    SYNONYMS = "synonyms"
    APART = "apart"
    MEANING = "meaning"
    NOTHING = "nothing"


LOOSE = frozenset({Step.APART, Step.MEANING, Step.NOTHING})
"""Steps whose items need not be about what is asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """What a search came to: the query as asked and as understood, the hits, the step that found them, what to say.

    ``near`` are items that have some of what was asked for, not enough to be an answer; only where little was found.
    ``names`` are the words of the query as asked, those of a known name as one text; ``spelled`` words that our lists
    hold, so that they are spelled right, only where nothing was found. ``asks_view`` tells that it is the
    publisher's view that is asked for.
    """

    asked: Query
    query: Query
    plan: SearchPlan
    found: Found
    step: Step
    notes: tuple[str, ...] = ()
    near: tuple[Hit, ...] = ()
    names: tuple[str, ...] = ()
    spelled: frozenset[str] = frozenset()
    is_question: bool = False
    asks_view: bool = False
