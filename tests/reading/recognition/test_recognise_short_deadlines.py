"""Deadlines whose day stands in figures alone, and those of items without a day."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Item, Section
from bot.domain.records.review import CERTAIN
from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.grammar.parse import parse_parts
from bot.reading.recognition.recognise import recognise
from tests.reading.recognition.recognise_lexicon import LEXICON, read_item


def read(*bullets: str, issued: str = "22 December 2025") -> tuple[Item, ...]:
    """Give the items of a newsletter with these bullets."""
    lines = (("# ", "Harbour Notes"), ("", issued), ("# ", "Policy news"), *(("-", bullet) for bullet in bullets))
    kinds = {"# ": BlockKind.HEADING, "": BlockKind.PARAGRAPH, "-": BlockKind.LIST_ITEM}
    blocks = tuple(Block(kind=kinds[kind], level=1, spans=(Span(text=text),)) for kind, text in lines)
    document = Document(source_name="x", media_type="text/plain", sha256="0" * 64, blocks=blocks)
    return recognise(parse_parts(document), lexicon=LEXICON, document=document).items


def confidences(item: Item) -> list[float]:
    return [inference.confidence for inference in item.inferred if inference.field == "deadlines"]


@pytest.mark.parametrize(
    ("head", "text", "expected"),
    [
        ("Deadlines", "Comments on harbour ropes (MIIT)", ["2026-01-17 comments_close"]),
        ("Key dates", "Applications for rope pilots close", ["2026-01-17 applications_close"]),
        ("Dates to watch", "Comments close, draft rules for ropes", ["2026-01-17 comments_close"]),
        ("Coming up", "Comments close on draft rules for ropes (MIIT)", ["2026-01-17 comments_close"]),
        ("Deadlines", "Comments on ropes open", []),
        ("Deadlines", "Rope fair in Dalian", []),
    ],
)
def test_an_entry_of_a_list_of_deadlines_closes_on_its_day(head: str, text: str, expected: list[str]) -> None:
    """Under such a heading it is enough to name what is asked for."""
    front = (("# ", "Harbour Notes"), ("", "22 December 2025"), ("# ", "Policy news"), ("-", "3 December: MIIT met."))
    lines = (*front, ("# ", head), ("-", f"17 January: {text}"))
    kinds = {"# ": BlockKind.HEADING, "": BlockKind.PARAGRAPH, "-": BlockKind.LIST_ITEM}
    blocks = tuple(Block(kind=kinds[kind], level=1, spans=(Span(text=words),)) for kind, words in lines)
    document = Document(source_name="x", media_type="text/plain", sha256="0" * 64, blocks=blocks)
    items = recognise(parse_parts(document), lexicon=LEXICON, document=document).items
    assert [f"{deadline.on} {deadline.kind}" for deadline in items[-1].deadlines] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MIIT released draft measures (comments to 26/4).", "2024-04-26 comments_close"),
        ("MIIT released draft measures; comments by 26.4.", "2024-04-26 comments_close"),
        ("MIIT released draft measures, comments by 26. 4. please.", "2024-04-26 comments_close"),
        ("Comments are open until 26/4/24.", "2024-04-26 comments_close"),
        ("MIIT released draft measures (feedback to 26 April).", "2024-04-26 comments_close"),
        ("Applications are possible from 2.4. to 26.4.", "2024-04-26 applications_close"),
        ("Comments are due by 12.1.", "2025-01-12 comments_close"),
        ("The rules take effect on 1.5.", "2024-05-01 takes_effect"),
        ("MIIT: revised catalogue of robots – in force 1 May", "2024-05-01 takes_effect"),
        ("MIIT: catalogue of robots passed, in force 1 May", "2024-05-01 takes_effect"),
        ("请于4/26前将意见反馈我司。", "2024-04-26 comments_close"),
    ],
)
def test_a_deadline_in_figures(text: str, expected: str) -> None:
    """A short day behind the words of a deadline is one, with the year of the first such day from the item on."""
    assert [f"{deadline.on} {deadline.kind}" for deadline in read_item(text).deadlines] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Applications rose by 5.2. They were many.",
        "Comments fell to 2/3.",
        "MIIT answers comments 24/7.",
        "Comments 26/4.",
    ],
)
def test_other_figures_are_no_deadline(text: str) -> None:
    """Amounts and fractions close nothing."""
    assert read_item(text).deadlines == ()


def test_the_year_follows_from_the_issue_over_new_year() -> None:
    """An item's day moves the deadline past it; without one the issue's day does, if it would lie far behind."""
    dated, undated, near = read(
        "15 December: MIIT released draft measures (comments to 26/1).",
        "NDRC released draft rules, comments by 26 January.",
        "MOT released draft rules, comments by 26 October.",
    )
    assert [str(item.deadlines[0].on) for item in (dated, undated, near)] == ["2026-01-26", "2026-01-26", "2025-10-26"]


def test_another_day_of_the_document_settles_the_order() -> None:
    """Where one short day can be read in one way only, all are, and surely."""
    for settled, on in (("26/1", "2026-02-03"), ("1/26", "2026-03-02")):
        items = read(
            f"15 December: MIIT released draft measures (comments to {settled}).",
            "16 December: CAC released draft rules (feedback to 3/2).",
        )
        assert str(items[1].deadlines[0].on) == on
        assert all(confidence >= CERTAIN for confidence in confidences(items[1]))


@pytest.mark.parametrize(
    ("lead", "issued", "on", "confidence"),
    [
        ("15 December:", "22 December 2025", "2026-02-03", 0.75),
        ("December 15:", "December 22, 2025", "2026-03-02", 0.75),
        ("15 December:", "December 22, 2025", "2026-02-03", 0.5),
        ("2025-12-15:", "2025-12-22", "2026-02-03", 0.5),
    ],
)
def test_an_order_that_no_figures_settle(lead: str, issued: str, on: str, confidence: float) -> None:
    """Days with a month's name show the order less surely; without them the first such day waits for a look."""
    (item,) = read(f"{lead} CAC released draft rules (feedback to 3/2).", issued=issued)
    assert [str(deadline.on) for deadline in item.deadlines] == [on]
    assert confidences(item) == [confidence]


