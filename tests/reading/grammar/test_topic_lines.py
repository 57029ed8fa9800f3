"""Plain lines over dated news, headlines set by lines or numbers, bullets by signs, and tables of facts."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.formats.plain import read_plain_blocks
from bot.reading.formats.source import read_document
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.parse import parse_parts
from tests.reading.grammar.grammar_blocks import read

LINES = (
    "Acme Port Roundup", "3-9 March 2024",
    "Cranes and docks", "4 March: MOT issued rules for cranes.", "6 March: MOT closed two docks.",
    "Power", "5 March: NEA published a list of plants.", "7 March: NEA fined a grid company.",
    "Companies", "8 March: Acme bought a dock.", "9 March: Bolt sold one.",
)  # fmt: skip


def test_short_lines_over_dated_news_are_topics() -> None:
    """The first after the title page too; a known section's name among them ends the topic before it."""
    reading = read(*LINES)
    told = [(item.section, item.heading_text, len(item.summary)) for item in reading.parts.items]
    assert told == [
        *[(Section.CORPORATE_NEWS, None, 1)] * 2,
        *[(Section.OTHER, "Cranes and docks", 1)] * 2,
        *[(Section.OTHER, "Power", 1)] * 2,
    ]
    assert (reading.parts.series, reading.parts.publisher) == ("Acme Port Roundup", None)


@pytest.mark.parametrize(
    "line",
    ["It is the first.", "Xinhua", "MOT notice", "Tel. 555 0100", "Who gains? The docks, which handle more and more"],
)
def test_other_lines_before_dated_news_are_none(line: str) -> None:
    """Sentences, sources, numbers and long lines stay what they are."""
    reading = read("Acme Port Roundup", "3-9 March 2024", "4 March: MOT issued rules.", line, *LINES[5:8])
    assert line not in {item.heading_text for item in reading.parts.items}


def test_a_line_over_each_piece_is_its_own_and_no_topic() -> None:
    """Where every dated piece has such a line above it, none heads several."""
    pairs = [text for day in (4, 5, 6) for text in (f"Crane {'x' * day}", f"{day} March: MOT closed a dock.")]
    reading = read("Acme Port Roundup", "3-9 March 2024", *pairs)
    assert {item.heading_text for item in reading.parts.items} == {None}


def test_parts_with_chinese_numbers_head_what_they_number() -> None:
    """They are no names of the title page, and the date beside the editor is the issue's."""
    reading = read(
        "# 港口周报（2024年第9期）", "编辑：研究部 2024年3月8日",
        "一、港口", "1. 交通运输部印发《起重机管理办法》，自2024年5月1日起施行。", "2. 交通运输部关闭两座码头。",
        "二、电力", "3. 国家能源局公布电厂名单。", "4. 国家能源局处罚一家电网公司。",
    )  # fmt: skip
    parts = reading.parts
    assert (parts.publisher, parts.series, str(parts.published_on)) == (None, "港口周报", "2024-03-08")
    assert [p.place for p in reading.placements if p.text.startswith(("一", "二"))] == [Place.TOPIC_HEADING] * 2


def test_a_heading_between_the_date_and_numbered_stories_is_no_title() -> None:
    """Title and date are complete by then."""
    parts = read("Acme Daily", "8 March 2024", "## DOCKS", "## 1. Rules for cranes", "MOT issued rules.").parts
    assert (parts.publisher, parts.series, [item.headline for item in parts.items]) == (
        None,
        "Acme Daily",
        ["Rules for cranes"],
    )


HEADLINES = ("1. Rules for cranes", "2. A list of plants", "3. **Docks close for good.**")


def test_numbered_list_items_over_paragraphs_are_headlines() -> None:
    """Their text is that of the item; the bullets of a list that go on without a paragraph are none."""
    told = ("MOT issued rules on 4 March.", "NEA published a list on 5 March.", "MOT closed docks on 6 March.")
    pairs = [text for pair in zip(HEADLINES, told, strict=True) for text in pair]
    items = read("# Acme Note", "8 March 2024", *(f"- {t}" if t in HEADLINES else t for t in pairs)).parts.items
    assert [(item.headline, item.summary) for item in items] == [
        ("Rules for cranes", told[:1]),
        ("A list of plants", told[1:2]),
        ("Docks close for good.", told[2:]),
    ]
    points = read("# Acme Note", "8 March 2024", "- 1. Rules for cranes", "- 2. A list of plants", "That is all.")
    assert {item.headline for item in points.parts.items} == {None}


