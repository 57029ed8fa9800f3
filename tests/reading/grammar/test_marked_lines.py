"""Headlines that open with a sign or a tag, headings with nothing under them, and other marks of news in a row."""

from __future__ import annotations

import pytest

from bot.reading.grammar.layout.marked_lines import split_tag
from bot.reading.grammar.lines.numbers import find_number
from tests.reading.grammar.grammar_blocks import read

FRONT = ("# Acme Institute", "## Rope Letter", "3 May 2024")
ROPES = "MIIT wants every rope to name its maker, and whoever sells one has to keep a list."
WINCHES = "The old winches of Dalian may go on until the next summer, as the port has no others."


@pytest.mark.parametrize("sign", [">", ">>", "→", "§", "==", "::", "//", "@", "o", "🏭"])
def test_headlines_behind_a_sign_are_told_by_its_coming_again(sign: str) -> None:
    """The sign is no part of them, wherever the words below stand: in the same paragraph or in one of their own."""
    items = read(*FRONT, f"{sign} Ropes get names\n{ROPES}", f"{sign} Winches without papers", WINCHES).parts.items
    assert [(item.headline, item.summary) for item in items] == [
        ("Ropes get names", (ROPES,)),
        ("Winches without papers", (WINCHES,)),
    ]


@pytest.mark.parametrize("form", ["*{}*", "~{}~", "Headline: {}", "“{}”"])
def test_headlines_between_signs_or_behind_their_name_are_told_the_same_way(form: str) -> None:
    """Signs around a line and the word for it go; quotes are the headline's own."""
    items = read(
        *FRONT, f"{form.format('Ropes get names')}\n{ROPES}", f"{form.format('Winches go on')}\n{WINCHES}"
    ).parts.items
    assert [(item.headline or "").strip("“”") for item in items] == ["Ropes get names", "Winches go on"]


def test_a_tag_before_a_headline_is_its_topic() -> None:
    """The first of them may stand where a title page still goes on."""
    items = read(*FRONT, f"[Ropes] Makers get names\n{ROPES}", f"[Sea ports] Winches may go on\n{WINCHES}").parts.items
    assert [(item.headline, item.heading_text) for item in items] == [
        ("Makers get names", "Ropes"),
        ("Winches may go on", "Sea ports"),
    ]
    assert split_tag("[1] Ropes") == (None, "[1] Ropes")


@pytest.mark.parametrize(
    "notes",
    [
        (f"> Ropes get names\n{ROPES}", WINCHES),
        (f"> {ROPES}", f"> {WINCHES}"),
        ("> Ropes get names", "> Winches without papers", "> Cranes go on"),
    ],
)
def test_signs_before_anything_else_are_no_headlines(notes: tuple[str, ...]) -> None:
    """One alone, sentences that close, and lines with nothing to tell below them stay what they were."""
    assert not any(item.headline for item in read(*FRONT, "## Policy news", *notes).parts.items)


def test_headings_with_nothing_under_them_are_a_list_of_news() -> None:
    """Three in a row that are too long for topics; a day's heading above dates them."""
    heads = (
        "Ropes of all makers get names now",
        "Old winches of Dalian may go on",
        "A port in Wuxi closes for the winter",
    )
    items = read(*FRONT, "## 1 May", *(f"### {head}" for head in heads), "## 2 May", "Cranes rest.").parts.items
    assert [item.summary for item in items][:3] == [(head,) for head in heads]
    assert not read("# Acme", "## Ropes", "## Winches", "## Cranes").parts.items


def test_a_heading_about_the_days_to_come_may_be_a_part_of_each_story() -> None:
    """Where it comes again under headline after headline it is a label, no section."""
    notes = ("## Ropes get names", "### What happened", ROPES, "### Next steps", "Makers have a year.")
    more = ("## Winches may go on", "### What happened", WINCHES, "### Next steps", "The port buys new ones.")
    items = read("# Acme Letter", "3 May 2024", *notes, *more).parts.items
    assert [item.headline for item in items] == ["Ropes get names", "Winches may go on"]
    assert "Makers have a year." in repr(items[0])


def test_the_first_of_several_bold_headlines_is_no_title() -> None:
    """Right below a line with name and date it heads news, as those after it do."""
    heads = ("**Ropes get names**", ROPES, "**Winches may go on**", WINCHES, "**Cranes rest**", ROPES)
    items = read("Rope Weekly – Issue 3 – 3 May 2024", *heads).parts.items
    assert [item.headline for item in items] == ["Ropes get names", "Winches may go on", "Cranes rest"]


def test_a_day_behind_a_dash_ends_a_headline() -> None:
    """So do a bar and brackets; words behind a dash stay."""
    items = read(*FRONT, "### Ropes come first — 1 May 2024", ROPES, "### Winches — an end", WINCHES).parts.items
    assert [(item.headline, item.date_text) for item in items] == [
        ("Ropes come first", "1 May 2024"),
        ("Winches — an end", None),
    ]


@pytest.mark.parametrize(
    ("notes", "topics"),
    [
        (("March: {}", "Early April: {}"), ["March", "Early April"]),
        (("March 2024", "{}", "April 2024", "{}"), ["March 2024", "April 2024"]),
        (("### March", "{}", "### April", "{}"), ["March", "April"]),
    ],
)
def test_months_head_news_and_date_none(notes: tuple[str, ...], topics: list[str]) -> None:
    """A month is no day: each of them parts the news and is what it stands under."""
    told = iter((ROPES, WINCHES))
    items = read(*FRONT, *(note.format(next(told)) if "{}" in note else note for note in notes)).parts.items
    assert [(item.heading_text, item.date_text, item.headline) for item in items] == [
        (topic, None, None) for topic in topics
    ]


def test_lists_go_on_beyond_ninety_nine() -> None:
    """Numbers of three figures count on, whether the paragraphs open with them or the reader made a list of them."""
    notes = [f"{at}. 1 May 2024 - MIIT named port {at} on the coast." for at in range(1, 103)]
    items = read(*FRONT, *notes).parts.items
    assert len(items) == 102
    assert items[-1].summary == ("MIIT named port 102 on the coast.",)


@pytest.mark.parametrize(("raw", "number"), [("3/ Ropes get names", 3), ("3/4 of ropes", None), ("1/May", None)])
def test_a_slash_may_close_a_number(raw: str, number: int | None) -> None:
    """As letters number their news; a share or a day is none."""
    found = find_number(raw)
    assert (found.number if found else None) == number


def test_a_first_day_that_is_a_term_does_not_date_a_paragraph() -> None:
    """In prose whose paragraphs each tell a day, one that only says until when something runs has none."""
    items = read(
        "# Acme Letter",
        "3 May 2024",
        "The ministry of ports wrote to all makers of ropes on 1 May that they will have to sign their goods.",
        "Dalian may keep the winches that it has until 30 September, as the town could not find any others.",
        "Wuxi closed its smallest harbour on 2 May for works that the town has put off for a number of years.",
        "Ningbo opened a new berth on 3 May, which takes ropes and winches from all the yards of the province.",
    ).parts.items
    assert [item.date_text for item in items] == ["1 May", None, "2 May", "3 May"]
