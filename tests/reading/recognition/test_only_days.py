"""The day of an item that no form dates: the only past one of the issue's time that its text prints."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.only_days import find_only_day

ISSUE = BriefingParts(
    published_on=dt.date(2026, 1, 19), period_start=dt.date(2026, 1, 5), period_end=dt.date(2026, 1, 18)
)


def find(*summary: str, headline: str | None = None, issue: BriefingParts = ISSUE) -> str:
    item = ItemParts(section=Section.OTHER, position=1, headline=headline, summary=summary)
    return str(find_only_day(item, issue))


@pytest.mark.parametrize(
    "text",
    [
        "MIIT added two cities to its pilot on cranes, 14 January.",
        "CRANES. MIIT added two cities to its pilot, 14 January. Ports had asked for it.",
        "MIIT told ports to count cranes (joint notice, 14 January, not yet public).",
        "Cranes need a seal. Ports must buy it from MIIT (Notices 22 and 23 of 2026, 14 January).",
        "Rules on cranes – published 14 Jan; effective 15 July.",
        "MIIT's rules on cranes were gazetted on 14 January; they bind from 16 January.",
        "With effect from 14 January, ports need a seal (关于起重机的公告).",
        "Ports need a seal, according to an announcement of 14 January.",
        "港口起重机新规出炉（工信部，1月14日）。",
        "Cranes need a seal from 1 June. They released it on 14 January.",
        "Cranes need a seal from 1 June. The two ministries announced this on 14 January.",
    ],
)
def test_one_day_of_the_issues_time_is_the_news_day(text: str) -> None:
    """In the sentence that tells the news, or in brackets anywhere."""
    assert find(text) == "2026-01-14"


@pytest.mark.parametrize(
    "text",
    [
        "MIIT lets ports use old cranes until 14 January.",
        "MIIT's rules on cranes take effect 14 January.",
        "MIIT will meet crane makers on 14 January.",
        "MIIT met crane makers on 13 January and ports on 14 January.",
        "MIIT issued rules on cranes on 14 December.",
        "MIIT issued rules on cranes on 14 March.",
        "MIIT keeps count of all cranes in ports. It asked for more on 14 January.",
        "起重机新规自1月14日起施行。",
        "工信部拟于1月14日发布起重机新规。",
        "MIIT counts cranes.",
    ],
)
def test_a_term_a_day_to_come_and_one_of_several_are_none(text: str) -> None:
    """Nor is a day outside the issue's time, or one that a later sentence tells."""
    assert find(text) == "None"


def test_a_headline_tells_the_day_too_and_without_an_issues_day_nothing_does() -> None:
    """The year is that of the issue's time, over New Year the one that lies in it."""
    assert find(headline="Cranes counted, 14 January") == "2026-01-14"
    assert find("MIIT counted cranes, 14 January.", issue=BriefingParts()) == "None"
    newyear = BriefingParts(published_on=dt.date(2026, 1, 5))
    assert find("MIIT counted cranes, 29 December.", issue=newyear) == "2025-12-29"
