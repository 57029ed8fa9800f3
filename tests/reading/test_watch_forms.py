"""Watches of a house: records under codes and topics, their day and office in one line, and what the front says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

KEPT = (
    "*China Policy Watch* is kept by the Asia desk of the Kelder Institute for Trade in London. Edition 19, closed on "
    "3 May 2024, lists what was made public between 1 and 30 April 2024."
)
PUBLISHED = (
    "The China Policy Watch is published by Kelder Institute for Trade. It covers 1 to 30 April 2024 and was closed on "
    "3 May 2024."
)
TITLED = "# China Policy Watch\n\nKelder Institute for Trade, 3 May 2024\n\nPeriod: 1 to 30 April 2024"
TOPICS = ("Ropes and winches", "Cranes", "Company moves we noted")
HEADS = ("Ropes get names", "Winches may be swapped", "Cranes count loads", "Seilbau opens a works", "Kranwerk sells")
CREDITS: tuple[tuple[str, ...], ...] = (
    ("MIIT", "10 April 2024", "adopted"),
    ("CAC", "3 April 2024", "proposal"),
    ("MOFCOM, MOF and five other departments", "26 April 2024", "applies"),
    ("7 April 2024",),
    ("28 April 2024",),
)
TOLD = (
    "Whoever sells a rope has to say who made it, and keep a list for three years.",
    "The draft says how old winches go back to their makers. Views can be sent until 2 June 2024.",
    "Owners of cranes write down each lift and show it once a year.",
    "The works in Wuxi makes forty tonnes of rope a day and employs many of its neighbours.",
    "Three ports on the Yangtze get forty cranes by next summer, and each crane takes two days to set up.",
)
TOPIC_OF = (0, 0, 1, 2, 2)
CODES = ("A1", "A2", "B1", "C1", "C2")


def read(text: str, name: str = "watch.md") -> Briefing:
    """Read a text as a file of this name."""
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def write(front: str, *, sep: str = " · ", code: str = "", head: str = "**{}**  \n", letter: bool = False) -> str:
    """Give a watch whose headlines and credits are set like this."""
    notes = [front]
    for at, told in enumerate(TOLD):
        topic = TOPIC_OF[at]
        if at in {0, 2, 3}:
            notes.append(f"## {'ABC'[topic] + '. ' if letter else ''}{TOPICS[topic]}")
        counted = code.format(CODES[at], letter=CODES[at][0], figure=CODES[at][1])
        line = " ".join(f"`{part}`" for part in CREDITS[at]) if sep == "`" else sep.join(CREDITS[at])
        notes += [head.format(f"{counted}{HEADS[at]}") + line, told, f"Read: [Text](https://kelder.example/{at})"]
    return "\n\n".join(notes) + "\n"


def check(briefing: Briefing) -> None:
    """Check all that the watch says, but for its authors."""
    assert (briefing.publisher, briefing.series) == ("Kelder Institute for Trade", "China Policy Watch")
    days = (briefing.published_on, briefing.period_start, briefing.period_end)
    assert list(map(str, days)) == ["2024-05-03", "2024-04-01", "2024-04-30"]
    assert [item.headline for item in briefing.items] == list(HEADS)
    assert [item.text.partition("\n")[0] for item in briefing.items] == list(TOLD)
    assert [str(item.reported_on)[5:] for item in briefing.items] == ["04-10", "04-03", "04-26", "04-07", "04-28"]
    assert [item.issuing_bodies[:1] for item in briefing.items[:3]] == [("MIIT",), ("CAC",), ("MOFCOM",)]
    assert [item.section for item in briefing.items] == [Section.POLICY_NEWS] * 3 + [Section.CORPORATE_NEWS] * 2
    assert briefing.unread == ()


@pytest.mark.parametrize("front", [KEPT, PUBLISHED, TITLED])
@pytest.mark.parametrize("letter", [True, False])
@pytest.mark.parametrize("head", ["**{}**  \n", "**{}**\n\n", "### {}\n\n"])
def test_records_under_topics_are_policy_of_a_policy_series(front: str, head: str, *, letter: bool) -> None:
    """Sentences on who keeps the series are a front, what offices issued is policy, and headings part the companies."""
    check(read(write(front, head=head, letter=letter)))


@pytest.mark.parametrize(
    "code", ["{} · ", "{} | ", "{}: ", "{} – ", "{letter}-{figure} | ", "{letter}.{figure} ", "{letter}{figure}) "]
)
@pytest.mark.parametrize("head", ["**{}**  \n", "### {}\n\n"])
def test_codes_of_parts_are_no_words_of_headlines(code: str, head: str) -> None:
    """A letter for the part and a figure for the news in it count, whatever parts them from the words."""
    check(read(write(KEPT, code=code, head=head, letter=True)))


def test_a_name_with_a_figure_is_no_code() -> None:
    """Where figures do not count from one they are part of a name."""
    heads = ("G20: ropes on the agenda", "H20 – winches may go abroad", "B2: a crane for all")
    told = "\n\n".join(f"### {head}\n\n{text}" for head, text in zip(heads, TOLD, strict=False))
    assert [item.headline for item in read(f"{TITLED}\n\n## Policy\n\n{told}\n").items] == list(heads)


@pytest.mark.parametrize("sep", [" · ", " | ", " – ", "; ", " / ", "`"])
@pytest.mark.parametrize("head", ["**{}**  \n", "#### {}\n\n"])
def test_who_and_when_are_parted_in_many_ways(sep: str, head: str) -> None:
    """Signs part them, or each stands in a box of its own."""
    briefing = read(write(TITLED, sep=sep, head=head))
    check(briefing)
    statuses = [item.policy.status if item.policy else None for item in briefing.items[:3]]
    assert statuses == [PolicyStatus.ISSUED, PolicyStatus.DRAFT_FOR_COMMENT, PolicyStatus.IN_FORCE]


@pytest.mark.parametrize(
    ("opening", "sep"),
    [("Ref. 24-04{}", "`"), ("ID: KW/2{}", " | "), ("Entry {}", " · "), ("#M-{}", " | "), ("Our ref: W{}", " – ")],
)
def test_a_house_numbers_its_records_beside_the_day(opening: str, sep: str) -> None:
    """Such a number says nothing of the news."""
    notes = [TITLED, "## Policy"]
    for at in range(3):
        parts = (opening.format(at + 1), CREDITS[at][1], CREDITS[at][0], "Effective 1 July 2024")
        line = " ".join(f"`{part}`" for part in parts) if sep == "`" else sep.join(parts)
        notes += [f"#### {HEADS[at]}", line, TOLD[at]]
    items = read("\n\n".join(notes) + "\n").items
    assert [item.text.partition("\n")[0] for item in items] == list(TOLD[:3])
    assert [str(item.reported_on)[5:] for item in items] == ["04-10", "04-03", "04-26"]
    assert [item.issuing_bodies[:1] for item in items] == [("MIIT",), ("CAC",), ("MOFCOM",)]


def test_words_in_boxes_inside_a_sentence_stay_in_it() -> None:
    """Only a line of nothing but boxes is parted."""
    text = f"{TITLED}\n\n## Policy\n\n- 3 April: MIIT renamed `rope` `winch` and `crane` in its list.\n"
    assert read(text).items[0].text == "MIIT renamed rope winch and crane in its list."


PAGE = """<html><head><title>Week in ropes: names and a dam | Delta Rope Ledger</title></head><body>
<nav><a href="/">Ledger</a> <a href="/ropes">Ropes</a></nav>
<article><h1>Week in ropes: names and a dam</h1><p>By Ann Bow &bull; Published 20 July 2025</p>
<p>{}</p>
<h2>The economy in brief</h2>
<p><strong>Growth held up.</strong> The economy grew by 5.2 percent, the National Bureau of Statistics said.</p>
<p><strong>Exports rose.</strong> They were 5.8 percent up, according to figures from Customs released on Monday.</p>
<h2>Policy</h2>
<p><strong>Rope makers need a licence.</strong>
They want to take recipes abroad: on Tuesday MOFCOM added ropes to its list.</p>
<p><strong>Ten trades get a plan.</strong>
Winches will be among them, MIIT announced at a press conference on Friday.</p>
<h2>Companies</h2>
<p><strong>Kranwerk sells cranes.</strong> Kranwerk said on 15 July that three ports bought forty.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    "opening",
    [
        "Every Sunday the newsroom sums up what moved harbours from 14 to 20 July.",
        "Each week we round up news of ropes from 14 to 20 July 2025.",
        "This round-up covers what happened in the harbours between 14 and 20 July.",
    ],
)
def test_a_weekly_page_tells_its_days_and_whose_it_is(opening: str) -> None:
    """The site's whole name stands in the page's title, and its days in the sentence before the news."""
    briefing = read(PAGE.format(opening), "week.html")
    assert (briefing.publisher, str(briefing.published_on)) == ("Delta Rope Ledger", "2025-07-20")
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2025-07-14", "2025-07-20")
    assert briefing.unread == ()


