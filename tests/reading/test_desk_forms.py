"""Forms in which desks pass news on: notes with fields and pictures, lists for terminals, letters, accounts."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing, Item

LETTER = """CRANE LETTER
Week 10 | 4-8 March 2024

1) ROPES GET NAMES
MIIT released the Measures on Ropes on 5 March 2024.
Link: https://ropes.example/1

2) WINCHES COUNTED
The Ministry of Commerce counted winches on 6 March.
Link: https://ropes.example/2
"""
OUTLOOK = (
    "From: Harbour Institute <letter@crane.example>\nSent: Friday, 8 March 2024 17:45\n"
    "To: Readers\nSubject: [Crane Letter] Week 10"
)
GMAIL = (
    "---------- Forwarded message ---------\nFrom: Harbour Institute <letter@crane.example>\n"
    "Date: Fri, 8 Mar 2024 at 17:45\nSubject: [Crane Letter] Week 10\nTo: <readers@crane.example>"
)
FOXMAIL = (
    "发件人：Harbour Institute <letter@crane.example>\n发送时间：2024年3月8日 17:45\n"
    "收件人：读者\n主题：[Crane Letter] Week 10"
)


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def list_deadlines(item: Item) -> list[str]:
    return [f"{deadline.on} {deadline.kind}" for deadline in item.deadlines]


@pytest.mark.parametrize("header", [OUTLOOK, GMAIL, FOXMAIL, f"-----Original Message-----\n{OUTLOOK}"])
@pytest.mark.parametrize("note", ["", "Dear all, please see below.\n\nBest,\nJ.\n\n"])
def test_a_letter_passed_on_is_its_sender_s(header: str, note: str) -> None:
    """Its day, its name and its words count, not those of who passed it on; their note is no news."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Desk <desk@client.example>", "FW: [Crane Letter] Week 10"
    message["Date"] = "Mon, 11 Mar 2024 08:12:00 +0100"
    message.set_content(f"{note}{header}\n\n{LETTER}")
    briefing = read_briefing(message.as_bytes(), source_name="a.eml", lexicon=LEXICON)
    assert briefing.publisher == "Harbour Institute"
    assert briefing.published_on == dt.date(2024, 3, 8)
    assert [item.headline for item in briefing.items] == ["ROPES GET NAMES", "WINCHES COUNTED"]
    assert briefing.unread == ()


def test_words_like_a_header_pass_nothing_on() -> None:
    """All of a header's lines are needed: what stands above is not left out."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Harbour Desk <desk@client.example>", "Harbour Letter"
    message["Date"] = "Mon, 11 Mar 2024 08:12:00 +0100"
    message.set_content(f"From: the desk\n\nMIIT issued a plan for ropes on 4 March 2024.\n\n{LETTER}")
    briefing = read_briefing(message.as_bytes(), source_name="a.eml", lexicon=LEXICON)
    kept = [*(item.text for item in briefing.items), *(block.text for block in briefing.unread)]
    assert any("plan for ropes" in text for text in kept)


def test_fields_in_a_list_are_the_item_s() -> None:
    """Also those behind the summary, and those of the house's own; pictures and boxes to tick are no words."""
    briefing = read(
        "# 🚢 Crane Watch — March 2024\n\n## 🔥 Headlines\n\n### 📌 Ropes get names\n"
        "- **Date:** 2024-03-05\n- **Who:** MIIT\n- **What:** Every rope gets a name.\n"
        "- **Impact:** 🔴 High\n- **Source:** https://ropes.example/1\n\n"
        "## 🏭 Companies\n\n- [x] **Hubwerk Cranes** — opens a dock in Ningbo, 6 March\n"
        "- [ ] **Seilmann Cells** — starts a line for winches, 7 March\n"
    )
    top, *companies = briefing.items
    assert (briefing.series, top.headline) == ("Crane Watch", "Ropes get names")
    assert (top.text, top.points, top.comment) == ("Every rope gets a name.", (), "🔴 High")
    assert [link.url for link in top.links] == ["https://ropes.example/1"]
    assert [item.text.split(" — ")[0] for item in companies] == ["Hubwerk Cranes", "Seilmann Cells"]
    assert [company.name for company in companies[1].companies] == ["Seilmann Cells"]
    assert briefing.unread == ()


