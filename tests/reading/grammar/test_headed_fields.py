"""A list item over nested ones that name what they give is the headline of its news."""

from __future__ import annotations

import pytest

from tests.reading.grammar.grammar_blocks import read

FRONT = ("# Rope Letter", "3 May 2024", "## Policy news")


@pytest.mark.parametrize("opens", ["1. **{}**", "- **{}**", "1. {}", "- {}"])
def test_nested_fields_belong_to_the_item_above(opens: str) -> None:
    """Numbered or not, bold or not; each field is the item's own."""
    pieces = (
        opens.format("Plan for Ropes of Hemp"),
        "  - Issuing bodies: MIIT, MOT",
        "  - Date: 6 April 2024",
        "  - Key points: nine of ten ropes by 2027.",
        opens.format("Measures on Old Winches"),
        "  - Issuing body: State Council",
        "  - Date: 3 April 2024",
        "  - Key points: who pays for old winches.",
    )
    items = read(*FRONT, *pieces).parts.items
    assert [(item.headline, item.issuer_text, item.date_text, item.summary) for item in items] == [
        ("Plan for Ropes of Hemp", "MIIT, MOT", "6 April 2024", ("nine of ten ropes by 2027.",)),
        ("Measures on Old Winches", "State Council", "3 April 2024", ("who pays for old winches.",)),
    ]


@pytest.mark.parametrize(
    "pieces",
    [
        ("- 6 April: MIIT issued a plan for ropes.", "  - Source: MIIT", "  - Date: 6 April 2024"),
        ("- MIIT issued a plan for ropes.", "  - Issuing body: MIIT", "  - Date: 6 April 2024"),
        ("- Ropes", "  - Hemp: nine of ten", "  - Date: 6 April 2024", "  - Nylon: one of ten"),
        ("- Ropes", "  - Source: MIIT", "  - Comment: dear"),
    ],
)
def test_other_nested_lists_make_no_headline(pieces: tuple[str, ...]) -> None:
    """News, and an item over points or over labels that no document has."""
    assert all(item.headline is None for item in read(*FRONT, *pieces).parts.items)
