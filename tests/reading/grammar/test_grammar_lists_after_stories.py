"""Lists of dated bullets that follow a story without a heading between: news of their own, or its points."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from tests.reading.grammar.grammar_blocks import document, read
from tests.reading.grammar.test_grammar_properties import assert_nothing_lost

TITLE = ("# Harbour Notes", "5 March 2024")
STORY = "MIIT issued measures on seals for cranes. All ports have to keep a book of them."
NEWS = ("- 3 March: SAMR fined a port in Ningbo.", "- 2 March: Hubwerk opened a dock in Hungary.")
NEXT = ("## 2. MOT lists ropes", "The list names them.")
HAN_NEWS = ("- 3月3日：市场监管总局处罚宁波一家港口。", "- 3月2日：海工重机在匈牙利设立码头。")


@pytest.mark.parametrize("headline", ["## 1. MIIT tightens rules", "## MIIT tightens rules", "**MIIT tightens rules**"])
@pytest.mark.parametrize("news", [NEWS, HAN_NEWS], ids=["english", "chinese"])
def test_dated_bullets_after_a_story_are_items(headline: str, news: tuple[str, ...]) -> None:
    """Bullets that each open with a day and name who acts are no points of the story above them."""
    reading = read(*TITLE, headline, STORY, news[0], "  - It had no book.", news[1], *NEXT)
    told = {item.summary: item for item in reading.parts.items}
    story = next(item for item in reading.parts.items if item.headline == "MIIT tightens rules")
    assert (story.summary, story.points) == ((STORY,), ())
    first, second = (told[note.split(maxsplit=1)[1].split(": ")[-1].split("：")[-1],] for note in news)
    assert (first.points, first.section, first.headline) == (("It had no book.",), Section.OTHER, None)
    assert [first.date_text, second.date_text] == [note[2:].split("：")[0].split(":")[0] for note in news]
    assert_nothing_lost(document(*TITLE, headline, STORY, *news), read(*TITLE, headline, STORY, *news))


def test_they_stand_in_the_section_of_the_story() -> None:
    """Without a heading between, the section goes on."""
    items = read(*TITLE, "## Corporate news", "### Hubwerk grows", STORY, *NEWS).parts.items
    assert [(item.section, item.date_text) for item in items] == [
        (Section.CORPORATE_NEWS, None),
        (Section.CORPORATE_NEWS, "3 March"),
        (Section.CORPORATE_NEWS, "2 March"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (f"{STORY} This is what led to it:", *NEWS),
        (f"{STORY} The following rulings came before.", *NEWS),
        (f"{STORY} A timeline shows how it came about.", *NEWS),
        ("海关公布新规，时间表如下。", *HAN_NEWS),
        (STORY, "- 3 January: draft", "- 2 February: survey ends", "- 2 March: final text"),
        (STORY, "- 3 January: MIIT published the draft.", "- 2 March: MIIT adopted the measures."),
        (STORY, NEWS[0]),
        (STORY, NEWS[0], "- Owners wait."),
        (STORY, "- Owners wait.", *NEWS),
    ],
)
def test_a_list_that_is_announced_or_tells_the_same_story_stays_its_points(lines: tuple[str, ...]) -> None:
    """A colon or a word of a list, days without who acts, of one text, alone or among undated bullets: points."""
    item, _ = read(*TITLE, "## 1. MIIT tightens rules", *lines, *NEXT).parts.items
    assert item.points == tuple(line.removeprefix("- ") for line in lines[1:])


def test_one_bullet_is_news_where_another_list_is() -> None:
    """It is read as the lists of several after other stories; one that refers to its story stays its point."""
    stories = ("## 1. MIIT tightens rules", STORY, *NEWS, "## 2. MOT lists ropes", "The list names them.")
    items = read(*TITLE, *stories, "- 4 March: Hubwerk sold a rope.").parts.items
    assert [(item.summary, item.date_text) for item in items if item.headline is None][2:] == [
        (("Hubwerk sold a rope.",), "4 March")
    ]
    items = read(*TITLE, *stories, "- 4 March: MIIT revised the draft.").parts.items
    assert [item.points for item in items if item.headline == "MOT lists ropes"] == [
        ("4 March: MIIT revised the draft.",)
    ]


def test_a_headline_that_names_a_list_of_days_keeps_it() -> None:
    """Under "Timeline" and the like the bullets are the story's."""
    item, _ = read(*TITLE, "## 1. Timeline of the crane rules", STORY, *NEWS, *NEXT).parts.items
    assert len(item.points) == len(NEWS)


def test_bullets_of_a_labelled_summary_are_its_points() -> None:
    """Where labels of the item follow, the list is the item's."""
    item, _ = read(
        *TITLE, "## 1. MIIT tightens rules", "At a glance:", STORY, *NEWS, "Issuing body: MIIT", *NEXT
    ).parts.items
    assert (item.summary, len(item.points), item.issuer_text) == ((STORY,), 2, "MIIT")


def test_bullets_behind_a_comment_are_items() -> None:
    """A comment that announces nothing does not take them in."""
    items = read(
        *TITLE, "## 1. MIIT tightens rules", f"Summary: {STORY}", "Our take: About time.", *NEWS, *NEXT
    ).parts.items
    assert [(item.comment, item.date_text) for item in items if item.headline != "MOT lists ropes"] == [
        (("About time.",), None),
        ((), "3 March"),
        ((), "2 March"),
    ]