def test_what_a_summary_lists_is_no_field() -> None:
    """Bullets below a summary stay its points, whatever words they open with."""
    briefing = read(
        "# Crane Watch\n\n5 March 2024\n\n### Ropes get names\n\n**Summary:** Every rope gets:\n\n"
        "- Contents: a name\n- Source: hemp\n\n**Issued by:** MIIT\n\n**Date:** 5 March 2024\n"
    )
    assert briefing.items[0].points == ("Contents: a name", "Source: hemp")


def test_days_of_a_table_under_deadlines() -> None:
    """What closes or begins then, by the words of the row; the day is none of the news."""
    briefing = read(
        "# Crane Watch — March 2024\n\n## ⏰ Deadlines\n\n| What | Who | When |\n|---|---|---|\n"
        "| Comments on draft rope rules | NDRC | 15 Apr 2024 |\n"
        "| Applications for winch pilots | MIIT | 30 Apr 2024 |\n"
        "| Rope measures take effect | MIIT | 1 May 2024 |\n"
    )
    assert [item.reported_on for item in briefing.items] == [None] * 3
    assert [list_deadlines(item) for item in briefing.items] == [
        ["2024-04-15 comments_close"],
        ["2024-04-30 applications_close"],
        ["2024-05-01 takes_effect"],
    ]


def test_a_list_for_a_terminal() -> None:
    """Double dashes are bullets, days in a column of their own are days, capitals head lists."""
    briefing = read(
        "CRANE NEWS TODAY  (Tuesday, March 5, 2024)\n\nSTORIES TO WATCH\n"
        "-- MIIT set duties of 15.6% to 62.4% on ropes from March 6\n"
        "-- MOFCOM drafted rules on winches; comments until April 9\n\n"
        "CALENDAR\nMarch 13  Comments close on draft winch rules (MIIT)\nApril 1   Rope rules take effect\n",
        "a.txt",
    )
    assert [list_deadlines(item) for item in briefing.items] == [
        ["2024-03-06 takes_effect"],
        ["2024-04-09 comments_close"],
        ["2024-03-13 comments_close"],
        ["2024-04-01 takes_effect"],
    ]
    assert briefing.items[3].text == "Rope rules take effect"
    assert briefing.unread == ()


def test_parts_of_a_numbered_chapter_are_items() -> None:
    """ "1.1" counts the parts of "1."; what a short line heads behind the news is no news."""
    briefing = read(
        "HARBOUR INSTITUTE\nCrane Monitor, First Quarter 2024\n\n1. Ropes\n\n1.1 Names\n\n"
        "MIIT gave every rope a name on 5 March 2024.\n\n"
        "1.2 Lengths\n\nOn 6 March 2024, MOFCOM asked how long ropes are.\n\n"
        "About the Institute\n\nThe Harbour Institute is a charity. Views are our own.\n",
        "a.txt",
    )
    assert [(item.headline, item.reported_on) for item in briefing.items] == [
        ("Names", dt.date(2024, 3, 5)),
        ("Lengths", dt.date(2024, 3, 6)),
    ]
    assert briefing.unread == ()


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_headline_over_nothing_is_news(name: str) -> None:
    """It tells what it tells; topics over others stay topics."""
    marks = ("## ", "### ") if name == "a.md" else ("", "")
    lines = (
        f"{marks[0]}POLICY NEWS",
        f"{marks[1]}1. MIIT names ropes (5 March)",
        "Every rope gets a name.",
        f"{marks[0]}COMPANY NEWS",
        f"{marks[1]}1. Hubwerk Cranes to build a dock in Ningbo (6 March)",
        f"{marks[1]}2. Seilmann Cells signs with Hubwerk Cranes (7 March)",
        f"{marks[0]}LOCAL NEWS",
        f"{marks[1]}1. Shanghai publishes a plan for winches (8 March)",
    )
    briefing = read("\n\n".join(("CRANE WEEKLY, 4-8 March 2024", *lines, "")), name)
    assert [(item.section, item.reported_on and item.reported_on.day) for item in briefing.items] == [
        (Section.POLICY_NEWS, 5),
        (Section.CORPORATE_NEWS, 6),
        (Section.CORPORATE_NEWS, 7),
        (Section.OTHER, 8),
    ]
    assert briefing.unread == ()


