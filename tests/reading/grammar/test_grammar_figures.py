"""Documents that print their dates in figures."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.reading.grammar.grammar_blocks import read


def test_a_period_in_figures_is_no_issue_date() -> None:
    """Two dates on the title page are the reporting period, and the issue has no date."""
    parts = read(
        "# Harbour Tracker", "24/12/2023 – 06/01/2024", "## Policy news", "- 27 December: MIIT seals scales."
    ).parts
    assert (parts.published_on, parts.period_start, parts.period_end) == (
        None,
        dt.date(2023, 12, 24),
        dt.date(2024, 1, 6),
    )
    assert (parts.series, parts.unread) == ("Harbour Tracker", ())


def test_a_period_and_an_issue_date_that_nothing_settles_are_kept_as_unread() -> None:
    """Day and month are not guessed; the line is reported."""
    parts = read(
        "# Harbour Tracker", "01/02/2024 - 03/04/2024", "Issued: 04/05/2024", "## Policy news", "- MIIT seals scales."
    ).parts
    assert (parts.published_on, parts.period_start, parts.series) == (None, None, "Harbour Tracker")
    assert sorted(block.text for block in parts.unread) == ["01/02/2024 - 03/04/2024", "04/05/2024"]


@pytest.mark.parametrize(
    ("lead", "date_text"),
    [
        ("20/12/2023:", "20 December 2023"),
        ("20/12 -", "20 December"),
        ("12/20:", "20 December"),
        ("29.12. -", "29 December"),
        ("20-Dec-23:", "20 December 2023"),
        ("Dec-20:", "20 December"),
        ("19/20 December:", "19-20 December"),
        ("1/3 of ports:", None),
    ],
)
def test_a_short_date_before_a_sign_leads_news(lead: str, date_text: str | None) -> None:
    """Figures and hyphens are a date where a sign parts them from the news."""
    parts = read("# Harbour Tracker", "12 January 2024", "## Policy news", f"- {lead} MIIT seals scales.").parts
    (item,) = parts.items
    assert item.date_text == date_text
    assert item.summary == ("MIIT seals scales." if date_text else f"{lead} MIIT seals scales.",)


def test_a_lead_that_nothing_settles_is_kept_as_unread() -> None:
    """Fifth of January or first of May: the item has no day, and its figures are reported."""
    parts = read("# Harbour Tracker", "12 January 2024", "## Policy news", "- 05/01: MIIT seals scales.").parts
    assert [item.date_text for item in parts.items] == ["05/01"]
    assert [(block.text, block.line) for block in parts.unread] == [("05/01", 4)]


def test_one_row_of_a_table_settles_the_others() -> None:
    """The order of day and month is the document's."""
    parts = read(
        "# Harbour Table",
        "2 February 2024",
        "| Date | Title | Issuer | Deadline for comments",
        "| 03/01/2024 | Rules on scales | MIIT | 04/02/2024",
        "| 25/01/2024 | Rules on ropes | NDRC | –",
    ).parts
    assert [item.date_text for item in parts.items] == ["3 January 2024", "25 January 2024"]
    assert parts.items[0].summary[-1] == "Deadline for comments: 04/02/2024"
    assert (parts.day_first, parts.unread) == (True, ())
