"""Headlines that their labels tell: plain lines right over these, and headings of a level that stands over them."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.lines.reports import is_salutation
from tests.reading.grammar.grammar_blocks import read

CRANES = "Nine ports may lift heavier boxes with their cranes from next year on, and have to count them before."
ROPES = "Every rope has to bear the name of its maker, and whoever sells one keeps a list of the buyers."


def test_plain_lines_over_labels_of_one_kind_are_headlines() -> None:
    """Where two such stand, each opens an item with what its labels say."""
    notes = ("Cranes at ports", "Issuing agency: MOT", CRANES, "A list of ropes", "Issuing agency: SAMR", ROPES)
    items = read("Rope Letter", "Acme Centre", *notes).parts.items
    assert [(item.headline, item.issuer_text) for item in items] == [
        ("Cranes at ports", "MOT"),
        ("A list of ropes", "SAMR"),
    ]


def test_a_value_over_a_label_is_no_headline() -> None:
    """Nor is a single line over one."""
    notes = ("## Cranes", "Article", "Rules on cranes", "Issuing agency: MOT", CRANES)
    assert [item.headline for item in read("# Rope Letter", *notes).parts.items] == ["Cranes"]


def test_headings_over_any_label_are_headlines() -> None:
    """A number or day under two headings of a level makes these stories; a list announced stays their points."""
    notes = (
        *("## Cranes at ports", "Reference: MOT [2024] No. 5", "Issuance date: 7 May 2024", "Relevant for: ports"),
        *("Effects:", "- Ports count more", f"You can read it here. {CRANES}"),
        *("## A list of ropes", "Reference: SAMR [2024] No. 8", "Issuance date: 9 May 2024", "Relevant for: all"),
        *("Effects:", "- Makers write more", f"You can read it here. {ROPES}"),
    )
    items = read("# Rope Letter", "12 May 2024", *notes).parts.items
    assert [(item.headline, item.date_text, item.points) for item in items] == [
        ("Cranes at ports", "7 May 2024", ("Ports count more",)),
        ("A list of ropes", "9 May 2024", ("Makers write more",)),
    ]


def test_lines_that_are_headlines_stay_in_a_section_above() -> None:
    """A numbered line over them names it."""
    notes = ("## 1. Policy", f"Cranes at nine ports\n{CRANES}", f"A list of ropes\n{ROPES}", "## 2. Ships")
    items = read("# Rope Letter", "12 May 2024", *notes, f"Boats go on\n{CRANES}").parts.items
    assert [(item.section, item.headline) for item in items] == [
        (Section.POLICY_NEWS, "Cranes at nine ports"),
        (Section.POLICY_NEWS, "A list of ropes"),
        (Section.OTHER, "Boats go on"),
    ]


def test_bold_words_that_come_again_under_each_headline_are_labels() -> None:
    """What the publisher thinks is a comment, all else the summary."""
    notes = (
        *("### Cranes", f"**Status quo:** {CRANES}", f"**Our view:** {ROPES}"),
        *("### Ropes", f"**Status quo:** {ROPES}", f"**Our view:** {CRANES}"),
    )
    items = read("# Rope Letter", "12 May 2024", *notes).parts.items
    assert [(item.headline, item.summary, item.comment) for item in items] == [
        ("Cranes", (CRANES,), (ROPES,)),
        ("Ropes", (ROPES,), (CRANES,)),
    ]


def test_offices_that_come_again_under_topics_are_no_labels() -> None:
    """Nor are words that come again under one heading, or few among many."""
    notes = (
        "## Cranes",
        f"**MIIT:** {CRANES}",
        f"**NDRC:** {ROPES}",
        "## Ropes",
        f"**MIIT:** {ROPES}",
        f"**NDRC:** {CRANES}",
    )
    assert len(read("# Rope Letter", "12 May 2024", *notes).parts.items) == 4
    ports = ("## Cranes", f"**Ports:** {CRANES}", f"**Ports:** {ROPES}", "## Ropes", f"**Ports:** {ROPES}")
    assert len(read("# Rope Letter", "12 May 2024", *ports).parts.items) == 3


def test_a_number_that_counts_from_none_belongs_to_the_headline() -> None:
    """Without a sign behind it."""
    notes = ("### 24 Points of a plan", CRANES, "### More ropes", ROPES)
    items = read("# Rope Letter", "12 May 2024", *notes).parts.items
    assert [item.headline for item in items] == ["24 Points of a plan", "More ropes"]


def test_a_title_in_chinese_below_a_headline_is_its_article() -> None:
    """Also below a plain one, where two stand so over prose in the headline's tongue."""
    notes = ("Cranes are counted", "交通运输部启动起重机清点", CRANES, "Ropes get names", "海关公布绳索新规", ROPES)
    items = read("# Rope Letter", "12 May 2024", *notes).parts.items
    assert [(item.headline, item.article_text) for item in items] == [
        ("Cranes are counted", "交通运输部启动起重机清点"),
        ("Ropes get names", "海关公布绳索新规"),
    ]


