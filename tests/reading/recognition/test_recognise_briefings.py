"""A whole briefing: dates, topics, texts, and what is kept for a person's look."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Link, Section, UnreadBlock
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.recognise import get_recogniser, recognise
from tests.reading.recognition.recognise_lexicon import DOCUMENT, LEXICON, read_item


def _dated(date_text: str | None, **briefing: dt.date) -> tuple[dt.date | None, bool]:
    item = ItemParts(section=Section.TOP, position=1, date_text=date_text)
    parts = BriefingParts(
        items=(item,),
        published_on=briefing.get("published_on"),
        period_start=briefing.get("start"),
        period_end=briefing.get("end"),
    )
    read = recognise(parts, lexicon=LEXICON, document=DOCUMENT).items[0]
    return read.reported_on, read.year_inferred


WINTER = {"start": dt.date(2023, 12, 15), "end": dt.date(2024, 1, 20), "published_on": dt.date(2024, 1, 25)}


@pytest.mark.parametrize(
    ("date_text", "briefing", "expected"),
    [
        ("November 2, 2023", {}, (dt.date(2023, 11, 2), False)),
        ("November 2", {}, (None, False)),
        (None, WINTER, (None, False)),
        ("soon", WINTER, (None, False)),
        ("December 20", WINTER, (dt.date(2023, 12, 20), True)),
        ("January 3", WINTER, (dt.date(2024, 1, 3), True)),
        ("December 20", {"published_on": dt.date(2024, 1, 25)}, (dt.date(2023, 12, 20), True)),
        ("January 20", {"published_on": dt.date(2024, 1, 25)}, (dt.date(2024, 1, 20), True)),
        ("January 20", {"start": dt.date(2024, 1, 1)}, (dt.date(2024, 1, 20), True)),
        ("Dec 19-20", WINTER, (dt.date(2023, 12, 19), True)),
        ("Jan 3-4", WINTER, (dt.date(2024, 1, 3), True)),
        ("30 December - 2 January", WINTER, (dt.date(2023, 12, 30), True)),
        ("19-20 December", {"published_on": dt.date(2024, 1, 12)}, (dt.date(2023, 12, 19), True)),
        ("3-4 January", {"published_on": dt.date(2024, 1, 12)}, (dt.date(2024, 1, 3), True)),
    ],
)
def test_an_items_date_takes_its_year_from_the_briefing(
    date_text: str | None, briefing: dict[str, dt.date], expected: tuple[dt.date | None, bool]
) -> None:
    """A printed year counts; else the period's, across New Year too, else that of publication; a range's as a day's."""
    assert _dated(date_text, **briefing) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Humanoid robots with artificial intelligence and batteries.", ("ai", "robotics", "batteries")),
        ("Data-security rules for AI labs.", ("ai", "data_security")),
        ("机器人与人工智能", ("ai", "robotics")),
        ("Aid for microrobots said ai.", ()),
        ("Robots, robots, robots and carbon footprints.", ("robotics", "carbon")),
    ],
)
def test_topics_follow_from_whole_keywords(text: str, expected: tuple[str, ...]) -> None:
    """Plurals and hyphens count, parts of words do not; equal strength keeps the lexicon's order."""
    assert sorted(read_item(text).topics) == sorted(expected)


def test_topics_are_ordered_by_strength_and_few_and_a_comment_only_helps_out() -> None:
    """A headline weighs most, a third topic has to be near it; the comment counts only where nothing else tells."""
    item = read_item("AI and carbon footprints.", headline="Robots", comment=("Batteries matter.",))
    assert item.topics == ("robotics", "ai")
    assert read_item("Nothing.", comment=("Batteries matter.",)).topics == ("batteries",)
    everything = "AI, robots, batteries, data security and carbon footprints."
    assert len(read_item(everything).topics) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CATL cut its prices.", ("batteries",)),
        ("CATL and a humanoid.", ("robotics",)),
        ("BYD and Nio cut their prices.", ()),
        ("Electrodes are dear.", ("batteries",)),
        ("Electrodes for humanoids.", ("robotics",)),
    ],
)
def test_sectors_and_weak_keywords_only_help_out(text: str, expected: tuple[str, ...]) -> None:
    """A company's sector and a weak keyword give a topic where no other word does."""
    assert read_item(text).topics == expected


def test_a_heading_that_joins_topics_only_helps_out() -> None:
    """Under "Robotics and carbon" an item is about what it says; the whole name of a topic counts beside that."""
    assert read_item("Artificial intelligence.", heading_text="Robotics and carbon").topics == ("ai",)
    assert read_item("Prices rose.", heading_text="Robotics and carbon").topics == ("robotics", "carbon")
    assert read_item("Artificial intelligence.", heading_text="Robotics").topics == ("ai", "robotics")


def test_texts_links_and_places_are_handed_on_as_they_are() -> None:
    """The item keeps its wording; paragraphs are joined by a blank line."""
    link = Link(label="MIIT notice", url=None)
    item = ItemParts(
        section=Section.TOP,
        position=3,
        headline="Robots",
        summary=("One.", "Two."),
        points=("A",),
        comment=("Three.", "Four."),
        links=(link,),
        source_labels=("MIIT notice",),
        pages=(1, 2),
        lines=(5, 9),
    )
    briefing = recognise(BriefingParts(title="T", items=(item,)), lexicon=LEXICON, document=DOCUMENT)
    read = briefing.items[0]
    assert (briefing.title, briefing.source_name, briefing.sha256) == ("T", "own.md", "0" * 64)
    assert (read.section, read.position, read.headline) == (Section.TOP, 3, "Robots")
    assert (read.text, read.points, read.comment) == ("One.\n\nTwo.", ("A",), "Three.\n\nFour.")
    assert (read.links, read.pages, read.lines, read.bodies) == ((link,), (1, 2), (5, 9), ())
    assert read_item("x").comment is None


@pytest.mark.parametrize("rest", ["and five others", "and four other departments", "et al."])
def test_issuers_that_are_counted_are_not_unread(rest: str) -> None:
    """Who is not named cannot be looked up."""
    item = ItemParts(section=Section.TOP, position=1, summary=("Ropes get labels.",), issuer_text=f"MIIT, MOF, {rest}")
    briefing = recognise(BriefingParts(items=(item,)), lexicon=LEXICON, document=DOCUMENT)
    assert briefing.items[0].issuing_bodies == ("MIIT", "MOF")
    assert briefing.unread == ()


def test_an_issuer_that_no_list_holds_is_kept_as_unread() -> None:
    """A name under the label without a body of ours wants a person's look, with its place."""
    placed = ItemParts(section=Section.TOP, position=1, issuer_text="MIIT, Guild of Robots", pages=(2, 2), lines=(7, 9))
    loose = ItemParts(section=Section.TOP, position=2, issuer_text="Guild of Robots")
    known = UnreadBlock(page=None, line=1, text="odd")
    briefing = recognise(BriefingParts(items=(placed, loose), unread=(known,)), lexicon=LEXICON, document=DOCUMENT)
    assert briefing.items[0].issuing_bodies == ("MIIT",)
    assert briefing.unread == (
        known,
        UnreadBlock(page=2, line=7, text="Guild of Robots"),
        UnreadBlock(page=None, line=None, text="Guild of Robots"),
    )


def test_the_recogniser_of_a_lexicon_is_made_once() -> None:
    """Building automata takes longer than reading."""
    assert get_recogniser(LEXICON) is get_recogniser(LEXICON)
