"""Several names written one after the other."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.lexicon import Company, Lexicon
from bot.domain.queries.query import parse_query
from bot.domain.queries.query_keys import Key
from bot.domain.queries.query_names import find_called, split_names
from bot.domain.queries.search_plan import compose_search_plan
from bot.domain.queries.search_text import facet_token
from tests.domain.query_lexicon import LEXICON


@pytest.mark.parametrize(
    ("key", "words", "ids"),
    [
        (Key.COMPANY, "Huawei China Mobile", ("huawei", "china-mobile")),
        (Key.COMPANY, "Huawei and China Mobile", ("huawei", "china-mobile")),
        (Key.COMPANY, "华为 与 中国移动 Huawei", ("huawei", "china-mobile")),
        (Key.COMPANY, "Huawei and", ()),
        (Key.COMPANY, "and Huawei", ()),
        (Key.COMPANY, "Huawei and drones", ()),
        (Key.COMPANY, "", ()),
        (Key.MINISTRY, "MIIT Ministry of Finance", ("MIIT", "MOF")),
        (Key.MINISTRY, "MIIT NFRA", ()),
    ],
)
def test_words_that_are_all_names_are_those_names(key: Key, words: str, ids: tuple[str, ...]) -> None:
    """The longest name is taken first; a word that is none, and a name of several, leave them words."""
    assert split_names(key, words.split(), LEXICON) == ids


CALLED = Lexicon(
    companies=(
        Company(id="tern-cars", name="Tern Motors", name_zh="燕鸥汽车"),
        Company(id="tern-food", name="Tern Foods", name_zh="燕鸥公司"),
    )
)


@pytest.mark.parametrize(
    ("name", "ids"), [("Tern", ("tern-cars",)), ("燕鸥", ("tern-food", "tern-cars")), ("Tern Motors", ()), ("鸥", ())]
)
def test_a_company_is_called_by_its_name_without_the_word_for_one(name: str, ids: tuple[str, ...]) -> None:
    """In either language, all that are called so."""
    assert find_called(name, CALLED) == ids


@pytest.mark.parametrize(("word", "ids"), [("燕鸥", ["company:tern-food"]), ("motors", []), ('"燕鸥"', [])])
def test_a_word_is_a_company_but_for_the_word_for_one_in_chinese(word: str, ids: list[str]) -> None:
    """Beside the word itself, which may mean something else; a car maker needs its whole name."""
    query = parse_query(word, lexicon=CALLED, today=dt.date(2024, 5, 1))
    (wanted,) = compose_search_plan(query.terms, CALLED).wanted
    tokens = {facet_token(*each.split(":")) for each in ids}
    assert wanted.wordings == ((query.terms[0].text,), *((token,) for token in tokens))
