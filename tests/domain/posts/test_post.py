"""A post: its key, the states it may go through, and its text when Slack refuses its blocks."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts.post import (
    CLAIMABLE,
    UNSENT,
    Message,
    PostKind,
    PostState,
    Slot,
    drop_blocks,
    may_become,
    post_key,
)

SLOT = Slot(workspace="T1", channel="C1", kind=PostKind.IMMEDIATE, source="D3", slot="B1v1")


def test_key_is_sha256_of_all_six() -> None:
    """A key is 64 hexadecimal digits and differs when any of its six parts does."""
    others = [
        (replace(SLOT, workspace="T2"), 0),
        (replace(SLOT, channel="C2"), 0),
        (replace(SLOT, kind=PostKind.DIGEST), 0),
        (replace(SLOT, source="D4"), 0),
        (replace(SLOT, slot="B1v2"), 0),
        (SLOT, 1),
    ]
    keys = {post_key(slot, part) for slot, part in [(SLOT, 0), *others]}
    assert len(keys) == 7
    assert all(len(key) == 64 and int(key, 16) >= 0 for key in keys)


@given(st.text(), st.text(), st.text(), st.text())
def test_key_does_not_confuse_borders(one: str, two: str, three: str, four: str) -> None:
    """Two slots share a key only if they are the same: no separator can be smuggled in."""
    first, second = replace(SLOT, source=one, slot=two), replace(SLOT, source=three, slot=four)
    assert (post_key(first, 0) == post_key(second, 0)) is (first == second)


@pytest.mark.parametrize(
    ("old", "allowed"),
    [
        ("pending", "sending parked held skipped cancelled superseded"),
        ("retry", "sending parked held skipped cancelled superseded"),
        ("sending", "sent retry parked ambiguous held skipped"),
        ("ambiguous", "sent retry held cancelled"),
        ("held", "sent retry cancelled"),
        ("parked", "pending cancelled superseded"),
        ("sent", ""),
        ("skipped", ""),
        ("cancelled", ""),
        ("superseded", ""),
    ],
)
def test_states(old: str, allowed: str) -> None:
    """The table of all moves: what was sent or ended stays, and nothing unclear is sent without a look."""
    assert {state.value for state in PostState if may_become(PostState(old), state)} == set(allowed.split())


def test_claimable_states_are_unsent() -> None:
    """Only what is surely not in the channel may be claimed."""
    assert set(CLAIMABLE) < set(UNSENT)


def test_drop_blocks_keeps_every_text_but_buttons() -> None:
    """The text that stands in for refused blocks says all they say, without the labels of buttons."""
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Title"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "one"}, "fields": [{"type": "mrkdwn", "text": "two"}]},
        {"type": "section", "text": {"type": "mrkdwn", "text": "three"}, "accessory": {"type": "button"}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "four"}]},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "press"}}]},
        {"type": "divider"},
    ]
    plain = drop_blocks(Message(text="push", blocks=json.dumps(blocks)))
    assert plain == Message(text="Title\none\ntwo\nthree\nfour")


def test_drop_blocks_without_text() -> None:
    """Without any text in the blocks the fallback stays."""
    assert drop_blocks(Message(text="push")) == Message(text="push")


def test_drop_blocks_is_bounded() -> None:
    """The text keeps within what Slack takes."""
    blocks = json.dumps([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 9)
    assert len(drop_blocks(Message(text="push", blocks=blocks)).text) == 11_000
