"""An OR in capitals joins two words of which one is enough."""

from __future__ import annotations

import pytest

from bot.query.query import parse_query
from bot.query.query_record import describe_query, format_query
from bot.query.search_plan import compose_search_plan
from tests.query_lexicon import LEXICON, TODAY


def list_wanted(text: str) -> list[set[str]]:
    """Return what an item must have, each thing with all its wordings."""
    plan = compose_search_plan(parse_query(text, lexicon=LEXICON, today=TODAY).terms, LEXICON)
    return [{phrase for wording in each.wordings for phrase in wording} for each in plan.wanted]


def test_an_or_joins_the_words_beside_it() -> None:
    """Other words are wanted too; three may be joined, and quotes group."""
    assert list_wanted("chips OR robots export") == [{"chips", "robots"}, {"export"}]
    assert list_wanted("chips OR robots OR drones") == [{"chips", "robots", "drones"}]
    assert list_wanted('export "machine tools" OR drones') == [{"export"}, {"machine tools", "drones"}]
    assert {"gbbodymiit0", "rapeseed"} <= list_wanted("MIIT OR rapeseed")[0]


@pytest.mark.parametrize("text", ['chips "OR" robots', "chips or robots", "chips -OR robots"])
def test_what_is_quoted_excluded_or_in_small_letters_joins_nothing(text: str) -> None:
    """It is a word, as everywhere."""
    assert {"chips", "robots"} not in list_wanted(text)


def test_the_canonical_text_means_the_same() -> None:
    """And people read it as one thing."""
    query = parse_query("chips OR robots OR drones export", lexicon=LEXICON, today=TODAY)
    assert format_query(query, LEXICON) == "chips OR robots OR drones export"
    assert describe_query(query, LEXICON) == ("“chips” or “robots” or “drones”", "“export”")
    trailing = parse_query("chips OR", lexicon=LEXICON, today=TODAY)
    assert describe_query(trailing, LEXICON) == ("“chips”",)
