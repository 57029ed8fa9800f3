"""A few of the layouts that ``make layouts`` composes: most of their items are found exactly, in their sections."""

from __future__ import annotations

from bot.config import find_data_folder
from bot.names.reference import load_lexicon
from tests.benchmarks.layout_choices import FORMS, GROUPS
from tests.benchmarks.layout_formats import FORMATS
from tests.benchmarks.layouts import compose_all, measure_all

COUNT = 150
SEED = 2
EXACT = 0.965
PLACED = 0.95
"""The thousand of ``make layouts`` have 0.974 of their items exact and 0.960 in the right section."""


def test_composed_briefings_are_read() -> None:
    """Whatever habits a publisher has, and nearly all that is found is there."""
    measured = measure_all(COUNT, SEED, load_lexicon(find_data_folder("reference")))
    items = sum(made.items for made in measured)
    assert sum(made.exact for made in measured) >= EXACT * items
    assert sum(made.placed for made in measured) >= PLACED * items


def test_the_few_have_every_form() -> None:
    """Each format, form of item and way of grouping is drawn."""
    choices = [composed.choices for composed in compose_all(COUNT, SEED)]
    for name, values in (("format", FORMATS), ("form", FORMS), ("sections", GROUPS)):
        assert {each[name] for each in choices} == set(values)
