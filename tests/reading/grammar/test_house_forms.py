"""Forms that houses give their issues: kickers, labels of their own, numbered paragraphs, a site's services."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.document import SITE_MARK
from bot.reading.grammar.layout.credits import find_kicker
from bot.reading.grammar.layout.lead_ins import find_closing_date, find_told_date
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import LabelKind, find_label
from bot.reading.grammar.lines.placement import Place
from tests.reading.grammar.grammar_blocks import read

FRONT = ("# Acme Institute", "## Rope Letter", "3 May 2024")


def test_a_line_over_a_headline_credits_it() -> None:
    """Where two such stand, they give issuers, day or topic of the headline below; in company news nobody issues."""
    items = read(
        *FRONT,
        "## Policy",
        "SAMR · May 1",
        "### Ropes get labels",
        "Every rope has to name its maker, and whoever sells one keeps a list.",
        "Ships | May 2",
        "### Winches are counted",
        "Ports shall say how many winches they use.",
        "## Companies",
        "SHIPS · May 2",
        "### Acme buys a yard",
        "The yard lies on an island off Dalian.",
    ).parts.items
    assert [(item.headline, item.issuer_text, item.date_text) for item in items] == [
        ("Ropes get labels", "SAMR", "May 1"),
        ("Winches are counted", None, "May 2"),
        ("Acme buys a yard", None, "May 2"),
    ]
    assert [item.heading_text for item in items[1:]] == ["Ships", "SHIPS"]


@pytest.mark.parametrize(
    ("line", "date_text", "topics"),
    [
        ("Chips | 5 May", "5 May", ("Chips",)),
        ("MIIT | 5 May", "5 May", ()),
        ("MIIT | 5 May | Under consultation until 11 May", "5 May", ()),
        ("Chips and cars are sold", None, ()),
        ("Chips | 5 May | 6 May", None, ()),
        ("what happened to all the chips | 5 May", None, ()),
    ],
)
def test_what_a_kicker_tells(line: str, date_text: str | None, topics: tuple[str, ...]) -> None:
    """A few words beside one day are a topic; a sentence or two days are no kicker."""
    kicker = find_kicker(line)
    assert (kicker.date_text if kicker else None, kicker.topics if kicker else ()) == (date_text, topics)


def test_credits_under_headlines_stay_theirs() -> None:
    """A line of issuers and day over a label's heading belongs to what stands above it."""
    story = ("Rules on Ropes (绳索管理规则)", "MIIT | published 5 March 2024", "### What is new", "Ropes need labels.")
    items = read(
        "# Acme Institute", "Rope Letter", "3 May 2024", "# 1. Ropes", *story, "# 2. Winches", *story
    ).parts.items
    assert [(item.issuer_text, item.date_text) for item in items] == [("MIIT", "5 March 2024")] * 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The short version: Ropes.", LabelKind.SUMMARY),
        ("In a few words: Ropes.", LabelKind.SUMMARY),
        ("What the Chamber thinks: Good.", LabelKind.COMMENT),
        ("Why members should care: It costs.", LabelKind.COMMENT),
        ("Practical impact: It costs.", LabelKind.COMMENT),
        ("What members should do: Pay.", LabelKind.COMMENT),
        ("Authorities in charge: MIIT", LabelKind.ISSUER),
        ("Regulator | MIIT", LabelKind.ISSUER),
        ("Publication | 5 May 2024", LabelKind.DATE),
        ("Adopted: 5 May 2024", LabelKind.DATE),
        ("Reference: 工信部〔2024〕5号", LabelKind.NUMBER),
        ("Regulation: Rules on Ropes", LabelKind.ARTICLE),
        ("Regulators met in Wuxi.", None),
        ("What makers think is unknown.", None),
        ("Publication of the rules is near.", None),
    ],
)
def test_labels_in_other_words(text: str, kind: LabelKind | None) -> None:
    """Words that may as well open a sentence are labels only before a colon or a table's bar."""
    label = find_label(text)
    assert (label.kind if label else None) == kind


