"""What stands around the news of an issue: titles of one level, notes and the imprint, and credits before the words."""

from __future__ import annotations

import pytest

from bot.reading.grammar.layout.lead_ins import find_dated_tail
from tests.reading.grammar.grammar_blocks import read

ROPES = "MIIT wants every rope to name its maker, and whoever sells one has to keep a list."


def test_house_and_series_may_be_headings_of_one_level() -> None:
    """The second of them stands over a section, and is none over the news."""
    parts = read("3 May 2024", "# ACME", "# China Ports", "## Policy news", "- 1 May: MIIT named ropes.").parts
    assert (parts.publisher, parts.series) == ("ACME", "China Ports")
    assert [item.heading_text for item in parts.items] == [None]


def test_notes_and_publisher_behind_the_last_news_are_no_items() -> None:
    """What the notes say of the issue is told nowhere, so it is unread; the publisher is read."""
    note = "Amounts are those of the last day."
    parts = read(
        "# Rope Letter",
        "3 May 2024",
        "## Policy news",
        "- 1 May: MIIT named ropes.",
        "## Notes",
        note,
        "## Publisher",
        "Acme Institute",
    ).parts
    assert len(parts.items) == 1
    assert parts.publisher == "Acme Institute"
    assert [block.text for block in parts.unread] == [note]


@pytest.mark.parametrize("form", ["**{}** | {} — ", "{} | {}: ", "{} · {} – "])
def test_a_credit_may_stand_before_the_words_of_a_paragraph(form: str) -> None:
    """Issuers and day are taken from it, the words are what stands behind."""
    items = read(
        "# Rope Letter",
        "Acme Institute, 3 May 2024",
        f"{form.format('MIIT', '1 May')}{ROPES}",
        f"{form.format('NDRC, NEA', '2 May')}{ROPES}",
    ).parts.items
    assert [(item.issuer_text, item.date_text, item.summary) for item in items] == [
        ("MIIT", "1 May", (ROPES,)),
        ("NDRC, NEA", "2 May", (ROPES,)),
    ]


@pytest.mark.parametrize(
    ("headline", "date_text"),
    [("Acme and Berg end their swap of shares (3 May)", "3 May"), ("The consultation on ropes ends (3 May)", None)],
)
def test_what_stands_right_before_a_day_in_brackets_may_make_it_a_term(headline: str, date_text: str | None) -> None:
    """Words further ahead tell what happened."""
    found = find_dated_tail(headline)
    assert (found.date_text if found else None) == date_text


def test_a_lab_is_a_house() -> None:
    """Though its name has words of a series."""
    parts = read("# Rope Watch", "Port Policy Lab, 3 May 2024", "- 1 May: MIIT named ropes.").parts
    assert (parts.publisher, parts.series) == ("Port Policy Lab", "Rope Watch")
