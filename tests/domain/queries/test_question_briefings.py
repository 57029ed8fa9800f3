"""Which briefing a question speaks of, and what else it asks, with the words that travel with the program."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.queries.query import parse_query
from bot.domain.queries.question_briefings import (
    AskedIssues,
    Issue,
    find_asked_issues,
    find_issue_of_month,
    may_name_briefing,
    name_issue,
)
from tests.domain.query_lexicon import LEXICON

WORDING = read_wording()
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
        ("what does the latest briefing say about AI?", LATEST, "the latest briefing", "what does about AI"),
        ("what does the 2 April 2025 briefing say on AI", LATEST, "the 2 April 2025 briefing", "what does on AI"),
        ("what is on AI in the September 2024 issue", (2,), "the September 2024 issue", "what is on AI"),
        ("robots in the previous newsletter", (2,), "the previous newsletter", "robots"),
        ("robots in the briefing before that", (2,), "the briefing before that", "robots"),
        ("robots in briefings from 2024", (1, 2), "briefings from 2024", "robots"),
        ("robots in the February 2024 briefing", (1,), "the February 2024 briefing", "robots"),
        ("robots in the briefing of 2021", (), "the briefing of 2021", "robots"),
        ("robots in the Quay briefings", (3,), "the Quay briefings", "robots"),
        ("robots in the Tide Letter September briefing", (2,), "the Tide Letter September briefing", "robots"),
        ("robots in the April Harbour Notes briefing", (1,), "the April Harbour Notes briefing", "robots"),
        ("robots in the December Quay briefing", (), "the December Quay briefing", "robots"),
        ("robots in the December briefing", (), "the December briefing", "robots"),
        ("robots in the 2024 Quay edition", (), "the 2024 Quay edition", "robots"),
        ("robots in the newest Institute briefing", (2,), "the newest Institute briefing", "robots"),
        ("robots in the briefing from the Tide Letter", (2,), "the briefing from the Tide Letter", "robots"),
        ("according to the latest edition what about robots", LATEST, "the latest edition", "what about robots"),
        ("does the briefing say anything about robots", ALL, "the briefing", "does anything about robots"),
        ("what does Quay say about robots?", (3,), "Quay", "what does about robots"),
        ("what did Harbour Notes report on robots?", (1,), "Harbour Notes", "what did on robots"),
        ("Harbour Watch says robots", (3,), "Harbour Watch", "robots"),
        ("robots according to Quay", (3,), "Quay", "robots"),
        ("Quay's view on robots", (3,), "Quay's", "view on robots"),
        ("latest Quay briefing on robots", (3,), "latest Quay briefing", "robots"),
        ("Quay view on robots", (3,), "Quay", "view on robots"),
        ("what is Harbour Notes' comment on robots", (1,), "Harbour Notes'", "what is on robots"),
        ("9月16日的简报说了什么关于机器人", (2,), "9月16日的简报", "说了什么关于机器人"),
        ("最新一期简报有关于机器人的内容吗", LATEST, "最新一期简报", "有关于机器人的内容吗"),
        ("上一期里的机器人", (2,), "上一期", "的机器人"),
        ("Quay简报里的机器人", (3,), "Quay简报", "的机器人"),
        ("简报里的机器人", ALL, "简报", "的机器人"),
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
        ("when was the newest briefing published?", LATEST, False),
        ("what is in the briefing?", ALL, False),
        ("do you have the January 2024 briefing?", (1,), False),
        ("which briefings do you hold?", ALL, True),
        ("how many briefings are held?", ALL, True),
        ("briefings from 2024", (1, 2), True),
        ("what sources do you have?", ALL, True),
        ("what period do you cover?", ALL, True),
        ("what could not be read?", ALL, False),
        ("which items are unread?", ALL, False),
        ("9月的简报里有什么", (2,), False),
        ("你们有哪些简报？", ALL, True),
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


@pytest.mark.parametrize(
    "text",
    [
        "which notices did MIIT issue?",
        "issues of robots",
        "what did MIIT issue in June 2022?",
        "which notices did it issue before that?",
        "what did MIIT issue since the last briefing?",
        "上期以来工信部发布了什么",
        "what does MIIT say about robots?",
        "what does Nobody say about robots?",
        "Quay robots say",
        "Quay view robots",
        '"latest briefing"',
        "energy sources of robots",
        "unread robots",
        "robots",
        "机器人",
    ],
)
def test_other_questions_speak_of_none(text: str) -> None:
    """ "Issue" is mostly a verb, a ministry says things itself, and a name alone may be a word."""
    assert read(text) is None


def test_what_is_quoted_is_asked_for() -> None:
    """A phrase beside a briefing is no part of what names it."""
    asked = read('the latest "robots" briefing')
    assert asked is not None
    assert (asked.numbers, asked.is_about) == (ALL, False)


def test_a_briefing_goes_by_its_names() -> None:
    """Publisher, series and title, and the first two as one; without an article before."""
    assert name_issue(("Institute", "The Tide Letter", " ")) == (
        "institute",
        "tide letter",
        "institute the tide letter",
    )
    assert name_issue((None, None, None)) == ()


def test_the_edition_of_a_year_is_a_text_s() -> None:
    """Of a briefing it is one beside a month, a name or "latest"."""
    assert read("what does the negative list, 2024 edition, say about robots?") is None
    assert read("robots in the 2024 editions") is None
    assert read("robots in the September 2024 edition") is not None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("harbour notes april", (1,)),
        ("September Tide", (2,)),
        ("the Institute briefing of February", (1,)),
        ("Institute 2024", (1, 2)),
        ("Quay 3月", (3,)),
        ("Quay 3月份", (3,)),
        ("Quay June", ()),
        ("Quay 2019", ()),
        ("April", ()),
        ("robots April", ()),
        ("Quay weekly", ()),
        ('"Quay" April', ()),
        ("", ()),
    ],
)
def test_a_name_and_a_month_are_the_last_issue_of_that_month(text: str, numbers: tuple[int, ...]) -> None:
    """Whatever the year is, which nobody says; a month alone, and words of no name, mean none."""
    terms = parse_query(text, lexicon=LEXICON, today=TODAY).terms
    assert find_issue_of_month(terms, HELD, TODAY) == numbers
