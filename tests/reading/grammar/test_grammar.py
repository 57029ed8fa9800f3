"""The grammar's rules, one table each, on documents of our own."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Link, Section
from bot.reading.grammar.layout.pieces import clean_url
from bot.reading.grammar.lines.placement import Place
from tests.reading.grammar.grammar_blocks import read

ITEM = ("At a glance: The port office wants lists.", "Issuing body: MOT", "Date: 5 March 2024")


@pytest.mark.parametrize(
    ("line", "published", "period"),
    [
        ("MARCH 6, 2024 (REPORTING PERIOD: FEBRUARY 1 - MARCH 1)", (2024, 3, 6), ((2024, 2, 1), (2024, 3, 1))),
        (
            "6 January 2024 (Reporting period: 25 November – 31 December)",
            (2024, 1, 6),
            ((2023, 11, 25), (2023, 12, 31)),
        ),
        (
            "JANUARY 9 (REPORTING PERIOD: DECEMBER 20, 2023 - JANUARY 5, 2024)",
            (2024, 1, 9),
            ((2023, 12, 20), (2024, 1, 5)),
        ),
        ("JANUARY 9 (REPORTING PERIOD: DECEMBER 20 - JANUARY 5)", (2024, 1, 9), ((2023, 12, 20), (2024, 1, 5))),
        ("Issue 7 | 6 March 2024 | Covering 1–29 February 2024", (2024, 3, 6), ((2024, 2, 1), (2024, 2, 29))),
        ("Published: 2024-03-06", (2024, 3, 6), None),
        ("2024年3月6日", (2024, 3, 6), None),
        ("Week of 4 March 2024", None, ((2024, 3, 4), (2024, 3, 10))),
        ("March 2024", None, ((2024, 3, 1), (2024, 3, 31))),
        ("Week 12, 2024 (18–24 March)", None, ((2024, 3, 18), (2024, 3, 24))),
        ("Week 12, 2024 (15–21 March)", None, ((2024, 3, 15), (2024, 3, 21))),
        ("Week 12, 2024 (1–9 May)", None, ((2024, 3, 18), (2024, 3, 24))),
        ("Port Watch — Week 12/2024", None, ((2024, 3, 18), (2024, 3, 24))),
        ("CW 12/2024 | Friday, March 22nd", (2024, 3, 22), ((2024, 3, 18), (2024, 3, 24))),
        ("Week 12/2024 | 22 March 2024", (2024, 3, 22), None),
        ("Issue 12/2024", None, None),
        ("Brussels, 22/03/24 (covering 18-21 March 2024)", (2024, 3, 22), ((2024, 3, 18), (2024, 3, 21))),
        ("Brussels, 22.3.24, no. 2024", (2024, 3, 22), None),
        ("20 December - 5 January", None, ((2023, 12, 20), (2024, 1, 5))),
    ],
)
def test_title_page_dates(
    line: str,
    published: tuple[int, int, int] | None,
    period: tuple[tuple[int, int, int], tuple[int, int, int]] | None,
) -> None:
    """Issue date and period are read in many styles; a missing year comes from the other date, or from the items."""
    dates = ("At a glance: Old news.", "Date: 4 January 2024") if "2024" not in line else ITEM
    parts = read(line, "# Acme Institute", "## Port Watch", "## Top stories", "### 1. Lists", *dates).parts
    assert parts.published_on == (dt.date(*published) if published else None)
    assert (parts.period_start, parts.period_end) == (
        (dt.date(*period[0]), dt.date(*period[1])) if period else (None, None)
    )


@pytest.mark.parametrize(
    ("lines", "end", "publisher", "series"),
    [
        (("# Acme", "## Port Watch"), ("## PUBLISHER", "Acme | Acme House for Ports"), "Acme", "Port Watch"),
        (("# Port Watch Weekly", "## Acme Institute"), (), "Acme Institute", "Port Watch Weekly"),
        (("# Acme Institute: Port Briefing",), (), "Acme Institute", "Port Briefing"),
        (("# Port Briefing | Acme Council | 6 March 2024",), (), "Acme Council", "Port Briefing"),
        (("# Port Briefing",), ("© 2024 Acme Ltd. All rights reserved",), "Acme Ltd", "Port Briefing"),
        (("# Port Briefing", "Published by: Acme"), (), "Acme", "Port Briefing"),
        (("# Port Briefing",), (), None, "Port Briefing"),
        (("# China Policy Tracker", "6 March 2024"), (), None, "China Policy Tracker"),
    ],
)
def test_publisher_and_series(
    lines: tuple[str, ...], end: tuple[str, ...], publisher: str | None, series: str | None
) -> None:
    """The publisher is the imprint's name as the title page has it, else what reads like a house's name."""
    parts = read(*lines, "## Policy news", "- 5 March: Lists are due", *end).parts
    assert (parts.publisher, parts.series) == (publisher, series)
    assert len(parts.items) == 1
    assert parts.unread == ()


def test_running_headers_help_with_publisher_and_date() -> None:
    """A copyright line and a date in the running headers serve where the title page has neither."""
    parts = read("# Port Watch", "## Policy news", "- 5 March: x", furniture=("© Acme Ltd, 2024", "6 March 2024")).parts
    assert (parts.publisher, parts.published_on) == ("Acme Ltd", dt.date(2024, 3, 6))


@pytest.mark.parametrize(
    ("note", "date_text", "text"),
    [
        ("- _October 26:_ Lists are due", "October 26", "Lists are due"),
        ("- **26 Oct:** Lists are due", "26 Oct", "Lists are due"),
        ("- Oct. 26 – Lists are due", "Oct. 26", "Lists are due"),
        ("- 2024-03-05: Lists are due", "2024-03-05", "Lists are due"),
        ("- 3月5日：名单到期", "3月5日", "名单到期"),
        ("- [5 March] Lists are due", "5 March", "Lists are due"),
        ("- (March 5, 2024) Lists are due", "March 5, 2024", "Lists are due"),
        ("- **5 March** Lists are due", "5 March", "Lists are due"),
        ("- Tuesday, 5 March 2024: Lists are due", "Tuesday, 5 March 2024", "Lists are due"),
        ("- March 5–7: Lists are due", "March 5–7", "Lists are due"),
        ("- 1. March 5: Lists are due", "March 5", "Lists are due"),
        ("- Lists are due (5 March 2024)", "5 March 2024", "Lists are due"),
        ("- Lists are out, 5 March 2024", "5 March 2024", "Lists are out"),
        ("- Lists are out. On 5 March, it rained.", "5 March", "Lists are out. On 5 March, it rained."),
        ("- **Lists out** (5 March): The office asks.", "5 March", "Lists out: The office asks."),
        ("- The rules take effect on 5 March 2024", None, "The rules take effect on 5 March 2024"),
        ("- Comments are due by 5 March", None, "Comments are due by 5 March"),
        ("- Lists are due", None, "Lists are due"),
        ("Oct 26: Lists are due", "Oct 26", "Lists are due"),
    ],
)
def test_lead_in_dates(note: str, date_text: str | None, text: str) -> None:
    """A date that leads in or ends a piece of news is taken out of it; a date told in a sentence stays there."""
    item = read("# Port Watch", "## Policy news", note).parts.items[0]
    assert (item.date_text, item.summary) == (date_text, (text,))


@pytest.mark.parametrize(
    ("text", "rest", "labels"),
    [
        (
            "Lists are due ([MIIT notice]{#}, [CGTN article]{http://a.cn})",
            "Lists are due",
            ("MIIT notice", "CGTN article"),
        ),
        (
            "Lists are due (MIIT notice, South Sea Post article)",
            "Lists are due",
            ("MIIT notice", "South Sea Post article"),
        ),
        ("Lists are due (Xinhua).", "Lists are due.", ("Xinhua",)),
        ("Lists are due. (Ferry Times)", "Lists are due.", ("Ferry Times",)),
        ("Lists are due (Source: Ferry Times; Reuters)", "Lists are due", ("Ferry Times", "Reuters")),
        ("Lists are due. Source: [Ferry Times]{#}", "Lists are due.", ("Ferry Times",)),
        ("Lists are due. [MIIT notice]{#} | [Reuters]{#}", "Lists are due.", ("MIIT notice", "Reuters")),
        ("名单到期（新华社报道、工信部通知）", "名单到期", ("新华社报道", "工信部通知")),
        ("Lists are due (工信部公告).", "Lists are due.", ("工信部公告",)),
        ("Lists are due (东风公告)", "Lists are due", ("东风公告",)),
        ("Lists are due (关于加强名单建设的通知).", "Lists are due (关于加强名单建设的通知).", ()),
        ("Lists are due. (关于名单、清单的通知)", "Lists are due. (关于名单、清单的通知)", ()),
        (
            "Lists are due (关于印发《名单办法（试行）》的通知)",
            "Lists are due (关于印发《名单办法（试行）》的通知)",
            (),
        ),
        ("Lists are due (开展名单管理试点工作的通知)", "Lists are due (开展名单管理试点工作的通知)", ()),
        ("Lists ([form]{#}) are due", "Lists (form) are due", ()),
        ("Lists are due at the Ministry of Ports (MOP)", "Lists are due at the Ministry of Ports (MOP)", ()),
        ("Lists are due (with few exceptions)", "Lists are due (with few exceptions)", ()),
        ("The office put out its [White Paper]{#}", "The office put out its White Paper", ()),
        ("Lists are due (MIIT notice) ([Link]{#})", "Lists are due", ("MIIT notice", "Link")),
        ("Lists are due (http://a.cn/x)", "Lists are due", ("http://a.cn/x",)),
    ],
)
def test_sources_at_the_end(text: str, rest: str, labels: tuple[str, ...]) -> None:
    """Sources at the end leave the text and are kept as labels and links; other brackets stay."""
    item = read("# Port Watch", "## Policy news", f"- 5 March: {text}").parts.items[0]
    assert (item.summary, item.source_labels) == ((rest,), labels)
    assert set(labels) <= {link.label for link in item.links}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[notice]{#}", Link(label="notice", url=None)),
        ("[notice]{}", Link(label="notice", url=None)),
        ("[(notice)]{http://a.cn}", Link(label="notice", url="http://a.cn")),
        ("[notice]{javascript:x()}", Link(label="notice", url=None)),
        ("[notice (in Chinese)]{http://a.cn}", Link(label="notice (in Chinese)", url="http://a.cn")),
    ],
)
def test_links(link: str, expected: Link) -> None:
    """A link's label has no brackets around it, and an unusable address is none."""
    item = read("# Port Watch", "## 1. Lists", f"At a glance: See {link} for more.", *ITEM[1:]).parts.items[0]
    assert item.links == (expected,)


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("At a glance", "summary"),
        ("AT A GLANCE", "summary"),
        ("Summary", "summary"),
        ("摘要", "summary"),
        ("Acme comment", "comment"),
        ("Acme Institute Commentary", "comment"),
        ("Why it matters", "comment"),
        ("点评", "comment"),
        ("Article", "article_text"),
        ("Document title", "article_text"),
        ("Issuing body", "issuer_text"),
        ("issuing BODIES", "issuer_text"),
        ("Issuing authority", "issuer_text"),
        ("Issuing agencies", "issuer_text"),
        ("发布机构", "issuer_text"),
        ("Date", "date_text"),
        ("Date of issue", "date_text"),
        ("发布日期", "date_text"),
    ],
)
@pytest.mark.parametrize(
    "style", ["{}: VALUE", "**{}:** VALUE", "**{}**: VALUE", "{}： VALUE", "**{}**\nVALUE", "| **{}** | VALUE"]
)
def test_labels(label: str, field: str, style: str) -> None:
    """A label works in any case and spelling, bold or plain, with either colon, with its value beside or below it."""
    notes = style.format(label).split("\n")
    first = () if field == "summary" else ("At a glance: Lists.",)
    item = read("# Port Watch", "## 1. Ports", *first, *notes).parts.items[0]
    found = getattr(item, field)
    assert found in {"VALUE", ("VALUE",)}
    assert item.headline == "Ports"


