"""Pages of newsrooms and institutes, and letters in plain text: hours, signs before headings, front pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def test_hours_before_news_are_left_out() -> None:
    """On a page of a day's posts; the day heads them."""
    posts = "".join(
        f"{hour} {told}\n\n"
        for hour, told in (
            ("16:05", "MIIT set out rules for ropes."),
            ("10:30", "The MOT marked anchors in two ports."),
            ("09:12", "NEA counted barges on the river."),
        )
    )
    briefing = read(f"# Quay Live\n\n14 October 2025\n\n## Tuesday 14 October 2025\n\n{posts}")
    assert [item.text for item in briefing.items] == [
        "MIIT set out rules for ropes.",
        "The MOT marked anchors in two ports.",
        "NEA counted barges on the river.",
    ]
    assert {str(item.reported_on) for item in briefing.items} == {"2025-10-14"}


@pytest.mark.parametrize("beside", ["2 Jan, 08:15 · By our Quay staff", "2 Jan, 8.15 am CET · Agencies"])
def test_an_hour_between_a_day_and_a_byline_is_left_out(beside: str) -> None:
    """The front page tells the year in a sentence."""
    stories = "".join(
        f"### {head}\n\n{beside}\n\n{told}\n\n"
        for head, told in (
            ("Ropes get names of their own", "MIIT published names for ropes."),
            ("Anchors get marks after all", "The MOT marked anchors in two ports."),
        )
    )
    front = "Two weeks of rules, 30 December 2024 to 9 January 2025. Edited by Ann Bow. Page of 10 January 2025."
    briefing = read(f"# Quay Wire\n\n{front}\n\n## Regulation\n\n{stories}")
    assert [str(item.reported_on) for item in briefing.items] == ["2025-01-02"] * 2
    told = (briefing.published_on, briefing.period_start, briefing.period_end)
    assert list(map(str, told)) == ["2025-01-10", "2024-12-30", "2025-01-09"]
    assert [person.name for person in briefing.people] == ["Ann Bow"]
    assert briefing.unread == ()


def test_headings_behind_a_sign_stand_below_those_without() -> None:
    """Though the text sets both in capitals; "at length" and "in one line" say nothing of a section."""
    text = (
        "QUAYSIDE\n9 March 2024\n\n=====\nI. RULES, AT LENGTH\n=====\n\n>> ROPES GET NAMES OF THEIR OWN\n\n"
        "MIIT published names for ropes.\n\n>> ANCHORS GET MARKS\n\nThe MOT marked anchors in two ports.\n\n"
        "=====\nII. FIRMS, IN ONE LINE\n=====\n\n- 5 March: BYD opened a plant.\n"
    )
    items = read(text, "a.txt").items
    assert [item.headline for item in items] == ["ROPES GET NAMES OF THEIR OWN", "ANCHORS GET MARKS", None]
    assert [item.section for item in items] == [*[Section.POLICY_NEWS] * 2, Section.CORPORATE_NEWS]


def test_the_name_of_an_issue_is_no_label_of_a_view() -> None:
    """Nor are pictures before days in bullets part of the news; square brackets name a source at full width too."""
    news = "- 🔴 30.04 – MIIT set out rules for ropes.\n- 🟡 28.04 – The MOT marked anchors.\n"
    items = read(f"# Quay Radar\n\nMonday 5 May 2025. Covers 21 April to 4 May 2025.\n\n## Policy\n\n{news}").items
    assert [(str(item.reported_on), item.text) for item in items] == [
        ("2025-04-30", "MIIT set out rules for ropes."),
        ("2025-04-28", "The MOT marked anchors."),
    ]
    briefing = read("# 绳索产业快评\n\n2025年3月17日\n\n## 公司\n\n- 甲绳公司完成募资435亿港元。［港交所］\n")
    assert (briefing.series, str(briefing.published_on)) == ("绳索产业快评", "2025-03-17")
    assert [[link.label for link in item.links] for item in briefing.items] == [["港交所"]]


@pytest.mark.parametrize(
    ("sentence", "bodies"),
    [
        ("Ships of rope makers will be charged 400 yuan a ton, the MOT said.", ("MOT",)),
        ("SAMR is looking into the sale of Seilbau, which it says was not notified.", ("SAMR",)),
        ("SAMR looked into the sale of Seilbau.", ("SAMR",)),
        ("Ships of rope makers will be on show, the MOT hopes.", ()),
    ],
)
def test_who_acts_in_the_words_of_a_wire(sentence: str, bodies: tuple[str, ...]) -> None:
    """What others have to do before who said so, and whom somebody looks into."""
    briefing = read(f"# Quay Wire\n\n10 January 2025\n\n## Regulation\n\n- 3 January 2025: {sentence}\n")
    assert briefing.items[0].issuing_bodies == bodies


def test_a_comment_in_a_list_of_news_is_on_the_news_before() -> None:
    """And what opens with words that it has no day has none."""
    news = (
        "- 30.04 – MIIT set out rules for ropes.\n- Comment: nobody ties knots.\n"
        "- (undated) – The MOT marked anchors.\n- Comment: a mark is not enough.\n"
    )
    items = read(f"# Quay Radar\n\nMonday 5 May 2025. Covers 21 April to 4 May 2025.\n\n## Policy\n\n{news}").items
    assert [(item.text, item.comment, str(item.reported_on)) for item in items] == [
        ("MIIT set out rules for ropes.", "nobody ties knots.", "2025-04-30"),
        ("The MOT marked anchors.", "a mark is not enough.", "None"),
    ]
