"""The in-memory workspace behaves as Slack does: replies, windows, posts, and its errors."""

from __future__ import annotations

import datetime as dt
import json
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
from bot.slack.in_memory.local import LocalWorkspace, find_buttons, read_body
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, CHANNEL, TEAM
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


@pytest.mark.parametrize(
    ("name", "value"), [("Source", "I1"), ("Source#2", "I2"), ("source#2", "I2"), ("source", "I1")]
)
def test_buttons_are_found_by_label_number_or_id(workspace: LocalWorkspace, name: str, value: str) -> None:
    """``label#2`` is the second of that label; an action_id finds the first."""
    workspace.command("/ask x")
    screen = workspace.press(name)
    assert screen.kind == "view"
    assert screen.payload["private_metadata"] == value


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


def test_an_app_that_does_not_answer_is_told(workspace: LocalWorkspace) -> None:
    """No app, or a request that no listener takes, is an error in one line."""
    with pytest.raises(DeliveryError, match="did not answer"):
        workspace.command("/unknown")
    with pytest.raises(NotFoundError, match="No app"):
        LocalWorkspace(FixedClock(NOW)).command("/ask")
    with pytest.raises(NotFoundError, match="nothing on the screen"):
        LocalWorkspace(FixedClock(NOW)).submit()


def test_the_newest_post_can_be_looked_at(workspace: LocalWorkspace) -> None:
    """A post comes to the screen, with its buttons."""
    with pytest.raises(NotFoundError, match="Nothing is posted"):
        workspace.look()
    workspace.client.chat_postMessage(channel=CHANNEL, text="digest", blocks=[{"type": "actions", "elements": [MORE]}])
    assert workspace.look().payload["text"] == "digest"
    assert workspace.press("More").payload["text"] == "page 2"


def test_posts_carry_ours_and_their_metadata_is_shown_on_request(workspace: LocalWorkspace) -> None:
    """A post has timestamp, bot and metadata; history gives the newest first, threads apart, in pages."""
    client = workspace.client
    meta = {"event_type": "e", "event_payload": {"key": "k"}}
    first = client.chat_postMessage(channel=CHANNEL, text="one", metadata=meta)
    client.chat_postMessage(channel=CHANNEL, text="reply", thread_ts=first["ts"])
    second = client.chat_postMessage(channel=CHANNEL, text="two")
    assert second.headers["Date"] == "Sun, 10 Mar 2024 04:00:00 GMT"
    history = client.conversations_history(channel=CHANNEL)
    assert [m["text"] for m in history["messages"]] == ["two", "one"]
    assert {m["bot_id"] for m in history["messages"]} == {BOT_ID}
    assert "metadata" not in history["messages"][1]
    full = client.conversations_history(channel=CHANNEL, include_all_metadata=True, limit=1, oldest="0")
    assert full["has_more"]
    rest = client.conversations_history(
        channel=CHANNEL, include_all_metadata=True, limit=1, cursor=full["response_metadata"]["next_cursor"]
    )
    assert rest["messages"][0]["metadata"] == meta
    replies = client.conversations_replies(channel=CHANNEL, ts=first["ts"])
    assert [m["text"] for m in replies["messages"]] == ["one", "reply"]
    after = client.conversations_history(channel=CHANNEL, oldest=second["ts"], inclusive=True)
    assert [m["text"] for m in after["messages"]] == ["two"]
    assert client.conversations_history(channel=CHANNEL, oldest=second["ts"])["messages"] == []


def test_posts_are_changed_and_deleted(workspace: LocalWorkspace) -> None:
    """Update keeps the timestamp; delete removes; a foreign timestamp is refused."""
    client = workspace.client
    post = client.chat_postMessage(channel=CHANNEL, text="one")
    assert client.chat_update(channel=CHANNEL, ts=post["ts"], text="two")["text"] == "two"
    client.chat_delete(channel=CHANNEL, ts=post["ts"])
    assert workspace.list_posts() == []
    client.chat_postMessage(channel=CHANNEL, text="another")
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_update(channel=CHANNEL, ts="1.0", text="x")


def test_people_and_channels_are_described(workspace: LocalWorkspace) -> None:
    """The reads a bot needs: who am I, who is that, what channel, who is in it, a direct message."""
    client = workspace.client
    assert client.auth_test()["bot_id"] == BOT_ID
    assert client.auth_test()["team_id"] == TEAM
    assert client.users_info(user=ADMIN)["user"]["is_admin"]
    assert client.conversations_info(channel=CHANNEL)["channel"]["name"] == "general"
    assert BOT_USER in client.conversations_members(channel=CHANNEL)["members"]
    direct = client.conversations_open(users=["U0ANN"])["channel"]["id"]
    with pytest.raises(SlackApiError, match="missing_scope"):  # im:read, which our manifests do not ask for
        client.conversations_info(channel=direct)
    assert client.chat_postMessage(channel="U0ANN", text="hello")["channel"] == direct
    client.chat_postEphemeral(channel=CHANNEL, user=ADMIN, text="psst")
    assert workspace.slack.ephemerals[0]["text"] == "psst"
    opened = client.views_open(trigger_id="t", view=VIEW)["view"]["id"]
    client.views_open(trigger_id="t", view=VIEW)
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(view_id="V9", view=VIEW)
    assert client.views_update(view_id=opened, view=VIEW)["view"]["id"] == opened


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


def test_timestamps_follow_the_clock_and_never_repeat() -> None:
    """Two posts of one instant have two timestamps."""
    clock = FixedClock(NOW)
    local = LocalWorkspace(clock)
    stamps = [local.slack.build_ts() for _ in range(3)]
    clock.at += dt.timedelta(seconds=1)
    stamps.append(local.slack.build_ts())
    assert len(set(stamps)) == 4
    assert sorted(stamps, key=float) == stamps
    assert float(stamps[0]) == pytest.approx(NOW.timestamp(), abs=0.01)


def test_bodies_are_read() -> None:
    """JSON objects, other JSON, plain text and nothing."""
    assert read_body('{"text": "x"}') == {"text": "x"}
    assert read_body("[1]") == {"text": "[1]"}
    assert read_body("plain") == {"text": "plain"}
    assert read_body("") == {}
    assert list(find_buttons({"text": "x"})) == []
    assert json.dumps(VIEW)


def test_a_post_of_an_earlier_process_can_be_changed(workspace: LocalWorkspace) -> None:
    """A recalled post is there once it is changed, also in a channel that is new here; others are not found."""
    workspace.slack.recall("C0BEFORE", "5.000001")
    assert workspace.list_posts("C0BEFORE") == []
    workspace.client.chat_update(channel="C0BEFORE", ts="5.000001", text="two")
    workspace.client.chat_update(channel="C0BEFORE", ts="5.000001", text="three")
    assert [(post["ts"], post["text"]) for post in workspace.list_posts("C0BEFORE")] == [("5.000001", "three")]
    with pytest.raises(SlackApiError, match="message_not_found"):
        workspace.client.chat_update(channel="C0BEFORE", ts="6.000001", text="x")


def test_a_command_makes_its_channel(workspace: LocalWorkspace) -> None:
    """What a command sets off can be posted where it was written."""
    workspace.command("/ask hello", channel="C0FRESH")
    assert workspace.client.chat_postMessage(channel="C0FRESH", text="notice")["channel"] == "C0FRESH"