def test_numbered_paragraphs_are_a_list_where_half_tell_news() -> None:
    """One that neither prints a day nor says who acted stands among others that do."""
    numbered = (
        "1) Ropes. The MIIT issued rules on ropes on 2 May.",
        "2) Winches. Old ones may go on for a year.",
        "3) Cranes. The SAMR fined a maker of cranes. (3 May)",
    )
    items = read(*FRONT, "## Policy", *numbered, "## Firms", "4) Acme sold a yard (1 May).").parts.items
    assert [(item.section, item.date_text) for item in items] == [
        (Section.POLICY_NEWS, "2 May"),
        (Section.POLICY_NEWS, None),
        (Section.POLICY_NEWS, "3 May"),
        (Section.CORPORATE_NEWS, "1 May"),
    ]


def test_a_line_in_capitals_ends_a_section_named_in_capitals() -> None:
    """What stands under "**AT SEA**" is no company news; a topic in small letters stays inside."""
    news = ("- 1 May: A yard opened", "- 2 May: A pier closed")
    items = read("# Acme Letter", "3 May 2024", "**COMPANIES**", "**Yards**", *news, "**AT SEA**", *news).parts.items
    assert [(item.section, item.heading_text) for item in items] == [
        *[(Section.CORPORATE_NEWS, "Yards")] * 2,
        *[(Section.OTHER, "AT SEA")] * 2,
    ]


def test_lines_that_each_tell_news_of_a_day_are_items() -> None:
    """As in a newsletter's diary; one line more that tells none keeps the paragraph whole."""
    days = "5 May: Rules on ropes take effect\n6 May: The port of Dalian opens a yard"
    items = read(*FRONT, "## Diary", days).parts.items
    assert [item.date_text for item in items] == ["5 May", "6 May"]
    assert len(read(*FRONT, "## Diary", f"{days}\nMore next week.").parts.items) == 1


@pytest.mark.parametrize(
    ("text", "date_text"),
    [
        ("Acme cut its price from 5% to 4% on 3 May.", "3 May"),
        ("The rules apply from ports on 3 May.", None),
        ("Dutch start-up Acme said on 3 May that it would sell.", "3 May"),
        ("Rules start on 3 May.", None),
        ("MIIT (3 May) opened a consultation on ropes.", "3 May"),
        ("Rules in force (3 May) bind all.", None),
    ],
)
def test_days_on_which_something_happened(text: str, date_text: str | None) -> None:
    """Neither a share that fell "from 5%" nor a start-up keeps a day from being the news's own."""
    assert find_told_date(text) == date_text


@pytest.mark.parametrize(
    ("text", "date_text"),
    [
        ("Acme sold a yard (28/04).", "28/04"),
        ("Acme sold a yard [28/04/2024]", "28/04/2024"),
        ("Acme is open (24/7)", None),
    ],
)
def test_days_in_figures_at_the_end(text: str, date_text: str | None) -> None:
    """Day and month in brackets close a piece of news; 24/7 is no day."""
    tail = find_closing_date(text)
    assert (tail.date_text if tail else None) == date_text


def test_what_a_site_says_of_itself_is_no_news() -> None:
    """The way from home, cookies and an advertisement are furniture; the head of the page names the house."""
    reading = read(
        "We use cookies to make this site better.",
        "Home › China › Letter",
        "# Rope Letter, week 20",
        "17 May 2024",
        "Each Monday we tell what happened to ropes. This week (13–17 May): labels.",
        "## Policy",
        "- 14 May: MIIT issued rules on ropes",
        "ADVERTISEMENT\nAcme Noodles: 20% off until 20 May.",
        furniture=(f"{SITE_MARK}Acme Institute",),
    )
    parts = reading.parts
    assert (parts.publisher, parts.series) == ("Acme Institute", "Rope Letter")
    assert (parts.period_start, parts.period_end) == (dt.date(2024, 5, 13), dt.date(2024, 5, 17))
    assert [p.place for p in reading.placements][:2] == [Place.NAVIGATION, Place.NAVIGATION]
    assert len(parts.items) == 1
    assert not parts.unread


