"""The in-memory workspace behaves as Slack does: replies, windows, posts, and its errors."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient

from bot.clock import FixedClock
from bot.errors import DeliveryError, NotFoundError
from bot.services.access.gatekeeper import Gatekeeper
from bot.slack.calls.channels import Channels
from bot.slack.calls.people import People
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.middleware import build_gate
from tests.builders import NOW

BUTTONS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "row"}, "accessory": button}
    for button in (
        {"type": "button", "text": {"type": "plain_text", "text": "Source"}, "action_id": "source", "value": "I1"},
        {"type": "button", "text": {"type": "plain_text", "text": "Source"}, "action_id": "source", "value": "I2"},
        {"type": "overflow", "action_id": "rest"},
    )
]
MORE = {"type": "button", "text": {"type": "plain_text", "text": "More"}, "action_id": "more", "value": "2"}
VIEW = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "blocks": [{"type": "actions", "elements": [{**MORE, "text": {"type": "plain_text", "text": "Inside"}}]}],
}


def acknowledge(ack: Ack) -> None:
    ack()


def page(body: dict[str, Any], respond: Any) -> None:
    respond(f"page {body['actions'][0]['value']}", replace_original=True)


def share(respond: Any) -> None:
    respond("shared", response_type="in_channel", replace_original=False)


def wear_out(respond: Any) -> None:
    for turn in range(7):
        respond(f"turn {turn}")


def source(body: dict[str, Any], client: WebClient) -> None:
    client.views_open(trigger_id=body["trigger_id"], view={**VIEW, "private_metadata": body["actions"][0]["value"]})


def push(body: dict[str, Any], client: WebClient) -> None:
    client.views_push(trigger_id=body["trigger_id"], view=VIEW)


def ask(ack: Ack, body: dict[str, Any]) -> BoltResponse:
    if body["text"] == "share:yes":
        return ack(text="to all", response_type="in_channel")
    names = ("share", "wear", "push")
    row = [{**MORE, "action_id": name, "text": {"type": "plain_text", "text": name.title()}} for name in names]
    return ack(text=body["text"], blocks=[*BUTTONS, {"type": "actions", "elements": [MORE, *row]}])


def submit(ack: Ack, view: dict[str, Any]) -> BoltResponse:
    match view["state"]["values"].get("b", {}).get("a", {}).get("value"):
        case "wrong":
            return ack(response_action="errors", errors={"b": "not so"})
        case "again":
            return ack(response_action="update", view={**VIEW, "callback_id": "second"})
        case _:
            return ack()


@pytest.fixture
def workspace() -> LocalWorkspace:
    """A workspace with an app that has one of each kind of listener."""
    local = LocalWorkspace(FixedClock(NOW))
    app = App(
        client=WebClient(base_url="https://local/api/", retry_handlers=[]),
        signing_secret="0" * 8,
        authorize=local.authorize,
        process_before_response=True,
        listener_executor=local.executor,
    )
    gatekeeper = Gatekeeper(people=People(local.client), channels=Channels(local.client), clock=FixedClock(NOW))
    app.use(build_gate(client=local.client, respond_factory=local.build_responder, gatekeeper=gatekeeper))
    app.command("/ask")(ask)
    for name, lazy in (("more", page), ("share", share), ("source", source), ("wear", wear_out), ("push", push)):
        app.action(name)(ack=acknowledge, lazy=[lazy])
    app.view("form")(submit)
    local.attach(app)
    return local


def test_a_command_shows_exactly_what_slack_would_get(workspace: LocalWorkspace) -> None:
    """The answer of a command is the body of its acknowledgement, private unless it says otherwise."""
    screen = workspace.command("ask hello there")
    assert screen.kind == "ephemeral"
    assert screen.payload["text"] == "hello there"
    assert workspace.list_posts() == []
    assert workspace.command("/ask share:yes", channel="C0NEW").kind == "in_channel"
    assert [post["text"] for post in workspace.list_posts("C0NEW")] == ["to all"]
    assert workspace.list_posts("C0NONE") == []


def test_replies_replace_share_and_wear_out(workspace: LocalWorkspace) -> None:
    """A reply replaces the answer, posts it to the channel, and works five times."""
    workspace.command("/ask x")
    assert workspace.press("More").payload == {"text": "page 2", "replace_original": True}
    workspace.command("/ask x")
    shared = workspace.press("Share")
    assert shared.kind == "in_channel"
    assert [post["text"] for post in workspace.list_posts()] == ["shared"]
    workspace.command("/ask x")
    assert workspace.press("Wear").payload["text"] == "turn 4"
    with pytest.raises(DeliveryError, match="no address"):
        workspace.build_responder(None)("lost")
    with pytest.raises(DeliveryError, match="no address"):
        workspace.build_responder("https://elsewhere/")("lost")


def test_a_window_lies_over_the_answer(workspace: LocalWorkspace) -> None:
    """Buttons of an open window come first, those under it stay reachable, and closing it shows the answer again."""
    workspace.command("/ask x")
    workspace.press("Source")
    assert workspace.list_buttons()[0].name == "Inside"
    assert workspace.press("More").payload["text"] == "page 2"
    workspace.command("/ask x")
    workspace.press("Source")
    assert workspace.submit().kind == "ephemeral"
    workspace.command("/ask x")
    workspace.press("Source")
    assert workspace.press("Push").kind == "view"
    assert workspace.press("Inside").kind == "view"
    workspace.command("/ask x")
    workspace.press("More")


def test_forms_are_submitted_refused_and_updated(workspace: LocalWorkspace) -> None:
    """A form's answer closes it, refuses it, or replaces it."""
    workspace.command("/ask x")
    with pytest.raises(NotFoundError, match="no window"):
        workspace.submit()
    workspace.press("Source")
    with pytest.raises(NotFoundError, match="not so"):
        workspace.submit({"b": {"a": {"value": "wrong"}}})
    assert workspace.submit({"b": {"a": {"value": "again"}}}).payload["callback_id"] == "second"
