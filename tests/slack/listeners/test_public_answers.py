"""Answers that a channel sees are recorded before they are posted, and what becomes of the record; what people read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from bot.access.licences import Licences
from bot.cli.text import render_message
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL
from bot.store.licences import Licence
from tests.room import NOW
from tests.slack.listeners.test_message_commands import Office, office

__all__ = ["office"]


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


def rows(office: Office) -> list[dict[str, Any]]:
    with office.app.store.read() as db:
        return list(db.query("SELECT * FROM answers ORDER BY id"))


def posts(office: Office) -> list[dict[str, Any]]:
    return [post for post in office.workspace.list_posts(CHANNEL) if post.get("bot_id")]


def test_a_mentions_answer_is_recorded_with_its_place(office: Office) -> None:
    """Channel, thread and timestamp, who asked, under the key of its message; nothing of what was asked or said."""
    office.write("policy P1")
    (row,), (post,) = rows(office), posts(office)
    assert (row["channel"], row["ts"]) == (CHANNEL, post["ts"])
    assert row["key"] == post["metadata"]["event_payload"]["key"]
    assert (row["user"], row["asked"]) == (ADMIN, "")
    assert row["briefings"] == "[1]"


def test_a_shared_answer_is_posted_by_the_bot_in_the_thread_of_the_press(office: Office) -> None:
    """It names who shares it, and is recorded with what they asked."""
    office.workspace.command("/policy P1")
    (button,) = [each for each in office.workspace.list_buttons() if each.label == "Share"]
    body = office.workspace._build_body(ADMIN, CHANNEL) | {
        "type": "block_actions",
        "actions": [{**button.element, "block_id": "b1", "action_ts": "8.000001"}],
        "container": {"type": "message", "channel_id": CHANNEL, "is_ephemeral": True, "thread_ts": "7.000001"},
    }
    office.workspace.send(body)
    (post,), (row,) = posts(office), rows(office)
    assert post["text"].startswith(f"Shared by @{ADMIN}") or f"<@{ADMIN}>" in str(post["blocks"])
    assert post["thread_ts"] == "7.000001"
    assert (row["ts"], row["asked"]) == (post["ts"], "/policy P1")


@pytest.mark.parametrize("error", ["not_in_channel", "ratelimited", "missing_scope"])
def test_what_slack_does_not_let_the_bot_post_goes_by_the_press(office: Office, error: str) -> None:
    """Once, and recorded as what nobody can take back."""
    office.workspace.command("/policy P1")
    refuse(office, error)
    office.workspace.press("Share")
    (row,) = rows(office)
    assert len(posts(office)) == 1
    assert (row["key"], row["ts"], row["asked"], row["user"]) == (None, None, "/policy P1", ADMIN)


@pytest.mark.parametrize("lands", [True, False])
def test_what_may_have_arrived_is_not_posted_again(office: Office, *, lands: bool) -> None:
    """Whoever shares is told in private that nobody knows; it stays on record, to be looked for by its key."""
    office.workspace.command("/policy P1")
    refuse(office, "internal_error", lands=lands)
    seen = office.workspace.press("Share")
    assert seen.kind == "ephemeral"
    assert "Slack did not say whether the message arrived" in render_message(seen.payload)
    (row,) = rows(office)
    assert len(posts(office)) == lands
    assert row["key"].startswith("share ")
    assert row["ts"] is None


def test_a_licence_that_overtakes_an_answer_refuses_it(office: Office) -> None:
    """The channel is told to ask once more; who presses Share is told in private; nothing is quoted."""
    licence = Licence(publisher="Institute", longest_quote=5)
    Licences(office.app.store).set_licence(licence, by=ADMIN, now=NOW + dt.timedelta(seconds=1))
    office.write("policy P1")
    (post,) = posts(office)
    assert "A licence has changed" in post["text"]
    office.workspace.command("/policy P1")
    assert office.workspace.press("Share").kind == "ephemeral"
    assert "has changed while" in office.workspace.command("/policy P1 share:yes").payload["text"]
    assert len(posts(office)) == 1
    assert rows(office) == []
