"""Alerts on one document, tables of plain text, letters on the web and lines in front: what each of them becomes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import PolicyStatus
from bot.reading.formats.plain import read_plain_blocks
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

OPENING = (
    "# Client Alert: Rope Makers Face Audits\n\n**Quill & Cole LLP** | 24 October 2025 | Ports\n\n"
    "## {}\n\nOn 20 October 2025, MIIT issued the Announcement on Audits of Ropes (“Announcement”), which takes effect"
    " on 1 January 2026.\n\n"
)
TABLE = """ROPE MEASURES, NOVEMBER 2025
Compiled by Tidal Trade Desk, 1 December 2025

Date        Authority   Measure                                 Status
----------  ----------  --------------------------------------  --------
3 Nov 2025  MIIT        Rules on the Names of Ropes             Draft
7 Nov 2025  MIIT, MOT   Announcement on the suspension of rope  In force
                        controls
"""


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


@pytest.mark.parametrize("opening", ["Executive Summary", "Overview", "1. At a glance"])
@pytest.mark.parametrize("view", ["What Companies Should Do", "Our View", "Implications for Exporters"])
def test_parts_of_an_alert_are_one_item(opening: str, view: str) -> None:
    """Whatever the usual parts are called; the house beside the day is whose it is, the desk's address is not."""
    briefing = read(
        f"{OPENING.format(opening)}## Background\n\nThe Port Law of 2021 asks for audits.\n\n## Key Requirements\n\n"
        f"- **Who is covered:** any maker of ropes\n- **How:** on paper\n\n## {view}\n\n"
        "1. Map the ropes\n2. Name an auditor\n\n"
        "## Contacts\n\nPort team, Hull office: ports@quill.example\n"
    )
    (item,) = briefing.items
    assert briefing.publisher == "Quill & Cole LLP"
    assert item.points == ("Who is covered: any maker of ropes", "How: on paper")
    assert "The Port Law of 2021" in item.text
    assert "Map the ropes" in (item.comment or "")
    assert item.policy is not None
    assert item.policy.title_en == "Announcement on Audits of Ropes"
    assert briefing.unread == ()


@pytest.mark.parametrize("heading", ["Background", "Ropes and Winches"])
def test_other_headings_are_headlines(heading: str) -> None:
    """Where one of them is no such part, or comes again, each heads what it heads."""
    other = "Winches are counted" if heading == "Background" else "Background"
    briefing = read(
        f"{OPENING.format('Overview')}## {heading}\n\nOn 21 October 2025, MOFCOM counted winches.\n\n"
        f"## {other}\n\nOn 22 October 2025, MIIT counted ropes.\n"
    )
    assert len(briefing.items) > 1


def test_a_table_with_a_line_of_dashes() -> None:
    """Columns are told by the dashes, a row may go on in the next line, and the status is what its column says."""
    briefing = read(TABLE, "a.txt")
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT",), ("MIIT", "MOT")]
    assert [item.policy and item.policy.title_en for item in briefing.items] == [
        "Rules on the Names of Ropes",
        "Announcement on the suspension of rope controls",
    ]
    assert [item.policy and item.policy.status for item in briefing.items] == [
        PolicyStatus.DRAFT_FOR_COMMENT,
        PolicyStatus.IN_FORCE,
    ]
    assert briefing.publisher == "Tidal Trade Desk"
    assert briefing.unread == ()


def test_words_across_columns_make_no_table() -> None:
    """Then the lines stay lines, and nothing is lost."""
    text = "Ropes of the year 2025\n-----  -----\nwinches of the year\n"
    assert "".join(block.text for block in read_plain_blocks(text)).replace("\n", " ").count("of the year") == 2


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("Draft for comment", PolicyStatus.DRAFT_FOR_COMMENT),
        ("In consultation", PolicyStatus.DRAFT_FOR_COMMENT),
        ("Effective", PolicyStatus.IN_FORCE),
        ("Revised", PolicyStatus.AMENDED),
        ("Repealed", PolicyStatus.REPEALED),
        ("Withdrawn", PolicyStatus.WITHDRAWN),
        ("Adopted", PolicyStatus.ISSUED),
        ("unclear", PolicyStatus.ISSUED),
    ],
)
def test_a_status_is_what_its_field_says(state: str, status: PolicyStatus) -> None:
    """Words that say nothing of it leave it to the news."""
    briefing = read(
        "# Rope Tracker\n\n5 November 2025\n\n| Date | Issuer | Title | Status |\n|---|---|---|---|\n"
        f"| 3 Nov 2025 | MIIT | Rules on the Names of Ropes | {state} |\n"
    )
    assert briefing.items[0].policy is not None
    assert briefing.items[0].policy.status is status


