"""Layouts beyond the numbered briefing: alerts with labels of their own, bylines, tags, company columns."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.lead_ins import find_tag_end
from bot.reading.grammar.layout.titled_leads import find_titled_lead
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.numbers import find_number
from tests.reading.grammar.grammar_blocks import read

TITLE = ("# Acme Institute", "## Port Watch", "6 March 2024")


def test_an_alert_keeps_its_labels_in_one_item() -> None:
    """Labels before and after the summary, known or the publisher's own, belong to one item; terms follow the text."""
    parts = read(
        *TITLE,
        "## Scales get seals",
        "**Issued by:** MIIT",
        "**Instrument:** Rules on Scales (衡器规则)",
        "**Published:** 5 March 2024",
        "**Effective date:** 1 May 2024",
        "**Scope of use:** ports and markets",
        "**Summary:** Scales need seals.",
        "**Key points:**",
        "- One seal a scale",
        "**Our view:** About time.",
        "## Ropes get labels",
        "**Issued by:** MOT",
        "**Summary:** Ropes need labels.",
    ).parts
    first, second = parts.items
    assert (first.headline, first.issuer_text, first.date_text) == ("Scales get seals", "MIIT", "5 March 2024")
    assert first.article_text == "Rules on Scales (衡器规则)"
    assert first.summary == ("Scales need seals.", "Effective date: 1 May 2024", "Scope of use: ports and markets")
    assert (first.points, first.comment) == (("One seal a scale",), ("About time.",))
    assert (second.headline, second.summary) == ("Ropes get labels", ("Ropes need labels.",))
    assert parts.unread == ()


def test_a_term_after_a_bullet_is_the_bullets() -> None:
    """A label of dates under a dated bullet adds to that bullet and opens no item."""
    parts = read(*TITLE, "## Policy news", "- 5 March: Scales need seals", "Effective date: 1 May 2024").parts
    assert [item.summary for item in parts.items] == [("Scales need seals", "Effective date: 1 May 2024")]


def test_a_table_may_name_a_company_or_a_date_of_effect() -> None:
    """Columns no rule knows stand after the text, with their names."""
    parts = read(
        *TITLE,
        "## Company news",
        "| Date | Company | Event",
        "| 4 March 2024 | Little Lathe | Opened a hall",
    ).parts
    assert parts.items[0].summary == ("Opened a hall", "Company: Little Lathe")


def test_a_line_under_the_headline_may_give_issuer_and_date() -> None:
    """Who issued it and when, alone on the first line, are no part of the text."""
    parts = read(
        *TITLE, "## Lists", "### Cranes", "_Ministry of Transport | 5 March 2024_", "Ports count cranes."
    ).parts
    item = parts.items[0]
    assert (item.issuer_text, item.date_text) == ("Ministry of Transport", "5 March 2024")
    assert item.summary == ("Ports count cranes.",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NDRC, MOF | 8 January 2025", ("NDRC, MOF", "8 January 2025")),
        ("8 January 2025 · 商务部", ("商务部", "8 January 2025")),
        ("Beijing | 8 January 2025", None),
        ("By Ann Berg | 8 January 2025", None),
        ("NDRC | MOF | issued 8 January 2025", ("NDRC, MOF", "8 January 2025")),
        ("NDRC | 8 January 2025 | effective 1 May 2025", ("NDRC", "8 January 2025")),
        ("NDRC | 发改〔2025〕1号 | 8 January 2025", ("NDRC", "8 January 2025")),
        ("The NDRC spoke on 8 January 2025", None),
        ("NDRC | " + "x" * 200 + " | 8 January 2025", None),
    ],
)
def test_a_credit_names_an_office_and_one_date(text: str, expected: tuple[str, str] | None) -> None:
    """Only a line of an office's name and a date, nothing else, is one."""
    credit = find_credit(text)
    assert (credit and (", ".join(credit.issuers), credit.date_text)) == expected


def test_tags_open_pieces_of_news() -> None:
    """Paragraphs that start with a tag are items of their own, dated by the words after it."""
    parts = read(
        "# 港口观察",
        "2024年3月6日",
        "## 政策动态",
        "【交通部】3月4日，交通部发布吊机办法。",
        "【粮食局】3月5日，粮食局公布价格。",
    ).parts
    assert [(item.section, item.date_text) for item in parts.items] == [
        (Section.POLICY_NEWS, "3月4日"),
        (Section.POLICY_NEWS, "3月5日"),
    ]
    assert find_tag_end("【交通部】3月") == len("【交通部】")
    assert find_tag_end("交通部3月") == 0