@pytest.mark.parametrize("level", ["#", "##", "####", "**"])
@pytest.mark.parametrize("number", ["1. ", "2) ", "No. 3: ", ""])
def test_headlines(level: str, number: str) -> None:
    """Number and labels delimit an item, whatever the heading's level, and labels alone do too."""
    heading = f"**{number}Ports must list cranes**" if level == "**" else f"{level} {number}Ports must list cranes"
    parts = read("# Acme", "## Port Watch", "## Top 2", heading, *ITEM, heading, *ITEM).parts
    assert [item.headline for item in parts.items] == ["Ports must list cranes"] * 2
    assert {item.section for item in parts.items} == {Section.TOP}
    assert [item.lines for item in parts.items] == [(4, 7), (8, 11)]


@pytest.mark.parametrize(
    ("value", "title", "url"),
    [
        ("Notice on Ports\nhttps://a.cn/x.html", "Notice on Ports", "https://a.cn/x.html"),
        ("Notice on Ports <https://a.cn/x.html>", "Notice on Ports", "https://a.cn/x.html"),
        ("Notice on Ports www.a.cn/x.", "Notice on Ports .", "www.a.cn/x"),
        ("Notice on Ports (https://a.cn/x.html)", "Notice on Ports", "https://a.cn/x.html"),
    ],
)
def test_an_address_beside_an_article_is_its_link(value: str, title: str, url: str) -> None:
    """What is printed as an address without a mark is a link, once, and no part of the title."""
    item = read("# Port Watch", "## 1. Ports", "**At a glance:** Ports.", f"**Article:** {value}").parts.items[0]
    assert (item.article_text, [link.url for link in item.links]) == (title, [url])


