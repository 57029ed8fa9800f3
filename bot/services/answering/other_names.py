"""The same things by their other names: in the other language, and companies of a country by theirs.

Unlike synonyms these are nothing wider and nothing narrower, so what they find is an answer like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.queries.company_homes import widen_firms
from bot.domain.queries.question_names import drop_asking, drop_particles
from bot.domain.queries.search_plan import compose_search_plan
from bot.domain.queries.synonyms import widen_words
from bot.services.answering.searched import Searched, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query import Query
    from bot.domain.queries.search_plan import SearchPlan
    from bot.domain.queries.wording import Wording
    from bot.store.search import Found

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
        """Give what has each thing by any of its names; the same result where no word has another name."""
        plan, said = self._widen(result.plan)
        if not said:
            return result
        note = f"No item has these words; read in other words too: {'; '.join(said)}."
        found = self.find(result.query, plan)
        return replace(result, plan=plan, found=found, step=Step.SYNONYMS, notes=(*result.notes, note))

    def add(self, result: Searched) -> Searched:
        """Give what all words found, where that is little, and behind it what other names find, or no "rules" of it."""
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
