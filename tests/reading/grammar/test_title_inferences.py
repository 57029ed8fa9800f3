"""Dates of an issue that were completed with a year carry how sure that is."""

from __future__ import annotations

import pytest

from bot.reading.grammar.lines.title_page import parse_title_page


@pytest.mark.parametrize(
    ("lines", "dates", "expected"),
    [
        (("Harbour Notes", "5 March 2024", "1 February – 29 February 2024"), (), {}),
        (("Harbour Notes", "5 March", "1 February – 29 February 2024"), (), {"published_on": ("2024-03-05", 0.85)}),
        (("Harbour Notes", "5 March"), ("2 March 2024",), {"published_on": ("2024-03-05", 0.6)}),
        (
            ("Harbour Notes", "5 March 2024", "1 February – 29 February"),
            (),
            {"period": ("2024-02-01 to 2024-02-29", 0.9)},
        ),
        (
            ("Harbour Notes", "1 February – 29 February"),
            ("2 February 2024",),
            {"period": ("2024-02-01 to 2024-02-29", 0.6)},
        ),
    ],
)
def test_a_date_of_the_issue_without_a_year(
    lines: tuple[str, ...], dates: tuple[str, ...], expected: dict[str, tuple[str, float]]
) -> None:
    """A printed year is no inference; else the period, the date of issue or other dates give it, the less sure."""
    page = parse_title_page(lines, dates=dates)
    assert {one.field: (one.value, one.confidence) for one in page.inferred} == expected
    assert all(any(one.quote in line for line in lines) for one in page.inferred)
