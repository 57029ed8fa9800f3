"""The in-memory workspace behaves as Slack does: replies, windows, posts, and its errors."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import FixedClock
from bot.errors import DeliveryError, NotFoundError
from bot.services.access.gatekeeper import Gatekeeper
from bot.slack.calls.channels import Channels
from bot.slack.calls.people import People
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import BOT_USER, CHANNEL
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


def test_a_missing_button_lists_those_there_are(workspace: LocalWorkspace) -> None:
    """A wrong name is refused with the right ones."""
    with pytest.raises(NotFoundError, match=r"nothing on the screen|no button"):
        workspace.press("Source")
    workspace.command("/ask x")
    with pytest.raises(
        NotFoundError, match=r"no button “Nope” here\. Buttons: Source, Source#2, More, Share, Wear, Push\."
    ):
        workspace.press("Nope")


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


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("chat.postMessage", {"channel": "C9", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": CHANNEL}, "no_text"),
        ("chat.postMessage", {"channel": CHANNEL, "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ("chat.postMessage", {"channel": CHANNEL, "blocks": [{"type": "x" * 14_000}]}, "msg_blocks_too_long"),
        ("chat.postMessage", {"channel": "C0OLD", "text": "x"}, "is_archived"),
        ("chat.postMessage", {"channel": "C0OUT", "text": "x"}, "not_in_channel"),
        ("chat.postEphemeral", {"channel": CHANNEL, "user": "U9", "text": "x"}, "user_not_in_channel"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("users.info", {"user": "x"}, "user_not_found"),
        ("views.open", {"view": VIEW}, "invalid_trigger_id"),
        ("views.open", {"trigger_id": "t", "view": "[]"}, "invalid_arguments"),
        ("views.update", {"view_id": "V9", "view": VIEW}, "not_found"),
        ("files.upload", {}, "unknown_method"),
    ],
)
def test_errors_carry_slacks_code(workspace: LocalWorkspace, method: str, arguments: dict[str, Any], code: str) -> None:
    """What Slack refuses is refused here with the same code."""
    workspace.slack.add_channel("C0OLD", "old").is_archived = True
    workspace.slack.add_channel("C0OUT", "out").members.remove(BOT_USER)
    with pytest.raises(SlackApiError) as caught:
        workspace.client.api_call(method, json=arguments)
    assert caught.value.response["error"] == code
