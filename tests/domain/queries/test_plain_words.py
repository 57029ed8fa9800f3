"""Texts that are words to search for and nothing else are told from others, and no rule would say more of them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.queries import questions
from bot.domain.queries.plain_words import says_nothing_else
from bot.domain.queries.query import Query, parse_query
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON

WORDING = read_wording()
TODAY = dt.date(2025, 4, 10)
ASKED = Path(__file__).resolve().parents[2] / "data" / "retrieval"


def parse(text: str) -> Query:
    return parse_query(text, lexicon=LEXICON, today=TODAY)


def read(query: Query) -> questions.Understood | str:
    try:
        return questions.understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY)
    except BadQueryError as error:
        return error.message


def list_asked() -> list[Query]:
    """Give every question of the retrieval sets, and what is left of each where its first words are taken off."""
    listed = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(ASKED.glob("*.json")))
    asked = [entry[1].split() for held in listed for entry in held if isinstance(entry, list)]
    texts = {" ".join(words[start:][:length]) for words in asked for start in range(len(words)) for length in (2, 9)}
    found: list[Query] = []
    for text in sorted(texts):
        try:
            found.append(parse(text))
        except BadQueryError:
            continue
    return [query for query in found if query.terms]


@pytest.mark.parametrize("text", ["lithium batteries", "robots ministry:MIIT since:2024", "BYD", "charging -subsidies"])
def test_words_alone_say_nothing_else(text: str) -> None:
    """Subjects and names that stand by themselves are searched for as they are."""
    assert says_nothing_else(parse(text).terms, WORDING)


@pytest.mark.parametrize(
    "text",
    [
        "what did MIIT issue",
        "robots or drones",
        "MIIT notices",
        "robots last year",
        "robots spring festival",
        "robots in May",
        "nonbinding robots",
        "SAFE robots",
        "robots 2025",
        "MIIT's robots",
        "工业机器人",
        '"robots, drones"',
    ],
)
def test_what_a_rule_may_go_by_is_left_to_the_rules(text: str) -> None:
    """A word of asking, a kind, a date, a sign or Chinese may mean more."""
    assert not says_nothing_else(parse(text).terms, WORDING)


def test_the_rules_would_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is taken for words alone is so by all rules too."""
    plain = [query for query in list_asked() if says_nothing_else(query.terms, WORDING)]
    assert len(plain) > 300
    short = [read(query) for query in plain]
    monkeypatch.setattr(questions, "says_nothing_else", lambda *_: False)
    assert [read(query) for query in plain] == short
