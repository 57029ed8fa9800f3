"""Layouts of other houses: stories with the same sub-headings, letters in prose, newsletters with their own names."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.formats.plain import read_plain_blocks
from bot.reading.grammar.layout.lead_ins import find_told_date, is_bracketed_date, is_title_line
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.lines.title_page import parse_title_page
from tests.reading.grammar.grammar_blocks import read

TITLE = ("# Acme Institute", "## Port Watch", "6 March 2024")


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("Rules and regulators", Section.POLICY_NEWS),
        ("New from the ministries", Section.POLICY_NEWS),
        ("Makers & markets", Section.CORPORATE_NEWS),
        ("Members and markets", Section.CORPORATE_NEWS),
        ("Industrial policy", Section.POLICY_NEWS),
        ("Industrial robots", None),
        ("Company law", None),
        ("Trade policy", None),
        ("Markets", None),
        ("The rules that every port and every maker must now follow", None),
        ("Regulators 2024", None),
    ],
)
def test_a_section_is_known_by_its_words(name: str, section: Section | None) -> None:
    """A heading all of whose words are those of regulation, or those of companies, names that section."""
    assert find_section(name) is section


def test_headings_that_come_again_are_labels() -> None:
    """The same sub-heading under story after story opens the summary, or the publisher's view, of each."""
    parts = read(
        *TITLE,
        "# 1. Scales get seals",
        "Rules on Scales (衡器管理规则)",
        "MIIT | published 5 March 2024 | effective 1 May 2024 | Order No. 7",
        "## Background",
        "Scales need seals.",
        "- One seal a scale",
        "## What you should do",
        "Buy seals.",
        "# 2. Ropes get labels",
        "## Background",
        "Ropes need labels.",
        "## What you should do",
        "Buy labels.",
    ).parts
    first, second = parts.items
    assert (first.headline, first.issuer_text, first.date_text) == ("Scales get seals", "MIIT", "5 March 2024")
    assert first.article_text == "Rules on Scales (衡器管理规则), Order No. 7"
    assert first.summary == ("Scales need seals.", "effective 1 May 2024")
    assert (first.points, first.comment) == (("One seal a scale",), ("Buy seals.",))
    assert (second.headline, second.summary, second.comment) == (
        "Ropes get labels",
        ("Ropes need labels.",),
        ("Buy labels.",),
    )


def test_headings_above_the_labels_level_open_stories_without_numbers() -> None:
    """A headline of a higher level than the labels ends the story before it."""
    parts = read(
        *TITLE,
        "## Scales get seals",
        "### Background",
        "Scales need seals.",
        "## Ropes get labels",
        "Rules on Ropes (绳索标签管理办法)",
        "### Background",
        "Ropes need labels.",
    ).parts
    assert [(item.headline, item.summary) for item in parts.items] == [
        ("Scales get seals", ("Scales need seals.",)),
        ("Ropes get labels", ("Ropes need labels.",)),
    ]


def test_topics_that_come_again_over_dated_news_are_no_labels() -> None:
    """The same topic under two sections, with dated bullets below it, stays a topic."""
    parts = read(
        *TITLE, "## Policy news", "### Ports", "- 4 March: One", "## Company news", "### Ports", "- 5 March: Two"
    ).parts
    assert [(item.section, item.heading_text) for item in parts.items] == [
        (Section.POLICY_NEWS, "Ports"),
        (Section.CORPORATE_NEWS, "Ports"),
    ]


def test_a_number_before_a_bold_headline_is_no_plain_text() -> None:
    """A numbered headline may be bold without its number, and have its summary's label on its line."""
    parts = read(
        *TITLE,
        "- 1. **Ropes get labels.** _At a glance:_ Ropes need labels.",
        "_Date:_ 5 March 2024",
        "- 2. **Seals.** _At a glance:_ Scales need seals.",
        "_Date:_ 4 March 2024",
    ).parts
    assert [(item.headline, item.summary, item.date_text) for item in parts.items] == [
        ("Ropes get labels.", ("Ropes need labels.",), "5 March 2024"),
        ("Seals.", ("Scales need seals.",), "4 March 2024"),
    ]
    assert parts.unread == ()


def test_an_article_in_prose_is_read_by_its_weekdays() -> None:
    """Paragraphs that open with a weekday are items of their own; a byline's date is that of the issue."""
    told = (
        "On Monday, the port office issued a notice on ropes that every harbour has to read.",
        "On Wednesday, the customs office approved new seals for scales, which makers of scales welcomed.",
        "Last Friday the transport office and five other offices published a plan for greener harbours.",
    )
    parts = read("# The week in the harbours", "By Ann Berg, 19 January 2024", *told).parts
    assert [(item.section, item.summary) for item in parts.items] == [(Section.OTHER, (text,)) for text in told]
    assert (parts.title, parts.publisher, str(parts.published_on)) == ("The week in the harbours", None, "2024-01-19")
    assert [person.name for person in parts.people] == ["Ann Berg"]
    assert parts.unread == ()


