"""A running paragraph that tells several dated acts, each with its actor and its document, is an item for each."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.parse import parse_parts
from tests.reading.grammar.grammar_blocks import read

CRANES = "On 3 March MIIT issued the Measures for the Care of Cranes, which take effect on 1 May."
PORTS = "On 5 March NDRC released the Action Plan for Green Ports (2026–2028)."
ROPES = "MOFCOM published Announcement No. 12 of 2026 on ropes on 6 March."
CRANES_ZH = "3月3日，工信部等三部门印发《吊机养护办法》，自5月1日起施行。"
PORTS_ZH = "3月5日，国家发展改革委发布《绿色港口行动方案》。"
ROPES_ZH = "3月6日，商务部发布2026年第12号公告，公布缆绳目录。"


def read_days(*paragraphs: str) -> list[tuple[str | None, int]]:
    """Give day and number of paragraphs of each item of a letter."""
    text = "\n\n".join(("Notes on Ports", "10 March 2026", *paragraphs))
    parts = parse_parts(read_document(text.encode(), source_name="a.txt"))
    return [(item.date_text, len(item.summary)) for item in parts.items]


def count_parts(paragraph: str) -> int:
    return len(read_days(paragraph))


def test_each_dated_act_is_an_item() -> None:
    """What stands between two goes on with the one before; so does a paragraph after the last."""
    text = f"{CRANES} They replace rules of 2019. {PORTS} {ROPES}"
    assert read_days(text, "Ports have to file a list of their ropes.") == [
        ("3 March", 1),
        ("5 March", 1),
        ("6 March", 2),
    ]


def test_each_dated_act_in_chinese_is_an_item() -> None:
    """With a title or a number of its own."""
    assert [day for day, _ in read_days(CRANES_ZH + PORTS_ZH + ROPES_ZH)] == ["3月3日", "3月5日", "3月6日"]


@pytest.mark.parametrize(
    "second",
    [
        "On 2 March NDRC released the Action Plan for Green Ports.",
        "On 5 April 2025 NDRC released the Action Plan for Green Ports.",
        "On 5 March NDRC had released the Action Plan for Green Ports.",
        "Earlier, on 5 March, NDRC released the Action Plan for Green Ports.",
        "On 5 March NDRC released the Action Plan for Green Ports following a survey.",
        "On 5 March NDRC released the Action Plan for Green Ports to explain the measures.",
        "On 5 March it released the Action Plan for Green Ports.",
        "On 5 March NDRC released a survey of ports.",
        "On 5 March NDRC visited three ports.",
        "NDRC released the Action Plan for Green Ports.",
        "On 5 March MIIT published the Measures for the Care of Cranes.",
        "On 1 May the Action Plan for Green Ports takes effect.",
    ],
)
def test_what_is_background_to_the_act_or_no_act_of_its_own_goes_on_with_it(second: str) -> None:
    """An earlier day, words of the past, the document above, nobody, no document, no day."""
    assert count_parts(f"{CRANES} {second}") == 1
    assert count_parts(f"{CRANES} {PORTS}") == 2


@pytest.mark.parametrize(
    "second",
    [
        "3月2日，国家发展改革委发布《绿色港口行动方案》。",
        "此前，国家发展改革委于3月5日发布《绿色港口行动方案》。",
        "3月5日，工信部就该办法发布《吊机养护问答》。",
        "3月5日，国家发展改革委召开会议。",
        "3月5日，工信部公布《吊机养护办法》。",
    ],
)
def test_background_in_chinese_goes_on_too(second: str) -> None:
    """An earlier day, 此前, 该, an act without a document, the same title."""
    assert count_parts(CRANES_ZH + second) == 1
    assert count_parts(CRANES_ZH + PORTS_ZH) == 2


def test_days_go_on_over_new_year() -> None:
    """Two days after 30 December is no earlier day."""
    text = CRANES.replace("3 March", "30 December")
    assert count_parts(f"{text} {PORTS.replace('5 March', '2 January')}") == 2


def test_a_paragraph_that_opens_with_no_act_stays_one() -> None:
    """Its first sentence says what all of it is about."""
    assert count_parts(f"Ports saw new rules from three ministries this week. {CRANES} {PORTS}") == 1


def test_the_title_that_tells_news_is_that_of_the_first_act() -> None:
    """As where the text turns in words."""
    text = f"Ministries have tightened rules for ports\n\n10 March 2026\n\n{CRANES} {PORTS}"
    items = parse_parts(read_document(text.encode(), source_name="a.txt")).items
    assert [(item.headline, item.date_text) for item in items] == [
        ("Ministries have tightened rules for ports", "3 March"),
        (None, "5 March"),
    ]


def test_links_stay_with_the_sentence_that_they_stand_behind() -> None:
    """Under the name of a section, the parts are items of it; the block is accounted for once."""
    reading = read(
        "# Ports Weekly",
        "10 March 2026",
        "## Policy news",
        f"{CRANES} ([MIIT notice]{{https://ports.example/1}}) {PORTS} ([NDRC notice]{{https://ports.example/2}})",
    )
    assert [(item.section, item.position, [link.url for link in item.links]) for item in reading.parts.items] == [
        (Section.POLICY_NEWS, 1, ["https://ports.example/1"]),
        (Section.POLICY_NEWS, 2, ["https://ports.example/2"]),
    ]
    assert [placement.place for placement in reading.placements].count(Place.ITEM) == 1


def test_bullets_and_stories_stay_as_they_are_set() -> None:
    """What a publisher set off as one piece of news is one."""
    bullets = read("# Ports Weekly", "10 March 2026", f"- {CRANES} {PORTS}", f"- {ROPES}")
    stories = read("# Ports Weekly", "10 March 2026", "## Cranes", f"{CRANES} {PORTS}", "## Ropes", ROPES)
    assert [len(found.parts.items) for found in (bullets, stories)] == [2, 2]
