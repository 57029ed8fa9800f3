"""Sharing an answer: the bot posts it where the button was pressed, once, else the press carries it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.cli.text import render_message
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL
from tests.slack.listeners.interaction_room import Office


def refuse(office: Office, error: str, *, lands: bool = False) -> None:
    """Let Slack refuse each post with this code, after it landed or instead."""
    call: Callable[[str, dict[str, Any]], dict[str, Any]] = office.workspace.slack.call

    def answer(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if method != "chat.postMessage":
            return call(method, arguments)
        if lands:
            call(method, arguments)
        return {"ok": False, "error": error}

    office.workspace.slack.call = answer  # type: ignore[method-assign]  # the workspace of this test alone


def posts(office: Office) -> list[dict[str, Any]]:
    return [post for post in office.workspace.list_posts(CHANNEL) if post.get("bot_id")]


def test_it_is_posted_in_the_thread_of_the_press(office: Office) -> None:
    """It names who shares it."""
    office.workspace.command("/policy P1")
    (button,) = [each for each in office.workspace.list_buttons() if each.label == "Share"]
    body = office.workspace._build_body(ADMIN, CHANNEL) | {
        "type": "block_actions",
        "actions": [{**button.element, "block_id": "b1", "action_ts": "8.000001"}],
        "container": {"type": "message", "channel_id": CHANNEL, "is_ephemeral": True, "thread_ts": "7.000001"},
    }
    office.workspace.send(body)
    (post,) = posts(office)
    assert f"<@{ADMIN}>" in str(post["blocks"])
    assert post["thread_ts"] == "7.000001"


@pytest.mark.parametrize("error", ["not_in_channel", "ratelimited", "missing_scope"])
def test_what_slack_does_not_let_the_bot_post_goes_by_the_press(office: Office, error: str) -> None:
    """Once."""
    office.workspace.command("/policy P1")
    refuse(office, error)
    office.workspace.press("Share")
    assert len(posts(office)) == 1


@pytest.mark.parametrize("lands", [True, False])
def test_what_may_have_arrived_is_not_posted_again(office: Office, *, lands: bool) -> None:
    """Whoever shares is told in private that nobody knows."""
    office.workspace.command("/policy P1")
    refuse(office, "internal_error", lands=lands)
    seen = office.workspace.press("Share")
    assert seen.kind == "ephemeral"
    assert "Slack did not say whether the message arrived" in render_message(seen.payload)
    assert len(posts(office)) == lands


def test_in_direct_messages_nothing_is_shared(office: Office) -> None:
    """No manifest asks for im:read and mpim:read, so nobody is sent for a scope: there is no Share, and why is said."""
    workspace = office.workspace
    workspace.command("/policy P1", user="U1", channel="D01")
    labels = [button.label for button in workspace.list_buttons()]
    assert "Send to me" in labels
    assert "Share" not in labels
    workspace.screen = replace(workspace.command("/policy P1", user="U1"), channel="D01")  # a button of before
    said = [render_message(workspace.press("Share").payload)]
    said.append(render_message(workspace.command("/policy P1 share:yes", user="U1", channel="D01").payload))
    for text in said:
        assert text.startswith("⚠ Slack doesn't tell this app who reads these direct messages")
        assert "scope" not in text


def test_a_window_that_came_too_late_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack shows none after three seconds: the command is answered with what to do."""
    call = office.workspace.slack.call
    monkeypatch.setattr(
        office.workspace.slack,
        "call",
        lambda method, said: (
            {"ok": False, "error": "expired_trigger_id"} if method.startswith("views.") else call(method, said)
        ),
    )
    assert "Slack timed out; please try again." in render_message(office.workspace.command("/ingest").payload)
