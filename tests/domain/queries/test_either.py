"""An OR in capitals joins two words of which one is enough."""

from __future__ import annotations

import pytest

from bot.domain.queries.query import describe_query, format_query, parse_query
from bot.domain.queries.questions import understand_query
from bot.domain.queries.search_plan import compose_search_plan
from tests.domain.queries.test_questions import WORDING
from tests.domain.query_lexicon import LEXICON, TODAY


def list_wanted(text: str) -> list[set[str]]:
    """Give what an item must have, each thing with all its wordings."""
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


def test_at_an_edge_it_is_a_word() -> None:
    """There is nothing to join."""
    assert list_wanted("OR chips") == [{"OR"}, {"chips"}]
    assert list_wanted("chips OR") == [{"chips"}, {"OR"}]


def test_it_is_no_word_to_mark() -> None:
    """An answer marks what was looked for."""
    terms = parse_query("chips OR robots", lexicon=LEXICON, today=TODAY).terms
    plan = compose_search_plan(terms, LEXICON)
    assert plan.marked == ("chips", "robots")
    assert plan.texts == ("chips OR robots",)


def test_the_canonical_text_means_the_same() -> None:
    """And people read it as one thing."""
    query = parse_query("chips OR robots OR drones export", lexicon=LEXICON, today=TODAY)
    assert format_query(query, LEXICON) == "chips OR robots OR drones export"
    assert describe_query(query, LEXICON) == ("“chips” or “robots” or “drones”", "“export”")
    trailing = parse_query("chips OR", lexicon=LEXICON, today=TODAY)
    assert describe_query(trailing, LEXICON) == ("“chips”",)


@pytest.mark.parametrize(
    ("text", "left", "company", "mentions"),
    [
        ("what is new on chips OR robots?", "chips OR robots", (), ()),
        ("what is new on Huawei OR robots?", "Huawei OR robots", (), ()),
        ("what is new on robots OR Ministry of Finance?", "robots OR Ministry of Finance", (), ()),
        ("what is new on Huawei OR China Mobile?", "", ("huawei", "china-mobile"), ()),
        ("what is new on Huawei OR robots OR MIIT?", "Huawei OR robots OR MIIT", (), ()),
        ("what is new on the OR robots?", "robots", (), ()),
        ("what is new on robots of MIIT OR", "robots", (), ("MIIT",)),
        ("what is new on chips OR robots of Huawei", "chips OR robots", ("huawei",), ()),
        ("which OR Huawei", "", ("huawei",), ()),
        ("what did Huawei OR MIIT OR MOF announce", "announce", ("huawei",), ("MIIT", "MOF")),
    ],
)
def test_in_a_question_it_joins_words_and_names_are_filters(
    text: str, left: str, company: tuple[str, ...], mentions: tuple[str, ...]
) -> None:
    """A name beside a word is searched for, since a filter would have to hold as well; two names are one filter."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    found = understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY).query
    assert " ".join(term.text for term in found.terms) == left
    assert set(found.company.include) == set(company)
    assert set(found.mentions.include) == set(mentions)


@pytest.mark.parametrize("sign", ["or", "vs", "versus"])
def test_what_compares_two_names_asks_for_either(sign: str) -> None:
    """As an "or" between them does."""
    query = parse_query(f"MIIT {sign} NDRC in 2024", lexicon=LEXICON, today=TODAY)
    found = understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY).query
    assert found.mentions.include == ("MIIT", "NDRC")
