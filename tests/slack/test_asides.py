"""What asks for nothing behind a command is answered in a line; what is a name or a word to look for is left alone."""

from __future__ import annotations

import pytest

from bot.slack.arguments import answer_aside
from bot.slack.commands import find_command
from tests.query_lexicon import LEXICON


def _answer(text: str, command: str = "policy") -> str | None:
    found = find_command(command)
    assert found is not None
    return answer_aside(text, found, f"/cn-{command}", LEXICON.topics)


@pytest.mark.parametrize("text", ["hello", "Hi there!", "good morning", "你好", "您好！"])
def test_a_greeting_is_told_what_the_command_does(text: str) -> None:
    """In one line, with an example and where the rest stands, under the prefix."""
    assert _answer(text, "company") == (
        "Hello. `/cn-company`: a company in the news, such as `/cn-company Huawei`; `/cn-company help` tells the rest."
    )


@pytest.mark.parametrize("text", ["more", "Show me more", "more results please", "next page", "更多", "下一页"])
def test_more_of_a_list_is_behind_its_button(text: str) -> None:
    """The line says what to press, and how to have more at once where a list takes a limit."""
    assert "the button *More*" in (_answer(text) or "")
    assert "`/cn-policy limit:50`" in (_answer(text) or "")
    assert "limit" not in (_answer(text, "digest") or "")


@pytest.mark.parametrize(
    "text", ["which topics are covered?", "What topics are there", "list topics", "topics", "有哪些主题？", "主题"]
)
def test_which_topics_there_are_is_told(text: str) -> None:
    """With the key that takes them."""
    assert (_answer(text) or "").startswith("Topics: data_security, ai. Behind `topic:`")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hot topics in AI",
        "topics of robots",
        "topic",
        "hello kitty rules",
        "Hello Inc",
        "more chips",
        "next",
        "more than 100 emitters",
        "!!!",
        "更多芯片",
    ],
)
def test_words_to_look_for_are_no_aside(text: str) -> None:
    """A name that begins like a greeting, and more of something."""
    assert _answer(text) is None
