"""Ids among the words of a search become filters, and what no filter narrows is said."""

from __future__ import annotations

import pytest

from bot.query.query import lift_ids, parse_query
from bot.query.query_record import format_query
from tests.query_lexicon import LEXICON, TODAY


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
        ("P5 and P7", "and policy:P5,P7"),
        ("P5 vs P7", "vs policy:P5,P7"),
        ("P5 and robots", "and robots policy:P5"),
        ("P5 and", "and policy:P5"),
    ],
)
def test_ids_become_filters(text: str, expected: str) -> None:
    """In capitals, or in either case alone; not in quotes, not left out, and of policies and briefings only."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    assert format_query(lift_ids(query), LEXICON) == expected
