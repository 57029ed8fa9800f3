"""Buttons carry their question whole, and a foreign value is refused in one line."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadQueryError
from bot.slack.actions import Ask, format_ask, parse_carried


@given(st.sampled_from(["policy", "ministry", "company", "briefing"]), st.text(), st.integers(0, 1_000_000))
def test_a_question_survives_its_button(command: str, text: str, offset: int) -> None:
    """What a button carries reads back the same."""
    ask = Ask(command=command, text=text, offset=offset)
    assert parse_carried(format_ask(ask), Ask) == ask


@given(st.text())
def test_any_value_is_read_or_refused(value: str) -> None:
    """No value of a button breaks the bot."""
    with contextlib.suppress(BadQueryError):
        assert parse_carried(value, Ask).offset >= 0