def test_a_bullet_may_open_with_a_title_its_issuer_and_date() -> None:
    """A quoted title with issuer and date in brackets is the item's article."""
    text = '"Rules on Scales" (MIIT and MOT, 5 March 2024): scales need seals'
    item = read(*TITLE, "## New rules", f"- {text}").parts.items[0]
    assert (item.article_text, item.issuer_text, item.date_text) == ("Rules on Scales", "MIIT and MOT", "5 March 2024")
    assert item.summary == ('"Rules on Scales": scales need seals',)
    assert find_titled_lead('"Rules on Scales" (a draft, 5 March 2024): scales') is None


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("一、价格", 1),
        ("（三）价格", 3),
        ("十、价格", 10),
        ("十二、价格", 12),
        ("二十一、价格", 21),
        ("12) Prices", 12),
    ],
)
def test_headlines_are_numbered_in_figures_of_either_kind(raw: str, number: int) -> None:
    """Chinese figures before a mark number a headline as 1. does."""
    found = find_number(raw)
    assert found is not None
    assert found.number == number
    assert raw[found.end :] in {"价格", "Prices"}


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("一、政策动态", Section.POLICY_NEWS),
        ("2. Policy news", Section.POLICY_NEWS),
        ("部委要闻", Section.POLICY_NEWS),
        ("二、征求意见", Section.POLICY_NEWS),
        ("【政策】", Section.POLICY_NEWS),
        ("New rules 新规", Section.POLICY_NEWS),
        ("会员动态 | Rope corner", Section.CORPORATE_NEWS),
        ("Robots 机器人", None),
        ("新规速递", Section.POLICY_NEWS),
        ("Law and regulation", Section.POLICY_NEWS),
        ("New rules", Section.POLICY_NEWS),
        ("POLITIQUES", Section.POLICY_NEWS),
        ("Gesetzgebung", Section.POLICY_NEWS),
        ("Réglementation", Section.POLICY_NEWS),
        ("Sociétés", Section.CORPORATE_NEWS),
        ("Headline", Section.TOP),
        ("Story of the week", Section.TOP),
        ("Events", Section.OTHER),
        ("2. Cranes", None),
    ],
)
def test_sections_have_more_names(text: str, section: Section | None) -> None:
    """A section's name may be numbered, Chinese, or that of a law page."""
    assert find_section(text) is section


@pytest.mark.parametrize(
    ("lines", "publisher", "series", "period"),
    [
        (("# 港口研究所", "## 港口周报", "2024年3月6日 第5期（2月1日—3月1日）"), "港口研究所", "港口周报", True),
        (
            ("# Port Watch", "Published by Acme House", "6.03.2024", "Period: 1.02.2024 – 1.03.2024"),
            "Acme House",
            "Port Watch",
            True,
        ),
        (
            (
                "# Port Watch",
                "6 March 2024",
                "Dear members,",
                "here is what happened between 1 February and 1 March 2024.",
            ),
            None,
            "Port Watch",
            True,
        ),
        (("# Port Watch", "6 March 2024"), None, "Port Watch", False),
    ],
)
def test_title_pages_of_other_houses(
    lines: tuple[str, ...], publisher: str | None, series: str, *, period: bool
) -> None:
    """Publisher, series and period are read from Chinese, German and mail-like heads too."""
    parts = read(*lines, "## Policy news", "- 5 March: Scales need seals", "## Company news", "- 4 March: A hall").parts
    assert (parts.publisher, parts.series, parts.published_on) == (publisher, series, dt.date(2024, 3, 6))
    span = (dt.date(2024, 2, 1), dt.date(2024, 3, 1)) if period else (None, None)
    assert (parts.period_start, parts.period_end) == span
    assert parts.unread == ()


def test_attachments_of_a_notice_are_no_points() -> None:
    """The list after 附件 is kept in the text."""
    parts = read(
        "# 港口局关于印发《衡器办法》的通知",
        "港发〔2024〕7号",
        "现将《衡器办法》印发给你们。",
        "- 衡器加封",
        "附件：",
        "- 衡器办法",
        "港口局",
        "2024年3月5日",
    ).parts
    assert parts.items[0].points == ("衡器加封",)
    assert parts.items[0].summary[-1] == "衡器办法"


