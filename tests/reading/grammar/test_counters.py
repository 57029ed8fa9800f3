"""Headlines that count up in other ways than "1.", and those that share a line with who acted and when."""

from __future__ import annotations

import pytest

from tests.reading.grammar.grammar_blocks import read

FRONT = ("# Acme Institute", "## Rope Letter", "3 May 2024")
HEADS = ("Ropes get names", "Winches may go on", "Cranes rest in winter")
TOLD = (
    "MIIT wants every rope to name its maker, and whoever sells one has to keep a list.",
    "The old winches of Dalian may go on until the next summer, as the port has no others.",
    "The port of Wuxi lets its cranes rest, since nobody wants to load ropes when it snows.",
)


@pytest.mark.parametrize(
    "counters",
    [
        ("#1 ", "#2 ", "#3 "),
        ("Story 1: ", "Story 2: ", "Story 3: "),
        ("1/3 ", "2/3 ", "3/3 "),
        ("[1] ", "[2] ", "[3] "),
        ("a) ", "b) ", "c) "),
        ("1 of 3: ", "2 of 3: ", "3 of 3: "),
        ("Topic 1 – ", "Topic 2 – ", "Topic 3 – "),
        ("Update #1: ", "Update #2: ", "Update #3: "),
        ("01 ", "02 ", "03 "),
        ("01 | ", "02 | ", "03 | "),
    ],
)
def test_headlines_count_up_in_many_ways(counters: tuple[str, ...]) -> None:
    """The counter is no part of the headline, whether it stands in the text's paragraph or in bold above it."""
    headed = [f"{counter}{head}" for counter, head in zip(counters, HEADS, strict=True)]
    lines = [f"{head}\n{told}" for head, told in zip(headed, TOLD, strict=True)]
    bold = [note for head, told in zip(headed, TOLD, strict=True) for note in (f"**{head}**", told)]
    for notes in (lines, bold):
        items = read(*FRONT, *notes).parts.items
        assert [(item.headline, item.summary) for item in items] == [
            (head, (told,)) for head, told in zip(HEADS, TOLD, strict=True)
        ]


def test_what_counts_the_parts_of_one_text_or_does_not_count_stays() -> None:
    """Steps belong to a story, two counted lines may be chance, and so are those out of order."""
    steps = ("Step 1: Ask the port", "Step 2: Wait for months", "Step 3: Ask it again")
    assert not any(item.headline == "Ask the port" for item in read(*FRONT, "## Ropes", TOLD[0], *steps).parts.items)
    for notes in (
        ("a) Ropes get names", "b) Winches may go on"),
        ("Story 2: Ropes", "Story 5: Winches", "Story 1: Cranes"),
    ):
        assert not {"Ropes get names", "Ropes"} & {item.headline for item in read(*FRONT, "## Law", *notes).parts.items}


@pytest.mark.parametrize(
    "form",
    ["{day} | {body} | {head}", "{body} | {head} | {day}", "{head} // {body} // {day}", "{head} – {body} – {day}"],
)
def test_a_headline_may_share_its_line_with_day_and_issuer(form: str) -> None:
    """In any order; one such line alone stays as it is."""
    days, bodies = ("1 May", "2 May", "2 May"), ("MIIT", "MOT, NDRC", "MEE")
    lines = [
        f"{form.format(day=day, body=body, head=head)}\n{told}"
        for day, body, head, told in zip(days, bodies, HEADS, TOLD, strict=True)
    ]
    items = read(*FRONT, *lines).parts.items
    assert [(item.headline, item.date_text, item.issuer_text) for item in items] == list(
        zip(HEADS, days, bodies, strict=True)
    )
    assert not any(item.headline == HEADS[0] for item in read(*FRONT, "## Law", lines[0]).parts.items)


@pytest.mark.parametrize("tail", ["(1 May)", "(MIIT, 1 May)", "\nMIIT, 1 May 2024", "[Source: MIIT, 1 May]"])
def test_a_day_behind_what_is_told_dates_the_story(tail: str) -> None:
    """In brackets at the end of its last paragraph, or on a line of its own; the words lose it."""
    sign = "" if tail.startswith("\n") else " "
    items = read(*FRONT, "### Ropes get names", f"{TOLD[0]}{sign}{tail}", "### Winches may go on", TOLD[1]).parts.items
    assert [(item.headline, item.date_text) for item in items] == [
        (HEADS[0], "1 May 2024" if sign == "" else "1 May"),
        (HEADS[1], None),
    ]
    assert items[0].summary == (TOLD[0],)


def test_days_behind_the_news_are_not_those_of_the_next_headline() -> None:
    """A front page's date above the first of them does not make them lines over headlines."""
    notes = [note for head, told in zip(HEADS, TOLD, strict=True) for note in (head, told, "MIIT, 1 May 2024")]
    parts = read("# Rope Letter", "Acme Institute, 3 May 2024", *notes[:-1], "MIIT, 2 May 2024").parts
    assert str(parts.published_on) == "2024-05-03"
    assert [item.date_text for item in parts.items] == ["1 May 2024", "1 May 2024", "2 May 2024"]


