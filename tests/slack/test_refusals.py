"""Refusals: one private line to a guest, and commands named as they are typed in the workspace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.access.roles import FRESH_FOR
from bot.cli.text import render_message
from tests.channel_room import Room, open_room

GUEST, MEMBER, STRANGER = "U1GUEST", "U1MEMBER", "U1ELSE"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """One whose commands begin with cn-, with a guest."""
    with open_room(tmp_path, command_prefix="cn-") as room:
        room.workspace.slack.people[GUEST] = {"is_restricted": True}
        yield room


def test_a_guest_hears_why(room: Room) -> None:
    """In direct messages as a message, in a channel for their eyes alone; a member whose file is not read, too."""
    assert "Guests can't ask Gongbao here" in room.write("P5", user=GUEST)
    shown = room.workspace.mention("P5", user=GUEST)
    assert shown.kind == "ephemeral"
    assert "Guests" in render_message(shown.payload)
    place = room.workspace.slack.open_direct(MEMBER).id
    file = {"subtype": "file_share", "text": "", "files": [{"id": "F1", "name": "a.pdf", "size": 3}]}
    event = {"type": "message", "channel": place, "channel_type": "im", "user": MEMBER, "ts": "1710000000.1"}
    room.send(event | file)
    assert len(room.posts(channel=place)) == 1


def test_the_home_of_a_guest_says_why(room: Room) -> None:
    """Also of one who was a member before: what stood there is gone; people of other organisations have none."""
    home = room.workspace.slack.homes
    opened = {"type": "app_home_opened", "channel": "D1", "tab": "home"}
    room.workspace.slack.people.pop(GUEST)
    assert "No briefings yet" in str(room.workspace.open_home(user=GUEST).payload)
    room.workspace.slack.people[GUEST] = {"is_restricted": True}
    room.clock.at += FRESH_FOR * 2
    for _ in range(2):  # each time it is opened
        room.send({**opened, "user": GUEST})
        assert "Guests can't ask Gongbao here" in str(home[GUEST])
        assert "No briefings yet" not in str(home[GUEST])
    room.workspace.slack.people[STRANGER] = {"is_stranger": True, "team_id": "T9"}
    room.send({**opened, "user": STRANGER})
    assert STRANGER not in home


def test_a_refusal_names_commands_as_they_are_typed(room: Room) -> None:
    """In the answer to a command, in a message, in the reply to a button, and so do notes."""
    hint = "/cn-digest lists the channel's subscriptions."
    assert hint in room.command("/cn-digest pause D9")
    assert hint in room.write("digest pause D9")
    room.command("/cn-digest subscribe topic:energy", "Subscribe")
    room.command("/cn-digest")
    shown = room.workspace.screen
    assert shown is not None
    room.command("/cn-digest unsubscribe D1", "Unsubscribe")
    room.workspace.show(shown)
    assert "/cn-digest subscribe topic:energy every:immediate makes it anew." in room.press("Pause")
