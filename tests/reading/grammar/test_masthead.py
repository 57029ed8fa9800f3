"""A small table over everything else with names and the day of the issue is a title page."""

from __future__ import annotations

import datetime as dt

from tests.reading.grammar.grammar_blocks import read

NEWS = ("## Ropes get names", "On 28 April 2025, MIIT named forty makers of ropes that may sell to ports abroad.")


def test_cells_of_a_masthead_are_parts_of_title_lines() -> None:
    """House, series, places and day may stand beside each other, and nothing of it is news."""
    parts = read("| Kestrel Chambers LLP | Rope Controls Update", "| Shanghai | 12 May 2025", *NEWS).parts
    assert (parts.publisher, parts.series) == ("Kestrel Chambers LLP", "Rope Controls Update")
    assert (parts.published_on, len(parts.items), parts.unread) == (dt.date(2025, 5, 12), 1, ())


def test_a_table_of_news_is_none() -> None:
    """Each row has its day there, or a sentence."""
    rows = ("| 28 April 2025 | MIIT named forty makers of ropes", "| 29 April 2025 | Kestrel Cranes opened a yard")
    assert len(read(*rows, *NEWS).parts.items) == 3
    told = "| 28 April 2025 | MIIT named forty makers of ropes that may sell to ports abroad."
    assert len(read(told, *NEWS).parts.items) == 2
