"""Questions about deadlines: those to come and those gone by, with the words that travel with the program."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.calendar.date_ranges import DateRange
from bot.domain.queries.query import Query, format_filter, parse_query
from bot.domain.queries.questions import understand_query
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON

WORDING = read_wording()
TODAY = dt.date(2025, 4, 20)
DRAFTS = ("draft_for_comment", "comment_closed")
MAY_AHEAD = (dt.date(2025, 5, 1), dt.date(2025, 6, 1))
LAST_MAY = (dt.date(2024, 5, 1), dt.date(2024, 6, 1))


def understand(text: str) -> Query:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    return understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY).query


@pytest.mark.parametrize(
    ("text", "words", "excluded"),
    [
        ("when do the labelling rules take effect?", "labelling", DRAFTS),
        ("when did the robot rules come into force?", "robot", DRAFTS),
        ("标识办法什么时候生效？", "标识办法", DRAFTS),
        ("when does the comment period on robots close?", "robots", ()),
        ("when did MIIT issue rules on robots?", "robots", ()),
        ("which robots take effect", "robots", ()),
        ("when does it take effect?", "", ()),
    ],
)
def test_no_draft_is_meant_where_the_day_is_asked_from_which_something_binds(
    text: str, words: str, excluded: tuple[str, ...]
) -> None:
    """Of a draft and its final text the question is for the final one; where only the draft is held, for that."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    found = understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY)
    assert (" ".join(term.text for term in found.query.terms), found.query.status.exclude) == (words, excluded)
    assert found.plain.status.exclude == ()


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
        ("drafts closing in May", MAY_AHEAD),
        ("drafts due next month", MAY_AHEAD),
        ("comments due in May", MAY_AHEAD),
        ("consultation deadlines in May", MAY_AHEAD),
        ("consultations closing in May?", MAY_AHEAD),
        ("comments closed in May 2024", LAST_MAY),
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
    assert query.terms == ()


ASKED_IN_AUGUST = dt.date(2025, 8, 10)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what closes on 20 August?", "2025-08-20", "2025-08-20"),
        ("what is due 20 August?", "2025-08-20", "2025-08-20"),
        ("what is due August 20th?", "2025-08-20", "2025-08-20"),
        ("which drafts close before 25 August?", "2025-08-10", "2025-08-24"),
        ("which drafts close by 25 August?", "2025-08-10", "2025-08-25"),
        ("which drafts close after 25 August?", "2025-08-26", None),
        ("which drafts closed before 5 August?", None, "2025-08-04"),
        ("what closed on 20 August?", "2024-08-20", "2024-08-20"),
        ("哪些草案8月20日前截止？", "2025-08-10", "2025-08-20"),
        ("哪些草案8月20日之前截止？", "2025-08-10", "2025-08-19"),
        ("哪些草案8月20日之后截止？", "2025-08-21", None),
        ("哪些草案10月前截止？", "2025-08-10", "2025-09-30"),
        ("8月有哪些截止日期？", "2025-08-01", "2025-08-31"),
        ("what must we answer by 20 August?", "2025-08-10", "2025-08-20"),
        ("what is due next week?", "2025-08-11", "2025-08-17"),
        ("deadlines next month", "2025-09-01", "2025-09-30"),
        ("deadlines of robots", "2025-08-10", None),
        ("what closes or takes effect on 1 January?", "2026-01-01", "2026-01-01"),
        ("upcoming deadlines of robots", "2025-08-10", None),
    ],
)
def test_days_of_deadlines_follow_the_tense(text: str, first: str | None, last: str | None) -> None:
    """Days, ends of ranges and words of several parts are read as months are, in both languages."""
    query = parse_query(text, lexicon=LEXICON, today=ASKED_IN_AUGUST)
    found = understand_query(query, lexicon=LEXICON, wording=WORDING, today=ASKED_IN_AUGUST).query
    start = dt.date.fromisoformat(first) if first else None
    end = dt.date.fromisoformat(last) + dt.timedelta(days=1) if last else None
    assert (found.due, found.dates) == (DateRange(start=start, end=end), None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what takes effect on 1 January?", "2026-01-01", "2026-01-01"),
        ("what comes into force on 1 January?", "2026-01-01", "2026-01-01"),
        ("哪些办法10月1日生效？", "2025-10-01", "2025-10-01"),
        ("自10月1日起施行的办法有哪些", "2025-10-01", "2025-10-01"),
        ("10月起施行的办法", "2025-10-01", "2025-10-31"),
        ("which rules are in force from October 2025?", "2025-10-01", "2025-10-31"),
        ("what will take effect this year?", "2025-08-10", "2025-12-31"),
        ("what takes effect this year?", "2025-01-01", "2025-12-31"),
        ("what will take effect in September?", "2025-09-01", "2025-09-30"),
        ("which rules are in force since June?", "2025-06-01", "2025-08-10"),
        ("what took effect in May?", "2025-05-01", "2025-05-31"),
        ("what takes effect soon?", "2025-08-10", None),
        ("taking effect soon", "2025-08-10", None),
        ("what takes effect?", "2025-08-10", None),
        ("which robots will take effect", "2025-08-10", None),
        ("即将生效的办法有哪些", "2025-08-10", None),
        ("what has taken effect?", None, "2025-08-10"),
        ("哪些办法已经生效", None, "2025-08-10"),
        ("which measures have taken effect?", None, "2025-08-10"),
    ],
)
def test_from_when_a_document_binds_is_no_other_deadline(text: str, first: str | None, last: str | None) -> None:
    """Days of taking effect are days of their own; "will" and "soon" leave out those gone by."""
    query = parse_query(text, lexicon=LEXICON, today=ASKED_IN_AUGUST)
    found = understand_query(query, lexicon=LEXICON, wording=WORDING, today=ASKED_IN_AUGUST).query
    start = dt.date.fromisoformat(first) if first else None
    end = dt.date.fromisoformat(last) + dt.timedelta(days=1) if last else None
    assert (found.effect, found.due, found.dates) == (DateRange(start=start, end=end), None, None)


