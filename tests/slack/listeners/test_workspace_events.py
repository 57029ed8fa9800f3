"""What Slack says of people and channels by itself reaches those who keep it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.model.subscription import SubscriptionState
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.slack.listeners.events import GONE
from tests.channel_room import DIRECT, Room, open_room

OWNER = "U1OWNER"
PRIVATE = "G0BOARD"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """One with a subscription that a member set up."""
    with open_room(tmp_path) as room:
        room.subscribe(user=OWNER)
        room.tick()
        yield room


def change(room: Room, **facts: Any) -> None:
    """Let Slack tell what became of the owner, and the bot do what follows."""
    room.send({"type": "user_change", "user": {"id": OWNER, "team_id": TEAM, **facts}})
    room.tick()


def test_what_a_deactivated_owner_set_up_goes_on(room: Room) -> None:
    """user_change with a deleted account tells the admins, once."""
    change(room)
    assert not room.posts(channel=DIRECT)
    change(room, deleted=True)
    (told,) = room.workspace.list_posts(DIRECT)
    assert f"D1 in <#{CHANNEL}>" in str(told["blocks"])
    assert room.rule().state is SubscriptionState.ACTIVE


def test_an_owner_who_left_a_private_channel_sees_its_filter_no_more(room: Room) -> None:
    """Neither Home, nor the form of Change, nor a command elsewhere shows it."""
    room.subscribe('"secret merger"', channel=PRIVATE)
    home = room.workspace.open_home()
    assert "secret merger" in room.show()
    room.workspace.slack.channels[PRIVATE].members.remove(ADMIN)
    room.workspace.open_home()
    assert "D2 posts to a private channel that you aren't in" in room.show()
    assert "secret merger" not in room.show()
    assert PRIVATE not in room.show()
    room.workspace.show(home)
    assert "Slack doesn't list you as a member" in room.press("Change")
    assert "Slack doesn't list you as a member" in room.command("/digest change D2 topic:robotics")
    assert "Only people in it can see" in room.command("/digest preview D2")


@pytest.mark.parametrize(
    "facts", [{"is_restricted": True}, {"is_ultra_restricted": True}, {"team_id": "T9", "is_stranger": True}]
)
def test_who_becomes_a_guest_loses_what_they_got_in_private(room: Room, facts: dict[str, Any]) -> None:
    """user_change to a guest or to another organisation ends their own subscription, no channel's."""
    room.subscribe("to:me", user=OWNER)
    room.tick()
    place = f"D{OWNER[1:]}"
    before = room.posts(channel=place)
    room.workspace.slack.people[OWNER] = facts
    change(room, **facts)
    assert room.rule(1).state is SubscriptionState.ACTIVE
    assert room.rule(2).state is SubscriptionState.CANCELLED
    assert room.posts(channel=place) == before
    room.look("", channel=DIRECT)
    assert "You manage D1 now." in room.press("I'll handle D1")
    assert room.rule(1).owner == ADMIN


@pytest.mark.parametrize("kind", sorted(GONE))
def test_a_channel_that_is_gone_pauses_what_it_follows(room: Room, kind: str) -> None:
    """Archived, deleted or left: its subscriptions pause with the reason, and owner and admins are told."""
    room.send({"type": kind, "channel": CHANNEL})
    assert (room.rule().state, room.rule().reason) == (SubscriptionState.PAUSED, GONE[kind])
    room.tick()
    for person in (OWNER, ADMIN):
        (post,) = room.workspace.list_posts(f"D{person[1:]}")
        assert GONE[kind] in str(post["text"])