@pytest.mark.parametrize(
    ("lead", "text", "on", "is_sure"),
    [
        ("April 3:", "comments until 03/05", "2026-03-05", False),
        ("3 April:", "comments until 05/03", "2026-03-05", False),
        ("3 April:", "comments until 03/05", "2025-05-03", True),
        ("April 3:", "comments until 05/03", "2025-05-03", True),
        ("April 3:", "comments until 03/05/26", "2026-03-05", True),
        ("April 3:", "comments until 10/02", "2025-10-02", True),
        ("April 3:", "comments until 10/05", "2025-10-05", False),
        ("April 3:", "comments until 03/05, for the 2025 catalogue", "2026-03-05", False),
        ("", "comments until 11/05", "2025-11-05", False),
    ],
)
def test_an_order_that_puts_the_day_far_ahead_is_not_sure(lead: str, text: str, on: str, is_sure: bool) -> None:
    """The other order may lie near, so a person decides before it is posted; half a year ahead is far."""
    issued = "April 8, 2025" if lead != "3 April:" else "8 April 2025"
    (item,) = read(f"{lead} CAC released draft rules, {text}.".strip(), issued=issued)
    assert [str(deadline.on) for deadline in item.deadlines] == [on]
    assert [confidence >= CERTAIN for confidence in confidences(item)] == [is_sure]


def test_an_undated_item_reads_short_days_with_the_issue() -> None:
    """Without any year there is no deadline, with the issue's there is."""
    assert [str(d.on) for d in read_item("Comments by 26.4.", date_text=None, section=Section.TOP).deadlines] == [
        str(dt.date(2024, 4, 26))
    ]
    (item,) = read("CAC released draft rules (feedback to 26/2).", issued="An issue")
    assert item.deadlines == ()
