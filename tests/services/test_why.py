"""What of a filter an item matches, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.lexicon import NamedList
from bot.domain.query import parse_query
from bot.services.why import list_reasons
from tests.corpus import LEXICON, make_company_item, make_policy_item

POLICY = make_policy_item(1, "The ministry opens rules on grid batteries.", closes_on=dt.date(2024, 3, 20))
NEWS = make_company_item(1, "BYD says that a new cell plant runs.")
LISTS = (NamedList(id=1, name="us", owner="C1", filter="company:BYD batteries"),)
TODAY = dt.date(2024, 3, 10)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("", ()),
        ("topic:energy", ("topic Energy",)),
        ("ministry:MIIT", ("issued by MIIT",)),
        ("mentions:MIIT", ("names MIIT",)),
        ("type:measures section:top", ("a document of the kind measures", "section top")),
        ("status:draft_for_comment", ("status draft for comment",)),
        ("due:30d", ("deadline 2024-03-20",)),
        ("battery -topic:robotics", ("“batteries”", "not topic")),
        ("headline", ("“headline”",)),
        ("list:us", ("on the list us: “batteries”",)),
        ("since:2024-01", ()),
    ],
)
def test_what_of_a_policy_matched(text: str, reasons: tuple[str, ...]) -> None:
    """Each key and word that an item answers to is named, as the item prints it; a list with what of it matched."""
    lexicon = LEXICON.with_lists(LISTS)
    query = parse_query(text, lexicon=lexicon, today=TODAY)
    assert list_reasons(replace(POLICY, bodies=("MIIT",)), query, lexicon) == reasons


@pytest.mark.parametrize(
    ("text", "reasons"),
    [("company:BYD", ("names BYD",)), ("list:us", ("on the list us: names BYD",)), ("status:issued", ())],
)
def test_what_of_news_matched(text: str, reasons: tuple[str, ...]) -> None:
    """Company news answers to companies, alone or on a list, and has no status."""
    lexicon = LEXICON.with_lists(LISTS)
    assert list_reasons(NEWS, parse_query(text, lexicon=lexicon, today=TODAY), lexicon) == reasons