def test_an_editor_may_stand_on_the_title_page() -> None:
    """ "Edited by" needs no colon."""
    people = read(*TITLE, "Edited by Greta Holm", "## Policy news", "- 5 March: Scales need seals").parts.people
    assert [(person.name, person.role) for person in people] == [("Greta Holm", "editor")]


@pytest.mark.parametrize("label", ["(company statement)", "(exchange filing)"])
def test_a_plain_source_may_be_in_small_letters(label: str) -> None:
    """A company's or an exchange's paper in brackets is a source."""
    item = read(*TITLE, "## Company news", f"- 5 March: Little Lathe opened a hall {label}").parts.items[0]
    assert item.summary == ("Little Lathe opened a hall",)
    assert item.source_labels == (label.strip("()"),)


def test_dated_paragraphs_under_a_short_heading_are_items_of_their_own() -> None:
    """A heading over paragraphs that each tell their day is a topic; one over a story is its headline."""
    parts = read(
        *TITLE,
        "## Cranes",
        "The port office cut fees by 5 percent on 4 March.",
        "On 5 March, the rail office closed a line.",
        "## Ropes",
        "On 5 March, ropes got labels.",
        "They are blue.",
    ).parts
    assert {(item.heading_text, item.headline, item.date_text) for item in parts.items} == {
        ("Cranes", None, "4 March"),
        ("Cranes", None, "5 March"),
        (None, "Ropes", "5 March"),
    }


def test_records_may_ask_what_who_and_when() -> None:
    """What, who, when and details label the parts of an item."""
    parts = read(
        *TITLE,
        "## Developments",
        "**What:** Scales need seals.",
        "**Who:** MIIT",
        "**When:** 5 March 2024",
        "**Details:** One seal a scale.",
        "**What:** Ropes need labels.",
        "**Who:** MOT",
    ).parts
    assert [(item.summary, item.issuer_text, item.date_text) for item in parts.items] == [
        (("Scales need seals.", "One seal a scale."), "MIIT", "5 March 2024"),
        (("Ropes need labels.",), "MOT", None),
    ]


def test_roman_figures_number_headlines() -> None:
    """I, II and XIV head items as 1, 2 and 14 do; a name's initial does not without a capital after it."""
    found = [find_number(text) for text in ("I. Data", "II) Cars", "XIV. Ships")]
    assert [each and each.number for each in found] == [1, 2, 14]
    assert find_number("I. data") is None
    assert find_number("VIA. Roads") is None


def test_a_story_whose_text_tells_its_day_is_dated() -> None:
    """Where no label dates a labelled item, the day on which its own words say that it happened does."""
    parts = read(
        *TITLE,
        "## 1. Scales get seals",
        "**What happened?** On 4 March, the MIIT published rules on scales.",
        "**Why it matters:** About time.",
    ).parts
    assert parts.items[0].date_text == "4 March"


@pytest.mark.parametrize("text", ["Briefly noted", "Quick takes", "Also this week"])
def test_short_news_have_many_names(text: str) -> None:
    """A heading over short news is a section of other news."""
    assert find_section(text) is Section.OTHER


def test_a_number_before_a_chinese_date_heads_an_item() -> None:
    """``1. 3月18日，…``: the figure after the number is a date's, not a second number."""
    found = find_number("1. 3月18日，工信部")
    assert found is not None
    assert found.number == 1
    assert find_number("1. 318 firms") is None


def test_numbered_paragraphs_that_each_tell_a_day_are_a_list_of_news() -> None:
    """Their numbers are bullets; where they do not count up from one, or tell no day, they stay what they are."""
    dated = ["1. On 4 March, the MIIT published rules on scales.", "2. 5 March: The MOT named ports."]
    parts = read(*TITLE, "## Policy news", *dated).parts
    assert [item.date_text for item in parts.items] == ["4 March", "5 March"]
    assert parts.items[0].summary[0].startswith("On 4 March")
    chinese = read(
        "# 港口周报", "## 国家政策", "1. 3月18日，工信部印发方案。", "2. 3月20日，交通运输部发布办法。"
    ).parts
    assert [item.date_text for item in chinese.items] == ["3月18日", "3月20日"]
    undated = read(*TITLE, "## Policy news", "1. Scales need seals.", "2. Ropes need labels.").parts
    assert all(item.date_text is None for item in undated.items)


