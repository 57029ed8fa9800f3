"""A bold headline, its date and the news in one paragraph, as newsletters set them."""

from __future__ import annotations

import pytest

from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.grammar.layout.lead_ins import find_headed_lead
from bot.reading.grammar.layout.piece_cuts import split_pieces
from bot.reading.grammar.parse import parse_parts
from tests.reading.grammar.grammar_blocks import block, read

TITLE = ("# Acme Institute", "## Port Watch", "6 March 2024")


@pytest.mark.parametrize(
    ("note", "headline", "date_text"),
    [
        ("**Cranes are counted**\n4 March 2024 – Ports shall count.", "Cranes are counted", "4 March 2024"),
        ("**Cranes are counted** 4 March – Ports shall count.", "Cranes are counted", "4 March"),
        ("**Cranes are counted**\n4. März 2024: Ports shall count.", "Cranes are counted", "4. März 2024"),
        ("**Cranes**\n(4 March) Ports shall count.", "Cranes", "4 March"),
        ("**起重机管理**\n2024年3月4日：各港口清点。", "起重机管理", "2024年3月4日"),
        ("**Ports and makers of cranes** \n March 4 | Ports shall count.", "Ports and makers of cranes", "March 4"),
    ],
)
def test_a_bold_headline_before_a_date(note: str, headline: str, date_text: str) -> None:
    """Headline, date and news are told apart, in each style of date."""
    (piece,) = split_pieces([block(note)])
    lead = find_headed_lead(piece)
    assert lead is not None
    assert (lead.headline, lead.date_text) == (headline, date_text)
    assert piece.raw[lead.start :].startswith(("Ports shall", "各港口"))


@pytest.mark.parametrize(
    "note",
    [
        "**MIIT** 4 March – Ports shall count.",
        "**Cranes are counted** (4 March) – Ports shall count.",
        "**Cranes are counted**\n4 March 2024",
        "**Cranes are counted**\nOn 4 March, ports began to count.",
        "**Cranes are counted**\n4 March was the day on which ports began.",
        "**6 March 2024**\n4 March: Ports shall count.",
        "Cranes are counted\n4 March: Ports shall count.",
        "**Cranes are counted**",
    ],
)
def test_what_is_no_headline_before_a_date(note: str) -> None:
    """A name in bold, a date in brackets or one in a sentence, and a line of the title page are none."""
    assert [find_headed_lead(piece) for piece in split_pieces([block(note)]) if find_headed_lead(piece)] == []


def test_items_have_headline_and_day() -> None:
    """Each such paragraph is an item, under a section or without one; a bullet too."""
    news = (
        "**Cranes are counted**\n4 March 2024 – Ports shall count.",
        "**Ropes get seals**\n5 March – Ropes need seals.",
    )
    for sections, notes in ((("# Policy news",), news), ((), news), ((), tuple(f"- {note}" for note in news))):
        items = read(*TITLE, *sections, *notes).parts.items
        assert [(item.headline, item.date_text, item.summary) for item in items] == [
            ("Cranes are counted", "4 March 2024", ("Ports shall count.",)),
            ("Ropes get seals", "5 March", ("Ropes need seals.",)),
        ]


def test_a_break_behind_the_day_takes_nothing_of_a_headline() -> None:
    """The headline is what stands behind the day, however the two are parted."""
    head = Block(kind=BlockKind.HEADING, spans=(Span(text="26 October:"), Span(text="\n Ferries"), Span(text=" rise")))
    label = Block(kind=BlockKind.HEADING, spans=(Span(text="At a glance:"),))
    document = Document(source_name="x", media_type="text/plain", sha256="0", blocks=(head, label))
    assert [item.headline for item in parse_parts(document).items] == ["Ferries rise"]
