"""Headlines and the heads of groups told by what stands below all lines set alike, and the sentences below these."""

from __future__ import annotations

import pytest

from bot.reading.grammar.lines.placement import Place
from tests.reading.grammar.grammar_blocks import read

FRONT = ("# Rope Letter", "Acme Institute", "3 May 2024")
HEADS = ("Ropes get names", "Winches may go on", "Cranes rest in winter", "Boxes are counted")
TOLD = (
    "MIIT wants every rope to name its maker. (Xinhua)",
    "The winches may go on until summer. Source: Port News",
    "The port lets its cranes rest in May. (2 May) (Caixin)",
    "Nine ports count their boxes together.",
)


def _set(form: str) -> list[str]:
    return [note for head, told in zip(HEADS, TOLD, strict=True) for note in (form.format(head), told)]


@pytest.mark.parametrize("form", ["[{}]{{https://acme.example}}", "**{}**", "{}", "**{} (2 May)**"])
def test_lines_set_alike_over_a_paragraph_each_are_headlines(form: str) -> None:
    """Linked, bold or plain, however short what stands below them is."""
    assert [item.headline for item in read(*FRONT, *_set(form)).parts.items] == list(HEADS)


def test_headlines_may_stand_over_several_paragraphs() -> None:
    """Where the further ones tell of nobody who acted."""
    further = "It had been expected for long, and whoever waited for it has waited enough by now."
    notes = [note for head, told in zip(HEADS, TOLD, strict=True) for note in (f"**{head}**", told, further)]
    items = read(*FRONT, *notes).parts.items
    assert [(item.headline, len(item.summary)) for item in items] == [(head, 2) for head in HEADS]


def test_a_line_right_above_a_headline_heads_a_group() -> None:
    """It is no headline, and the words of its group stand with the items."""
    notes = _set("{}")
    items = read(*FRONT, "RED STAMPS", *notes[:4], "ON THE QUAY", *notes[4:]).parts.items
    assert [(item.headline, item.part_text) for item in items] == [
        *((head, "RED STAMPS") for head in HEADS[:2]),
        *((head, "ON THE QUAY") for head in HEADS[2:]),
    ]


def test_the_parts_of_an_issue_may_be_counted() -> None:
    """ "Part A:" stands before a section's name, and a number before the day that heads its news."""
    notes = _set("### {}")
    parts = read(*FRONT, "## Part A: Policy news", *notes[:4], "## Part B: Companies", *notes[4:]).parts
    assert [item.section.value for item in parts.items] == ["policy_news"] * 2 + ["corporate_news"] * 2
    days = read(*FRONT, "## 1. Monday, 29 April", *notes[:4], "## 2. Tuesday, 30 April", *notes[6:]).parts.items
    assert [item.date_text for item in days] == ["Monday, 29 April", "Monday, 29 April", "Tuesday, 30 April"]


OPENINGS = ("It was a quiet time for ropes, all in all.", "Little of this was in the papers.")


@pytest.mark.parametrize("form", ["### {}", "**{}**", "[{}]{{https://acme.example}}"])
def test_a_sentence_below_a_groups_name_is_no_news(form: str) -> None:
    """It names nobody who acted and no day, and headlines set deeper stand below it."""
    notes = _set(form)
    reading = read(*FRONT, "## Red stamps", OPENINGS[0], *notes[:4], "## On the quay", OPENINGS[1], *notes[4:])
    assert [item.headline for item in reading.parts.items] == list(HEADS)
    assert [p.text for p in reading.placements if p.place is Place.NOTE] == list(OPENINGS)


NEWS = {
    "an office in brackets": ("Ropes get names (MIIT). Two years are left.", "Cranes rest (MOT). It is for May."),
    "a day at the end": ("Ropes get names. Two years are left. (2 May)", "Cranes rest in summer. (3 May)"),
    "a day and a link": (
        "Ropes get names. (2 May) [More]{https://a.example/1}",
        "Cranes. (3 May) [More]{https://a.example}",
    ),
}


@pytest.mark.parametrize("news", NEWS.values(), ids=NEWS)
def test_a_sentence_over_a_list_of_news_is_none(news: tuple[str, ...]) -> None:
    """Bullets are news where a day or who acted closes them."""
    told = [f"- {each}" for each in news]
    reading = read(*FRONT, "## Red stamps", OPENINGS[0], *told, "## On the quay", OPENINGS[1], *told)
    assert [p.text for p in reading.placements if p.place is Place.NOTE] == list(OPENINGS)
    assert len(reading.parts.items) == 2 * len(news)


def test_a_sentence_below_a_known_sections_name_is_no_news() -> None:
    """Also where names of sections and headlines are set alike."""
    notes = [note for head, told in zip(HEADS, TOLD, strict=True) for note in (f"**{head}**", "2 May 2024", told)]
    reading = read(*FRONT, "**Policy news**", OPENINGS[0], *notes[:6], "**Company news**", OPENINGS[1], *notes[6:])
    assert [item.headline for item in reading.parts.items] == list(HEADS)
    assert [p.text for p in reading.placements if p.place is Place.NOTE] == list(OPENINGS)


