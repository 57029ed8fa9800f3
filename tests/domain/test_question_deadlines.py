"""Questions about deadlines: those to come and those gone by, with the words that travel with the program."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.config import find_data_folder
from bot.domain.date_ranges import DateRange
from bot.domain.query import Query, format_filter, parse_query
from bot.domain.questions import understand_query
from bot.errors import BadQueryError
from bot.store.wording import load_wording
from tests.domain.query_lexicon import LEXICON

WORDING = load_wording(find_data_folder("reference"))
TODAY = dt.date(2025, 4, 20)
MAY_AHEAD = (dt.date(2025, 5, 1), dt.date(2025, 6, 1))
LAST_MAY = (dt.date(2024, 5, 1), dt.date(2024, 6, 1))


def understand(text: str) -> Query:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    return understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY).query


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("which drafts close in May?", MAY_AHEAD),
        ("which drafts are due in May", MAY_AHEAD),
        ("which drafts are open until May?", MAY_AHEAD),
        ("which drafts are open for comment until May 2025", MAY_AHEAD),
        ("what are the deadlines in May?", MAY_AHEAD),
        ("which drafts that were issued by MIIT close in May?", MAY_AHEAD),
        ("哪些草案5月截止？", MAY_AHEAD),
        ("which drafts close next month?", MAY_AHEAD),
        ("which drafts close before May?", (TODAY, dt.date(2025, 5, 1))),
        ("which drafts close in the next 30 days?", (TODAY, dt.date(2025, 5, 21))),
        ("which drafts closed in May?", LAST_MAY),
        ("which drafts were due in May?", LAST_MAY),
        ("what were the deadlines in May?", LAST_MAY),
        ("when did the drafts close in May?", LAST_MAY),
        ("哪些草案5月已经截止？", LAST_MAY),
        ("which drafts close in May 2024?", LAST_MAY),
        ("which drafts closed in March?", (dt.date(2025, 3, 1), dt.date(2025, 4, 1))),
    ],
)
def test_a_month_without_a_year_follows_the_tense(text: str, days: tuple[dt.date, dt.date]) -> None:
    """What closes is asked for ahead, what closed is looked back for; the words of the question are left out."""
    query = understand(text)
    assert (query.due, query.dates) == (DateRange(start=days[0], end=days[1]), None)
    left = {term.text for term in query.terms}
    assert left <= {"drafts", "草案"}


def test_open_until_asks_for_drafts_that_are_open() -> None:
    """Until when something is open is its deadline, and that it is open its status."""
    assert understand("which drafts are open until May?").status.include == ("draft_for_comment",)
    assert understand("which drafts are open till").due is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("which drafts close in the next 30 days", "due:the next 30 days"),
        ("which drafts close in May", "due:May"),
        ("which drafts close in May 2025", "due:2025-05-01..2025-05-31"),
        ("which drafts closed in May", "due:2024-05-01..2024-05-31"),
    ],
)
def test_days_counted_from_the_day_of_asking_stay_so(text: str, kept: str) -> None:
    """What a subscription keeps of a question moves with the day, as ``due:30d`` does."""
    assert kept in format_filter(understand(text), LEXICON)


def test_both_tenses_are_refused_where_the_year_is_missing() -> None:
    """A question for deadlines to come and gone by is never guessed at; with a year there is nothing to guess."""
    with pytest.raises(BadQueryError, match=r"can be the last or the next one"):
        understand("which drafts closed or will close in May?")
    assert understand("which drafts closed or will close in May 2024?").due == DateRange(
        start=LAST_MAY[0], end=LAST_MAY[1]
    )


def test_words_of_deadlines_without_a_date_ask_for_none() -> None:
    """ "Closed" alone is a word like any other."""
    query = understand("which plants closed")
    assert (query.due, [term.text for term in query.terms]) == (None, ["plants", "closed"])