def test_a_letter_in_prose_is_read_by_its_days() -> None:
    """Without headings and lists, each paragraph that prints a day is a piece of news, others go on the one before.

    A day that is a term does not date it.
    """
    reading = read(
        "**Letter from the Quay**",
        "Basel, 6 March 2024",
        "Dear readers,",
        "Happy spring to you all, and to those of you who count ropes for a living.",
        "On 3 March the Ministry of Transport told all ports to count their ropes twice each year.",
        "Nobody knows yet who will read the lists that all those ports are now going to write.",
        "The Rope Act entered into force on 4 March; parliament had passed it after a very long night.",
        "Ships may be late because of all this, and the ministry will tell us more by 30 June 2024.",
    )
    assert [item.date_text for item in reading.parts.items] == ["3 March", "4 March", None]
    assert len(reading.parts.items[0].summary) == 2
    assert reading.parts.unread == ()
    assert [p.place for p in reading.placements[:4]][-2:] == [Place.NOTE, Place.NOTE]


def test_greetings_end_where_news_begins() -> None:
    """A paragraph to the readers that holds a quantity or a body's letters is no greeting."""
    reading = read(
        *TITLE, "Welcome: we learned that MIIT bought us ropes for CNY 3 million.", "## News", "- 4 March: One"
    )
    assert [u.text[:7] for u in reading.parts.unread] == ["Welcome"]


def test_a_date_in_brackets_belongs_to_the_bullet_before() -> None:
    """A date that a line's end parted from its bullet dates it."""
    parts = read(*TITLE, "## Policy news", "- Ropes are counted.", "(4 March)", "- Two").parts
    assert [(item.date_text, item.summary) for item in parts.items] == [
        ("4 March", ("Ropes are counted.",)),
        (None, ("Two",)),
    ]


def test_a_date_in_brackets_is_no_source() -> None:
    """At the end of a point or of a later paragraph it stays in the words; with a source beside it, that is cited."""
    (bullet,) = read(
        *TITLE, "## Policy news", "- 4 March: Ropes are counted.", "  - Hemp comes first (6 March)."
    ).parts.items
    assert (bullet.points, bullet.links) == (("Hemp comes first (6 March).",), ())
    (cited,) = read(*TITLE, "## Policy news", "- 4 March: Ropes.", "  - Hemp first (MIIT notice, 6 March).").parts.items
    assert (cited.points, cited.source_labels[0]) == (("Hemp first.",), "MIIT notice")
    (dated,) = read(*TITLE, "## Policy news", "- Ropes are counted (4 March).").parts.items
    assert (dated.date_text, dated.summary, dated.links) == ("4 March", ("Ropes are counted.",), ())


def test_what_stands_below_a_mails_signature_mark_is_imprint() -> None:
    """Two dashes after the last news head the sender's own lines."""
    reading = read(*TITLE, "## Policy news", "- 4 March: One", "-- Acme e. V., Basel")
    assert [p.place for p in reading.placements][-1] is Place.IMPRINT


def test_the_imprint_says_who_publishes_a_series() -> None:
    """A last line that says who publishes the series names the publisher, and is no part of the last item."""
    parts = read(
        "# Quay Dispatch",
        "6 March 2024",
        "## Policy news",
        "- 4 March: One",
        "Quay Dispatch is published by Rope Letters, Basel.",
    ).parts
    assert (parts.publisher, parts.series) == ("Rope Letters", "Quay Dispatch")
    assert parts.items[0].summary == ("One",)


@pytest.mark.parametrize(
    ("lines", "publisher", "series"),
    [
        (("ROPE LETTER", "Number 7 of 2021, Basel, 5 November 2021"), None, "ROPE LETTER"),
        (("Rope Institute", "Desk Mail 17/2024", "5 November 2024"), "Rope Institute", "Desk Mail"),
        (("Rope Bulletin #41", "By the editors, 17 October 2019"), None, "Rope Bulletin"),
    ],
)
def test_places_and_numbers_are_no_names(lines: tuple[str, ...], publisher: str | None, series: str) -> None:
    """The place a letter is dated at and the number of an issue name neither publisher nor series."""
    page = parse_title_page(lines)
    assert (page.publisher, page.series) == (publisher, series)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Rope Act entered into force on 4 March.", "4 March"),
        ("The Rope Act enters into force on 4 March.", None),
    ],
)
def test_the_day_something_came_into_force_is_told(text: str, expected: str | None) -> None:
    """What took effect on a day happened that day; what will, did not."""
    assert find_told_date(text) == expected


def test_lines_that_are_titles_or_dates() -> None:
    """A title line ends in its Chinese title, a bracketed date is nothing else."""
    assert is_title_line("Rules on Ropes (绳索管理规则)")
    assert not is_title_line("The rules (绳索管理规则) are long.")
    assert is_bracketed_date("(4 March)")
    assert not is_bracketed_date("(4 March and after)")
    assert not is_bracketed_date("4 March")