@pytest.mark.parametrize("form", ["### 1 May: {}", "### 1 May – {}", "**1 May – {}**"])
def test_a_day_before_a_headline_dates_it(form: str) -> None:
    """It is no part of it."""
    notes = [note for head, told in zip(HEADS, TOLD, strict=True) for note in (form.format(head), told)]
    items = read(*FRONT, *notes).parts.items
    assert [(item.headline, item.date_text) for item in items] == [(head, "1 May") for head in HEADS]


def test_records_begin_again_with_their_first_label() -> None:
    """Where no headline parts them; what is told behind the labels belongs to the record above."""
    first = ("**Title:** Rope Act", "**Authority:** MIIT", "**Published:** 1 May 2024", TOLD[0])
    second = ("**Title:** Winch Act", "**Authority:** MOT", "**Published:** 2 May 2024", TOLD[1])
    third = ("**Title:** Crane Act", "**Authority:** MEE", "**Published:** 3 May 2024", TOLD[2])
    parts = read("# Rope Letter", "Acme Institute, 3 May 2024", *first, *second, *third).parts
    assert [(item.article_text, item.issuer_text, item.date_text, item.summary) for item in parts.items] == [
        ("Rope Act", "MIIT", "1 May 2024", (TOLD[0],)),
        ("Winch Act", "MOT", "2 May 2024", (TOLD[1],)),
        ("Crane Act", "MEE", "3 May 2024", (TOLD[2],)),
    ]
    assert parts.unread == ()


def test_kickers_behind_the_news_are_not_moved_to_the_next_headline() -> None:
    """The last of them ends it all, and the first stands below a headline and its text."""
    notes = [
        note for head, told in zip(HEADS, TOLD, strict=True) for note in (f"### {head}", told, "MIIT | 1 May 2024")
    ]
    parts = read(*FRONT, *notes[:-1], "MOT | 2 May 2024").parts
    assert [item.date_text for item in parts.items] == ["1 May 2024", "1 May 2024", "2 May 2024"]
    over = [note for head, told in zip(HEADS, TOLD, strict=True) for note in ("MIIT | 1 May 2024", f"### {head}", told)]
    assert [item.date_text for item in read(*FRONT, *over).parts.items] == ["1 May 2024"] * 3


@pytest.mark.parametrize("opening", ["**MIIT, 1 May 2024.** ", "Issued 1 May 2024 by MIIT. Effective 1 July 2024. "])
def test_a_story_may_open_with_its_issuer_and_day(opening: str) -> None:
    """In bold words before the text, or in a note on the document."""
    heads = ("### All ropes of the ports get names", "### The old winches of Dalian may go on")
    item = read(*FRONT, "## News", heads[0], f"{opening}{TOLD[1]}", heads[1], TOLD[1]).parts.items[0]
    assert (item.headline, item.date_text) == ("All ropes of the ports get names", "1 May 2024")


def test_a_day_in_a_list_over_a_headline_is_that_headlines() -> None:
    """As timelines of web pages have it: neither the story before nor its points take it."""
    notes = [
        note
        for at, (head, told) in enumerate(zip(HEADS, TOLD, strict=True), start=1)
        for note in (f"- {at} May 2024", f"### {head}", told)
    ]
    items = read("# Rope Letter", "Acme Institute, 3 May 2024", *notes).parts.items
    assert [(item.headline, item.date_text) for item in items] == [
        (head, f"{at} May 2024") for at, head in enumerate(HEADS, start=1)
    ]


def test_a_source_with_its_day_behind_bold_words_dates_a_bullet() -> None:
    """The words keep it, as they do not end with it."""
    items = read(
        *FRONT, f"- **Ropes get names** (MIIT, 1 May) {TOLD[0]}", f"- **Cranes rest** (MEE, 2 May) {TOLD[2]}"
    ).parts.items
    assert [item.date_text for item in items] == ["1 May", "2 May"]


def test_numbered_lines_that_count_up_over_reports_are_headlines() -> None:
    """Over sections too, and whatever the lines say themselves."""
    notes = (
        "# 绳索周览",
        "## 一、国家政策",
        "1.交通运输部：报送港口绳索试点方案",
        "6月20日，交通运输部印发通知，拟在全国各港口组织开展绳索试点工作。",
        "## 二、企业动态",
        "2.海山绳索：签署合作协议",
        "6月22日，海山绳索宣布，将与两家港口企业签署战略合作协议。",
    )
    items = read(*notes).parts.items
    assert [(item.headline, item.date_text) for item in items] == [
        ("交通运输部：报送港口绳索试点方案", "6月20日"),
        ("海山绳索：签署合作协议", "6月22日"),
    ]


def test_stars_that_open_paragraphs_are_bullets() -> None:
    """Where two do."""
    items = read("# Rope Letter", "January 2024", "* SAMR counts ropes.", "* MOFCOM stops scales.").parts.items
    assert [item.summary for item in items] == [("SAMR counts ropes.",), ("MOFCOM stops scales.",)]


def test_a_line_of_date_and_source_in_capitals_is_the_items_foot() -> None:
    """As pages print it below each piece of news."""
    told = "The port of Ningbo counts the ropes that it has, and hangs up a list of them for all who want to see it."
    notes = ("## Ropes in Ningbo", f"{told}\nDATE:2024-05-14 SOURCE:Port Office", "## Ropes in Dalian", told)
    assert read("# Rope News", *notes).parts.items[0].date_text == "2024-05-14"