def test_a_mail_names_list_series_and_house() -> None:
    """A list's name before the subject is the series', the signature's first line the house."""
    parts = read(
        "# [Rope notes] Two weeks to 17 May 2024",
        "Dear all,",
        "## Policy",
        "- 14 May: MIIT issued rules on ropes",
        "--\nTrade Office of the Coast | Pier 1 | Dalian\nThis message may be confidential.",
    ).parts
    assert (parts.publisher, parts.series) == ("Trade Office of the Coast", "Rope notes")
    assert (parts.period_start, parts.period_end) == (dt.date(2024, 5, 4), dt.date(2024, 5, 17))
    assert not parts.unread


def test_a_subject_with_number_and_topics_names_the_series() -> None:
    """ "Letter 88: ropes and winches" is the 88th of the letter; the legal form in the furniture tells the house."""
    parts = read(
        "# Rope Letter 88: labels and winches",
        "Edition 88 · Friday, May 17, 2024 · the fortnight since May 3",
        "## Policy",
        "- 14 May: MIIT issued rules on ropes",
        furniture=("You get this letter as a member. Acme Media GmbH, Kiel. Unsubscribe",),
    ).parts
    assert (parts.publisher, parts.series) == ("Acme Media GmbH", "Rope Letter")
    assert (parts.period_start, parts.period_end) == (dt.date(2024, 5, 3), dt.date(2024, 5, 17))


def test_names_on_the_title_page_are_as_the_page_has_them() -> None:
    """A running header in capitals is the title; the house without page or legal form."""
    parts = read(
        "ROPE LETTER",
        "# Rope Letter",
        "May 2024",
        "## Policy",
        "- 14 May: MIIT issued rules on ropes",
        "## Notes",
        "Rope Letter is prepared by Acme Consulting for its clients.",
        "© 2024 Acme Consulting Page 1",
    ).parts
    assert (parts.publisher, parts.series) == ("Acme Consulting", "Rope Letter")
    assert len(parts.items) == 1
    same = read(
        "# ACME CHAMBER", "## Rope Letter", "3 May 2024", "- 1 May: MIIT issued rules", "--\nAcme Chamber Ltd | Kiel"
    )
    assert same.parts.publisher == "ACME CHAMBER"


def test_a_title_page_in_plain_lines() -> None:
    """Who gets the issue is no name; a lettered heading over dated bullets opens the news; a unit's line closes it."""
    reading = read(
        "ACME ROPE BRIEF",
        "Third quarter of 2024",
        "Circulation: ministries at home",
        "Prepared 7 October 2024",
        "# A. SHIPS",
        "- 1 July: MIIT issued rules on ropes",
        "ACME ROPE BRIEF is a unit of Acme plc. This text is a sample.",
    )
    parts = reading.parts
    assert (parts.publisher, parts.series, parts.published_on) == (None, "ACME ROPE BRIEF", dt.date(2024, 10, 7))
    assert (parts.period_start, parts.period_end) == (dt.date(2024, 7, 1), dt.date(2024, 9, 30))
    assert [item.heading_text for item in parts.items] == ["A. SHIPS"]
    assert not parts.unread


def test_a_title_with_topics_behind_the_series_name() -> None:
    """ "Acme Weekly: ropes and ships" is one of Acme Weekly."""
    parts = read("# Acme Weekly: ropes and ships", "3 May 2024", "- 1 May: MIIT issued rules").parts
    assert parts.series == "Acme Weekly"