@pytest.mark.parametrize(
    "text",
    [
        "when do the robots take effect?",
        "when will the robots come into force?",
        "机器人什么时候生效",
        "which robots took effect",
        "which robots take effect",
    ],
)
def test_the_day_of_taking_effect_is_told_and_not_filtered_by(text: str) -> None:
    """Who asks when something binds, or whether, is shown it with its day."""
    found = understand(text)
    assert (found.effect, found.due) == (None, None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("which drafts close in May?", ("draft_for_comment",)),
        ("which drafts closed in March?", ("comment_closed",)),
        ("which drafts closed or will close in May 2025?", ("draft_for_comment", "comment_closed")),
        ("which drafts are open for comment until May?", ("draft_for_comment",)),
        ("哪些草案12月截止？", ("draft_for_comment",)),
        ("which drafts close soon?", ("draft_for_comment",)),
        ("which consultations closed in March?", ("comment_closed",)),
        ("comments closed last year", ("comment_closed",)),
        ("when do comments on steel close?", ("draft_for_comment",)),
        ("when did comments on steel close?", ("comment_closed",)),
        ("comment deadline steel", ("draft_for_comment",)),
        ("钢铁征求意见截止时间", ("draft_for_comment",)),
        ("哪些征求意见已经结束", ("comment_closed",)),
        ("已结束征求意见的草案", ("comment_closed",)),
        ("draft due diligence rules", ()),
        ("comments on steel", ()),
        ("which drafts are there on steel?", ("draft_for_comment", "comment_closed")),
    ],
)
def test_drafts_are_a_status_where_their_deadlines_are_asked_for(text: str, status: tuple[str, ...]) -> None:
    """A draft need not have that word in its text; elsewhere the word stays one."""
    assert understand(text).status.include == status


def test_words_of_deadlines_in_quotes_are_words() -> None:
    """What is quoted or excluded is never joined."""
    query = understand('what -takes effect and "comes into force"')
    assert [term.text for term in query.terms] == ["takes", "comes into force"]
    assert query.due is None


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


def test_most_is_a_word_of_questions_and_a_body_in_capitals() -> None:
    """ "The most recent" asks for nothing by that name; MOST stays what is asked for."""
    assert [term.text for term in understand("what are the most recent robots").terms] == ["robots"]
    assert [term.text for term in understand("what is MOST doing on robots").terms] == ["MOST", "robots"]


def test_a_subject_before_the_word_for_deadlines_is_a_question() -> None:
    """The subject is looked for, and its days are told; the word alone, or inside a phrase, is one like any other."""
    assert [term.text for term in understand("robot deadlines").terms] == ["robot"]
    assert [term.text for term in understand("deadlines").terms] == ["deadlines"]
    assert [term.text for term in understand('"robot deadlines"').terms] == ["robot deadlines"]


def test_words_of_deadlines_without_a_date_ask_for_none() -> None:
    """ "Closed" alone is a word like any other."""
    query = understand("which plants closed")
    assert (query.due, [term.text for term in query.terms]) == (None, ["plants", "closed"])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("robots 去年九月", "2024-09-01", "2024-09-30"),
        ("工信部2024年1-3月发布了哪些政策", "2024-01-01", "2024-03-31"),
        ("robots 近两周", "2025-04-06", "2025-04-20"),
        ("今年第一季度有哪些政策", "2025-01-01", "2025-03-31"),
        ("robots 2024-01..2024-03", "2024-01-01", "2024-03-31"),
        ("robots 10/25-11/28", "2024-10-25", "2024-11-28"),
        ("robots 2024Q1", "2024-01-01", "2024-03-31"),
        ("what did MIIT issue since last Friday?", "2025-04-18", None),
        ("robots end of March 2025", "2025-03-21", "2025-03-31"),
        ("what did MIIT issue in November or December 2023?", "2023-11-01", "2023-12-31"),
        ("what did MIIT issue by March 2024?", None, "2024-03-31"),
        ("自去年9月以来有哪些政策", "2024-09-01", None),
        ("2024年起工信部发布了哪些政策", "2024-01-01", None),
        ("从3月1日起工信部发了什么", "2025-03-01", None),
    ],
)
def test_dates_are_lifted_whole(text: str, first: str | None, last: str | None) -> None:
    """No word of a date is left behind to be searched for."""
    found = understand(text)
    start = dt.date.fromisoformat(first) if first else None
    end = dt.date.fromisoformat(last) + dt.timedelta(days=1) if last else None
    assert found.dates == DateRange(start=start, end=end)
    assert {term.text for term in found.terms} <= {"robots"}
