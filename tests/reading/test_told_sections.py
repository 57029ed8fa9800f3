"""Sections with a publisher's own names, told by who acts in the news below them."""

from __future__ import annotations

import pytest

from bot.bootstrap import read_reference
from bot.reading.pipeline import read_briefing

LEXICON = read_reference()
POLICIES = (
    "MIIT issued guidelines on how ropes are tested.",
    "The Ministry of Commerce opened an investigation into imports of winches.",
    "SAMR published measures for the sale of cranes.",
)
COMPANIES = ("BYD opened a plant for cranes in Wuxi.", "Ostrava Ropes signed a contract with CATL.")


def _read(*groups: tuple[str, tuple[str, ...]]) -> list[str]:
    notes = ["# Rope Letter", "Acme Institute | 3 May 2024"]
    for name, bullets in groups:
        notes += [f"## {name}", *(f"- {bullet}" for bullet in bullets)]
    data = "\n\n".join(notes).encode()
    return [item.section.value for item in read_briefing(data, source_name="a.md", lexicon=LEXICON).items]


@pytest.mark.parametrize(
    "names", [("Red stamps", "On the quay"), ("Levers", "Deckhands"), ("Ink on paper", "Hands on")]
)
def test_who_acts_below_them_tells_what_headings_part(names: tuple[str, str]) -> None:
    """Bodies below one, companies below the other."""
    told = _read((names[0], POLICIES), (names[1], COMPANIES))
    assert told == ["policy_news"] * 3 + ["corporate_news"] * 2


def test_one_heading_may_stand_beside_a_known_section() -> None:
    """It is of the other sort."""
    assert _read(("Red stamps", POLICIES), ("Companies", COMPANIES)) == ["policy_news"] * 3 + ["corporate_news"] * 2


@pytest.mark.parametrize(
    "groups",
    [
        (("Semiconductors", POLICIES), ("Energy", COMPANIES)),
        (("MIIT", POLICIES), ("MOFCOM", COMPANIES)),
        (("29 April", POLICIES), ("30 April", COMPANIES)),
        (("Red stamps", (*POLICIES[:2], COMPANIES[0])), ("On the quay", (*COMPANIES, POLICIES[2]))),
        (("Red stamps", POLICIES), ("On the quay", POLICIES[1:])),
    ],
)
def test_topics_bodies_days_and_mixed_news_part_nothing(groups: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    """Their items stay in no section of policy or companies."""
    assert "policy_news" not in _read(*groups)


def test_more_headings_beside_sections_of_both_sorts_are_what_they_tell() -> None:
    """In the order of the document; one over a single piece of news too, days ahead and figures not."""
    groups = (
        ("Open for views", POLICIES[:1]),
        ("Laid on the table", POLICIES[1:]),
        ("Policy news", ("The MOT named ports for barges.",)),
        ("Company news", COMPANIES),
        ("Numbers to remember", ("NBS published an index of ropes.", "GACC published exports of cranes.")),
    )
    assert _read(*groups) == ["policy_news"] * 4 + ["corporate_news"] * 2 + ["other"] * 2
    notes = ["# Rope Letter", "Acme Institute | 3 May 2024"]
    for name, bullets in groups:
        notes += [f"## {name}", *(f"- {bullet}" for bullet in bullets)]
    items = read_briefing("\n\n".join(notes).encode(), source_name="a.md", lexicon=LEXICON).items
    assert [item.text for item in items[:4]] == [*POLICIES, "The MOT named ports for barges."]


def test_a_told_section_makes_the_others_told_too() -> None:
    """Once one heading is of companies beside known policy, further headings are what stands below them."""
    groups = (
        ("Laws and rules", POLICIES[:1]),
        ("Open for views", POLICIES[1:]),
        ("On the quay", COMPANIES),
    )
    assert _read(*groups) == ["policy_news"] * 3 + ["corporate_news"] * 2


@pytest.mark.parametrize("name", ["Visits, labs, miscellaneous", "Other news", "Other:", "People", "其他动态"])
def test_what_is_left_over_is_no_section(name: str) -> None:
    """Whoever acts below such a name."""
    groups = (("Policy news", POLICIES[:1]), (name, POLICIES[1:]), ("Company news", COMPANIES))
    assert _read(*groups) == ["policy_news"] + ["corporate_news"] * 2 + ["other"] * 2


def test_a_body_of_the_people_is_not_what_is_left_over() -> None:
    """ "People" alone heads who came and went, and in a body's name it does not."""
    groups = (("Policy news", POLICIES[:1]), ("From the People's Bank", POLICIES[1:]), ("Company news", COMPANIES))
    more = ("Open for views", POLICIES[1:])
    told = _read(*groups, more)
    assert told[:5] == ["policy_news"] * 5


@pytest.mark.parametrize(
    "names",
    [("Adopted", "Open for comment"), ("Chips", "Energy"), ("MOFCOM", "NDRC"), ("Data and cyber", "Green shift")],
)
def test_acts_under_other_headings_are_policy_news_beside_companies(names: tuple[str, str]) -> None:
    """Headings of stages, topics and ministries part what bodies did, once company news has a section of its own."""
    told = _read((names[0], POLICIES[:1]), (names[1], POLICIES[1:]), ("Companies", COMPANIES))
    assert told == ["policy_news"] * 3 + ["corporate_news"] * 2