def test_a_footnote_and_where_to_read_on_close_a_paragraph() -> None:
    """So the line over it is a headline."""
    notes = ("Cranes are counted", f"{CRANES}1", "Ropes get names", f"{ROPES} Read the full text in Chinese >")
    items = read("Rope Letter", *notes).parts.items
    assert [item.headline for item in items] == ["Cranes are counted", "Ropes get names"]


def test_a_house_over_the_first_label_is_no_headline() -> None:
    """It is the title page's, where items have labels alone."""
    notes = (f"What happened: {CRANES}", f"Why it matters: {ROPES}", f"What happened: {ROPES}")
    parts = read("ROPE ALERT", "12 May 2024", "Kestrel Advisory", *notes).parts
    assert (parts.publisher, [item.headline for item in parts.items]) == ("Kestrel Advisory", [None, None])


@pytest.mark.parametrize("sign", [" | ", "; ", " · "])
def test_a_line_of_facts_under_a_headline_is_parted(sign: str) -> None:
    """Whether their words are known or not; the text below stays the summary."""
    facts = sign.join(("Agency: MOT", "Kind: Draft", "Date: 7 May 2024", "Comment deadline: 7 June 2024"))
    notes = ("## Cranes", facts, CRANES, "## Ropes", facts.replace("MOT", "SAMR"), ROPES)
    items = read("# Rope Letter", "12 May 2024", *notes).parts.items
    terms = ("Kind: Draft", "Comment deadline: 7 June 2024")
    assert [(item.headline, item.issuer_text, item.date_text, item.summary) for item in items] == [
        ("Cranes", "MOT", "7 May 2024", (CRANES, *terms)),
        ("Ropes", "SAMR", "7 May 2024", (ROPES, *terms)),
    ]


def test_a_summary_of_the_issue_is_no_label_of_the_next_headline() -> None:
    """Set as a heading of the headlines' level, once."""
    notes = ("### Summary", "Cranes are counted and ropes get names.", "### Cranes", CRANES, "### Ropes", ROPES)
    items = read("# Rope Letter", "12 May 2024", *notes).parts.items
    assert [item.headline for item in items] == ["Summary", "Cranes", "Ropes"]


def test_words_in_capitals_lead_in_a_paragraph() -> None:
    """Where two paragraphs open so, each is a piece of news."""
    notes = (f"CRANES COUNTED AT PORTS. {CRANES}", f"ROPES GET NAMES. {ROPES}", "NO MORE THAN ONE")
    items = read("Acme Centre", "Rope Letter", "12 May 2024", *notes).parts.items
    assert [item.heading_text for item in items] == ["CRANES COUNTED AT PORTS", "ROPES GET NAMES"]


def test_a_label_over_headlines_opens_no_item() -> None:
    """It has no words of its own."""
    notes = ("What’s new", "Cranes are counted at ports", CRANES, "Ropes get names", ROPES)
    items = read("Acme Centre", "Rope Letter", "12 May 2024", *notes).parts.items
    assert [item.headline for item in items] == ["Cranes are counted at ports", "Ropes get names"]


def test_a_list_that_comes_again_as_headlines_is_the_contents() -> None:
    """Though no heading says so; where few do it is a list."""
    again = ("**1. Cranes are counted**", CRANES, "**2. Ropes get names**", ROPES)
    reading = read("# Rope Letter", "12 May 2024", "- 1. Cranes are counted", "- 2. Ropes get names", "## All", *again)
    assert [item.headline for item in reading.parts.items] == ["Cranes are counted", "Ropes get names"]
    assert [at.place for at in reading.placements][2:4] == [Place.CONTENTS, Place.CONTENTS]
    assert len(read("# Rope Letter", "12 May 2024", "- SAMR met.", "- Ropes get names", *again).parts.items) == 4


def test_a_numbered_heading_beside_a_section_is_a_topic() -> None:
    """Each paragraph below it is a piece of news, as in the section."""
    first = "MOT opened a register of cranes at nine ports."
    courts = "Ningbo Court fined a maker of ropes on 29 October.", "Dalian Court heard a maker of boats on 3 November."
    items = read("Rope Letter", "12 May 2024", "# I. Policy", first, "# II. Courts", *courts).parts.items
    told = [(item.headline, item.heading_text) for item in items]
    assert sorted(told, key=str) == [(None, "Courts"), (None, "Courts"), (None, None)]


def test_a_headline_may_begin_like_a_greeting() -> None:
    """The word for the best of something is none."""
    assert is_salutation("Hi all,")
    assert not is_salutation("Highlights of the catalogue")


