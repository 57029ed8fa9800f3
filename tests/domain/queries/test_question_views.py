"""Questions for what the publisher thinks, and words in Latin letters inside Chinese ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.lexicon import Body
from bot.domain.queries.query import parse_query
from bot.domain.queries.question_marks import asks_for_view
from bot.domain.queries.questions import understand_query
from tests.domain.query_lexicon import LEXICON, TODAY

WORDING = read_wording()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what do they think of robots", True),
        ("the publisher's view on robots", True),
        ("对机器人怎么看", True),
        ("what is new on robots", False),
        ('"view" robots', False),
    ],
)
def test_a_question_may_be_for_the_view_of_the_publisher(text: str, *, asks: bool) -> None:
    """Words in quotes ask for nothing but themselves."""
    assert asks_for_view(parse_query(text, lexicon=LEXICON, today=TODAY).terms, WORDING) is asks


def test_a_name_inside_a_word_is_none() -> None:
    """A question in Chinese is not cut inside a word of Latin letters."""
    named = replace(LEXICON, bodies=(*LEXICON.bodies, Body(id="ICS", name_en="Institute", name_zh="某所")))
    query = parse_query("MERICS对机器人怎么看", lexicon=named, today=TODAY)
    found = understand_query(query, lexicon=named, wording=WORDING, today=TODAY).query
    assert [term.text for term in found.terms] == ["MERICS", "机器人"]
