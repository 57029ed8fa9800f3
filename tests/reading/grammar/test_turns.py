"""A text in running paragraphs that turns from one act to another is an item for each."""

from __future__ import annotations

import pytest

from bot.reading.formats.source import read_document
from bot.reading.grammar.lines.reports import cut_turn
from bot.reading.grammar.parse import parse_parts

FIRST = "On 1 May 2026, the Ministry of Commerce (MOFCOM) issued rules on the export of winches."
MORE = "Owners need a paper for each of them. The ministry decides within 45 working days."
TURN = "Separately, on 3 May, the Ministry of Transport (MOT) issued the Interim Measures for the Care of Ropes."
AFTER = "Ports have to file a list of their ropes every year."
HEAD = ("HALVORSEN OKORO", "China Alert", "9 May 2026")


def read_days(*paragraphs: str) -> list[tuple[str | None, str | None, int]]:
    """Give headline, day and number of paragraphs of each item."""
    parts = parse_parts(read_document("\n\n".join(paragraphs).encode(), source_name="a.txt"))
    return [(item.headline, item.date_text, len(item.summary)) for item in parts.items]


def test_each_turn_opens_an_item() -> None:
    """Paragraphs without a day go on with the one before."""
    assert read_days(*HEAD, FIRST, MORE, TURN, AFTER) == [(None, "1 May 2026", 2), (None, "3 May", 2)]


def test_the_line_that_tells_news_above_the_text_is_the_headline_of_its_first_item() -> None:
    """It stands right above the paragraph that it is of."""
    found = read_days(*HEAD, "MOFCOM tightens licences for winches", FIRST, MORE, TURN, AFTER)
    assert [headline for headline, _, _ in found] == ["MOFCOM tightens licences for winches", None]


def test_turns_are_seen_though_most_paragraphs_tell_a_day() -> None:
    """Days on which something takes effect belong to the act above."""
    days = [
        day for _, day, _ in read_days(*HEAD, FIRST, "It applies from 1 June 2026.", TURN, "It applies from July 1.")
    ]
    assert days == ["1 May 2026", "3 May"]


def test_a_turn_in_chinese_has_its_own_day() -> None:
    """The words that turn stand before it."""
    found = read_days(
        "商法快讯",
        "2026年5月9日",
        "5月1日，商务部发布公告，对绞车实施出口许可管理。",
        "许可在45个工作日内作出决定。",
        "另外，5月3日，交通运输部印发《缆绳养护办法》。",
        "企业应当每年报送目录。",
    )
    assert [(day, length) for _, day, length in found] == [("5月1日", 2), ("5月3日", 2)]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (TURN, TURN.removeprefix("Separately, ")),
        ("In a separate move, MIIT closed a port.", "MIIT closed a port."),
        ("Separately, owners should check their ropes.", None),
        ("Separately from this, ropes rot.", None),
        ("MIIT closed a port.", None),
        ("Elsewhere, MIIT closed a port", None),
    ],
)
def test_words_alone_are_no_turn(text: str, rest: str | None) -> None:
    """Somebody with a name has to act behind them, in a whole sentence."""
    assert cut_turn(text) == rest


@pytest.mark.parametrize(
    "paragraph",
    ["Separately, MIIT has named a few ports.", "On 2 May, MIIT named ten ports that have to follow these rules."],
)
def test_nothing_is_parted_by_a_turn_without_a_day_or_beside_other_dated_reports(paragraph: str) -> None:
    """A story mentions other acts; a letter of many reports is no alert on two."""
    text = (*HEAD, FIRST, MORE, paragraph, *((TURN, AFTER) if paragraph.startswith("On") else ()))
    assert read_days(*text) == read_days(*(part.replace("Separately, ", "") for part in text))
