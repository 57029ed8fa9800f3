"""How much each word of a question weighs: what few items have tells more."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from bot.domain.queries.search_text import facet_token
from bot.store.search_words import count_words

if TYPE_CHECKING:
    from bot.domain.queries.search_plan import SearchPlan
    from bot.domain.queries.search_text import Alternatives
    from bot.store.database import Database


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
    """Give what each thing that is wanted weighs, in their order."""
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
    """Tell whether a thing with a name is asked for that no item has: a capital, a figure, or Chinese."""
    return any(
        not weight.items and (any(c.isupper() or c.isdigit() for c in weight.text) or not weight.text.isascii())
        for weight in weights
    )