def test_item_in_one_block() -> None:
    """Labels inside one paragraph part it as well as paragraphs of their own."""
    item = read(
        "# Port Watch",
        "## 1. Ports",
        "At a glance: Lists. Acme comment: Late. Article: Rules for Cranes (起重机规则) (Link) "
        "Issuing body: MOT Date: 5 March 2024",
    ).parts.items[0]
    assert (item.summary, item.comment, item.issuer_text, item.date_text) == (
        ("Lists.",),
        ("Late.",),
        "MOT",
        "5 March 2024",
    )
    assert item.article_text == "Rules for Cranes (起重机规则)"
    assert item.links == (Link(label="Link", url=None),)


@pytest.mark.parametrize("label", ["Acme House view", "Acme's take", "Acme analysis"])
def test_the_view_of_a_house_parts_a_paragraph(label: str) -> None:
    """Behind the end of a sentence, as its comment does."""
    item = read("# Port Watch", "## 1. Ports", f"**At a glance:** Lists are kept. {label}: Late.").parts.items[0]
    assert (item.summary, item.comment) == (("Lists are kept.",), ("Late.",))


def test_whole_item() -> None:
    """Points stand under the lead, later paragraphs belong to the summary, and the comment lasts to the next label."""
    item = read(
        "# Port Watch",
        "## 1. Ports",
        "**At a glance:** Goals for 2030 include:",
        "- Fewer cranes",
        "  - and quieter ones",
        "Ports may start at once.",
        "**Acme comment:** Late.",
        "Very late.",
        "- Too late",
        "#### On the other hand",
        "**Article:** Rules for Cranes",
        "（起重机规则）",
        "[(Link)]{http://a.cn}",
        "**Document number:** 港发〔2024〕1号",
        "**Issuing bodies:**",
        "- MOT",
        "- MIIT",
        "**Date:**",
        "5 March 2024",
    ).parts.items[0]
    assert item.summary == ("Goals for 2030 include:", "Ports may start at once.")
    assert item.lead == "Goals for 2030 include:"
    assert item.points == ("Fewer cranes", "and quieter ones")
    assert item.comment == ("Late.", "Very late.", "Too late", "On the other hand")
    assert item.article_text == "Rules for Cranes （起重机规则） 港发〔2024〕1号"
    assert (item.issuer_text, item.date_text) == ("MOT, MIIT", "5 March 2024")
    assert item.links == (Link(label="Link", url="http://a.cn"),)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Policy news", Section.POLICY_NEWS),
        ("POLICY UPDATES", Section.POLICY_NEWS),
        ("Regulatory developments", Section.POLICY_NEWS),
        ("Policy & regulation news", Section.POLICY_NEWS),
        ("政策动态", Section.POLICY_NEWS),
        ("Corporate news", Section.CORPORATE_NEWS),
        ("Company updates", Section.CORPORATE_NEWS),
        ("Business news:", Section.CORPORATE_NEWS),
        ("Industry news", Section.CORPORATE_NEWS),
        ("企业动态", Section.CORPORATE_NEWS),
        ("Noteworthy", Section.OTHER),
        ("Other news", Section.OTHER),
        ("Top stories", Section.TOP),
    ],
)
@pytest.mark.parametrize("style", ["## {}", "**{}**", "{}"])
def test_sections(heading: str, section: Section, style: str) -> None:
    """A section is known by its name, set as heading, bold or plain; its name is no topic."""
    reading = read(
        "# Acme Institute",
        "## Port Watch",
        "6 March 2024",
        style.format(heading),
        "- 5 March: Lists",
        "- 4 March: Cranes",
    )
    assert [(item.section, item.position, item.heading_text) for item in reading.parts.items] == [
        (section, 1, None),
        (section, 2, None),
    ]
    assert reading.placements[3].place is Place.SECTION_HEADING


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        (("## Cranes", "- **Lists.** Due soon"), [("Cranes", None, "Lists. Due soon")]),
        (("**Lists.** Due soon",), [("Lists", None, "Lists. Due soon")]),
        (
            ("### 5 March 2024", "- One", "### 6 March 2024", "- Two"),
            [(None, "5 March 2024", "One"), (None, "6 March 2024", "Two")],
        ),
        (
            ("- Cranes", "  - 5 March: One", "  - 6 March: Two"),
            [("Cranes", "5 March", "One"), ("Cranes", "6 March", "Two")],
        ),
        (("5 March: One", "6 March: Two"), [(None, "5 March", "One"), (None, "6 March", "Two")]),
        (("5 March: One", "goes on", "6 March: Two"), [(None, "5 March", "One|goes on"), (None, "6 March", "Two")]),
        (("## Cranes", "**5 March** One", "[Reuters]{#}"), [("Cranes", "5 March", "One")]),
        (("| 5 March 2024 | Cranes are due",), [(None, "5 March 2024", "Cranes are due")]),
    ],
)
def test_other_forms(notes: tuple[str, ...], expected: list[tuple[str | None, str | None, str]]) -> None:
    """Topic headings, bold lead-ins, days as headings, nested lists and loose dated lines all give items of `other`."""
    reading = read("# Port Watch", "## Noteworthy", *notes)
    assert [(i.heading_text, i.date_text, "|".join(i.summary)) for i in reading.parts.items] == expected
    assert {i.section for i in reading.parts.items} == {Section.OTHER}
    assert reading.parts.unread == ()