def test_a_numbered_line_over_a_day_in_plain_chinese_text() -> None:
    """The day opens the text also where the headline is as long as a line, and without blank lines between."""
    text = "1. 交通运输部印发《起重机管理办法》\n3月4日，印发办法。\n2. 交通运输部关闭两座码头\n3月6日，码头关闭。\n"
    kinds = [(block.kind.value, block.text[:4]) for block in read_plain_blocks(text)]
    assert kinds == [("heading", "1. 交"), ("paragraph", "3月4日"), ("heading", "2. 交"), ("paragraph", "3月6日")]


FACTS = (
    "| Issuing authority | MOT",
    "| Date of issue | 4 March 2024",
    "| Status | Draft",
    "| Comment deadline | 5 May 2024",
)


def test_a_table_of_facts_belongs_to_the_headline_above_it() -> None:
    """Names that are no labels keep their value beside them; the heading above two such items is their topic."""
    items = read(
        "# Acme Note", "8 March 2024",
        "## Ports", "**MOT drafts crane rules**", *FACTS, "The rules ask for seals.",
        "## Power", "**MOT closes docks**", *FACTS[:2], "Two docks are closed.",
    ).parts.items  # fmt: skip
    assert [(item.headline, item.heading_text, item.issuer_text, item.date_text) for item in items] == [
        ("MOT drafts crane rules", "Ports", "MOT", "4 March 2024"),
        ("MOT closes docks", "Power", "MOT", "4 March 2024"),
    ]
    assert items[0].summary == ("The rules ask for seals.", "Status: Draft", "Comment deadline: 5 May 2024")


def test_a_first_line_over_a_sentence_is_a_headline_where_two_are() -> None:
    """The sources that stand on a line of their own are theirs; one such paragraph alone stays one."""
    one = "Rules for all cranes\nMOT issued rules for cranes on 4 March 2024.\nSource: https://example.org/a"
    two = "A list of plants\nNEA published a list of all plants on 5 March 2024."
    items = read("# Acme Note", "8 March 2024", "## 1. Ports", one, "## 2. Power", two).parts.items
    assert [(item.headline, item.summary, item.heading_text) for item in items] == [
        ("Rules for all cranes", ("MOT issued rules for cranes on 4 March 2024.",), "Ports"),
        ("A list of plants", ("NEA published a list of all plants on 5 March 2024.",), "Power"),
    ]
    (alone,) = read("# Acme Note", "8 March 2024", "## Policy news", two).parts.items
    assert alone.headline is None


def test_paragraphs_behind_pictograms_are_bullets() -> None:
    """Each is an item, and no day of a deadline in it is the day of the news."""
    notes = ("🔹 **MOT** closes docks (5 March)", "🔹 **NEA + MOT**: joint notice on cables, in force 1 April")
    items = read("## Port digest, 2-8 March 2024", *notes).parts.items
    assert [(item.date_text, item.summary) for item in items] == [
        ("5 March", ("MOT closes docks",)),
        (None, ("NEA + MOT: joint notice on cables, in force 1 April",)),
    ]


ALERT = (
    "# Alert: new rules for cranes", "20 March 2024 | Authors: the port team",
    "On 16 March 2024, the Ministry of Transport issued the Measures for Cranes.",
    "## 1. Who is affected?", "Owners of more than ten cranes must count them.",
    "## 2. What changes?", "- Lists must be kept.", "- Checks may be ordered.",
)  # fmt: skip