def test_a_letter_on_the_web() -> None:
    """What it costs and how long it takes to read is no name; buttons, counts and thanks are no news."""
    page = (
        "<html><head><title>What the ports did in week 46 - Pale Lantern</title></head><body><article>"
        "<h1>What the ports did in week 46</h1><h3>Ropes, winches and a new body</h3>"
        "<div>Pale Lantern &middot; Nov 16, 2025 &middot; Paid</div>"
        "<h2>1. Ropes: a pause</h2><p>On November 9, MIIT suspended its controls on ropes.</p>"
        "<p><strong>Why it matters:</strong> Buyers get a year.</p>"
        "<h2>2. Winches: a count</h2><p>MOFCOM counted winches on November 10.</p>"
        "<p><strong>Why it matters:</strong> There are many.</p>"
        "<h2>Quick hits</h2><ul><li><strong>MIIT</strong> wants comments on its crane rules by December 1</li></ul>"
        "<div>14 Comments</div><p>Pale Lantern is a reader-supported publication. To receive new posts, consider "
        "becoming a subscriber.</p></article></body></html>"
    )
    briefing = read(page, "a.html")
    assert (briefing.publisher, briefing.series) == ("Pale Lantern", "What the ports did")
    assert briefing.published_on == dt.date(2025, 11, 16)
    last = briefing.items[-1]
    assert (last.text, last.issuing_bodies) == ("MIIT wants comments on its crane rules by December 1", ("MIIT",))
    assert [str(deadline.on) for deadline in last.deadlines] == ["2025-12-01"]
    assert briefing.unread == ()


def test_a_team_s_mail() -> None:
    """Its house stands behind the team; "1/" counts; a line that ends in "The" goes on."""
    briefing = read(
        "From the ports team at Bexley Partners -- 28 May 2025\n\n"
        "1/ Ropes. The Rope Law took effect on 20 May, and nobody had expected that to happen. The\n"
        "   Ministry of Transport has published 25 opinions on it.\n\n"
        "2/ Winches. MIIT approved ten winches at five sites on 27 May, the most in one go ever yet\n"
        "   (investment: CNY 200 million).\n",
        "a.txt",
    )
    assert briefing.publisher == "Bexley Partners"
    assert [item.text.split(". ")[0] for item in briefing.items] == ["Ropes", "Winches"]
    assert briefing.unread == ()


def test_fields_at_the_front_are_the_title_page() -> None:
    """Title, day and house are read, what only a program needs is not; a text that begins with a rule has none."""
    front = '---\ntitle: "Rope Brief #88"\ndate: 2025-06-20T08:00:00Z\nauthor: Lowmoor Research\ntags: [ropes]\n---\n\n'
    news = (
        "## Policy\n\n- 15 June: MIIT named ropes.\n\n## Numbers\n\n"
        "| Indicator | May | April |\n|---|---|---|\n| Ropes | 5.8% | 6.1% |\n"
    )
    briefing = read(f"{front}{news}")
    assert (briefing.publisher, briefing.series) == ("Lowmoor Research", "Rope Brief")
    assert briefing.published_on == dt.date(2025, 6, 20)
    assert [(item.reported_on, item.text) for item in briefing.items] == [
        (dt.date(2025, 6, 15), "MIIT named ropes."),
        (None, "Ropes\n\nMay: 5.8%\n\nApril: 6.1%"),
    ]
    assert briefing.items[0].lines == (10, 10)
    assert read(f"---\n\nRopes: a word\n\n---\n\n{news}").published_on is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Draft Measures for Rope Trading (MIIT): comments by 12 December 2025", "Draft Measures for Rope Trading"),
        ("Measures for Rope Trading, in force from 1 May 2026", "Measures for Rope Trading"),
        ("Measures for Rope Trading: Ports and Ships", "Measures for Rope Trading: Ports and Ships"),
    ],
)
def test_a_title_in_a_list_ends_before_its_term(text: str, title: str) -> None:
    """What is behind its second half stays."""
    (item,) = read(f"# Rope Brief\n\n5 November 2025\n\n## Policy news\n\n- {text}\n").items
    assert item.policy is not None
    assert item.policy.title_en == title


def test_takeaways_are_nobody_s_name() -> None:
    """Behind a dash in the title they say what the page holds; "Date Effective" is a term."""
    briefing = read(
        "# Rope Briefing – Key Takeaways\n\n*Date: 5 September 2025*\n\n---\n\n"
        "**Policy:** Interim Measures for Rope Names\n"
        "**Issuing Authority:** MIIT, MOT\n**Date Effective:** 1 September 2025\n**Summary:** Ropes get names.\n"
        "**Implications:** Makers need ink.\n"
    )
    assert (briefing.publisher, briefing.series) == (None, "Rope Briefing")
    assert [str(deadline.on) for deadline in briefing.items[0].deadlines] == ["2025-09-01"]
