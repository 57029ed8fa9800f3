"""From words to what the index is asked: an abbreviation and the full name of the same thing are one name."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Lexicon, Topic
from bot.domain.local_bodies import LocalBodies, Place
from bot.domain.queries.query_scan import Term
from bot.domain.queries.search_plan import SearchPlan, compose_search_plan

LEXICON = Lexicon(
    topics=(Topic(id="ai", name_en="Artificial intelligence", name_zh="人工智能"),),
    local=LocalBodies(places=(Place(name_en="Tianjin", name_zh="天津市"),)),
    abbreviations=(("EU", "European Union", "欧盟"), ("US", "United States", "美国"), ("AI", "machine minds")),
)


def plan(text: str, *, phrase: bool = False) -> SearchPlan:
    terms = (Term(text=text, phrase=True),) if phrase else tuple(Term(text=word) for word in text.split())
    return compose_search_plan(terms, LEXICON)


@pytest.mark.parametrize("text", ["EU", "european union", "欧盟", "EU's", "European Union's"])
def test_any_name_of_a_thing_asks_for_all(text: str) -> None:
    """In every case and with a possessive."""
    found = plan(text)
    assert {("EU",), ("European Union",), ("欧盟",)} <= set(found.wanted[0].wordings)
    assert set(found.marked) >= {"EU", "European Union", "欧盟"}


def test_a_word_in_small_letters_is_no_abbreviation() -> None:
    """Who types "us" means themselves."""
    assert plan("us").wanted[0].wordings == (("us",),)
    assert ("美国",) in plan("US").wanted[0].wordings