def test_one_report_that_its_headings_part_is_one_item() -> None:
    """Under its title, with headings and lists in their order; nobody is taken for the publisher."""
    parts = read(*ALERT).parts
    (item,) = parts.items
    assert (item.headline, item.date_text, parts.publisher) == ("Alert: new rules for cranes", "16 March 2024", None)
    assert item.summary == (ALERT[2], "1. Who is affected?", ALERT[4], "2. What changes?", ALERT[6][2:], ALERT[7][2:])


@pytest.mark.parametrize(
    "more",
    [
        ("## 3. MOT closes two docks", "Two docks are closed."),
        ("## 3. Docks", "5 March: MOT closed two docks."),
        ("## 3. Docks", "NEA fined a grid company.", "MOT closed two docks."),
        ("## 3. Docks", "Summary: Two docks are closed."),
    ],
)
def test_a_document_with_other_news_is_no_single_report(more: tuple[str, ...]) -> None:
    """A second act, day or label makes its headings those of several items."""
    assert len(read(*ALERT, *more).parts.items) > 1


STORY = ("### Cranes", "**The facts:** MOT issued rules.", "**What to watch:** Prices.", "**Our take:** Docks wait.")


def test_bold_labels_under_headlines_are_no_leads_of_news() -> None:
    """The facts are the summary, what follows keeps its label, and a number in a headline stays in it."""
    notes = ("*Coverage and sources:*", "- [MOT notice]{https://example.org/a}", "### 38 percent", *STORY[1:])
    items = read("# Acme Note", "## Policy news", *STORY, *notes).parts.items
    assert [(item.headline, item.summary, item.comment) for item in items] == [
        (name, ("MOT issued rules.", "What to watch: Prices."), ("Docks wait.",)) for name in ("Cranes", "38 percent")
    ]
    assert [link.url for link in items[0].links] == ["https://example.org/a"]


def test_words_of_the_publishers_own_before_its_summaries() -> None:
    """What comes again right under headlines of labelled items is their label; bodies and dates are read by theirs."""
    story = ("Sketch: On 4 March, the MOT issued rules.", "Lead agencies: MOT, NEA", "Issued: 5 March 2024")
    items = read("# Acme Note", "8 March 2024", "## 1 | Cranes", *story, "## 2 | Docks", *story).parts.items
    told = [(item.headline, item.summary, item.issuer_text, item.date_text) for item in items]
    assert told == [
        (name, ("On 4 March, the MOT issued rules.",), "MOT, NEA", "5 March 2024") for name in ("Cranes", "Docks")
    ]
    once = read("# Acme Note", "8 March 2024", "## 1 | Cranes", *story, "## 2 | Docks", "Summary: Closed.").parts.items
    assert once[0].summary[0].startswith("Sketch:")


def test_days_of_a_table_under_a_heading_of_effect_are_no_days_of_news() -> None:
    """They say when each document takes effect, as the heading does."""
    items = read(
        "# Acme Note", "8 March 2024",
        "## Entering into force", "| Date | Measure | Issuer", "| 1 April 2024 | Rules for Cranes | MOT",
        "## News", "| Date | Measure | Issuer", "| 2 March 2024 | Rules for Docks | MOT",
    ).parts.items  # fmt: skip
    assert [(item.date_text, item.summary[1:]) for item in items] == [
        (None, ("Entering into force: 1 April 2024",)),
        ("2 March 2024", ()),
    ]


def test_a_chinese_week_in_dots_and_a_disclaimer() -> None:
    """The month stands first where the title is Chinese; what limits liability belongs to no item."""
    news = ("3月4日，交通运输部印发《起重机管理办法》。", "3月6日，交通运输部关闭码头。")
    parts = read(
        "# 一周政策速览（3.4—3.10）", "来源：示例研究中心 2024-03-11", "【港口】", *news, "免责声明：仅供参考。"
    ).parts
    period = (str(parts.period_start), str(parts.period_end))
    assert (parts.publisher, parts.series, period) == ("示例研究中心", "一周政策速览", ("2024-03-04", "2024-03-10"))
    assert [item.summary for item in parts.items] == [(note.split("，")[1],) for note in news]


