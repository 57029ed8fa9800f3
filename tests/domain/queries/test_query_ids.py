"""Ids among the words of a search become filters, and what no filter narrows is said."""

from __future__ import annotations

import pytest

from bot.domain.queries.query import format_query, parse_query
from bot.domain.queries.query_ids import lift_ids
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON, TODAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P5 since:2023", "policy:P5 since:2023-01-01"),
        ("p5 since:2023", "policy:P5 since:2023-01-01"),
        ("P5 robots", "robots policy:P5"),
        ("P5 P7 policy:P5", "policy:P5,P7"),
        ("B1 topic:ai", "topic:ai briefing:B1"),
        ("p5 robots", "p5 robots"),
        ("'P5' robots", '"P5" robots'),
        ("robots -P5", "robots -P5"),
        ("I12 robots", "I12 robots"),
        ("I12 P5", "I12 policy:P5"),
        ("robots", "robots"),
        ("P5 and P7", "policy:P5,P7"),
        ("P5 vs P7", "policy:P5,P7"),
        ("P5 and robots", "and robots policy:P5"),
        ("P5 and", "and policy:P5"),
    ],
)
def test_ids_become_filters(text: str, expected: str) -> None:
    """In capitals, or in either case alone; not in quotes, not left out, and of policies and briefings only."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    assert format_query(lift_ids(query), LEXICON) == expected


@pytest.mark.parametrize(("text", "said"), [("I12 since:2023", "I12 is an item"), ("D3 topic:ai", "D3 is a subscr")])
def test_what_no_filter_narrows_is_refused(text: str, said: str) -> None:
    """An item or a subscription is opened alone."""
    with pytest.raises(BadQueryError, match=said) as caught:
        lift_ids(parse_query(text, lexicon=LEXICON, today=TODAY))
    assert f"Write {text.split(maxsplit=1)[0]} alone" in caught.value.hint
