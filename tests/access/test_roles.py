"""Who may do what: the roles, what each is let do, and when Slack's word is too old."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.access.roles import (
    NO_CHANNEL,
    ChannelFacts,
    Need,
    PersonFacts,
    Role,
    decide_access,
    decide_channel,
    decide_role,
)

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)
TEAM = "T1"
PERSON = PersonFacts(user="U1", teams=frozenset({TEAM}), asked_at=NOW)


@pytest.mark.parametrize(
    ("facts", "is_admin", "role"),
    [
        (PERSON, False, Role.MEMBER),
        (PERSON, True, Role.ADMIN),
        (replace(PERSON, teams=frozenset({"T2", TEAM})), False, Role.MEMBER),
        (replace(PERSON, is_guest=True), True, Role.GUEST),
        (replace(PERSON, is_stranger=True), True, Role.EXTERNAL),
        (replace(PERSON, teams=frozenset({"T2"})), True, Role.EXTERNAL),
        (replace(PERSON, teams=frozenset()), True, Role.EXTERNAL),
        (replace(PERSON, teams=frozenset({"T2"}), is_guest=True), False, Role.EXTERNAL),
        (replace(PERSON, is_deleted=True), True, Role.DEACTIVATED),
        (replace(PERSON, is_bot=True), True, Role.NOBODY),
        (None, True, Role.UNKNOWN),
    ],
)
def test_roles(facts: PersonFacts | None, is_admin: bool, role: Role) -> None:
    """Being an admin counts for a full member of the workspace alone."""
    assert decide_role(facts, workspace=TEAM, is_admin=is_admin) is role


ALLOWED = {
    (need, role)
    for need in (Need.READ, Need.SHARE, Need.SUBSCRIBE_CHANNEL, Need.PERSONAL)
    for role in (Role.ADMIN, Role.MEMBER)
} | {(Need.INGEST, Role.ADMIN), (Need.REVIEW, Role.ADMIN), *((Need.NONE, role) for role in Role)}


@pytest.mark.parametrize("need", Need)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("guests_read", [False, True])
@pytest.mark.parametrize("channel_allowed", [False, True])
def test_each_role_and_need(need: Need, role: Role, guests_read: bool, channel_allowed: bool) -> None:
    """What is not granted is refused, with a message and what to do."""
    allowed = (
        (need, role) in ALLOWED
        or (guests_read and (need, role) == (Need.READ, Role.GUEST))
        or (channel_allowed and (need, role) == (Need.READ, Role.EXTERNAL))
    )
    refusal = decide_access(need, role, guests_read=guests_read, channel_allowed=channel_allowed)
    assert (refusal is None) is allowed
    if refusal is not None:
        assert refusal.message.endswith(".")
        assert refusal.hint.endswith(".")


@pytest.mark.parametrize(
    ("shared", "error", "said"),
    [
        (False, "", None),
        (True, "", "People of another organisation are in this channel"),
        (True, "channel_not_found", "Slack doesn't say"),
        (False, "no answer", "Slack doesn't say"),
        (False, NO_CHANNEL, "Slack doesn't tell this app who reads"),
    ],
)
def test_channels(shared: bool, error: str, said: str | None) -> None:
    """A shared channel is refused, and so is one that Slack does not speak of."""
    refusal = decide_channel(ChannelFacts(channel="C1", is_shared=shared, error=error, asked_at=NOW))
    assert (refusal.message if refusal else "").startswith(said or "")
    assert (refusal is None) is (said is None)
