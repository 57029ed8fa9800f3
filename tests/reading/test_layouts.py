"""A few of the layouts that ``make layouts`` composes: most of their items are found exactly, in their sections."""

import pytest

from bot.config import find_data_folder
from bot.names.reference import load_lexicon
from bot.reading.layout.layouts import format_layout, parse_layout
from tests.benchmarks.composer.__main__ import compose_some, count_shares, try_out

COUNT = 25
SEED = 2
FLOORS = {"english": (0.66, 0.72, 0.72), "chinese": (0.59, 0.64, 0.69)}
"""The least shares of items exact with the layout found and with their own, and of sections right."""


@pytest.mark.parametrize("language", FLOORS)
def test_composed_briefings_are_read(language: str) -> None:
    """Whatever habits a publisher has, and nearly all that is found is there; with its own layout too."""
    lexicon = load_lexicon(find_data_folder("reference"))
    results = [try_out(composed, lexicon) for composed in compose_some(language, COUNT, SEED)]
    found = count_shares(each.found for each in results)[1]
    given = count_shares(each.given for each in results)[1]
    shares = found["exact"], given["exact"], found["section"]
    assert all(share >= floor for share, floor in zip(shares, FLOORS[language], strict=True)), shares


@pytest.mark.parametrize("language", FLOORS)
def test_every_composed_layout_is_one(language: str) -> None:
    """What is composed is a layout that an admin can write down and have back, and each issue has items."""
    for composed in compose_some(language, COUNT, SEED):
        assert composed.items
        assert parse_layout(format_layout(composed.plan.layout)) == composed.plan.layout
