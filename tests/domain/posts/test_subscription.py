"""A subscription's states as a truth table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.posts.subscription import SubscriptionState, SubscriptionVerb, decide_state, may_change
from tests.builders import build_subscription


@pytest.mark.parametrize(
    ("state", "verb", "noticed", "after"),
    [
        ("pending_notice", "notice_landed", True, "active"),
        ("pending_notice", "pause", False, "paused"),
        ("pending_notice", "resume", False, "pending_notice"),
        ("pending_notice", "cancel", False, "cancelled"),
        ("active", "notice_landed", True, "active"),
        ("active", "pause", True, "paused"),
        ("active", "resume", True, "active"),
        ("active", "cancel", True, "cancelled"),
        ("paused", "notice_landed", True, "paused"),
        ("paused", "pause", True, "paused"),
        ("paused", "resume", True, "active"),
        ("paused", "resume", False, "pending_notice"),
        ("paused", "cancel", True, "cancelled"),
        ("cancelled", "notice_landed", True, "cancelled"),
        ("cancelled", "pause", True, "cancelled"),
        ("cancelled", "resume", True, "cancelled"),
        ("cancelled", "cancel", True, "cancelled"),
    ],
)
def test_states(*, state: str, verb: str, noticed: bool, after: str) -> None:
    """A subscription is active only once its notice has landed, and one that was ended stays so."""
    decided = decide_state(SubscriptionState(state), SubscriptionVerb(verb), noticed=noticed)
    assert decided is SubscriptionState(after)


RULE = build_subscription(noticed_at=None, started_at=None)


@pytest.mark.parametrize(
    ("owned_by", "user", "is_admin", "may"),
    [
        (None, "U1", False, True),
        (None, "U2", False, False),
        (None, "U2", True, True),
        ("U2", "U1", False, False),
        ("U2", "U2", False, True),
        ("C1", "U2", False, True),
    ],
)
def test_who_may_change_it(*, owned_by: str | None, user: str, is_admin: bool, may: bool) -> None:
    """Its owner and admins; where its channel inherited it everybody there."""
    assert may_change(replace(RULE, owned_by=owned_by), user, is_admin=is_admin) is may
