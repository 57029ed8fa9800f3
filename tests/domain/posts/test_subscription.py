"""A subscription's states as a truth table."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.posts.schedule import Cadence
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


def test_shown_id() -> None:
    """People see D and the number."""
    assert RULE.shown_id == "D3"


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


def test_slots_count_from_its_start_and_from_its_present_times() -> None:
    """The later of both counts; a rule that has not started has no slots."""
    first, later = (dt.datetime(2024, 3, day, tzinfo=dt.UTC) for day in (2, 5))
    assert RULE.slots_after is None
    assert replace(RULE, runs_from=first).slots_after == first
    assert replace(RULE, runs_from=first, rescheduled_at=later).slots_after == later
    assert replace(RULE, runs_from=later, rescheduled_at=first).slots_after == later


@pytest.mark.parametrize(
    ("filter_text", "cadence", "lists"),
    [
        ("due:30d", "daily", True),
        ("topic:ai due:7d", "weekly", True),
        ("due:30d", "immediate", False),
        ("", "daily", False),
    ],
)
def test_digests_of_a_range_of_deadlines_list_what_is_ahead(filter_text: str, cadence: str, *, lists: bool) -> None:
    """A summary at once brings what its briefing has, as any other does."""
    schedule = replace(build_subscription().schedule, cadence=Cadence(cadence))
    assert replace(build_subscription(), filter=filter_text, schedule=schedule).lists_deadlines is lists
