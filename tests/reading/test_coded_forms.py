"""Reports in plain text whose news is counted by part ("B1. 4 May. ..."), with fields in a column of their own."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

REPORT = """                    Harbour Trade Desk
                    ==============================
                    Industry and Shipping Report

{number}                                              3 June 2024
Covers: 1 to 31 May 2024


A.  TOP ISSUES
    ----------

A1. NEW RULES FOR THE ROPES OF ALL PORTS
    The rules ask every port to keep a list of its ropes and to show it to
    whoever asks, and the lists are checked twice a year by the ministry.
      - Old ropes may be kept as long as a port tests them each winter
    Document:  Measures on the Administration of Ropes
    Issued by: Ministry of Industry and Information Technology, MOFCOM
    Date:      2 May 2024
    Desk note: Most ports have such lists, but nobody has ever read them,
               and nobody will.

A2. WINCHES: A WAY OUT
    Whoever has fewer than ten winches need not name them to the port at all.
    Document:  Provisions on Winches
    Issued by: MOFCOM
    Desk note: Good news.


B.  POLICY
    ------

{codes[0]} 4 May. MOFCOM said that it would count the cranes of the country, which
    is to help whoever wants to build some more of them. (Source: Xinhua)

{codes[1]} 5 May. The NDRC cut the fees for old cranes by 3 percent from July.
    (Source: NDRC website)

{codes[2]} 9 May. MIIT opened a list of makers of ropes. (Source: MIIT website)


                               * * *
{foot}
"""


@pytest.mark.parametrize("number", ["No. 5/2024", "Issue 5", "Vol. 2, No. 5"])
@pytest.mark.parametrize("codes", [("B1.", "B2.", "B3."), ("B-1:", "B-2:", "B-3:"), ("B1 |", "B2 |", "B3 |")])
@pytest.mark.parametrize(
    "foot",
    [
        "For official use. Comments to the desk: desk@harbour.example.\nThe next report is out in July.",
        "The next letter will be sent on 1 July. Write to desk@harbour.example.",
        "Please keep it to yourselves. Our next memo is due in July.",
    ],
)
def test_a_report_counts_its_news_by_part(number: str, codes: tuple[str, ...], foot: str) -> None:
    """The code is no part of the news, the column of fields none of the points, the foot no news."""
    briefing = read_briefing(
        REPORT.format(number=number, codes=codes, foot=foot).encode(), source_name="a.txt", lexicon=LEXICON
    )
    assert (briefing.publisher, briefing.series) == ("Harbour Trade Desk", "Industry and Shipping Report")
    assert briefing.published_on == dt.date(2024, 6, 3)
    assert (briefing.period_start, briefing.period_end) == (dt.date(2024, 5, 1), dt.date(2024, 5, 31))
    assert [(item.section, item.reported_on and item.reported_on.day) for item in briefing.items] == [
        (Section.TOP, 2),
        (Section.TOP, None),
        *((Section.POLICY_NEWS, day) for day in (4, 5, 9)),
    ]
    assert [item.text.split()[0] for item in briefing.items[2:]] == ["MOFCOM", "The", "MIIT"]
    assert briefing.items[0].points == ("Old ropes may be kept as long as a port tests them each winter",)
    titles = [item.policy.title_en for item in briefing.items[:2] if item.policy]
    assert titles == ["Measures on the Administration of Ropes", "Provisions on Winches"]
    assert briefing.unread == ()


def test_quarters_count_no_news() -> None:
    """Sentences that open with a quarter of the year are what a report says of it."""
    told = [f"Q{at}: MIIT opened a list of ropes on {at} May." for at in (1, 2, 3)]
    text = "\n\n".join(["# Harbour Letter", "3 June 2024", "## Policy", *told])
    items = read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON).items
    assert any("Q2" in item.text for item in items)
