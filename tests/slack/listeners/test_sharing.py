"""Sharing an answer: the bot posts it where the button was pressed, once, else the press carries it."""

from dataclasses import replace

import pytest

from bot.cli.text import render_message
from bot.slack.in_memory.local_slack import ADMIN, Payload
from tests.channel_room import Room
from tests.fake_slack.requests import build_press


def refuse(office: Room, error: str, *, method: str = "chat.postMessage", lands: bool = False) -> None:
    """Let Slack refuse each call of a method with this code, after it landed or instead."""
    call = office.workspace.slack.call

    def answer(called: str, arguments: Payload) -> Payload:
        if lands or not called.startswith(method):
            done = call(called, arguments)
        return {"ok": False, "error": error} if called.startswith(method) else done

    office.workspace.slack.call = answer  # type: ignore[method-assign, assignment]  # the workspace of this test alone


def test_it_is_posted_in_the_thread_of_the_press(office: Room) -> None:
    """It names who shares it."""
    office.command("/policy P1")
    (button,) = [each for each in office.workspace.list_buttons() if each.label == "Share"]
    body = build_press(button.element)
    body["container"]["thread_ts"] = "7.000001"
    office.workspace.send(body)
    (post,) = office.answers()
    assert f"<@{ADMIN}>" in str(post["blocks"])
    assert post["thread_ts"] == "7.000001"


@pytest.mark.parametrize("error", ["not_in_channel", "ratelimited", "missing_scope"])
def test_what_slack_does_not_let_the_bot_post_goes_by_the_press(office: Room, error: str) -> None:
    """Once."""
    office.command("/policy P1")
    refuse(office, error)
    office.press("Share")
    assert len(office.answers()) == 1


@pytest.mark.parametrize("lands", [True, False])
def test_what_may_have_arrived_is_not_posted_again(office: Room, *, lands: bool) -> None:
    """Whoever shares is told in private that nobody knows."""
    office.command("/policy P1")
    refuse(office, "internal_error", lands=lands)
    seen = office.workspace.press("Share")
    assert seen.kind == "ephemeral"
    assert "Slack did not say whether the message arrived" in office.show()
    assert len(office.answers()) == lands


def test_in_direct_messages_nothing_is_shared(office: Room) -> None:
    """No manifest asks for im:read and mpim:read, so nobody is sent for a scope: there is no Share, and why is said."""
    workspace = office.workspace
    workspace.command("/policy P1", user="U1", channel="D01")
    labels = [button.label for button in workspace.list_buttons()]
    assert "Send to me" in labels
    assert "Share" not in labels
    workspace.screen = replace(workspace.command("/policy P1", user="U1"), channel="D01")  # a button of before
    said = [office.press("Share")]
    said.append(render_message(workspace.command("/policy P1 share:yes", user="U1", channel="D01").payload))
    for text in said:
        assert text.startswith("⚠ Slack doesn't tell this app who reads these direct messages")
        assert "scope" not in text


def test_a_window_that_came_too_late_is_said(office: Room) -> None:
    """Slack shows none after three seconds: the command is answered with what to do."""
    refuse(office, "expired_trigger_id", method="views.")
    assert "Slack timed out; please try again." in office.command("/ingest")