def test_an_office_in_bold_that_acts_again_is_no_field() -> None:
    """Its name stays in the sentence of what it did."""
    who = "The General Administration of Customs"
    acts = ("started a trial of paper customs.", "cut the list of goods.", "released rules on ropes.")
    items = read(*FRONT, "## Customs", *(f"**{who}** {act}" for act in acts)).parts.items
    assert [item.summary for item in items] == [(f"{who} {act}",) for act in acts]


@pytest.mark.parametrize("label", ["Summary:", "At a glance:", "Date:"])
def test_a_sentence_over_counted_headlines_with_labels_is_no_news(label: str) -> None:
    """Set alike with the names above, they count anew below each."""
    told = [f"{label} 2 May 2024" if label == "Date:" else f"{label} {each}" for each in TOLD]
    notes = [note for head, each in zip(HEADS, told, strict=True) for note in (f"**1. {head}**", each, TOLD[0])]
    reading = read(*FRONT, "**Red stamps**", OPENINGS[0], *notes[:3], "**On the quay**", OPENINGS[1], *notes[3:6])
    assert [p.text for p in reading.placements if p.place is Place.NOTE] == list(OPENINGS)


@pytest.mark.parametrize("label", ["**What it means:** Little changes.", "**Our view:** It had to come."])
def test_texts_over_labelled_views_are_news(label: str) -> None:
    """A label in bold is no lead-in of news."""
    notes = [note for head in HEADS for note in (f"**{head}**", OPENINGS[0], label)]
    reading = read(*FRONT, "## Policy news", *notes)
    assert [item.summary for item in reading.parts.items] == [(OPENINGS[0],)] * len(HEADS)


@pytest.mark.parametrize("sign", [" –", ":", "."])
def test_lines_over_news_with_headlines_of_their_own_are_topics(sign: str) -> None:
    """Bold both, one alone on its line and the other before its sentences."""
    notes = [
        note
        for topic, head, told in zip(("Ropes", "Winches", "Cranes", "Boxes"), HEADS, TOLD, strict=True)
        for note in (f"**{topic}**", f"**{head}{sign}** {told}")
    ]
    items = read(*FRONT, "**Policy news**", *notes).parts.items
    assert [item.headline for item in items] == list(HEADS)


def test_what_stands_alone_below_a_headline_stays() -> None:
    """A paragraph that names nobody is the news below a headline of the level of the next."""
    notes = [note for head in HEADS for note in (f"### {head}", OPENINGS[0])]
    items = read(*FRONT, "## Policy news", *notes).parts.items
    assert [item.summary for item in items] == [(OPENINGS[0],)] * len(HEADS)


def test_a_companys_label_is_no_section() -> None:
    """Where it comes again over a name, its item goes on below it."""
    notes = [
        note
        for head, told in zip(HEADS, TOLD, strict=True)
        for note in (f"### {head}", "**Summary**", told, "**Company**", "Ostrava Ropes", "**Date**", "2 May 2024")
    ]
    items = read(*FRONT, "## Company news", *notes).parts.items
    assert [(item.headline, item.date_text) for item in items] == [(head, "2 May 2024") for head in HEADS]


def test_a_day_heads_the_stories_below_it() -> None:
    """With labels too, until the next day."""
    notes = [note for head, told in zip(HEADS, TOLD, strict=True) for note in (f"### {head}", told, "Comment: Good.")]
    items = read(*FRONT, "## 29 April", *notes[:6], "## 30 April", *notes[6:]).parts.items
    assert [item.date_text for item in items] == ["29 April", "29 April", "30 April", "30 April"]


OFFICES = (
    "Ministry of Ropes and its bureaus",
    "Office of Winches",
    "Bureau of Cranes and Lifts",
    "Port Administration",
)
TITLES = ("绳索管理办法", "绞车使用规定", "起重机冬季停用要求", "集装箱清点若干措施")
IN_TWO_TONGUES = tuple(f"Measures for Gear ({title})" for title in TITLES)


@pytest.mark.parametrize("lines", [OFFICES, TITLES, IN_TWO_TONGUES])
def test_lines_right_below_headlines_head_nothing(lines: tuple[str, ...]) -> None:
    """Offices and titles between a numbered heading and the news it heads: the headline is the heading's."""
    notes = [
        note
        for number, (head, line, told) in enumerate(zip(HEADS, lines, TOLD, strict=True), start=1)
        for note in (f"### {number}. {head}", line, told)
    ]
    items = read(*FRONT, "## Policy news", *notes).parts.items
    assert [item.headline for item in items] == list(HEADS)
    if lines is not OFFICES:
        assert [(item.article_text, len(item.summary)) for item in items] == [(line, 1) for line in lines]


def test_titles_over_fields_are_no_headlines_below_headings() -> None:
    """An English title with the Chinese one stands between the headline and "Issued by:"."""
    notes = [
        note
        for number, (head, line, told) in enumerate(zip(HEADS, IN_TWO_TONGUES, TOLD, strict=True), start=1)
        for note in (f"### {number}. {head}", line, "Issued by: MIIT", told)
    ]
    items = read(*FRONT, "## Policy news", *notes).parts.items
    assert [item.headline for item in items] == list(HEADS)