def test_a_table_with_when_what_and_who() -> None:
    """The columns are day, text and issuers."""
    rows = ("| When | What | Who", "| 2 May | Rules on ropes", "| 3 May | Rules on winches | MIIT")
    items = read(*FRONT, "## Other developments", *rows).parts.items
    assert [(item.date_text, item.issuer_text) for item in items] == [("2 May", None), ("3 May", "MIIT")]


def test_the_day_of_compiling_is_the_day_of_issue() -> None:
    """ "Compiled Monday, May 20" gives it, the year by the period."""
    parts = read("# Rope digest: 6–19 May 2024", "_Compiled Monday, May 20_", "- 14 May: MIIT issued rules").parts
    assert parts.published_on == dt.date(2024, 5, 20)


def test_a_line_of_facts_credits_the_story_above() -> None:
    """Issuers, day and status behind "Facts:" are the open item's, and no kicker of the next headline."""
    text = "Every rope has to name its maker, and whoever sells one keeps a list."
    facts = ("**Facts:** MIIT, SAMR; 3 May 2024; issued", "**Facts:** SAMR; 4 May 2024; draft")
    items = read(
        "# Acme Currents",
        "July/August 2024",
        "## Ropes get labels",
        text,
        facts[0],
        "## Winches get labels",
        text,
        facts[1],
    ).parts.items
    assert [(item.headline, item.issuer_text, item.date_text) for item in items] == [
        ("Ropes get labels", "MIIT, SAMR", "3 May 2024"),
        ("Winches get labels", "SAMR", "4 May 2024"),
    ]


def test_a_tracker_tells_its_house_and_days_in_sentences() -> None:
    """ "Maintained by the Acme Forum. Last updated: ..." over a table with columns of other names."""
    parts = read(
        "# Rope Instruments Tracker",
        "Maintained by the Acme Forum. Last updated: 14 March 2025. Changes since 15 February 2025 in this edition.",
        "| Instrument | Last step | Status | Why it counts",
        "| Rules on Ropes | dated 3 March 2025 | draft, open until 2 May 2025 | Makers report yearly.",
        "Errors? Write to ropes@acme.example.",
    ).parts
    assert (parts.publisher, parts.series) == ("Acme Forum", "Rope Instruments Tracker")
    assert (parts.published_on, parts.period_start) == (dt.date(2025, 3, 14), dt.date(2025, 2, 15))
    assert [(item.headline, item.date_text) for item in parts.items] == [("Rules on Ropes", "3 March 2025")]
    assert "Last step: dated 3 March 2025" in parts.items[0].summary
    assert not parts.unread


def test_a_morning_mail_of_a_house() -> None:
    """A house that writes is the publisher, a person that does an author; the subject's topics are no name."""
    mail = (
        "# The Courier: ropes first",
        "THE COURIER No. 5",
        "13 December 2023",
        "- 12 Dec: MIIT issued rules",
    )
    parts = read(*mail, "The Courier is written by Acme & Partners for clients. Forwarding is fine.").parts
    assert (parts.publisher, parts.series, parts.people) == ("Acme & Partners", "The Courier", ())
    assert not parts.unread
    assert [p.name for p in read(*mail, "The Courier is written by Ann Bow.").parts.people] == ["Ann Bow"]