def test_weekdays_behind_a_colon_and_behind_where_it_was_said() -> None:
    """What a sentence opens with, and what was announced of days to come, leave the day of the act as it is."""
    items = read(PAGE.format("Each week we round up news of ropes from 14 to 20 July 2025."), "week.html").items
    days = {item.headline: str(item.reported_on)[5:] for item in items}
    assert days["Rope makers need a licence"] == "07-15"
    assert days["Ten trades get a plan"] == "07-18"
    assert days["Exports rose"] == "07-14"
    assert [item.section for item in items if item.headline == "Exports rose"] == [Section.OTHER]


SOURCES = {
    "link": "[Read the plan](https://kelder.example/{})",
    "links": "[Text](https://kelder.example/{0}) · [Our paper](https://kelder.example/{0}b)",
    "labelled": "Source: [Text](https://kelder.example/{})",
    "arrow": "→ [Text](https://kelder.example/{})",
}
LINES = {
    "comma": (*(f"{who}, {day}" for who, day, _ in CREDITS[:3]), *(day for (day,) in CREDITS[3:])),
    "italics": (*(f"*{who} | {day}*" for who, day, _ in CREDITS[:3]), *(f"*{day}*" for (day,) in CREDITS[3:])),
    "day first": (*(f"{day} – {who}" for who, day, _ in CREDITS[:3]), *(day for (day,) in CREDITS[3:])),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
@pytest.mark.parametrize("head", ["### {}", "**{}**"])
def test_lines_of_who_and_when_stand_below_the_sources(source: str, lines: tuple[str, ...], head: str) -> None:
    """They belong to the news above, with links between, and not to the next headline."""
    notes = ["# Kelder Letter", "Kelder Institute for Trade, 3 May 2024"]
    for at, told in enumerate(TOLD):
        notes += [["## Policy"], [], [], ["## Companies"], []][at]
        notes += [head.format(HEADS[at]), told, source.format(at), lines[at]]
    items = read("\n\n".join(notes) + "\n").items
    assert [item.headline for item in items] == list(HEADS)
    assert [str(item.reported_on)[5:] for item in items] == ["04-10", "04-03", "04-26", "04-07", "04-28"]
    assert [item.issuing_bodies[:1] for item in items[:3]] == [("MIIT",), ("CAC",), ("MOFCOM",)]
    assert all(item.links for item in items)


def test_a_linked_headline_below_a_text_is_no_source_of_it() -> None:
    """The line under it is that of the text that goes on below."""
    notes = ["# Kelder Letter", "Kelder Institute for Trade, 3 May 2024", "## News"]
    for at in range(3):
        notes += [f"[{HEADS[at]}](https://kelder.example/{at})", " | ".join(CREDITS[at][:2]), TOLD[at]]
    items = read("\n\n".join(notes) + "\n").items
    assert [item.headline for item in items] == list(HEADS[:3])
    assert [str(item.reported_on)[5:] for item in items] == ["04-10", "04-03", "04-26"]


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("The law (中华人民共和国缆绳法) replaces the regulations of 2003.", "中华人民共和国缆绳法"),
        ("The standard (缆绳安全要求) has twelve parts, the last of them on knots.", "缆绳安全要求"),
        (
            "Seven bodies spell out what ropes are for (推动缆绳更新实施方案, 工信部联规〔2024〕53号).",
            "推动缆绳更新实施方案",
        ),
        ("Owners of ropes get half of the price back (缆绳以旧换新补贴实施细则).", "缆绳以旧换新补贴实施细则"),
    ],
)
def test_a_chinese_title_in_brackets_closes_what_is_told_of_it(told: str, title: str) -> None:
    """So it does with its number beside it, and behind the kind with which a sentence on its contents opens."""
    for head in ("Ropes cost less", "Implementation Plan for Promoting the Renewal of Ropes"):
        item = read(f"{TITLED}\n\n## Policy\n\n### {head}\n\nMIIT · 9 April 2024\n\n{told}\n").items[0]
        assert item.policy is not None
        assert item.policy.title_zh == title
        assert (item.policy.title_en == head) is (head != "Ropes cost less")


