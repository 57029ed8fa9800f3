"""Where each item opens with bold words, what has none belongs to the item before it."""

from __future__ import annotations

from tests.reading.grammar.grammar_blocks import read

HEAD = ("# Rope Letter", "3 May 2024", "## Policy news")
FIRST = "**Hemp ropes.** The ministry wrote down what hemp is."
SECOND = "**Steel ropes.** The customs office counts them by weight."


def items(*notes: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(len(item.summary), item.points) for item in read(*HEAD, *notes).parts.items]


def test_bullets_are_points_and_paragraphs_text() -> None:
    """Deeper bullets too."""
    found = items(
        FIRST, "- Ports were asked.", "  - Most of them agreed.", SECOND, "The rules apply to ropes of jute as well."
    )
    assert found == [(1, ("Ports were asked.", "Most of them agreed.")), (2, ())]


def test_a_bold_subject_of_a_sentence_leads_nothing() -> None:
    """Only words that a sign closes do, and where one paragraph opens so, nothing follows from it."""
    assert len(items("**MIIT** wrote down what hemp is.", "**NDRC** weighs it.", "Yards in the south follow.")) == 3
    assert len(items(FIRST, "- Ports were asked.", "- Yards agreed.")) == 3


def test_a_sources_link_behind_the_text_keeps_its_headline() -> None:
    """A bold line over a sentence is a headline, whatever link stands behind the sentence."""
    told = read(*HEAD, "**Ropes of hemp**\nThe ministry wrote down what hemp is made of. [Notice]{https://a.example/}")
    assert [item.headline for item in told.parts.items] == ["Ropes of hemp"]


def test_a_running_line_names_the_house_beside_the_day() -> None:
    """What has no house's word there names none."""
    told = read("# Rope Letter", "## Policy news", FIRST, furniture=("Pier Consulting | 3 May 2024",))
    assert (told.parts.publisher, str(told.parts.published_on)) == ("Pier Consulting", "2024-05-03")
    assert read("# Rope Letter", "## Policy news", FIRST, furniture=("Our research team",)).parts.publisher is None