def test_topic_ends_with_its_section() -> None:
    """A heading as high as the section's ends the section; a deeper one is a topic in it."""
    parts = read(
        "# Port Watch", "## Policy news", "### Cranes", "- 5 March: One", "## Elsewhere", "- 6 March: Two"
    ).parts
    assert [(i.section, i.heading_text) for i in parts.items] == [
        (Section.POLICY_NEWS, "Cranes"),
        (Section.OTHER, "Elsewhere"),
    ]


@pytest.mark.parametrize(
    "entries",
    [
        ("## CONTENTS", "TOP 1..... 2 1. Portz must list..... 2 Policy news..... 3"),
        ("## Contents", "- Portz must list", "- Policy news"),
        ("Table of contents", "1. Portz must list 2", "Policy news 3"),
        ("## In this issue", "1. Portz must list", "Policy news"),
        ("TOP 1 ..... 2", "1. Portz must list ……… 2"),
        ("**目录**", "Policy news"),
    ],
)
def test_contents_are_furniture(entries: tuple[str, ...]) -> None:
    """The contents give no item and no name, with or without leaders."""
    reading = read(
        "# Acme Institute",
        "## Port Watch",
        *entries,
        "## 1. Ports must list",
        *ITEM,
        "## Policy news",
        "- 5 March: One",
    )
    assert [item.headline for item in reading.parts.items] == ["Ports must list", None]
    assert "Portz" not in repr(reading.parts)
    assert {p.place for p in reading.placements if "Portz" in p.text} <= {Place.CONTENTS}