def test_a_view_in_brackets_is_the_view_of_the_item_above() -> None:
    """【点评】 does what 点评： does; a numbered line that closes with its day is a headline, however long."""
    briefing = read(
        "起重机周报（2024年3月4日—3月8日）\n\n一、政策动态\n\n"
        "1. 工业和信息化部印发《起重机封条管理办法》（3月5日）\n办法要求建立台账。\n"
        "【点评】比预期更具体。\n来源：工业和信息化部\n\n"
        "2. 交通运输部就《港口企业缆绳管理规定（征求意见稿）》公开征求意见（3月6日）\n截止4月15日。\n"
        "【解读】企业责任加重。\n\n"
        "二、企业动态\n\n1. 海工新材拟投15亿元在宁波建设码头（3月7日）\n",
        "a.txt",
    )
    assert [item.comment for item in briefing.items] == ["比预期更具体。", "企业责任加重。", None]
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [5, 6, 7]
    assert [company.name for company in briefing.items[2].companies] == ["海工新材"]
    assert briefing.unread == ()


def test_the_title_in_a_cell_ends_with_its_sentence() -> None:
    """What follows it there says until when."""
    briefing = read(
        "# Crane Tracker\n\n4 – 8 March 2024\n\n| Date | Regulator | Development |\n|---|---|---|\n"
        "| 5 March | MIIT | Guidelines for the Names of Ropes (draft). Feedback until 29 March 2024. |\n"
        "| 6 March | MIIT | Measures on the Length of Ropes (draft for comment). Comments close 2 April 2024. |\n\n"
        "This document is for information only.\n"
    )
    assert [item.policy and item.policy.title_en for item in briefing.items] == [
        "Guidelines for the Names of Ropes (draft)",
        "Measures on the Length of Ropes (draft for comment)",
    ]
    assert "information only" not in briefing.items[-1].text


@pytest.mark.parametrize("told", ["(6/3, Harbour Daily)", "(Harbour Daily, 6/3)"])
def test_a_source_in_brackets_dates_the_news_in_figures(told: str) -> None:
    """Without its year the day is one since a source stands beside it."""
    briefing = read(
        f"# Crane Notes — March 2024\n\n- Hubwerk Cranes opens a dock {told}\n- Seilmann Cells builds a line (13/3)\n"
    )
    assert briefing.items[0].reported_on == dt.date(2024, 3, 6)


@pytest.mark.parametrize(
    ("sentence", "issuers", "title"),
    [
        ("MIIT consulted on the Measures on Rope Names (Draft).", ("MIIT",), "Measures on Rope Names (Draft)"),
        ("MIIT opened a consultation on Measures for Rope Names.", ("MIIT",), "Measures for Rope Names"),
        ("MIIT and the rope bureau extended the refund on winches.", ("MIIT",), None),
        ("CHINA'S MIIT: ROPE DEAL CLEARED", ("MIIT",), None),
    ],
)  # fmt: skip
def test_who_acts_and_on_what(sentence: str, issuers: tuple[str, ...], title: str | None) -> None:
    """A consultation is on a document; beside a body stand others that have no name."""
    (item,) = read(f"# Crane Notes\n\n5 March 2024\n\n## Policy news\n\n- {sentence}\n").items
    assert item.issuing_bodies == issuers
    assert (item.policy and item.policy.title_en) == title


def test_the_hour_behind_a_day_is_no_news() -> None:
    """It is nowhere unread, and the first story of a wire is one, though its headline stands over a day."""
    stories = "".join(
        f"## {head}\n\n{day} · {hour} GMT\n\n{told}\n\nRead more\n\n"
        for head, day, hour, told in (
            (
                "ROPES GET LABELS FROM MAY",
                "March 14, 2024",
                "0910",
                "MIIT published rules for makers of rope on Thursday.",
            ),
            ("Anchors get marks", "March 8, 2024", "0422", "The MOT named ports that have to mark anchors."),
            ("Barges get numbers", "March 4, 2024", "0655", "The NEA set out numbers for barges that carry coal."),
        )
    )
    briefing = read(f"# Quay Wire\n\nUpdated Thursday, March 14, 2024, 1746 GMT | Desk editor: Ann Bow\n\n{stories}")
    assert [(item.headline, str(item.reported_on)) for item in briefing.items] == [
        ("ROPES GET LABELS FROM MAY", "2024-03-14"),
        ("Anchors get marks", "2024-03-08"),
        ("Barges get numbers", "2024-03-04"),
    ]
    assert briefing.unread == ()
    assert str(briefing.published_on) == "2024-03-14"
