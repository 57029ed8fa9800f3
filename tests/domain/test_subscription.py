"""A subscription's states as a truth table."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.posts.schedule import Schedule
from bot.domain.posts.subscription import Subscription, SubscriptionState, SubscriptionVerb, decide_state


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


def test_shown_id() -> None:
    """People see D and the number."""
    subscription = Subscription(
        id=3,
        workspace="T1",
        channel="C1",
        filter="",
        schedule=Schedule(),
        state=SubscriptionState.ACTIVE,
        reason=None,
        created_by="U1",
        created_at=dt.datetime(2024, 3, 1, tzinfo=dt.UTC),
        noticed_at=None,
        started_at=None,
    )
    assert subscription.shown_id == "D3"


def test_slots_count_from_its_start_and_from_its_present_times() -> None:
    """The later of both counts; a rule that has not started has no slots."""
    fresh = Subscription(
        id=3,
        workspace="T1",
        channel="C1",
        filter="",
        schedule=Schedule(),
        state=SubscriptionState.ACTIVE,
        reason=None,
        created_by="U1",
        created_at=dt.datetime(2024, 3, 1, tzinfo=dt.UTC),
        noticed_at=None,
        started_at=None,
    )
    first, later = (dt.datetime(2024, 3, day, tzinfo=dt.UTC) for day in (2, 5))
    assert fresh.slots_after is None
    assert replace(fresh, runs_from=first).slots_after == first
    assert replace(fresh, runs_from=first, rescheduled_at=later).slots_after == later
    assert replace(fresh, runs_from=later, rescheduled_at=first).slots_after == later
