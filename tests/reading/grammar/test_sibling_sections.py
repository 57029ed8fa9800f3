"""Sections whose names no list has are known by lines set alike; headlines under topics are no lead items."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.lines.headings import find_hint, find_section
from tests.reading.grammar.grammar_blocks import read


def count_sections(*notes: str) -> dict[str, int]:
    return dict(Counter(item.section.value for item in read(*notes).parts.items))


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("1. Policy measures of the month", Section.POLICY_NEWS),
        ("Who is writing the rules", Section.POLICY_NEWS),
        ("What the makers were up to in spring", Section.CORPORATE_NEWS),
        ("一、综合政策与规划布局", Section.POLICY_NEWS),
        ("车企冷暖", Section.CORPORATE_NEWS),
        ("Rules that companies should know", None),
        ("State Administration for Market Regulation", None),
        ("Policy calendar", None),
        ("政策日历", None),
        ("Energy", None),
    ],
)
def test_one_word_hints_at_a_section(name: str, section: Section | None) -> None:
    """Where it tells of one kind, is no body's name and heads no days to come."""
    hint = find_hint(name)
    assert (hint.section if hint else None) == section


def test_a_hint_is_enough_beside_a_section_set_alike() -> None:
    """The unknown name stands like a known one, and over a list."""
    told = count_sections(
        "# Report from Tallinn",
        "## Policy measures of the month",
        "- 4 Mar: MIIT published measures for drones (Xinhua)",
        "- 5 Mar: MOF set rates for tin (Xinhua)",
        "## Company news",
        "- 6 Mar: BYD opened a plant in Szeged (Reuters)",
    )
    assert told == {"policy_news": 2, "corporate_news": 1}


def test_two_names_of_one_make_are_enough() -> None:
    """Half of their words tell of a kind each, and news by the day stand below; a headline tells more than that."""
    told = count_sections(
        "# Rope Flash",
        "12 May 2025",
        "## POLICY TAPE",
        "7 May: PBOC cut the ratio for ropes.",
        "8 May: MIIT published measures for drones.",
        "## CORPORATE TAPE",
        "9 May: CATL opened its books.",
    )
    assert told == {"policy_news": 2, "corporate_news": 1}


def test_a_plain_name_may_stand_behind_one_of_the_house() -> None:
    """Behind a colon or a bar."""
    assert find_section("BOARDROOM: COMPANY NEWS") is Section.CORPORATE_NEWS
    assert find_section("Out of Beijing | Policy") is Section.POLICY_NEWS
    assert find_section("Ropes: a plan for all") is None


def test_headlines_with_such_words_stay_headlines() -> None:
    """They are set alike, but most of their kind tell of neither, and paragraphs stand below."""
    told = count_sections(
        "# Report from Tallinn",
        "## Company news",
        "- 6 Mar: BYD opened a plant in Szeged (Reuters)",
        "## Rules for drones arrive",
        "MIIT published measures for drones on 4 March. They apply to makers.",
        "## Tin gets dearer",
        "MOF set rates for tin on 5 March. They apply to importers.",
    )
    assert told["corporate_news"] == 1
    assert sum(told.values()) == 3


def test_what_matters_most_beside_the_rest_is_what_leads() -> None:
    """Of two sections of one kind the first has the lead items; alone it is what its words say."""
    lead = ("# 合规月报", "## 一、重点新规", "- 3月4日：工信部印发《无人机管理办法》。")
    rest = ("## 二、其他新规", "- 3月5日：财政部印发《锡税办法》。")
    assert count_sections(*lead, *rest) == {"top": 1, "policy_news": 1}
    assert count_sections(*lead, "## 二、企业动态", "- 3月6日：比亚迪在赛格德建厂。") == {
        "policy_news": 1,
        "corporate_news": 1,
    }


@pytest.mark.parametrize(
    ("series", "section"), [("China Policy Tracker", "policy_news"), ("Notes from the East", "other")]
)
def test_headlines_under_topics_are_no_lead_items(series: str, section: str) -> None:
    """They are policies where the publication's name says that it is about these, and else nobody's."""
    told = count_sections(
        f"# {series}",
        "Last updated: 2 October 2024",
        "## Data",
        "### Measures for labels",
        "Issued by: CAC",
        "Date: 14 September 2024",
        "Services would have to mark what they make.",
        "## Energy",
        "### Plan for turbines",
        "Issued by: NEA",
        "Date: 21 August 2024",
        "Old turbines are to be replaced by 2027.",
    )
    assert told == {section: 2}


def test_beside_topics_a_hint_tells_of_no_section_that_there_is() -> None:
    """Where lines set alike head topics too, a topic that mentions firms is one of them."""
    told = count_sections(
        "# Report from Tallinn",
        "## Companies",
        "- 6 Mar: BYD opened a plant in Szeged (Reuters)",
        "## Energy",
        "- 4 Mar: MIIT published measures for drones (Xinhua)",
        "## Support for makers",
        "- 5 Mar: MOF set rates for tin (Xinhua)",
    )
    assert told["corporate_news"] == 1
