"""The Bolt app: commands answer in their ack, buttons recompute their question, errors reach the person."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import Ack, BoltRequest, BoltResponse
from slack_sdk.errors import SlackApiError

from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.domain.access import Need
from bot.errors import DeliveryError, StoreLockedError
from bot.slack.access import ACCESS, Listeners
from bot.slack.actions import Ask, format_ask
from bot.slack.app import build_app
from bot.slack.blocks import actions, button, section
from bot.slack.failures import guard
from bot.slack.in_memory.local import LocalWorkspace, read_body
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.slack.middleware import describe_request
from bot.slack.services import Services
from tests import builders as b
from tests.fakes import FakeLookup

FORM_ACCESS = {
    **ACCESS,
    **dict.fromkeys(("command:form", "command:late", "action:form", "action:fail", "view:form"), Need.READ),
}


def open_workspace(
    lookup: FakeLookup, *, prefix: str = "", registers: Any = (), access: Any = ACCESS
) -> LocalWorkspace:
    """Give a workspace whose app answers from a fake lookup."""
    workspace = LocalWorkspace(FixedClock(b.NOW))
    services = Services(lookup=lookup, clock=FixedClock(b.NOW), prefix=prefix)
    workspace.attach(
        build_app(
            services=services,
            client=workspace.client,
            authorize=workspace.authorize,
            respond_factory=workspace.build_responder,
            executor=workspace.executor,
            registers=registers,
            access=access,
        )
    )
    return workspace


def show(workspace: LocalWorkspace) -> str:
    """Give the screen as text."""
    assert workspace.screen is not None
    return render_message(workspace.screen.payload)


@pytest.mark.parametrize(
    ("command", "method", "shown"),
    [
        ("/policy battery", "search", "Understood: “battery”"),
        ("/policy", "search", "2 results"),
        ("/policy P5", "get_policy", "P5 Safety rules"),
        ("/company P5", "get_policy", "P5 Safety rules"),
        ("/policy I2", "get_item", "I2 Storage makers"),
        ("/policy B1", "get_briefing", "B1 Harbour Notes"),
        ("/policy 工信部联通装〔2023〕217号", "find_document", "P5 Safety rules"),
        ("/ministry", "list_ministries", "2 ministries"),
        ("/ministry list", "list_ministries", "2 ministries"),
        ("/ministry MIIT", "get_ministry", "MIIT Ministry of Industry"),
        ("/company", "list_companies", "1 company in the news"),
        ("/company list", "list_companies", "1 company in the news"),
        ("/company Huawei", "get_company", "Huawei 华为"),
        ("/briefing", "get_briefing", "B1 Harbour Notes"),
        ("/briefing latest", "get_briefing", "B1 Harbour Notes"),
        ("/briefing list", "list_briefings", "1 briefing held"),
        ("/briefing Harbour", "find_briefings", "1 briefing held"),
    ],
)
def test_each_command_asks_its_question_and_answers_privately(command: str, method: str, shown: str) -> None:
    """One call of the lookup, one private answer in the acknowledgement."""
    lookup = FakeLookup()
    workspace = open_workspace(lookup)
    screen = workspace.command(command)
    assert [call[0] for call in lookup.asked] == [method]
    assert screen.kind == "ephemeral"
    assert screen.payload["response_type"] == "ephemeral"
    assert set(screen.payload) == {"text", "blocks", "response_type"}
    assert shown in show(workspace)


@pytest.mark.parametrize("command", ["policy", "ministry", "company", "briefing"])
def test_help_comes_from_the_table_of_commands(command: str) -> None:
    """Help names the command with its prefix and asks nothing of the store."""
    lookup = FakeLookup()
    workspace = open_workspace(lookup, prefix="cn-")
    workspace.command(f"/cn-{command} help")
    assert f"/cn-{command}" in show(workspace)
    assert lookup.asked == []


def test_a_greeting_behind_a_command_is_answered_in_a_line() -> None:
    """It says what the command is for and where the rest stands, and asks nothing of the store."""
    lookup = FakeLookup()
    workspace = open_workspace(lookup, prefix="cn-")
    workspace.command("/cn-policy hello")
    assert show(workspace).startswith("Hello. /cn-policy: search policies and news, such as /cn-policy ")
    assert lookup.asked == []


def test_a_command_that_is_not_ours_gets_the_list() -> None:
    """An unknown command is answered with those there are."""
    workspace = open_workspace(FakeLookup(), prefix="cn-")
    workspace.command("/policy battery")
    assert "/policy is not a command here." in show(workspace)
    assert "/cn-policy" in show(workspace)


def test_share_yes_answers_to_the_channel() -> None:
    """``share:yes`` makes the answer public, with who shared it."""
    workspace = open_workspace(FakeLookup())
    assert workspace.command("/policy battery share:yes").kind == "in_channel"
    assert show(workspace).startswith("Shared by @U0ADMIN")
    assert len(workspace.list_posts()) == 1


def test_more_and_back_ask_the_same_from_another_row() -> None:
    """Turning pages replaces the answer and recomputes it."""
    lookup = FakeLookup(search=b.build_policy_list(total=20))
    workspace = open_workspace(lookup)
    workspace.command("/policy battery")
    assert workspace.press("More").payload["replace_original"] is True
    lookup.answers["search"] = b.build_policy_list(total=20, offset=10)
    workspace.press("More")
    workspace.press("Back")
    assert [call[2] for call in lookup.asked] == [0, 2, 2, 2]


def test_open_answers_beside_the_list() -> None:
    """Opening a policy leaves the list where it is."""
    lookup = FakeLookup()
    workspace = open_workspace(lookup)
    workspace.command("/policy battery")
    assert workspace.press("Open P5").payload["replace_original"] is False
    assert lookup.asked[-1][:2] == ("get_policy", 5)


def test_share_posts_to_the_channel() -> None:
    """Share recomputes the answer and posts it, naming the sharer."""
    workspace = open_workspace(FakeLookup())
    workspace.command("/policy P5")
    screen = workspace.press("Share")
    assert screen.kind == "in_channel"
    assert show(workspace).startswith("Shared by @U0ADMIN · /policy P5")
    assert len(workspace.list_posts()) == 1


def test_source_opens_a_window() -> None:
    """Source shows the item as it stands, in a window over the answer."""
    workspace = open_workspace(FakeLookup())
    workspace.command("/policy battery")
    assert workspace.press("Source").kind == "view"
    assert "file notes.pdf" in show(workspace)


def test_source_of_a_vanished_item_says_so() -> None:
    """An item that was taken back is named as not held."""
    workspace = open_workspace(FakeLookup(get_item=b.build_not_held(kind="item", asked="I2")))
    workspace.command("/policy battery")
    workspace.press("Source")
    assert "Not in the corpus: item “I2”" in show(workspace)


def test_source_without_a_window_answers_as_a_message() -> None:
    """Where the window cannot open in time, the same comes as a message."""
    workspace = open_workspace(FakeLookup())
    workspace.command("/policy battery")
    workspace.slack.build_ts = lambda: ""  # type: ignore[method-assign]  # makes an empty trigger, which Slack refuses
    body = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": ADMIN},
        "trigger_id": "",
        "response_url": "https://local/response/",
        "actions": [{"type": "button", "action_id": "item.source", "block_id": "b", "value": "I2"}],
    }
    press_raw(workspace, body)
    assert "Storage makers get a draft rulebook" in show(workspace)


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
        ("answer.open.3", '["digest","list",0]', "/digest cannot be asked by button."),
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


def test_a_key_that_cannot_work_is_refused() -> None:
    """export: where nobody sends files is answered in one line, never ignored."""
    workspace = open_workspace(FakeLookup())
    workspace.command("/policy storage export:csv")
    assert "There is nothing here to export." in show(workspace)


def test_an_error_of_the_store_is_told_in_its_own_words() -> None:
    """What we know to be wrong is said as it is, before the ack and after it."""
    lookup = FakeLookup(search=StoreLockedError("The database is busy.", hint="Try again in a moment."))
    workspace = open_workspace(lookup)
    workspace.command("/policy battery")
    assert show(workspace) == "⚠ The database is busy.\nTry again in a moment."
    lookup.answers.clear()
    workspace.command("/policy battery")
    lookup.answers["get_policy"] = StoreLockedError("The database is busy.")
    workspace.press("Open P5")
    assert show(workspace) == "⚠ The database is busy."


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


def test_faults_in_other_listeners_reach_the_person_too() -> None:
    """A form that fails shows the error in its window; a button's ack that fails replies; an acked command replies."""

    def register(app: Listeners, _services: Services) -> None:
        def fail(ack: Ack) -> None:
            _ = ack
            raise StoreLockedError("The database is busy.")

        def fail_after(ack: Ack) -> None:
            ack("first")
            raise StoreLockedError("The database is busy.")

        def show_form(ack: Ack) -> BoltResponse:
            return ack(text="x", blocks=[section("x"), actions(button("Form", "form"), button("Fail", "fail"))])

        def open_form(body: dict[str, Any], client: Any) -> None:
            client.views_open(
                trigger_id=body["trigger_id"], view={"type": "modal", "callback_id": "form", "blocks": []}
            )

        def acknowledge(ack: Ack) -> None:
            ack()

        app.command("/form")(show_form)
        app.command("/late")(fail_after)
        app.action("form")(ack=acknowledge, lazy=[open_form])
        app.action("fail")(fail)
        app.view("form")(fail)

    workspace = open_workspace(FakeLookup(), registers=(register,), access=FORM_ACCESS)
    workspace.command("/form")
    workspace.press("Fail")
    assert show(workspace) == "⚠ The database is busy."
    workspace.command("/form")
    workspace.press("Form")
    assert "⚠ The database is busy." in render_message(workspace.submit().payload)
    workspace.command("/late")
    assert workspace.list_posts() == []
    silent = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": ADMIN}}
    pressed = {"type": "button", "action_id": "fail", "block_id": "b"}
    response = press_raw(workspace, {**silent, "actions": [pressed]})
    assert (response.status, response.body) == (200, "")