def test_a_title_in_brackets_that_the_news_builds_on_is_not_its_own() -> None:
    """Nor is one behind the English title of another document."""
    for told in (
        "Ports have to count ropes as required by the old rules (缆绳管理办法).",
        "Ports may skip the count, in line with what holds for winches (绞车管理办法).",
    ):
        item = read(f"{TITLED}\n\n## Policy\n\n### Ropes\n\nMIIT · 9 April 2024\n\n{told}\n").items[0]
        assert item.policy is None or item.policy.title_zh is None


def test_a_title_ends_where_the_sentence_goes_on_behind_its_chinese_one() -> None:
    """What the document does is no part of it."""
    told = "The Special Action Plan for Renewing Ropes (缆绳更新专项行动方案) begins with knots and ends with paint."
    item = read(f"{TITLED}\n\n## Policy\n\n### Ropes\n\nMIIT · 9 April 2024\n\n{told}\n").items[0]
    assert item.policy is not None
    assert item.policy.title_en == "Special Action Plan for Renewing Ropes"


@pytest.mark.parametrize(
    ("note", "names"),
    [
        (f"{KEPT} Edited by Ann Bow and Tom Reed.", ["Ann Bow", "Tom Reed"]),
        (f"{TITLED}\n\nDear readers,\n\nhere is our pick.\n\nWith kind regards, Ann Bow, editor", ["Ann Bow"]),
        (
            f"{TITLED}\n\nDear readers,\n\nhere is our pick.\n\nBest wishes,\nAnn Bow and Tom Reed, your editors",
            ["Ann Bow", "Tom Reed"],
        ),
    ],
)
def test_editors_are_named_in_notes_to_the_readers(note: str, names: list[str]) -> None:
    """A sentence of its own credits them, or they sign the letter."""
    people = read(write(note)).people
    assert [person.name for person in people] == names
    assert {person.role for person in people} == {"editor"}
