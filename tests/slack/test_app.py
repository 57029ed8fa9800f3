"""The Bolt app: commands answer in their ack, buttons recompute their question, errors reach the person."""

import logging
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.slack.app import LISTENERS, build_app
from bot.slack.gate import Listener
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.slack.services import Services
from tests import builders as b
from tests.fakes import FakeLookup


def open_workspace(
    lookup: FakeLookup, *, prefix: str = "", listeners: tuple[Listener, ...] = LISTENERS
) -> LocalWorkspace:
    """Return a workspace whose app answers from a fake lookup."""
    workspace = LocalWorkspace(FixedClock(b.NOW))
    services = Services(lookup=lookup, clock=FixedClock(b.NOW), prefix=prefix)
    workspace.attach(
        build_app(
            services=services,
            client=workspace.client,
            authorize=workspace.authorize,
            respond_factory=workspace.build_responder,
            executor=workspace.executor,
            listeners=listeners,
        )
    )
    return workspace


def show(workspace: LocalWorkspace) -> str:
    """Return the screen as text."""
    assert workspace.screen is not None
    return render_message(workspace.screen.payload)


def test_a_command_that_is_not_ours_gets_the_list() -> None:
    """An unknown command is answered with those there are."""
    workspace = open_workspace(FakeLookup(), prefix="cn-")
    workspace.command("/policy battery")
    assert "/policy is not a command here." in show(workspace)
    assert "/cn-policy" in show(workspace)


def press_raw(workspace: LocalWorkspace, body: dict[str, Any]) -> BoltResponse:
    """Send a body as it is, with an address to reply to."""
    workspace._reply_to["https://local/response/"] = (ADMIN, CHANNEL)
    assert workspace._app is not None
    return workspace._app.dispatch(BoltRequest(body=body, mode="socket_mode"))


def test_a_form_that_nobody_knows_any_more_says_so() -> None:
    """One that was opened before an update does not close as if it had been taken."""
    workspace = open_workspace(FakeLookup())
    view = {"type": "modal", "id": "V1", "callback_id": "from.last.year", "state": {"values": {}}, "blocks": []}
    answer = workspace.send(
        {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": ADMIN, "team_id": TEAM},
            "trigger_id": "t",
            "view": view,
        }
    )
    assert answer["response_action"] == "update"
    assert "This form is from an older version." in str(answer["view"])


@pytest.mark.parametrize(
    ("action", "value", "shown"),
    [
        ("answer.more", "nonsense", "This button is from an older version."),
        ("answer.open.3", '["digest","list",0]', "A button can't ask /digest."),
        ("item.source", "P5", "is not an id of this kind"),
        ("from.last.year", "x", "This button is from an older version."),
        ("answer.share", None, "This button is from an older version."),
    ],
)
def test_a_button_we_cannot_follow_says_why(action: str, value: str | None, shown: str) -> None:
    """Stale and foreign buttons end in a private line; the message they stand in stays."""
    workspace = open_workspace(FakeLookup())
    pressed = {"type": "button", "action_id": action, "block_id": "b", **({"value": value} if value else {})}
    body = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": ADMIN},
        "channel": {"id": CHANNEL},
        "response_url": "https://local/response/",
        "actions": [pressed],
    }
    assert press_raw(workspace, body).status == 200
    assert workspace.screen is not None
    assert workspace.screen.payload["replace_original"] is False
    assert shown in show(workspace)


def test_a_refusal_is_a_private_answer_with_a_way_on() -> None:
    """A bad query names the thing, says what to do, and offers the same text as words."""
    workspace = open_workspace(FakeLookup())
    screen = workspace.command("/policy nokey:storage")
    assert screen.kind == "ephemeral"
    assert "⚠" in show(workspace)
    assert [each.name for each in workspace.list_buttons()] == ["Search as words"]
    workspace.press("Search as words")
    assert "2 results" in show(workspace)


def test_a_fault_of_ours_gives_a_reference_and_no_detail(caplog: pytest.LogCaptureFixture) -> None:
    """The person gets a reference, the log the cause under the same."""
    lookup = FakeLookup(search=ZeroDivisionError("secret detail"))
    workspace = open_workspace(lookup)
    with caplog.at_level(logging.ERROR):
        workspace.command("/policy battery")
    assert "Something went wrong on our side (ref " in show(workspace)
    assert "secret" not in show(workspace)
    reference = show(workspace).split("(ref ")[1][:8]
    assert any(reference in record.getMessage() and record.exc_info for record in caplog.records)