def test_numbered_bold_leads_are_a_list_of_news() -> None:
    """``1 | Lead. Text``: the number and its bar are a bullet; the publisher's view inside is its comment."""
    parts = read(
        *TITLE,
        "## Three things to know",
        "**1 | Scales.** The MIIT published rules on 4 March.",
        "**2 | Ropes.** The MOT named ports. Our read: about time.",
    ).parts
    assert [item.section for item in parts.items] == [Section.TOP, Section.TOP]
    assert [item.headline for item in parts.items] == ["Scales", "Ropes"]
    assert parts.items[1].comment == ("about time.",)


def test_an_imprint_may_say_in_a_sentence_who_publishes() -> None:
    """The house is the publisher, people after it have their roles, and no word of it is unread."""
    parts = read(
        "# Port Watch",
        "6 March 2024",
        "## Policy news",
        "- 4 March: The MIIT published rules.",
        "Port Watch is published by Acme Research. Editor: Ann Bow. Unsubscribe",
    ).parts
    assert parts.publisher == "Acme Research"
    assert [person.name for person in parts.people] == ["Ann Bow"]
    assert parts.unread == ()
    assert parts.items[0].summary == ("The MIIT published rules.",)


def test_a_heading_over_views_opens_an_item_of_its_own() -> None:
    """After a list it is about no one bullet; under a story it is that story's comment."""
    parts = read(
        *TITLE, "## Policy news", "- 4 March: The MIIT published rules.", "## Commentary", "Scales matter."
    ).parts
    assert {(item.headline, item.comment) for item in parts.items} == {("Commentary", ("Scales matter.",)), (None, ())}
    parts = read(*TITLE, "## 1. Scales", "The MIIT published rules.", "### Assessment:", "Scales matter.").parts
    assert [(item.headline, item.comment) for item in parts.items] == [("Scales", ("Scales matter.",))]


def test_a_title_with_a_colon_may_end_in_its_period() -> None:
    """The period is what follows the last sign; a byline may stand beside its date; a registered house keeps e.V."""
    parts = read(
        "# Weekly roundup: what was decided, 11–17 May 2024",
        "By Ann Bow | May 17, 2024 | 4 min read",
        "## Policy news",
        "- 14 May: The MIIT published rules.",
        "© 2024 Port Hub e.V. All rights reserved",
    ).parts
    assert (parts.period_start, parts.period_end) == (dt.date(2024, 5, 11), dt.date(2024, 5, 17))
    assert parts.publisher == "Port Hub e.V"
    assert [person.name for person in parts.people] == ["Ann Bow"]


def test_bold_words_with_a_day_in_brackets_head_news() -> None:
    """``**Lead** (21 Sept) – text``, with a remark beside the day too; the day leaves the text."""
    parts = read(
        "PORT NOTE | No. 31 | 22 September 2023 Published weekly by the Northern Council",
        "**SCALES**",
        "**List grows** (21 Sept) – The MIIT added ten scales.",
        "**Ropes** (18 Sept, learned late): The MOT named ports.",
    ).parts
    assert (parts.publisher, parts.series) == ("Northern Council", "PORT NOTE")
    assert parts.published_on == dt.date(2023, 9, 22)
    assert [item.date_text for item in parts.items] == ["21 Sept", "18 Sept"]
    assert parts.items[0].summary == ("List grows – The MIIT added ten scales.",)


def test_a_section_name_alone_over_dated_bullets_is_no_label() -> None:
    """What stands in brief after a story is news of its own; over undated bullets the words are the story's label."""
    story = (*TITLE, "**Ports get new scales**", "The ministry wants scales by May, it said.", "**In brief**")
    parts = read(*story, "- 2 March | NFRA lists ropes.", "- **28 Feb:** The NPC passes a law on cranes.").parts
    assert [item.date_text for item in parts.items if item.headline is None] == ["2 March", "28 Feb"]
    assert [item.points for item in parts.items] == [(), (), ()]
    parts = read(*story, "- Scales need seals.", "- Seals need wax.").parts
    assert [item.points for item in parts.items] == [("Scales need seals.", "Seals need wax.")]


def test_a_bracket_that_goes_on_with_a_links_words_is_no_second_source() -> None:
    """One address is one link, under all its words."""
    (item,) = read(
        "# Port Watch", "## Policy news", "- 5 March: Lists are due. [Text (Chinese)]{https://example.org/a}"
    ).parts.items
    assert [(link.label, link.url) for link in item.links] == [("Text (Chinese)", "https://example.org/a")]
