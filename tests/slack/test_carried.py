"""What windows carry unseen: their form's own, and the channel they were opened in, within Slack's limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import MAX_PRIVATE, measure, modal, section
from bot.slack.carried import carry_channel, find_carried, find_channel, read_private


def build(private: str) -> dict[str, object]:
    return modal("Form", [section("x")], callback_id="form", private=private)


@given(st.text(max_size=2900), st.from_regex(r"[CGD][A-Z0-9]{1,20}", fullmatch=True))
def test_both_come_back(private: str, channel: str) -> None:
    """Whatever a form is for, it and the channel are read back, also when it is carried on to another window."""
    view = carry_channel(build(""), channel)
    assert (find_carried(view), read_private(view)) == (channel, "")
    if measure(private) < 2900 and not find_carried(build(private)):
        view = carry_channel(carry_channel(build(private), channel), "C0OTHER")
        assert (find_carried(view), read_private(view)) == ("C0OTHER", private)


@pytest.mark.parametrize("channel", ["", "U1", "C", "c0lower", "C1 ", "C" * 40, "C1\n"])
def test_what_is_no_channel_is_not_carried(channel: str) -> None:
    """The window stays as it was."""
    assert carry_channel(build("I1"), channel) == build("I1")


def test_a_window_without_room_stays_as_it_is() -> None:
    """Its form's own comes first; people of another organisation are refused there."""
    full = build("x" * MAX_PRIVATE)
    assert carry_channel(full, "C1") == full
    assert len(str(carry_channel(build("x" * (MAX_PRIVATE - 6)), "C1")["private_metadata"])) == MAX_PRIVATE


@pytest.mark.parametrize(
    ("body", "channel"),
    [
        ({"channel": {"id": "C1"}, "container": {"channel_id": "C2"}}, "C1"),
        ({"channel_id": "C1"}, "C1"),
        ({"container": {"channel_id": "C2"}, "view": {"private_metadata": "in:C3 "}}, "C2"),
        ({"view": {"private_metadata": "in:C3 I1"}}, "C3"),
        ({"view": {"private_metadata": 7}}, ""),
        ({"view": []}, ""),
        ({"channel": {"id": 7}}, ""),
        ({}, ""),
    ],
)
def test_where_something_was_asked(body: dict[str, object], channel: str) -> None:
    """Slack's own word comes before what a window carries."""
    assert find_channel(body) == channel