def test_names_with_two_dashes_and_a_legal_form() -> None:
    """ "Acme -- Rope Letter" are house and series, and "Acme Ltd, Kiel." closes the text."""
    parts = read(
        "Acme Strategy -- Rope Letter",
        "No. 41, 4 November 2024",
        "# ROPES",
        "- 1 Nov: MIIT issued rules",
        "Acme Strategy Ltd, Kiel. Sample.",
    ).parts
    assert (parts.publisher, parts.series) == ("Acme Strategy", "Rope Letter")
    assert len(parts.items) == 1
    assert not parts.unread


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Policy name: Measures for Ropes", LabelKind.ARTICLE),
        ("Name of the document: Measures for Ropes", LabelKind.ARTICLE),
        ("Chinese title: 绳索管理办法", LabelKind.ARTICLE),
        ("法规名称：绳索管理办法", LabelKind.ARTICLE),
        ("Executive summary: Ropes get labels.", LabelKind.SUMMARY),
        ("TL;DR: Ropes get labels.", LabelKind.SUMMARY),
        ("What you need to know: Ropes get labels.", LabelKind.SUMMARY),
        ("Significance: Ropes matter.", LabelKind.COMMENT),
        ("Implications for business: Ropes matter.", LabelKind.COMMENT),
        ("意义：绳索重要。", LabelKind.COMMENT),
        ("Issuing body/bodies: MIIT", LabelKind.ISSUER),
        ("Issuing bodies (lead first): MIIT, NDRC", LabelKind.ISSUER),
        ("Announced by: MIIT", LabelKind.ISSUER),
        ("颁布机关：工信部", LabelKind.ISSUER),
        ("发布机关 Issuing body: MIIT", LabelKind.ISSUER),
        ("Issuing body (发布机关)：工信部", LabelKind.ISSUER),
        ("Date announced: 3 May 2024", LabelKind.DATE),
        ("发布日期 / Date: 3 May 2024", LabelKind.DATE),
        ("公布日期：2024年5月3日", LabelKind.DATE),
        ("Document number (文号): 某发〔2024〕7号", LabelKind.NUMBER),
        ("Feedback deadline: 3 May 2024", LabelKind.TERM),
        ("意见反馈截止：2024年5月3日", LabelKind.TERM),
        ("More information: the ministry's site", LabelKind.SOURCE),
    ],
)
def test_labels_come_in_many_words(text: str, kind: LabelKind) -> None:
    """A label may be worded in many ways, in two languages at once, and have a remark in brackets."""
    label = find_label(text)
    assert label is not None
    assert label.kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Impact on ropes is small.",
        "Name and address of the maker",
        "时间紧，任务重。",
        "Measures (drafts) for ropes: a list",
    ],
)
def test_words_that_could_be_labels_need_a_colon(text: str) -> None:
    """Without a colon right behind them such words begin a sentence."""
    assert find_label(text) is None


def test_bold_topics_stay_in_the_section_of_a_heading() -> None:
    """Short bold lines over dated bullets are topics of the section whose heading stands above, not sections."""
    items = read(
        *FRONT,
        "## Noteworthy policies",
        "**Ropes**",
        "- 1 May: SAMR issued measures for ropes.",
        "**Winches**",
        "- 2 May: MIIT issued measures for winches.",
        "## Company news",
        "- 2 May: Acme bought a yard.",
    ).parts.items
    assert [(item.section, item.heading_text) for item in items] == [
        (Section.POLICY_NEWS, "Ropes"),
        (Section.POLICY_NEWS, "Winches"),
        (Section.CORPORATE_NEWS, None),
    ]


def test_a_series_stands_over_the_line_of_its_issue() -> None:
    """A second heading that names a series is the title's where number and date stand right below, in bold too."""
    parts = read(
        "# Acme Policy Research",
        "## China Rope Monthly",
        "**Issue 4 | 3 June 2024 | Covering 2 May 2024 – 31 May 2024**",
        "## Policy news",
        "- 4 May: SAMR issued measures for ropes.",
        "## Company news",
        "- 5 May: Acme bought a yard.",
    ).parts
    assert (parts.publisher, parts.series) == ("Acme Policy Research", "China Rope Monthly")
    assert parts.published_on == dt.date(2024, 6, 3)
    assert (parts.period_start, parts.period_end) == (dt.date(2024, 5, 2), dt.date(2024, 5, 31))


