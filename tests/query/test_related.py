"""Terms that a subscription may follow beside its own: what names them, and what they do to the filter."""

import datetime as dt

import pytest

from bot.query.query_record import Choices, Query, Term
from bot.query.related import add_related, list_related
from bot.query.wording import Synonyms
from tests.builders import LEXICON

SAME = Synonyms(sets=(("robots", "robot", "机器人"),), related=(("robots", "automation"),))
ROBOTS = Query(terms=(Term(text="rules"), Term(text="robots")))


def test_other_names_join_their_word() -> None:
    """In both languages, each in one form; one of them is enough, and what is quoted has none."""
    found = list_related(ROBOTS, LEXICON, SAME)
    assert [each.label for each in found] == ["机器人", "automation"]
    assert [term.text for term in add_related(ROBOTS, found[:1]).terms] == ["rules", "robots", "OR", "机器人"]
    assert list_related(Query(terms=(Term(text="robots", phrase=True),)), LEXICON, SAME) == ()


@pytest.mark.parametrize(
    ("since", "names"), [(None, []), (dt.date(2023, 1, 1), []), (dt.date(2008, 1, 1), ["MII 信息产业部, until 2008"])]
)
def test_a_body_of_before_is_one_that_briefings_can_name(since: dt.date | None, names: list[str]) -> None:
    """One that ended before the first day that briefings cover brings nothing."""
    query = Query(ministry=Choices(include=("MIIT",)))
    found = list_related(query, LEXICON, SAME, since=since)
    assert [each.label for each in found] == names
    assert add_related(query, found).ministry.include == ("MIIT", *(each.term for each in found))
