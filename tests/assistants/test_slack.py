"""What people see where Slack shows us beside its own: the agent view, unfurled links, the side pane and the search."""

import itertools
import json
from typing import Any

import pytest
from slack_sdk.models.metadata import EntityMetadata, EventAndEntityMetadata

from bot.app import Application
from bot.assistants import agent, work_objects
from bot.slack.app import LISTENERS, build_app
from bot.slack.calls.doctor import ASSISTANTS
from bot.slack.gate import Gate
from bot.slack.in_memory.local import IDENTITY
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, LocalChannel, Payload
from tests.assistants.room import GUEST, NOTICE, ROOT
from tests.fake_slack.requests import build_event, build_press

DIRECT = f"D{ADMIN[1:]}"
_COUNT = itertools.count(1)
METHODS = (
    *("assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts", "chat.unfurl", "entity.presentDetails"),
    *("functions.completeSuccess", "functions.completeError"),
)


@pytest.fixture
def agency(samples: Application) -> Application:
    """The workspace of an app with everything that its manifest may ask for."""
    workspace = samples.workspace
    workspace.slack.methods |= {name: lambda _slack, _arguments: {} for name in METHODS}
    workspace.slack.people[GUEST] = {"is_restricted": True}
    workspace.slack.open_direct(ADMIN)
    gate = Gate(
        services=samples.services,
        client=workspace.client,
        send_reply=workspace.take_reply,
        executor=workspace.executor,
    )
    workspace.app = build_app(gate, IDENTITY, (*agent.LISTENERS, *LISTENERS, *work_objects.LISTENERS))
    return samples


def tell(app: Application, event: Payload) -> list[tuple[str, Payload]]:
    """Bring an event, and return the calls that it led to, with what they carried."""
    known = len(app.workspace.slack.calls)
    app.workspace.send(build_event(event, event_id=f"Ev{next(_COUNT)}"))
    return [call for call in app.workspace.slack.calls[known:] if call[0] in METHODS]


def read(carried: object) -> Any:
    """Return what a call carried, which the SDK may send as JSON."""
    return json.loads(carried) if isinstance(carried, str) else carried


def test_opening_the_messages_offers_prompts_that_work(agency: Application) -> None:
    """Each of the four finds something; Home stays as it is."""
    opened = {"type": "app_home_opened", "user": ADMIN, "channel": DIRECT, "tab": "messages"}
    ((method, carried),) = tell(agency, opened)
    prompts = read(carried["prompts"])
    assert (method, carried["channel_id"], len(prompts)) == ("assistant.threads.setSuggestedPrompts", DIRECT, 4)
    assert "thread_ts" not in carried
    for prompt in prompts:
        said = agency.workspace.write(prompt["message"]).payload["text"]
        assert not any(words in said for words in ("isn't mentioned", "No ", "Nothing", "not a command")), (
            prompt,
            said,
        )
    assert tell(agency, {**opened, "tab": "home"}) == []
    assert ADMIN in agency.workspace.slack.homes


def test_a_question_is_answered_in_its_thread(agency: Application) -> None:
    """The status comes first; the answer stands in the thread that the question opens, or goes on."""
    slack = agency.workspace.slack
    first = agency.workspace.write("What is new about Huawei?")
    asked = next(post for post in slack.channels[DIRECT].posts if post.get("text") == "What is new about Huawei?")
    assert first.payload["thread_ts"] == asked["ts"]
    again = agency.workspace.write("And about BYD?", thread_ts=asked["ts"])
    assert again.payload["thread_ts"] == asked["ts"]
    made = [(name, carried) for name, carried in slack.calls if name in {METHODS[0], "chat.postMessage"}]
    assert [name for name, _ in made] == [METHODS[0], "chat.postMessage"] * 2
    assert {carried["thread_ts"] for _, carried in made} == {asked["ts"]}
    slack.methods.pop(METHODS[0])
    assert "Xiaomi" in str(
        agency.workspace.write("company Xiaomi").payload
    )  # an app that may set no status answers all the same


def test_feedback_goes_on_the_review_list(agency: Application) -> None:
    """One button thanks, the other opens the form, which is there to be settled."""
    said = agency.workspace.write("company Huawei").payload
    (block,) = [each for each in read(said["blocks"]) if each["type"] == "context_actions"]
    (buttons,) = block["elements"]
    views = agency.workspace.slack.views
    for name, opens in (("positive_button", 0), ("negative_button", 1)):
        pressed = {"type": "feedback_buttons", "action_id": agent.FEEDBACK, "value": buttons[name]["value"]}
        agency.workspace.send(build_press(pressed, channel=DIRECT))
        assert len(views) == opens, name
    assert views[0]["callback_id"] == "wrong.report"
    assert "context_actions" not in str(agency.workspace.write("help").payload)


