"""A post: its key, the states it may go through, and its text when Slack refuses its blocks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.post import PostKind, PostState, Slot, may_become, post_key

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
