"""``/policy list``: saving, showing, using and deleting named lists, as people type it."""

from __future__ import annotations

import pytest

from bot.slack.arguments import parse_request
from tests.domain.query_lexicon import LEXICON, TODAY


@pytest.mark.parametrize(
    ("text", "action", "name", "argument", "to"),
    [
        ("list", "list", "", "", None),
        ("list save us = topic:ai lathe", "list save", "us", "topic:ai lathe", None),
        ("LIST SAVE us=topic:ai to:me", "list save", "us", "topic:ai", "me"),
        ("list save us＝topic:ai", "list save", "us", "topic:ai", None),
        ("list save us: lathe", "list save", "us", "lathe", None),
        ("list show us", "list", "us", "", None),
        ("list delete us to:me", "list delete", "us", "", "me"),
    ],
)
def test_what_a_list_is_told(text: str, action: str, name: str, argument: str, to: str | None) -> None:
    """The name, what it is to hold, and whose it is."""
    request = parse_request("policy", text, lexicon=LEXICON, today=TODAY)
    assert (request.action, request.name, request.argument, request.query.to) == (action, name, argument, to)


@pytest.mark.parametrize("text", ["list show", "list delete two words", "list save us topic:ai"])
def test_other_words_after_list_are_searched(text: str) -> None:
    """A first word is a subcommand only if the rest is its arguments, and the answer says so."""
    request = parse_request("policy", text, lexicon=LEXICON, today=TODAY)
    assert request.action == "search"
    assert request.notes[0].startswith("“list” was read as a search word.")


@pytest.mark.parametrize("text", ["list of rare earths", "list drafts on AI", "list topic:ai"])
def test_list_opens_a_question_too(text: str) -> None:
    """Who asks to list what there is, is told of no search word."""
    request = parse_request("policy", text, lexicon=LEXICON, today=TODAY)
    assert (request.action, request.notes) == ("search", ())
