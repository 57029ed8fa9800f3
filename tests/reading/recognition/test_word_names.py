"""Companies whose names are words too: what shows the company, and what is a word."""

from __future__ import annotations

import pytest

from tests.reading.recognition.recognise_lexicon import read_company_news, read_item

WORDS = [
    "Meta-analysis shows that rules work.",
    "A new Meta-Analysis of prices came out, and a meta-study.",
    "Bio-Meta tests and Metadata are named.",
    "Apple-sized robots and Shell-shaped roofs are new.",
    "Shell-based packs are allowed.",
    "Shell companies were barred from listing.",
    "Banks fell. Apple firms rose.",
    "Apple orchards in Shaanxi need water.",
    "Apples grew: Apple growers gained.",
    "Intel gathered by agencies is shared.",
    "Intel sharing rules are out. Intel plan: share more.",
    "Metro fares rise, and the Beijing Metro opened a line.",
    "The Nanjing Metro's trains run; the Metro and Huawei met.",
    "Forests of the Amazon are cut. In the Amazon, trees fall.",
    "Mines open in Greenland.",
    "China Coal Output Falls In October Again",
    "RULES FOR SHELL COMPANIES AND APPLE GROWERS",
    "Shell will be used.",
]


@pytest.mark.parametrize("text", WORDS)
def test_a_word_is_no_company(text: str) -> None:
    """A capital that the place of the word explains names nobody: a sentence's start, a title, a compound, a place."""
    for item in (read_item(text), read_company_news(text)):
        assert [found.name for found in item.companies if found.name != "Huawei"] == []


COMPANIES = [
    ("Meta said it will stay.", ["Meta"]),
    ("Meta asked for more time.", ["Meta"]),
    ("Meta (US) left. Amazon (NASDAQ: AMZN) stayed.", ["Meta", "Amazon"]),
    ("Meta Platforms left.", ["Meta"]),
    ("Apple grew.", ["Apple"]),
    ("Apple reportedly expanded its supply chain.", ["Apple"]),
    ("Apple's suppliers moved.", ["Apple"]),
    ("Apple shares have fallen.", ["Apple"]),
    ("Rules bar Apple companies.", ["Apple"]),
    ("Shops sell non-Apple phones.", ["Apple"]),
    ("A Shell-led consortium won.", ["Shell"]),
    ("Shell-backed wind farms open.", ["Shell"]),
    ("The use of Shell-based formulas grows.", ["Shell"]),
    ("Shell Group, Huawei and others met.", ["Shell", "Huawei"]),
    ("Shell, a maker of fuels, left.", ["Shell"]),
    ("The Ford-Changan venture closed.", ["Ford", "Changan"]),
    ("Ford-Geely talks ended.", ["Ford"]),
    ("Apple, Amazon and Huawei met.", ["Apple", "Amazon", "Huawei"]),
    ("Huawei and Intel met.", ["Huawei", "Intel"]),
    ("Intel plans a plant.", ["Intel"]),
    ("Wholesaler Metro sold its shops.", ["Metro"]),
    ("In Berlin, Greenland bought land; Greenland said so.", ["Greenland"]),
    ("Companies: Amazon, Intel", ["Amazon", "Intel"]),
    ("The ministry fined Amazon again.", ["Amazon"]),
    ("The Amazon warehouse is new.", ["Amazon"]),
    ("China Coal signed a contract.", ["China Coal"]),
    ("China Coal Signs Deal With Partners Abroad", ["China Coal"]),
    ("Link with Huawei, China Mobile, Ford", ["Huawei", "China Mobile", "Ford"]),
]


@pytest.mark.parametrize(("text", "expected"), COMPANIES)
def test_a_company_shows_by_what_stands_around_it(text: str, expected: list[str]) -> None:
    """What it does and owns, its form, country or role, others beside it, or a capital that nothing else explains."""
    assert [found.name for found in read_item(text).companies] == expected


def test_a_company_that_is_certain_in_an_item_is_meant_wherever_it_can_be() -> None:
    """The first sentence that names it is quoted, but no compound."""
    item = read_item("Apple products sell. In May, regulators looked into Apple.", points=("Apple-sized robots sell.",))
    assert [(found.name, found.quote) for found in item.companies] == [("Apple", "Apple products sell.")]
    item = read_item("Meta-analysis is a method. Regulators looked into Meta.")
    assert [found.quote for found in item.companies] == ["Regulators looked into Meta."]
