"""The desk: one workspace, each request once, and nothing that comes in can break it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltResponse

from bot.clock import FixedClock
from bot.errors import StoreLockedError
from bot.services.access.gatekeeper import DENIED
from bot.slack.app import build_app
from bot.slack.calls.identity import Identity, build_authorize
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, CHANNEL, TEAM
from bot.slack.services import Services
from bot.slack.transport.desk import Desk, find_event_key, find_team, read_payload
from tests import builders as b
from tests.access_room import AccessRoom
from tests.fake_slack.requests import build_command, build_event, build_press
from tests.fakes import FakeLookup

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from slack_bolt import App

    from bot.slack.in_memory.local_slack import Payload

IDENTITY = Identity(team=TEAM, team_name="local", bot_id=BOT_ID, bot_user=BOT_USER)


class FakeReceipts:
    """Keeps keys in memory; ``error`` is raised instead where set."""

    def __init__(self, error: Exception | None = None) -> None:
        self.keys: list[str] = []
        self.asking: list[bool] = []
        self.error = error

    def claim(self, key: str, *, now: dt.datetime, asks_only: bool = False) -> bool:
        assert now == b.NOW
        self.asking.append(asks_only)
        if self.error is not None:
            raise self.error
        fresh = key not in self.keys
        self.keys.append(key)
        return fresh


def open_desk(lookup: FakeLookup | None = None, receipts: FakeReceipts | None = None) -> Desk:
    """Give a desk before an app that answers from a fake lookup."""
    clock = FixedClock(b.NOW)
    workspace = LocalWorkspace(clock)
    app: App = build_app(
        services=Services(lookup=lookup or FakeLookup(), clock=clock),
        client=workspace.client,
        authorize=build_authorize(IDENTITY, "xoxb-1"),
        respond_factory=workspace.build_responder,
        executor=workspace.executor,
    )
    return Desk(app=app, receipts=receipts or FakeReceipts(), clock=clock, identity=IDENTITY)


def test_a_command_is_answered_in_its_acknowledgement() -> None:
    """What comes back is the answer, privately."""
    payload = open_desk().receive(build_command("/policy battery"), key="1")
    assert payload is not None
    assert payload["response_type"] == "ephemeral"
    assert payload["blocks"]


def test_the_same_delivery_has_one_effect() -> None:
    """The second time nothing is asked and nothing said; another delivery of the same words is a new one."""
    lookup = FakeLookup()
    desk = open_desk(lookup)
    body = build_command("/policy battery")
    assert desk.receive(body, key="1")
    assert desk.receive(body, key="1") is None
    assert desk.receive(body, key="2")
    assert len(lookup.asked) == 2


@pytest.mark.parametrize(
    ("body", "asks_only"),
    [
        (build_command("/policy battery"), True),
        (build_command("/policy battery share:yes"), False),
        (build_command("/digest subscribe"), False),
        (build_press({"type": "button", "action_id": "answer.share"}), False),
    ],
)
def test_only_a_question_need_not_wait_for_its_receipt(body: Payload, *, asks_only: bool) -> None:
    """Whatever may be seen by others, or change something, is recorded durably before anything follows from it."""
    receipts = FakeReceipts()
    open_desk(receipts=receipts).receive(body, key="1")
    assert receipts.asking == [asks_only]


def test_an_event_is_known_by_its_own_id() -> None:
    """However it is delivered, it is the same; an event nobody listens to is acknowledged all the same."""
    receipts = FakeReceipts()
    desk = open_desk(receipts=receipts)
    for key in ("1", "2"):
        assert desk.receive(build_event({"type": "team_join", "user": "U1"}, event_id="Ev1"), key=key) is None
    assert receipts.keys == [f"event {TEAM} Ev1"] * 2


def test_our_own_messages_are_not_listened_to() -> None:
    """An event of the bot itself leaves no trace."""
    receipts = FakeReceipts()
    event = build_event({"type": "message", "bot_id": BOT_ID, "text": "hello"}, event_id="Ev1")
    assert open_desk(receipts=receipts).receive(event, key="1") is None
    assert receipts.keys == []


@pytest.mark.parametrize(
    "body",
    [
        {**build_command("/policy"), "team_id": "T0OTHER"},
        {**build_press({"type": "button", "action_id": "more"}), "team": {"id": "T0OTHER"}},
        {**build_event({"type": "team_join"}, event_id="Ev1"), "authorizations": [{"team_id": "T0OTHER"}]},
    ],
)
def test_another_workspace_is_refused(body: Payload) -> None:
    """Its commands are told so in one line; nothing of it is asked or kept."""
    lookup, receipts = FakeLookup(), FakeReceipts()
    payload = open_desk(lookup, receipts).receive(body, key="1")
    assert (payload is not None) == ("command" in body)
    assert payload is None or "another workspace" in payload["text"]
    assert lookup.asked == []
    assert receipts.keys == []


def test_each_refusal_of_another_workspace_is_written_down(tmp_path: Path) -> None:
    """Who, of which workspace, with what kind of request; each is refused in the form that its kind can show."""
    pressed = build_press({"type": "button", "action_id": "more"}, user="U7") | {"team": {"id": "T0OTHER"}}
    form = {"type": "view_submission", "team": {"id": "T0OTHER"}, "user": {"id": "U7"}, "view": VIEW}
    with AccessRoom(tmp_path) as room:
        assert room.desk.receive({**build_command("/policy x", user="U7"), "team_id": "T0OTHER"}, key="1") is not None
        assert room.desk.receive(pressed, key="2") is None
        answer = room.desk.receive(form, key="3")
        rows = [row for row in room.list_rows() if row.action == DENIED]
    assert answer is not None
    assert answer["response_action"] == "update"
    assert [(row.actor, row.action, row.subject) for row in rows] == [
        ("U7", "denied", "command '/policy'"),
        ("U7", "denied", "button 'more'"),
        ("U7", "denied", "request 'view_submission'"),
    ]
    assert all("T0OTHER" in row.detail for row in rows)


def test_a_store_that_cannot_be_written_is_told() -> None:
    """A command is told what is wrong, a button only acknowledged."""
    desk = open_desk(receipts=FakeReceipts(StoreLockedError("g.db is locked.", hint="Try again.")))
    payload = desk.receive(build_command("/policy"), key="1")
    assert payload is not None
    assert "g.db is locked." in payload["text"]
    assert desk.receive(build_press({"type": "button", "action_id": "more"}), key="2") is None


@pytest.mark.parametrize("body", [None, "x", 7, [], [{}]])
def test_what_is_no_object_is_dropped(body: object) -> None:
    """It is acknowledged with nothing."""
    assert open_desk().receive(body, key="1") is None


EVENT = build_event({"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": "x"}, event_id="Ev1")
COMMAND = build_command("/policy battery")
PRESS = build_press({"type": "button", "action_id": "answer.more", "value": "x"})
WINDOW = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": "U1", "team_id": TEAM}}
VIEW = {"id": "V1", "type": "modal", "callback_id": "search.form", "state": {"values": {}}}
PRESSED: list[Any] = [None, {}, [1], [{}], [{"action_id": ["x"]}]]
NESTED: list[Any] = []
for _ in range(5000):
    NESTED = [NESTED]


@pytest.mark.parametrize(
    "body",
    [
        *({**EVENT, "event": event} for event in (None, [1], "x", {}, {"type": ["message"]})),
        *({**EVENT, "authorizations": grants} for grants in ([1], "x", {"a": 1})),
        *({**COMMAND, "command": command} for command in (None, ["/policy"], 7)),
        {**COMMAND, "response_url": ["x"]},
        {**COMMAND, "text": NESTED},
        *({**PRESS, "actions": pressed} for pressed in PRESSED),
        {**PRESS, "actions": []},
        *({**WINDOW, "view": view} for view in (None, [1], {}, {**VIEW, "type": None}, {**VIEW, "callback_id": [1]})),
        WINDOW,
    ],
)
def test_what_has_not_the_shape_of_its_kind_is_dropped(body: Payload, caplog: pytest.LogCaptureFixture) -> None:
    """It is acknowledged, and is a line of the log, no fault of ours; nothing of it is claimed or asked."""
    lookup, receipts = FakeLookup(), FakeReceipts()
    assert open_desk(lookup, receipts).receive(body, key="1") is None
    assert (lookup.asked, receipts.keys) == ([], [])
    assert [record.message.partition(":")[0] for record in caplog.records] == ["dropped a malformed request"]


@pytest.mark.parametrize("body", [EVENT, COMMAND, PRESS, {**WINDOW, "view": VIEW}])
def test_what_has_the_shape_of_its_kind_is_taken(body: Payload) -> None:
    """Each of the kinds above as Slack sends it."""
    receipts = FakeReceipts()
    open_desk(receipts=receipts).receive(body, key="1")
    assert len(receipts.keys) == 1


def test_a_command_that_is_no_text_is_no_question() -> None:
    """What answers early asks before the shape is looked at."""
    assert not open_desk().only_asks({**COMMAND, "command": ["/policy"]})


def test_half_a_character_keeps_nobody_from_an_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It can be stored nowhere, so it is replaced as the request comes in; the question is answered."""
    with AccessRoom(tmp_path) as room:
        event = {"type": "app_mention", "user": ADMIN, "channel": CHANNEL, "ts": "1710000000.1", "text": "help \ud83d"}
        room.send(build_event(event, event_id="Ev9"))
        posts = room.workspace.list_posts(CHANNEL)
    assert "/policy" in str(posts)
    assert not [record for record in caplog.records if record.exc_info]
    payload = open_desk().receive({**COMMAND, "text": "battery \udc00"}, key="1")
    assert payload is not None
    assert "battery" in payload["text"]


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = [
    *build_command("/policy"),
    *build_press({}),
    *build_event({}, event_id="Ev1"),
    *("view", "message", "callback_id", "enterprise_id", "payload", "bot_id"),
]