def test_a_linked_or_bold_first_line_of_a_bullet_is_its_headline() -> None:
    """Its link is the item's; a line that is neither, or over nothing longer, stays text."""
    told = "MOT said on 4 March that all docks are closed."
    for line in ("[MOT closes docks]{https://example.org/a}", "**MOT closes docks**"):
        (item,) = read("# Acme Note", "8 March 2024", f"- {line}\n{told}").parts.items
        assert (item.headline, item.summary, item.date_text) == ("MOT closes docks", (told,), "4 March")
    (plain,) = read("# Acme Note", "8 March 2024", f"- MOT closes docks\n{told}").parts.items
    assert plain.headline is None


def test_a_day_behind_the_name_of_a_source_dates_the_item() -> None:
    """Where the text tells no day of its own."""
    notes = (
        "- MOT closed docks ([MOT, Oct. 13]{https://example.org/a}).",
        "- On 9 October, MOT opened one ([MOT, Oct. 14]{https://example.org/b}).",
    )
    items = read("# Acme Note", "20 October 2024", "## Policy news", *notes).parts.items
    assert [item.date_text for item in items] == ["Oct. 13", "9 October"]


HEAD = "PORT MONITOR                                  No. 14 | July 2024\nA monthly briefing by the Acme Council\n"


def test_a_page_head_in_two_columns_and_numbers_in_two_parts() -> None:
    """A gap in a line ends it; "2.1" numbers a headline, and a date beside the issuers on their line is one."""
    text = (
        f"{HEAD}\n1  EXECUTIVE SUMMARY\nIn July, regulators focused on the safety of cranes and many other things.\n\n"
        "2  KEY POLICY DEVELOPMENTS\n2.1  Rules for Cranes\n     Issued by: MOT, NEA         Date: 7 July 2024\n"
        "     The rules list 12 risks.\n"
        "2.2  List of Docks\n     Issued by: MOT         Date: 9 July 2024\n     It has two docks.\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="monitor.txt"))
    assert (parts.publisher, parts.series, str(parts.period_end)) == ("Acme Council", "PORT MONITOR", "2024-07-31")
    assert [(item.headline, item.issuer_text, item.date_text) for item in parts.items] == [
        ("Rules for Cranes", "MOT, NEA", "7 July 2024"),
        ("List of Docks", "MOT", "9 July 2024"),
    ]


def test_a_german_letter_in_plain_lines() -> None:
    """Its number, sections, headlines and the days of the news; what takes effect is none of these."""
    text = (
        "Hafenbrief der Kammer Acme\nAusgabe 18/2024 vom 2. Oktober 2024\n\nRecht und Regulierung\n\n"
        "MOT verschärft Regeln für Krane\n"
        "Das MOT hat am 24. September 2024 Regeln angekündigt. Sie treten am 1. Mai 2025 in Kraft.\n\n"
        "Unternehmen\n\nAcme eröffnet ein Dock\nDie Firma Acme hat am 29. September 2024 ein Dock in Wien eröffnet.\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="brief.txt"))
    assert (parts.series, str(parts.published_on)) == ("Hafenbrief der Kammer Acme", "2024-10-02")
    assert [(item.section, item.headline, item.date_text) for item in parts.items] == [
        (Section.POLICY_NEWS, "MOT verschärft Regeln für Krane", "24. September 2024"),
        (Section.CORPORATE_NEWS, "Acme eröffnet ein Dock", "29. September 2024"),
    ]


@pytest.mark.parametrize(
    ("line", "publisher", "series"),
    [
        ("Pacific Desk: Port Policy Weekly", "Pacific Desk", "Port Policy Weekly"),
        ("China Update: Weekly Review", None, "China Update: Weekly Review"),
    ],
)
def test_a_house_before_a_colon_and_a_week_beside_an_issue(line: str, publisher: str | None, series: str) -> None:
    """A name without words of a series is the house of the series behind it."""
    parts = read(line, "Week of October 14, 2024 · Volume 4, Issue 41", "- 15 October: MOT closed a dock.").parts
    assert (parts.publisher, parts.series, str(parts.period_start)) == (publisher, series, "2024-10-14")