def test_plain_text_keeps_a_hanging_bullet_and_a_title_in_capitals() -> None:
    """Lines indented below a bullet go on with it; a title in capitals stands alone."""
    first = "Number 7, a long line that says where it was written"
    text = f"ROPE LETTER\n{first}\n\n* Ropes are counted. (A long line here)\n  (4 March)\n* Two\n"
    assert [block.text for block in read_plain_blocks(text)] == [
        "ROPE LETTER",
        first,
        "Ropes are counted. (A long line here) (4 March)",
        "Two",
    ]


def test_a_memo_says_from_whom_it_comes() -> None:
    """The lines at the head of a memo give publisher and date, and are no news."""
    reading = read(
        "**MEMO**",
        "To: Clients",
        "From: Rope Attorneys",
        "Date: 6 March 2024",
        "Subject: Ropes",
        "## News",
        "- 4 March: One",
    )
    assert reading.parts.publisher == "Rope Attorneys"
    assert str(reading.parts.published_on) == "2024-03-06"
    assert reading.parts.unread == ()


def test_a_title_line_may_say_who_compiled_it() -> None:
    """Who compiled the issue is the publisher, beside a period on the same line."""
    page = parse_title_page(("Rope Radar", "Week 23 · 2–6 June 2025 · compiled by the Quay Desk"))
    assert (page.publisher, page.series, str(page.period_end)) == ("Quay Desk", "Rope Radar", "2025-06-06")
    assert parse_title_page(("Rope Radar", "compiled by the Quay Desk")).publisher == "Quay Desk"


def test_a_numbered_headline_over_one_dated_paragraph_opens_a_story() -> None:
    """A bold numbered line over a paragraph that starts with a day is its headline; over several it is a topic."""
    parts = read(
        *TITLE,
        "## Policy news",
        "**1. Ropes are counted**",
        "3 March: Ports count.",
        "**2. Scales are sealed**",
        "4 March: Ports seal.",
    ).parts
    assert [(item.headline, item.date_text) for item in parts.items] == [
        ("Ropes are counted", "3 March"),
        ("Scales are sealed", "4 March"),
    ]
    parts = read(*TITLE, "## Policy news", "**1. Ports**", "3 March: One.", "4 March: Two.").parts
    assert [(item.headline, item.heading_text) for item in parts.items] == [(None, "Ports"), (None, "Ports")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rules, issued by the MOT and others on 3 March, entered into force on 4 March.", "3 March"),
        ("The rules were late; it was issued by the MOT on 3 March.", "3 March"),
    ],
)
def test_the_day_of_issue_goes_before_the_day_of_effect(text: str, expected: str) -> None:
    """What was issued by somebody on a day is of that day, though it took effect on another."""
    assert find_told_date(text) == expected


def test_a_numbered_heading_over_a_list_is_no_publisher() -> None:
    """Once the title has a line, a numbered heading over a list or day's news heads news, not the issue."""
    parts = read(
        "Rope Monitor", "6 March 2024", "## 1) Ropes", "- 4 March: One", "## 2) Scales", "- 5 March: Two"
    ).parts
    assert (parts.publisher, parts.series) == (None, "Rope Monitor")
    assert [item.heading_text for item in parts.items] == ["Ropes", "Scales"]


def test_a_row_of_links_above_the_title_is_navigation() -> None:
    """Several links alone before the first heading are the page's, not names of the series."""
    reading = read(
        "[Home]{https://a.example} | [Join us]{https://b.example}", *TITLE, "## Policy news", "- 4 March: One"
    )
    assert reading.placements[0].place is Place.NAVIGATION
    assert (reading.parts.publisher, reading.parts.series) == ("Acme Institute", "Port Watch")


def test_printed_bullets_part_a_text() -> None:
    """Lines of Markdown that open with printed bullets are items; short ones with a sign of headings are headings."""
    text = "Title\n\n■ 政策\n▲ 甲部发布办法。\n▲ 乙部发布规定。\n"
    assert [(b.kind.value, b.text) for b in read_markdown_blocks(text)] == [
        ("paragraph", "Title"),
        ("heading", "政策"),
        ("list_item", "甲部发布办法。"),
        ("list_item", "乙部发布规定。"),
    ]
    assert [b.text for b in read_markdown_blocks("One\n▲ two\n")] == ["One ▲ two"]


def test_a_rule_under_a_heading_is_followed_by_bullets() -> None:
    """Dashes right below a line of dashes are bullets."""
    text = "1) Ropes\n--------\n- 4 March: One fell.\n- 5 March: Two rose.\n"
    assert [b.text for b in read_plain_blocks(text) if b.kind.value == "list_item"] == [
        "4 March: One fell.",
        "5 March: Two rose.",
    ]
