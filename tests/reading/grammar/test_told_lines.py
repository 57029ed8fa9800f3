"""Front pages without a title line: fields in front matter and bullets, sentences, and days that only stand around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

NEWS = (
    "## Ropes and cranes\n\n- **4 Mar** MOFCOM put ropes under export control.\n"
    "- **6 Mar** NDRC issued measures on old winches.\n\n"
    "## Companies\n\n- **5 Mar** Seilbau opened a rope works in Wuxi. (Reuters)\n"
)
DAYS = ["2025-03-04", "2025-03-06", "2025-03-05"]


def read(front: str) -> Briefing:
    briefing = read_briefing(f"{front}\n\n{NEWS}".encode(), source_name="a.md", lexicon=LEXICON)
    days = {item.text[:6]: str(item.reported_on) for item in briefing.items}
    assert sorted(days.values()) == sorted(DAYS)
    return briefing


@pytest.mark.parametrize(
    "front",
    [
        (
            "---\ntitle: Policy Tracker\npublisher: Harbour Institute\n"
            "date: 2025-03-14\nperiod: 2025-03-01/2025-03-13\n---"
        ),
        (
            "---\nseries: Policy Tracker\norg: Harbour Institute\n"
            "published: 2025-03-14\ncovers: 2025-03-01 to 2025-03-13\n---"
        ),
        "# Policy Tracker\n\n- Publisher: Harbour Institute\n- Date: 14 March 2025\n- Period: 1–13 March 2025",
    ],
)
def test_fields_of_a_front_page(front: str) -> None:
    """As programs for notes write them, and as bullets."""
    briefing = read(front)
    assert (briefing.publisher, briefing.series) == ("Harbour Institute", "Policy Tracker")
    assert str(briefing.published_on) == "2025-03-14"
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2025-03-01", "2025-03-13")
    assert briefing.unread == ()


@pytest.mark.parametrize(
    "told",
    [
        "The Harbour Institute follows what Beijing decides on ropes. This page was last changed on 14 March 2025.",
        "This tracker of the Harbour Institute covers policy news of two weeks. It was published on 14 March 2025.",
        "Harbour Institute, Brussels. Edition of 14 March 2025. Dates are those of publication.",
        "New entries with a star. Last change: 14 March 2025. Harbour Institute, open licence.",
    ],
)
def test_sentences_on_the_issue(told: str) -> None:
    """They tell its day and whose it is, and none of them is left over."""
    briefing = read(f"# Policy Tracker\n\n{told}")
    assert (briefing.publisher, briefing.series) == ("Harbour Institute", "Policy Tracker")
    assert str(briefing.published_on) == "2025-03-14"
    assert briefing.unread == ()


def test_a_cut_off_is_no_verb_of_news() -> None:
    briefing = read("# Policy Tracker\n\nHarbour Institute | Cut-off: 13 March 2025 | Published: 14 March 2025")
    assert (briefing.publisher, str(briefing.published_on)) == ("Harbour Institute", "2025-03-14")


def test_a_heading_over_news_below_a_dated_line_is_no_title() -> None:
    """Where another heading of its level stands below."""
    briefing = read("Policy Tracker — Harbour Institute — 14 March 2025")
    assert (briefing.publisher, briefing.series) == ("Harbour Institute", "Policy Tracker")


def test_a_day_that_stands_around_the_news_is_a_guess_at_the_day_of_issue() -> None:
    """The days of the news get their year by it; it waits for a person's look."""
    briefing = read(
        "# Policy Tracker\n\nMembers told us on 14 March 2025 that two of them had asked for the list again."
    )
    assert str(briefing.published_on) == "2025-03-14"
    assert [(each.field, each.value) for each in briefing.inferred] == [("published_on", "2025-03-14")]
