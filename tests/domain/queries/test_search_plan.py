"""From words to what the index is asked: an abbreviation and the full name of the same thing are one name."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Lexicon, Topic
from bot.domain.local_bodies import LocalBodies, Place
from bot.domain.queries.query_scan import Term
from bot.domain.queries.search_plan import SearchPlan, compose_search_plan
from bot.domain.queries.wording import Wording

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


def test_words_beside_it_stay_wanted() -> None:
    """The longest name is taken for one thing."""
    assert plan("European Union tariffs").texts == ("European Union", "tariffs")


def test_a_word_in_small_letters_is_no_abbreviation() -> None:
    """Who types "us" means themselves."""
    assert plan("us").wanted[0].wordings == (("us",),)
    assert ("美国",) in plan("US").wanted[0].wordings


def test_a_topic_goes_before_and_quotes_are_words() -> None:
    """What has a record of its own has its names there."""
    assert "machine minds" not in plan("AI").marked
    assert plan("EU", phrase=True).wanted[0].wordings == (("EU",),)


@pytest.mark.parametrize("text", ["Tianjin", "天津", "天津市"])
def test_a_place_is_asked_for_in_both_languages(text: str) -> None:
    """By its short name in Chinese, which the full one holds."""
    assert {("Tianjin",), ("天津",)} <= set(plan(text).wanted[0].wordings)
    assert LEXICON.find_same_or_place("Tian") == Lexicon().find_same_or_place("Tianjin") == ()


def test_a_word_in_either_number_is_in_its_group_once() -> None:
    """A group may hold both numbers of a word."""
    wording = Wording(synonyms=(("car", "cars", "auto"), ("penalty", "fine")))
    assert wording.list_synonyms("car") == ("cars", "auto")
    assert wording.list_synonyms("penalties") == ("penalty", "fine")
