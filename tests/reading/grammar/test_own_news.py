"""Paragraphs that are news of their own by who acts in each, and those that go on with the one before."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.lines.reports import (
    is_closed,
    leans_on_before,
    opens_with_name,
    says_more,
    speaks_to_reader,
    tells_duty,
)
from tests.reading.grammar.grammar_blocks import read

TITLE = ("# Acme Note", "14 March 2025")
SEALS = "The MIIT issued rules for scales on 10 March."


def _summaries(*notes: str) -> list[tuple[str, ...]]:
    return [item.summary for item in read(*TITLE, *notes).parts.items]


def test_each_paragraph_of_a_section_that_names_who_acts() -> None:
    """Dated or not, it is an item; what leans on it or tells what its actor said goes on with it."""
    notes = (
        SEALS, "The rules cover shops.", "MOFCOM extended a duty on ropes.", "MOFCOM said the duty would last a year.",
        "Analysts say that ropes will cost more.", "Separately, the SAMR fined a maker of docks.",
    )  # fmt: skip
    assert _summaries("## Policy news", *notes) == [notes[:2], notes[2:5], notes[5:]]


@pytest.mark.parametrize(
    "lines",
    [
        ("CATL to supply cells to Changan.", "Nexperia's plant idle for a week.", "Zeekr prices a van at CNY 499,000."),
        ("BYD opened a plant in Hungary", "CATL in talks with Stellantis", "Tesla to expand in Shanghai"),
        ("工信部印发《衡器管理办法》。", "交通运输部公布港口名单。", "财政部下调关税。"),
    ],
)
def test_short_lines_are_items(lines: tuple[str, ...]) -> None:
    """In short lines a name at the start is enough, in either language, with or without a full stop."""
    assert _summaries("## Policy news", *lines) == [(line,) for line in lines]


@pytest.mark.parametrize(
    "notes",
    [
        (SEALS, "Owners must pay within a year."),
        (SEALS, "They apply to shops."),
        ("工信部印发《衡器管理办法》，要求加装封条。", "企业应当在一年内完成。", "该办法自5月1日起施行。"),
        ("- 10 March: The MIIT issued rules.", "CATL said it would comply.", "BYD opened a plant."),
    ],
)
def test_paragraphs_that_go_on(notes: tuple[str, ...]) -> None:
    """Duties, words that lean back, a single actor, and what stands below a bullet are parts of the item before."""
    assert len(_summaries("## Policy news", *notes)) == 1


def test_dated_leads_tell_where_items_start() -> None:
    """Where a day opens some of the paragraphs, those without one go on."""
    notes = (
        "5 March: The MIIT issued rules.",
        "CATL said it would comply.",
        "6 March: The MOT named ports.",
        "BYD built one.",
    )
    assert [summary[1:] for summary in _summaries("## Policy news", *notes)] == [notes[1:2], notes[3:]]


def test_prose_told_by_days_with_a_report_that_has_none() -> None:
    """An undated paragraph with an actor of its own is no part of the dated one before; "had" looks back at it."""
    notes = (
        "BYD opened a plant in Rayong on 4 July, the first of its kind in that part of the world.",
        "On 12 July, customs said that exports rose 8.6 percent in June from a year before.",
        "Economists at a bank had expected 8.0 percent, as a survey of them showed at the end of June.",
        "The State Council is to publish an opinion on low-flying craft before the end of the year.",
        "The Ministry of Commerce opened a case against makers of ropes in Canada on 9 July.",
        "The ministry will hear the makers of ropes before it decides whether a duty is to be paid.",
        "A court in Ningbo heard the owners of nine docks on 10 July and will decide in August.",
    )
    assert _summaries(*notes) == [notes[:1], notes[1:3], notes[3:4], notes[4:6], notes[6:]]


def test_the_paragraphs_of_a_story_stay_together() -> None:
    """A headline of its own holds all that is under it."""
    story = ("## Scales get seals", SEALS, "CATL said it would comply.", "BYD opened a plant.")
    items = read(*TITLE, *story, "## Docks get numbers", "The MOT listed docks.").parts.items
    assert [(item.headline, len(item.summary)) for item in items] == [("Scales get seals", 3), ("Docks get numbers", 1)]


CAPITALS = ("POLICY", SEALS, "The SAMR fined a maker of docks.", "COMPANIES", "BYD opened a plant.", "CATL sold one.")


def test_a_line_set_like_sections_over_own_news() -> None:
    """Its paragraphs are items of section other under its name, before the known sections and after them."""
    macro = ("MACRO", "PBOC lowered a rate.", "NBS counted ropes.")
    for notes in ((*macro, *CAPITALS), (*CAPITALS, *macro)):
        found = [
            item for item in read("Acme Note", "14 March 2025", *notes).parts.items if item.section is Section.OTHER
        ]
        assert [(item.heading_text, item.summary) for item in found] == [("MACRO", macro[1:2]), ("MACRO", macro[2:])]


@pytest.mark.parametrize(
    "notes",
    [
        ("ACME NOTE", "14 March 2025", *CAPITALS),
        ("ACME NOTE", "For those who trade in ropes", "14 March 2025", *CAPITALS),
        ("Acme Note", "MACRO", "PBOC lowered a rate.", "POLICY", SEALS),
    ],
)
def test_other_lines_in_capitals_are_no_sections(notes: tuple[str, ...]) -> None:
    """Titles over a date or a motto, and lines without two known sections set like them, stay what they were."""
    assert all(item.heading_text is None for item in read(*notes).parts.items)


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("The measures take effect in May.", True),
        ("The Measures take effect in May.", True),
        ("The Ministry said so.", True),
        ("The Ministry of Commerce said so.", False),
        ("The State Council will publish it.", False),
        ("It will publish ropes.", True),
        ("Analysts expect more.", True),
        ("CATL said the rules were clear.", True),
        ("CATL had sold a plant.", True),
        ("CATL sold a plant that it had built.", False),
        ("该办法自5月1日起施行。", True),
        ("其他部委发布规则。", False),
        ("工信部发布规则。", False),
    ],
)
def test_what_leans_on_the_paragraph_before(text: str, *, leans: bool) -> None:
    """Words that mean something told before, and what had been before that."""
    assert leans_on_before(text) is leans


def test_names_duties_and_more_words_of_one_actor() -> None:
    """What opens a line."""
    assert all(map(opens_with_name, ("MiniMax prices shares", "Nexperia’s plant", "Ping An pays", "Tesla to build")))
    assert not any(
        map(opens_with_name, ("Owners may come.", "The Bank pays", "you and I", "We at CATL", "CATL and you"))
    )
    assert tells_duty("Owners may come.")
    assert tells_duty("企业应当完成。")
    assert not tells_duty("BYD built a dock.")
    assert says_more("BYD said it would build.", "A plant of BYD opened.")
    assert not says_more("BYD said it would build.", "CATL opened a plant.")
    assert not says_more("BYD built a dock.", "BYD sold a dock.")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("SMIC was asked by the US Department of Commerce.", False),
        ("The chamber told us so.", True),
        ("We expect more.", True),
        ("MOFCOM said “we will answer”.", False),
    ],
)
def test_who_speaks_to_readers(text: str, *, spoken: bool) -> None:
    """The US is a country, "us" are the publishers; what is quoted is somebody else's."""
    assert speaks_to_reader(text) is spoken


