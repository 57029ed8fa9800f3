"""Which briefing a question speaks of, and what else it asks, with the words that travel with the program."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.config import find_data_folder
from bot.query.query import parse_query
from bot.query.question_briefings import AskedIssues, Issue, find_asked_issues, may_name_briefing, name_issue
from bot.query.wording import load_wording
from tests.query_lexicon import LEXICON

WORDING = load_wording(find_data_folder("reference"))
TODAY = dt.date(2025, 4, 10)


def make(number: int, names: tuple[str | None, ...], day: str | None, first: str | None, last: str | None) -> Issue:
    days = [dt.date.fromisoformat(each) if each else None for each in (day, first, last)]
    return Issue(number=number, names=name_issue(names), published_on=days[0], first_on=days[1], last_on=days[2])


HELD = (
    make(5, ("Institute", None, "Loose Leaf"), None, None, None),
    make(1, ("Institute", "Harbour Notes", None), "2024-04-03", "2024-01-01", "2024-03-31"),
    make(2, ("Institute", "The Tide Letter", None), "2024-09-16", "2024-09-02", "2024-09-15"),
    make(3, ("Quay", "Harbour Watch Weekly", None), "2025-04-02", "2025-03-01", "2025-03-31"),
    make(4, ("MIIT", None, None), "2025-04-03", None, None),
)[:4]
LATEST, ALL = (3,), None


def read(text: str) -> AskedIssues | None:
    terms = parse_query(text, lexicon=LEXICON, today=TODAY).terms
    if not may_name_briefing(terms):
        return None
    return find_asked_issues(terms, HELD, LEXICON, WORDING, TODAY)


@pytest.mark.parametrize(
    ("text", "numbers", "said", "left"),
    [
        (
            "what does the briefing of 16 September say about AI?",
            (2,),
            "the briefing of 16 September",
            "what does about AI",
        ),
        ("what does the 2 April 2025 briefing say on AI", LATEST, "the 2 April 2025 briefing", "what does on AI"),
        ("robots in the briefing before that", (2,), "the briefing before that", "robots"),
        ("robots in the February 2024 briefing", (1,), "the February 2024 briefing", "robots"),
        ("robots in the Tide Letter September briefing", (2,), "the Tide Letter September briefing", "robots"),
        ("robots in the December Quay briefing", (), "the December Quay briefing", "robots"),
        ("robots in the newest Institute briefing", (2,), "the newest Institute briefing", "robots"),
        ("according to the latest edition what about robots", LATEST, "the latest edition", "what about robots"),
        ("what did Harbour Notes report on robots?", (1,), "Harbour Notes", "what did on robots"),
        ("robots according to Quay", (3,), "Quay", "robots"),
        ("Quay view on robots", (3,), "Quay", "view on robots"),
        ("9月16日的简报说了什么关于机器人", (2,), "9月16日的简报", "说了什么关于机器人"),
        ("Quay简报里的机器人", (3,), "Quay简报", "的机器人"),
        ("2021年的简报 机器人", (), "2021年的简报", "机器人"),
    ],
)
def test_the_rest_is_asked_of_the_briefings_named(
    text: str, numbers: tuple[int, ...] | None, said: str, left: str
) -> None:
    """By date of publication, else of the days covered; by publisher or series; the latest and the one before."""
    asked = read(text)
    assert asked is not None
    assert (asked.numbers, asked.said, asked.is_about) == (numbers, said, False)
    assert " ".join(term.text for term in asked.terms) == left


@pytest.mark.parametrize(
    ("text", "numbers", "several"),
    [
        ("what is new in the latest briefing?", LATEST, False),
        ("what is in the briefing?", ALL, False),
        ("do you have the January 2024 briefing?", (1,), False),
        ("how many briefings are held?", ALL, True),
        ("briefings from 2024", (1, 2), True),
        ("what period do you cover?", ALL, True),
        ("which items are unread?", ALL, False),
        ("9月的简报里有什么", (2,), False),
        ("有几期简报", ALL, True),
    ],
)
def test_with_nothing_left_it_is_for_the_briefing_itself(
    text: str, numbers: tuple[int, ...] | None, several: bool
) -> None:
    """One, or those that are counted or listed."""
    asked = read(text)
    assert asked is not None
    assert (asked.numbers, asked.is_about, asked.several) == (numbers, True, several)