@pytest.mark.no_cover
@given(st.dictionaries(st.sampled_from(FIELDS), ODD))
def test_any_object_may_come(body: Payload) -> None:
    """Whatever stands in the fields that Slack uses, there is an answer or none, and never an error."""
    payload = open_desk().receive(body, key="1")
    assert payload is None or isinstance(payload, dict)


@pytest.mark.parametrize(
    ("body", "team", "key"),
    [
        ({}, None, None),
        ({"team_id": "T1"}, "T1", None),
        ({"team_id": 7, "event_id": 7}, None, None),
        ({"team": {"id": "T1"}, "team_id": "T2"}, "T1", None),
        ({"team": None, "team_id": "T2"}, "T2", None),
        ({"authorizations": [], "team_id": "T2", "event_id": "E"}, "T2", "event T2 E"),
        ({"authorizations": [{"team_id": "T3"}], "team_id": "T2", "event_id": "E"}, "T3", "event T3 E"),
        ({"event_id": "E"}, None, "event  E"),
        ({"view": {"app_installed_team_id": "T1"}, "team": {"id": "T9"}}, "T1", None),
        ({"view": {"app_installed_team_id": None}, "team": {"id": "T9"}}, "T9", None),
    ],
)
def test_workspace_and_key_of_a_request(body: Payload, team: str | None, key: str | None) -> None:
    """The workspace is that of the window's app, then of the authorization, then of the request."""
    assert find_team(body) == team
    assert find_event_key(body) == key


@pytest.mark.parametrize(
    ("status", "body", "payload"),
    [
        (200, "", None),
        (200, {"text": "hello"}, {"text": "hello"}),
        (200, "hello", {"text": "hello"}),
        (200, "[1]", None),
        (404, {"error": "unhandled"}, None),
        (500, "x", None),
    ],
)
def test_what_the_app_answers_becomes_a_payload(status: int, body: Any, payload: Payload | None) -> None:
    """Objects as they are, text as a message, failures as nothing."""
    assert read_payload(BoltResponse(status=status, body=body)) == payload