@pytest.mark.parametrize("address", ["https://ports.example.cn/a.html", "<https://ports.example.cn/a>"])
def test_a_text_may_end_with_the_address_it_names(address: str) -> None:
    """Behind a sentence's end and a word that says that it stands there; an address behind mere words ends none."""
    assert is_closed(f"The ministry counts cranes. The list is on its page at {address}")
    assert not is_closed(f"The list is on its page at {address}")
    assert not is_closed(f"The ministry counts cranes. A list {address}")


def test_paragraphs_that_open_with_a_day_are_news_of_their_own_among_such() -> None:
    """Even one that speaks of the measures of another."""
    told = (
        "On 10 March 2025, the MIIT issued the Measures for Scales, which came into force at once for all shops.",
        "On 11 March 2025, one day after the measures came into force, MOFCOM released a guide to the scales of ports.",
        "On 12 March 2025, the Ministry of Transport issued a notice on ropes, which all ports have to hang up.",
    )
    items = read(*TITLE, "## A. Regulatory developments", *told).parts.items
    assert [item.summary for item in items] == [(text,) for text in told]


def test_paragraphs_between_those_that_end_with_their_day_go_on_with_them() -> None:
    """Where the two come by turns, as title and text of a list of documents do."""
    first = (
        "Announcement No. 3 on ropes, SAMR, issued on 2025-03-04",
        "Ropes need a mark, and the MIIT keeps the list.",
    )
    second = ("Announcement No. 4 on scales, SAMR, issued on 2025-03-05", "MOFCOM stopped all scales from abroad.")
    items = read("# Rope Lists", "## Laws and Regulations", *first, *second).parts.items
    assert [(item.summary[-1], item.date_text) for item in items] == [
        (first[1], "2025-03-04"),
        (second[1], "2025-03-05"),
    ]


def test_a_line_with_a_word_of_the_title_page_closes_nothing_before_more_news() -> None:
    """As where each piece of news stands under its own field ("Policy|Ports")."""
    notes = ["# Analyses of rules", "Policy|Scales", "**Scales get a mark**", SEALS, "Policy|Ports"]
    notes += [
        "**Ropes are counted**",
        "Vice Minister Bow chaired a meeting on ropes in Ningbo and asked for four steps:",
    ]
    assert [item.headline for item in read(*notes).parts.items] == ["Scales get a mark", "Ropes are counted"]
