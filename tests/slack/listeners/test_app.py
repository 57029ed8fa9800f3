"""The Bolt app: what is not ours, too old or wrong is told to the person, and a fault of ours to the log."""

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.slack.in_memory.local_slack import REPLIES, TEAM
from tests.fake_slack.requests import build_press
from tests.slack.listeners.interaction_room import ADMIN, CHANNEL, Room


def test_a_command_that_is_not_ours_gets_the_list(tmp_path: Path) -> None:
    """An unknown command is answered with those there are."""
    room = Room(tmp_path, prefix="cn-")
    room.ask("/policy battery")
    assert "/policy is not a command here." in room.show()
    assert "/cn-policy" in room.show()


def test_a_form_that_nobody_knows_any_more_says_so(room: Room) -> None:
    """One that was opened before an update does not close as if it had been taken."""
    view = {"type": "modal", "id": "V1", "callback_id": "from.last.year", "state": {"values": {}}, "blocks": []}
    by: dict[str, Any] = {"team": {"id": TEAM}, "user": {"id": ADMIN, "team_id": TEAM}, "trigger_id": "t"}
    answer = room.workspace.send({"type": "view_submission", **by, "view": view})
    assert answer["response_action"] == "update"
    assert "This button or form is from an older version." in str(answer["view"])


@pytest.mark.parametrize(
    ("action", "value", "shown"),
    [
        ("answer.more", {"value": "nonsense"}, "This button or form is from an older version."),
        ("answer.open.3", {"value": '["digest","list",0]'}, "A button can't ask /digest."),
        ("item.source", {"value": "P5"}, "is not an id of this kind"),
        ("from.last.year", {"value": "x"}, "This button or form is from an older version."),
        ("answer.share", {}, "This button or form is from an older version."),
    ],
)
def test_a_button_we_cannot_follow_says_why(room: Room, action: str, value: dict[str, str], shown: str) -> None:
    """Stale and foreign buttons end in a private line; the message they stand in stays."""
    address = f"{REPLIES}{ADMIN}/{CHANNEL}"
    room.workspace.send(build_press({"type": "button", "action_id": action, **value}, response_url=address))
    assert room.workspace.screen is not None
    assert room.workspace.screen.payload["replace_original"] is False
    assert shown in room.show()


def test_a_refusal_is_a_private_answer_with_a_way_on(room: Room) -> None:
    """A bad query names the thing, says what to do, and offers the same text as words."""
    assert room.ask("/policy nokey:storage").kind == "ephemeral"
    assert "⚠" in room.show()
    assert [each.name for each in room.workspace.list_buttons()] == ["Search as words"]
    room.workspace.press("Search as words")
    assert "2 results" in room.show()


def test_a_fault_of_ours_gives_a_reference_and_no_detail(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """The person gets a reference, the log the cause under the same."""
    room.lookup.answers["search"] = ZeroDivisionError("secret detail")
    with caplog.at_level(logging.ERROR):
        room.ask("/policy battery")
    assert "Something went wrong on our side (ref " in room.show()
    assert "secret" not in room.show()
    reference = room.show().split("(ref ")[1][:8]
    assert any(reference in record.getMessage() and record.exc_info for record in caplog.records)