def test_an_error_that_cannot_be_told_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """When even the reply fails, the log says so and nothing breaks."""

    @guard
    def handle(respond: Any) -> None:
        respond("an answer")

    def respond(*_: Any, **__: Any) -> None:
        raise DeliveryError("Gone.")

    with caplog.at_level(logging.WARNING):
        handle(respond=respond)
    assert "an error could not be told: Gone." in caplog.text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"command": "/policy", "text": "x", "team_id": TEAM}, "names no person or no workspace"),
        ({"command": "/policy", "text": "x", "user_id": ADMIN}, "names no person or no workspace"),
        ({"type": "block_actions", "actions": [{"action_id": "answer.more"}], "team": {"id": TEAM}}, None),
        ({}, None),
    ],
)
def test_requests_without_person_or_workspace_are_refused(body: dict[str, Any], shown: str | None) -> None:
    """They reach no listener: a command is told why, anything else is dropped."""
    lookup = FakeLookup()
    response = press_raw(open_workspace(lookup), body)
    assert response.status == 200
    assert lookup.asked == []
    assert (shown or "") in read_body(response.body).get("text", "")


def test_a_start_warns_of_nothing_that_is_meant_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The token of the environment is ours to use; what else Bolt has to say is heard."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-example")
    open_workspace(FakeLookup())
    logging.getLogger("slack_bolt.gongbao").warning("listen")
    assert [record.message for record in caplog.records] == ["listen"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"command": "/policy", "text": "private words"}, "command '/policy'"),
        ({"command": "/cn-policy", "text": "private words"}, "command '/policy'"),
        ({"command": "/private", "text": "words"}, "command of no such name"),
        ({"actions": [{"action_id": "answer.more", "value": "private words"}]}, "button 'answer.more'"),
        ({"actions": ["odd"], "type": "block_actions"}, "request 'block_actions'"),
        ({}, "request 'of no type'"),
    ],
)
def test_the_log_names_requests_without_their_words(body: dict[str, Any], named: str) -> None:
    """Who asked what kind of thing, never what they wrote."""
    assert describe_request(body) == named


def test_a_choice_leads_on() -> None:
    """Picking a meaning asks for it."""
    lookup = FakeLookup(get_ministry=b.build_choice())
    workspace = open_workspace(lookup)
    workspace.command("/ministry NFRA")
    lookup.answers["get_ministry"] = replace(b.build_ministry_card(), notes=("picked",))
    workspace.press("NFRA: financial")
    assert "Picked" in show(workspace)


def test_a_subscription_is_shown_by_its_own_command() -> None:
    """``D3`` elsewhere says where it is shown."""
    workspace = open_workspace(FakeLookup())
    workspace.command("/policy D3")
    assert "D3 is a subscription" in show(workspace)


def test_a_command_asks_slack_who_somebody_is_and_nothing_else() -> None:
    """The first command of a person asks once; the next ones cost no call of Slack's methods."""
    workspace = open_workspace(FakeLookup())
    for _ in range(3):
        workspace.command("/policy battery")
    assert workspace.slack.calls == [("users.info", {"user": ADMIN})]
    with pytest.raises(SlackApiError):
        workspace.client.api_call("nothing.here")
    assert format_ask(Ask(command="policy", text="x")) == '["policy","x",0]'