def test_a_link_to_a_policy_unfurls(agency: Application) -> None:
    """Issuer, status, dates and deadline, in a form that the SDK knows; no sentence of the publisher's."""
    links = [
        {"url": NOTICE, "domain": "www.cac.gov.cn"},
        {"url": "https://www.cac.gov.cn/other", "domain": "cac.gov.cn"},
    ]
    event = {"type": "link_shared", "user": ADMIN, "channel": CHANNEL, "message_ts": "1.1", "links": links}
    ((method, carried),) = tell(agency, event)
    (entity,) = read(carried["metadata"])["entities"]
    assert (method, carried["channel"], carried["ts"]) == ("chat.unfurl", CHANNEL, "1.1")
    assert EventAndEntityMetadata(entities=[EntityMetadata(**entity)]).to_dict()
    assert (entity["app_unfurl_url"], entity["external_ref"]["id"]) == (NOTICE, "P18")
    fields = {field["label"]: field["value"] for field in entity["entity_payload"]["custom_fields"]}
    assert (fields["Issuer"], fields["Published"]) == ("CAC, MIIT, MPS, NRTA", "2025-03-14")
    assert fields["Takes effect"] == "2025-09-01"
    assert "have to be marked" not in str(entity)
    assert tell(agency, {**event, "links": links[1:]}) == []


@pytest.mark.parametrize("channel", ["C0SHARED", "COMPOSER"])
def test_nothing_unfurls_where_others_read(agency: Application, channel: str) -> None:
    """In a channel that another organisation shares, or before a message is sent to one, a link stays a link."""
    agency.workspace.slack.channels["C0SHARED"] = LocalChannel(
        id="C0SHARED", name="shared", members=[ADMIN], is_ext_shared=True
    )
    links = [{"url": NOTICE, "domain": "www.cac.gov.cn"}]
    event = {"type": "link_shared", "user": ADMIN, "channel": channel, "message_ts": "1.1", "links": links}
    assert tell(agency, event) == []


def test_the_side_pane_shows_the_card(agency: Application) -> None:
    """What its sources say stands below the facts, each as whose word it is; what isn't there is said to be missing."""
    event = {"type": "entity_details_requested", "user": ADMIN, "trigger_id": "t.1", "entity_url": NOTICE}
    ((_, carried),) = tell(agency, {**event, "external_ref": {"id": "P18"}})
    entity = read(carried["metadata"])
    assert EntityMetadata(**entity).to_dict()["external_ref"]["id"] == "P18"
    labels = [field["label"] for field in entity["entity_payload"]["custom_fields"]]
    assert any(label.startswith("Reported: Gongbao Samples") for label in labels)
    assert any(label.startswith("Publisher opinion: ") for label in labels)
    for missing in ("P99", "x", ""):
        ((_, carried),) = tell(agency, {**event, "external_ref": {"id": missing}})
        assert read(carried["error"]) == {"status": "not_found"}


def test_the_page_asks_for_what_is_heard() -> None:
    """The manifest of docs/assistants.md has the events and scopes of these listeners, and no more."""
    page = (ROOT / "docs" / "assistants.md").read_text(encoding="utf-8")
    manifest = json.loads(page.partition("<!-- manifest -->\n```json\n")[2].partition("```")[0])
    heard = {f"event:{name}" for name in manifest["settings"]["event_subscriptions"]["bot_events"]}
    assert heard == {each.key for each in work_objects.LISTENERS}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {*ASSISTANTS, "links:read"}
    assert manifest["features"]["search"]["search_function_callback_id"] in manifest["functions"]


def search(app: Application, query: str, user: str) -> tuple[str, Payload]:
    """Search as somebody in Slack's own search; return the method that ends it and what it carried."""
    event = {
        "type": "function_executed",
        "function": {"callback_id": "search_policies"},
        "function_execution_id": "Fx1",
        "inputs": {"query": query, "filters": {}, "user_context": {"id": user}},
    }
    (call,) = tell(app, event)
    return call


def test_slacks_search_finds_policies(agency: Application) -> None:
    """At most fifty, each with title, description, date and link; who may not read gets none."""
    method, carried = search(agency, "carbon", ADMIN)
    results = read(carried["outputs"])["search_result"]
    assert (method, carried["function_execution_id"]) == ("functions.completeSuccess", "Fx1")
    assert {"P2", "P13", "P21"} <= {each["external_ref"]["id"] for each in results}
    assert all({"title", "description", "date_updated", "link"} <= each.keys() for each in results)
    assert all(each["link"].startswith("https://") for each in results)
    assert len(read(search(agency, "", ADMIN)[1]["outputs"])["search_result"]) <= 50
    for user, query, says in (
        (GUEST, "carbon", "Guests can't"),
        ("", "carbon", "Only people"),
        (ADMIN, "topic:x", "no topic"),
    ):
        method, carried = search(agency, query, user)
        assert (method, says in carried["error"]) == ("functions.completeError", True)
