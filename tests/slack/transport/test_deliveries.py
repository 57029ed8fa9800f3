"""Deliveries: one workspace, each delivery once in whichever mode, and nothing that comes in can break it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import App, BoltRequest

from bot.clock import FixedClock
from bot.errors import StoreError
from bot.slack.gate import Services
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, CHANNEL, TEAM
from bot.slack.transport.deliveries import Deliveries, is_whole
from bot.store.database import Store
from bot.store.memos import MemoKind, list_memos
from tests import builders as b
from tests.access_room import AccessRoom
from tests.empty_store import open_empty
from tests.fake_slack.requests import build_command, build_event, build_press
from tests.fakes import FakeLookup
from tests.slack.listeners.interaction_room import build

Body = dict[str, Any]
EVENT = build_event({"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": "x"}, event_id="Ev1")
COMMAND = build_command("/policy battery")
PRESS = build_press({"type": "button", "action_id": "answer.more", "value": "x"})
VIEW = {"id": "V1", "type": "modal", "callback_id": "search.form", "state": {"values": {}}}
PRESSED: list[Any] = [None, {}, [], [1], [{}], [{"action_id": ["x"]}]]
WINDOW = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": "U1", "team_id": TEAM}}


class Room:
    """An app that answers from a fake lookup, behind deliveries that are kept in a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lookup = FakeLookup()
        self.clock = FixedClock(b.NOW)
        self.app = self.start()

    def start(self) -> App:
        """Return the app as it is after a start."""
        services = Services(lookup=self.lookup, clock=self.clock)
        app = build(LocalWorkspace(self.clock), services)
        app.use(Deliveries(self.store, clock=self.clock))
        return app

    def send(self, body: Body) -> str:
        """Bring a request, which is acknowledged in any case, and give the acknowledgement."""
        response = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert response.status == 200
        return str(response.body)

    def list_keys(self) -> list[str]:
        """Return what is recorded."""
        with self.store.read() as db:
            return [*list_memos(db, MemoKind.RECEIVED)]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A room over an empty store."""
    store = open_empty(tmp_path / "g.db")
    yield Room(store)
    store.close()


@pytest.mark.parametrize(
    "body", [build_command("/policy battery share:yes"), PRESS, EVENT, {**WINDOW, "view": VIEW, "trigger_id": "1.2"}]
)
def test_a_delivery_has_one_effect(room: Room, body: Body) -> None:
    """Four times, again after a restart and almost two days later: recorded once, answered once."""
    room.send(body)
    (key,) = room.list_keys()
    asked = len(room.lookup.asked)
    assert {room.send(body) for _ in range(3)} == {""}
    room.app = room.start()
    room.clock.at += dt.timedelta(hours=47)
    assert room.send(body) == ""
    assert len(room.lookup.asked) == asked
    assert room.list_keys() == [key]
    room.clock.at += dt.timedelta(hours=2)
    room.send({**COMMAND, "text": "battery share:yes", "trigger_id": "another"})
    assert key not in room.list_keys()


def test_what_only_asks_waits_for_nothing_that_is_written(room: Room) -> None:
    """Each time it is answered anew, and nothing is recorded; what a menu offers may be asked for twice, too."""
    for _ in range(2):
        assert "battery" in room.send(COMMAND)
        room.send({**WINDOW, "type": "block_suggestion", "action_id": "names.bodies", "value": "MI", "view": VIEW})
    assert room.list_keys() == []


def test_our_own_messages_are_not_listened_to(room: Room) -> None:
    """An event of the bot itself leaves no trace; one that nobody listens to is acknowledged."""
    room.send(build_event({"type": "message", "bot_id": BOT_ID, "text": "hello"}, event_id="Ev1"))
    assert room.list_keys() == []
    room.send(build_event({"type": "team_join", "user": "U1"}, event_id="Ev2"))
    assert room.list_keys() == [f"event {TEAM} Ev2"]


def test_a_store_that_cannot_be_written_is_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command is told what is wrong, a button only acknowledged; neither is done."""

    def fail(_: Deliveries, key: str) -> bool:
        raise StoreError(f"g.db is locked for {key}.", hint="Try again.")

    monkeypatch.setattr(Deliveries, "claim", fail)
    assert "g.db is locked" in room.send(build_command("/policy battery share:yes"))
    assert room.send({**PRESS, "response_url": ""}) == ""
    assert room.lookup.asked == []


def test_half_a_character_keeps_nobody_from_an_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It can be stored nowhere, so it is replaced as the request comes in; the question is answered."""
    with AccessRoom(tmp_path) as room:
        event = {"type": "app_mention", "user": ADMIN, "channel": CHANNEL, "ts": "1710000000.1", "text": "help \ud83d"}
        room.send(build_event(event, event_id="Ev9"))
        assert "/policy" in str(room.workspace.list_posts(CHANNEL))
        assert room.send({**COMMAND, "text": "battery \udc00"})
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    "body",
    [
        *(None, "x", 7, [], [{}], {}),
        *({**EVENT, "event": event} for event in (None, [1], "x", {}, {"type": ["message"]})),
        *({**EVENT, "authorizations": grants} for grants in ([1], "x", {"a": 1})),
        *({**COMMAND, "command": command} for command in (None, ["/policy"], 7)),
        {**COMMAND, "response_url": ["x"]},
        *({**PRESS, "actions": pressed} for pressed in PRESSED),
        *({**WINDOW, "view": view} for view in (None, [1], {}, {**VIEW, "type": None}, {**VIEW, "callback_id": [1]})),
        WINDOW,
    ],
)
def test_what_has_not_the_shape_of_its_kind_is_found(body: object) -> None:
    """Both modes refuse it before Bolt reads it, and nothing that Slack sends."""
    assert not is_whole(body)
    assert all(is_whole(sound) for sound in (EVENT, COMMAND, PRESS, {**WINDOW, "view": VIEW}))


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = [*COMMAND, *PRESS, *EVENT, *("view", "message", "callback_id", "enterprise_id", "payload", "bot_id")]


def test_any_whole_object_may_come(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever stands in the fields that Slack uses, there is an answer or none, and never an error."""
    store = open_empty(tmp_path / "g.db")
    room = Room(store)

    @given(st.dictionaries(st.sampled_from(FIELDS), ODD))
    def send(body: Body) -> None:
        if is_whole(body):
            room.send(body)

    send()
    store.close()
    assert not [record for record in caplog.records if record.exc_info]