def test_headlines_may_be_counted_by_letter_and_number() -> None:
    """ "A1." is a headline's number, over fields set as bullets too."""
    items = read(
        *FRONT,
        "## Key documents",
        "### A1. Ropes get labels",
        "- 发布机关 Issuing body: SAMR",
        "- 发布日期 Date: 1 May 2024",
        "摘要 Summary: Every rope has to name its maker.",
        "### A2. Winches are counted",
        "- 发布机关 Issuing body: MIIT",
        "- 发布日期 Date: 2 May 2024",
        "摘要 Summary: Ports shall say how many winches they use.",
    ).parts.items
    assert [(item.headline, item.issuer_text, item.date_text, item.section) for item in items] == [
        ("Ropes get labels", "SAMR", "1 May 2024", Section.TOP),
        ("Winches are counted", "MIIT", "2 May 2024", Section.TOP),
    ]


def test_lines_that_all_open_in_bold_or_with_a_day_are_news_each() -> None:
    """Lines of one paragraph that are set alike are parted; a bold word in the middle parts nothing."""
    items = read(
        *FRONT,
        "## Company news",
        "**Acme** – 2 May – sold a yard.\n**Brewer** – 3 May – bought it.",
        "## Coming up",
        "12 May Rope fair\n13 May Net fair",
        "## Policy news",
        "- 1 May: SAMR issued measures for ropes.",
    ).parts.items
    assert [(item.summary[0], item.date_text) for item in items] == [
        ("SAMR issued measures for ropes.", "1 May"),
        ("Acme – 2 May – sold a yard.", None),
        ("Brewer – 3 May – bought it.", None),
        ("Rope fair", "12 May"),
        ("Net fair", "13 May"),
    ]


def test_a_title_lines_period_may_go_over_two_lines() -> None:
    """What ends in a dash or inside brackets goes on in the next line."""
    parts = read(
        "JUNE 5, 2024 (REPORTING PERIOD: MAY 1 –\nMAY 31)", *FRONT[:2], "## Policy news", "- 1 May: Ropes."
    ).parts
    assert (parts.published_on, parts.period_start, parts.period_end) == (
        dt.date(2024, 6, 5),
        dt.date(2024, 5, 1),
        dt.date(2024, 5, 31),
    )


def test_the_last_lines_may_credit_people_and_are_no_news() -> None:
    """Who wrote or edited an issue stands in a line of its imprint or its title page, in either language."""
    parts = read(
        "# 绳索周报",
        "第4期 2024年5月3日　编辑：林晓雯",
        "## Policy news",
        "- 1 May: SAMR issued measures for ropes.",
        "Acme Research BV, Rotterdam. Written by Joost van Rijn and Li Na.",
    ).parts
    assert {(person.name, person.role) for person in parts.people} == {
        ("林晓雯", "editor"),
        ("Joost van Rijn", "author"),
        ("Li Na", "author"),
    }
    assert parts.items[-1].summary == ("SAMR issued measures for ropes.",)


def test_a_house_in_short_on_the_title_page_is_no_series() -> None:
    """The imprint tells the whole name; the other name on the title page is the series."""
    parts = read(
        "MAY 6, 2024",
        "# ROPE INSTITUTE",
        "## Harbour Review",
        "## Policy news",
        "- 1 May: SAMR issued measures for ropes.",
        "## PUBLISHER",
        "**Rope Institute for Harbours**",
    ).parts
    assert (parts.publisher, parts.series) == ("Rope Institute for Harbours", "Harbour Review")


def test_a_remark_behind_the_day_of_an_item_is_left_out() -> None:
    """ "(dated ...)" tells another day than that of publication."""
    item = read(*FRONT, "## 1. Ropes", "Summary: Ropes.", "Date: 21 March 2024 (dated 29 January)").parts.items[0]
    assert item.date_text == "21 March 2024"


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Around the ministries", Section.POLICY_NEWS),
        ("Among the companies", Section.CORPORATE_NEWS),
        ("地方政策", Section.POLICY_NEWS),
        ("政策简讯", Section.POLICY_NEWS),
    ],
)
def test_sections_are_named_in_many_ways(heading: str, section: Section) -> None:
    """Words around those that name what a section holds are no hindrance."""
    assert find_section(heading) is section
