"""Headlines that their labels tell: plain lines right over these, and headings of a level that stands over them."""

from __future__ import annotations

from bot.domain.records.briefing import Section
from tests.reading.grammar.grammar_blocks import read

CRANES = "Nine ports may lift heavier boxes with their cranes from next year on, and have to count them before."
ROPES = "Every rope has to bear the name of its maker, and whoever sells one keeps a list of the buyers."


def test_plain_lines_over_labels_of_one_kind_are_headlines() -> None:
    """Where two such stand, each opens an item with what its labels say."""
    notes = ("Cranes at ports", "Issuing agency: MOT", CRANES, "A list of ropes", "Issuing agency: SAMR", ROPES)
    items = read("Rope Letter", "Acme Centre", *notes).parts.items
    assert [(item.headline, item.issuer_text) for item in items] == [
        ("Cranes at ports", "MOT"),
        ("A list of ropes", "SAMR"),
    ]


def test_a_value_over_a_label_is_no_headline() -> None:
    """Nor is a single line over one."""
    notes = ("## Cranes", "Article", "Rules on cranes", "Issuing agency: MOT", CRANES)
    assert [item.headline for item in read("# Rope Letter", *notes).parts.items] == ["Cranes"]


def test_headings_over_any_label_are_headlines() -> None:
    """A number or day under two headings of a level makes these stories; a list announced stays their points."""
    notes = (
        *("## Cranes at ports", "Reference: MOT [2024] No. 5", "Issuance date: 7 May 2024", "Relevant for: ports"),
        *("Effects:", "- Ports count more", f"You can read it here. {CRANES}"),
        *("## A list of ropes", "Reference: SAMR [2024] No. 8", "Issuance date: 9 May 2024", "Relevant for: all"),
        *("Effects:", "- Makers write more", f"You can read it here. {ROPES}"),
    )
    items = read("# Rope Letter", "12 May 2024", *notes).parts.items
    assert [(item.headline, item.date_text, item.points) for item in items] == [
        ("Cranes at ports", "7 May 2024", ("Ports count more",)),
        ("A list of ropes", "9 May 2024", ("Makers write more",)),
    ]


def test_lines_that_are_headlines_stay_in_a_section_above() -> None:
    """A numbered line over them names it."""
    notes = ("## 1. Policy", f"Cranes at nine ports\n{CRANES}", f"A list of ropes\n{ROPES}", "## 2. Ships")
    items = read("# Rope Letter", "12 May 2024", *notes, f"Boats go on\n{CRANES}").parts.items
    assert [(item.section, item.headline) for item in items] == [
        (Section.POLICY_NEWS, "Cranes at nine ports"),
        (Section.POLICY_NEWS, "A list of ropes"),
        (Section.OTHER, "Boats go on"),
    ]