def test_what_has_no_place_is_unread() -> None:
    """A long paragraph before any news, and words after an item's last label, are kept as unread with their line."""
    long = "Nobody can say what this paragraph is, since no label, date or heading goes before it, and it is long."
    parts = read("# Port Watch", long, "## 1. Ports", *ITEM, "Stray words.").parts
    assert [(u.line, u.text) for u in parts.unread] == [(2, long), (7, "Stray words.")]


def test_table_without_a_head() -> None:
    """A row with a date is an item even without a head; one without date, section or head is unread."""
    parts = read("# Port Watch", "| 5 March 2024 | One | ([MIIT notice]{#})", "| --- | ---", "| Two | Three").parts
    assert [(i.date_text, i.summary) for i in parts.items] == [("5 March 2024", ("One",))]
    assert [u.text for u in parts.unread] == ["Two | Three"]


def test_table_columns() -> None:
    """Each known column goes to its field, an unknown one into the text with its name."""
    item = read(
        "# Port Watch",
        "| Date | Agency | Title | No. | Details | Comment | Deadline | Link",
        "| 5 March 2024 | MOT | Rules for Cranes (起重机规则) |  | Lists are due. | Late. | 1 May | [PDF]{http://a.cn}",
    ).parts.items[0]
    assert (item.headline, item.date_text, item.issuer_text) == ("Rules for Cranes", "5 March 2024", "MOT")
    assert item.summary == ("Lists are due.", "Deadline: 1 May")
    assert (item.comment, item.article_text) == (("Late.",), "Rules for Cranes (起重机规则)")
    assert item.links == (Link(label="PDF", url="http://a.cn"),)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        (" HTTP://a.example ", "HTTP://a.example"),
        ("mailto:a@a.example", "mailto:a@a.example"),
        ("a.example:8080/x", "a.example:8080/x"),
        ("/x/y", "/x/y"),
        ("urn:uuid:1", None),
        ("tag:a.example,2024:1", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("#top", None),
        ("", None),
    ],
)
def test_an_address_is_one_of_a_page_or_a_mailbox(address: str, expected: str | None) -> None:
    """Names of things, code and places on the same page are no addresses."""
    assert clean_url(address) == expected