def test_a_field_on_the_end_of_a_document_stays_with_its_labels() -> None:
    """失效日期 is a fact as 生效日期 is, and nothing that stands for want of a number is part of a title."""
    prices = (
        "标题：关于渡轮价格的通知\n发文单位：港口管理局\n文号：港发〔2025〕7号\n发布日期：2025年2月20日\n生效日期：2025年3月1日\n"
        "失效日期：2030年2月28日\n要点：渡轮价格每年调整一次。\n点评：利好渡轮公司。"
    )
    ropes = "标题：2025年缆绳方案\n发文单位：粮食局\n文号：无\n发布日期：2025年2月19日\n要点：缆绳须有厂名。"
    items = read("港口政策快报（2025年第6期）", "2025年2月28日", prices, ropes).parts.items
    assert [(item.article_text, item.issuer_text, item.comment) for item in items] == [
        ("关于渡轮价格的通知 港发〔2025〕7号", "港口管理局", ("利好渡轮公司。",)),
        ("2025年缆绳方案", "粮食局", ()),
    ]
    assert items[0].summary == ("渡轮价格每年调整一次。", "生效日期：2025年3月1日", "失效日期：2030年2月28日")


def test_bold_labels_of_law_firms_in_chinese() -> None:
    """内容要点 and 我们的观察 stand without a colon on lines of their own."""
    ropes = (
        "## 一、《缆绳管理办法》发布",
        "发布日期：2025年6月5日\n发布机关：港口管理局",
        "**内容要点**",
        "办法要求缆绳有厂名。",
        "**我们的观察**",
        "厂家应尽快改标。",
    )
    cranes = ("## 二、起重机规则发布", "发布日期：2025年6月6日\n发布机关：粮食局", "**内容要点**", "起重机按年登记。")
    items = read("# 港口合规月报", "2025年6月", *ropes, *cranes).parts.items
    assert [(item.summary, item.comment) for item in items] == [
        (("办法要求缆绳有厂名。",), ("厂家应尽快改标。",)),
        (("起重机按年登记。",), ()),
    ]


def test_a_line_that_says_by_whom_something_was_issued_is_no_headline_over_a_number() -> None:
    """The numbered title above it is, and keeps its item."""
    notes = (
        "### 1. Measures on cranes",
        "Promulgated by the Ministry of Transport",
        "Document number: No.3 [2024]",
        CRANES,
        "### 2. Measures on ropes",
        "Promulgated by the State Administration for Market Regulation",
        "Document number: No.4 [2024]",
        ROPES,
    )
    items = read("Port Law Monthly", *notes).parts.items
    assert [(item.headline, item.issuer_text) for item in items] == [
        ("Measures on cranes", "the Ministry of Transport"),
        ("Measures on ropes", "the State Administration for Market Regulation"),
    ]


def test_a_bar_without_a_space_beside_it_ends_no_label() -> None:
    """As in a line of a house's own topics ("Policy|Ports")."""
    assert find_label("Policy|Ports") is None
    assert find_label("Policy | Rules on cranes") is not None


def test_fields_between_labels_are_no_headlines() -> None:
    """Whatever their words are; and "Published by" names an issuer where it comes again."""
    fields = ("**Issued by:** SAMR", "**Proposed by:** MIIT", "**Date of publication:** 5 May 2025")
    ends = ("**Date of implementation:** 1 July 2026", "**How to reply:** Direct")
    notes = ("### Cranes", CRANES, *fields, *ends, "### Ropes", ROPES, *fields, *ends)
    items = read("# Rope Letter", "## Regulatory notices", *notes).parts.items
    assert [(item.headline, item.issuer_text, item.date_text) for item in items] == [
        ("Cranes", "SAMR", "5 May 2025"),
        ("Ropes", "SAMR", "5 May 2025"),
    ]
    put_up = ("**Published by:** MIIT", "**Date of publication:** 5 May 2025", "**How to reply:** Direct")
    drafts = read("# Rope Letter", "## Regulatory drafts", "### Cranes", CRANES, *put_up, "### Ropes", ROPES, *put_up)
    assert [(item.headline, item.issuer_text) for item in drafts.parts.items] == [("Cranes", "MIIT"), ("Ropes", "MIIT")]


def test_a_line_below_a_chinese_title_credits_it() -> None:
    """Who issued it and when, also with its number or the number of an announcement."""
    entries = (
        "### 01 A law on ropes", "中华人民共和国绳索法", "NPCSC · 8 November 2024", ROPES,
        "### 07 5G cranes", "关于起重机的公告", "MOF, STA · 财政部税务总局公告2024年第15号 · 15 November 2024", CRANES,
    )  # fmt: skip
    items = read("# Rope Letter", "## Laws and rules", *entries).parts.items
    assert [(item.headline, item.issuer_text, item.date_text) for item in items] == [
        ("A law on ropes", "NPCSC", "8 November 2024"),
        ("5G cranes", "MOF, STA", "15 November 2024"),
    ]
    assert [item.summary for item in items] == [(ROPES,), (CRANES,)]
