"""Buttons carry their question whole, and a foreign value is refused in one line."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadQueryError
from bot.slack.actions import Ask, format_ask, parse_ask, parse_command


@given(st.sampled_from(["policy", "ministry", "company", "briefing"]), st.text(), st.integers(0, 1_000_000))
def test_a_question_survives_its_button(command: str, text: str, offset: int) -> None:
    """What a button carries reads back the same."""
    ask = Ask(command=command, text=text, offset=offset)
    assert parse_ask(format_ask(ask)) == ask


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "{}",
        "[]",
        '["rm","x",0]',
        '["policy","x"]',
        '["policy","x",-1]',
        '["policy","x","0"]',
        '["policy",1,0]',
        "[" * 100_000,
    ],
)
def test_a_foreign_value_is_refused(value: str) -> None:
    """A value that we never wrote says to ask again."""
    with pytest.raises(BadQueryError, match=r"older version\..*Ask again"):
        parse_ask(value)


@given(st.text())
def test_any_value_is_read_or_refused(value: str) -> None:
    """No value of a button breaks the bot."""
    with contextlib.suppress(BadQueryError):
        assert parse_ask(value).offset >= 0


@pytest.mark.parametrize(
    ("text", "prefix", "ask"),
    [
        ("/policy P5", "", Ask(command="policy", text="P5")),
        ("policy  data security ", "", Ask(command="policy", text="data security")),
        ("/cn-ministry MIIT", "cn-", Ask(command="ministry", text="MIIT")),
        ("/cn-ministry MIIT", "", None),
        ("what", "", None),
        ("", "", None),
    ],
)
def test_a_typed_command_is_read(text: str, prefix: str, ask: Ask | None) -> None:
    """With or without slash and prefix, only our commands are read."""
    assert parse_command(text, prefix) == ask
