"""HTTP mode: signed requests are answered, all others refused in one status and without a traceback."""

from __future__ import annotations

import http.client
import json
import logging
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FixedClock, SystemClock
from bot.errors import DeliveryError
from bot.slack.transport.http import EVENTS_PATH, HEALTH_PATH, MAX_BODY, HttpMode, SlackEndpoint, read_body
from bot.slack.transport.requests import parse_body
from tests import builders as b
from tests.fake_slack.requests import build_command, build_event, build_http, build_press, sign
from tests.fake_slack.server import WAIT_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.transport.desk import Payload

SECRET = "a-secret-of-these-tests"  # noqa: S105  a secret of these tests


class FakeReceiver:
    """Answers each delivery once, with its key; ``gate`` holds it until it is opened."""

    def __init__(self) -> None:
        self.received: list[tuple[object, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    def only_asks(self, body: object) -> bool:
        """Tell that it does."""
        return isinstance(body, dict)

    def receive(self, body: object, *, key: str) -> Payload | None:
        fresh = key not in [known for _, known in self.received]
        self.received.append((body, key))
        self.entered.set()
        assert self.gate.wait(WAIT_S)
        return {"text": "公报"} if fresh else None


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """These tests speak over loopback."""
    _ = socket_enabled


@pytest.fixture
def receiver() -> FakeReceiver:
    """A receiver that keeps what it gets."""
    return FakeReceiver()


class Server:
    """The mode in a thread, and a client of it."""

    def __init__(self, receiver: FakeReceiver, problems: tuple[str, ...] = ()) -> None:
        endpoint = SlackEndpoint(
            receiver=receiver, signing_secret=SECRET, clock=SystemClock(), check_health=lambda: problems
        )
        self.mode = HttpMode(endpoint, host="127.0.0.1", port=0)
        self.port = self.mode.port
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.mode.run, args=(self.stop,))

    def ask(self, method: str, path: str, data: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Ask once; give status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            connection.request(method, path, body=data, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def bring(self, data: bytes, content_type: str, changed: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Bring a signed request; ``changed`` replaces headers."""
        headers = {"Content-Type": content_type, **sign(SECRET, data, at=SystemClock().now())}
        return self.ask(
            "POST", EVENTS_PATH, data, **{**{k.replace("-", "_"): v for k, v in headers.items()}, **(changed or {})}
        )


@contextmanager
def serving(receiver: FakeReceiver, problems: tuple[str, ...] = ()) -> Iterator[Server]:
    """Serve until the end of the block."""
    server = Server(receiver, problems)
    server.thread.start()
    try:
        yield server
    finally:
        receiver.gate.set()
        server.stop.set()
        server.thread.join(WAIT_S)
    assert not server.thread.is_alive()


@pytest.mark.parametrize(
    "body",
    [
        build_command("/policy 数据安全 & more"),
        build_press({"type": "button", "action_id": "more", "value": "x"}),
        build_event({"type": "team_join"}, event_id="Ev1"),
    ],
)
def test_a_signed_request_is_answered(receiver: FakeReceiver, body: Payload) -> None:
    """Form or JSON, it arrives as the same body that a socket brings, and the answer is JSON."""
    with serving(receiver) as server:
        status, said = server.bring(*build_http(body))
    assert (status, json.loads(said)) == (200, {"text": "公报"})
    assert [received for received, _ in receiver.received] == [body]


def test_a_replay_has_one_effect(receiver: FakeReceiver) -> None:
    """The very same request again comes with the same key, so that it is answered with nothing."""
    data, content_type = build_http(build_command("/policy"))
    signed = sign(SECRET, data, at=SystemClock().now())
    headers = {"Content_Type": content_type, **{k.replace("-", "_"): v for k, v in signed.items()}}
    with serving(receiver) as server:
        assert server.ask("POST", EVENTS_PATH, data, **headers)[1]
        assert server.ask("POST", EVENTS_PATH, data, **headers) == (200, b"")
    first, second = receiver.received
    assert first == second


@pytest.mark.parametrize(
    "changed",
    [
        {"X_Slack_Signature": "v0=" + "0" * 64},
        {"X_Slack_Signature": ""},
        {"X_Slack_Signature": "é"},
        {"X_Slack_Request_Timestamp": "1531420618"},
        {"X_Slack_Request_Timestamp": "soon"},
        {"X_Slack_Request_Timestamp": ""},
        {"X_Slack_Request_Timestamp": "9" * 300},
        {"X_Slack_Request_Timestamp": "-1"},
    ],
)
def test_a_signature_that_is_not_right_is_401(
    receiver: FakeReceiver, caplog: pytest.LogCaptureFixture, changed: dict[str, str]
) -> None:
    """Nothing of it is looked at, and the log has neither traceback nor body."""
    with caplog.at_level(logging.DEBUG), serving(receiver) as server:
        assert server.bring(*build_http(build_command("/policy hush")), changed) == (401, b"")
    assert receiver.received == []
    assert "hush" not in caplog.text
    assert not any(record.exc_info for record in caplog.records)


def test_unsigned_requests_are_401(receiver: FakeReceiver) -> None:
    """Without the two headers, even Slack's own question for the address is refused."""
    with serving(receiver) as server:
        assert server.ask("POST", EVENTS_PATH, b'{"type": "url_verification", "challenge": "x"}')[0] == 401
    assert receiver.received == []


def test_the_cap_comes_before_the_signature(receiver: FakeReceiver) -> None:
    """Too much is refused unread, signed or not."""
    with serving(receiver) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_S) as line:
            head = f"POST {EVENTS_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {MAX_BODY + 1}\r\n\r\n"
            line.sendall(head.encode())
            assert b"413" in line.recv(1000)
        at_the_cap = b'{"a": "' + b"x" * (MAX_BODY - 9) + b'"}'
        assert server.bring(at_the_cap, "application/json")[0] == 200
    assert len(receiver.received) == 1


@pytest.mark.parametrize("length", ["x", "-1", "１２", str(MAX_BODY + 1), "9" * 5000])
def test_a_length_that_makes_no_sense_is_refused(length: str) -> None:
    """Whatever server stands before it."""
    assert read_body({"CONTENT_LENGTH": length}) is None


def test_slack_asks_whether_the_address_is_ours(receiver: FakeReceiver) -> None:
    """The challenge comes back, and the check of the certificate is acknowledged; neither reaches the app."""
    with serving(receiver) as server:
        body = {"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"}
        assert json.loads(server.bring(*build_http(body))[1]) == {"challenge": "3eZbrw1a"}
        half = {**body, "challenge": "x\ud83d"}  # half of a character, which no UTF-8 holds
        assert json.loads(server.bring(*build_http(half))[1]) == {"challenge": "x?"}
        assert server.bring(b"ssl_check=1&token=x", "application/x-www-form-urlencoded") == (200, b"")
    assert receiver.received == []


@pytest.mark.parametrize("data", [b"[1]", b"{", b"\xff", b"[" * 100_000, b"7"])
def test_a_signed_body_of_no_kind_is_400(receiver: FakeReceiver, data: bytes) -> None:
    """It is refused without reaching the app."""
    with serving(receiver) as server:
        assert server.bring(data, "application/json") == (400, b"")
    assert receiver.received == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", EVENTS_PATH, 405),
        ("POST", "/", 404),
        ("GET", "/slack/events/", 404),
        ("POST", HEALTH_PATH, 405),
        ("GET", HEALTH_PATH, 200),
        ("HEAD", HEALTH_PATH, 200),
    ],
)
def test_there_are_two_addresses(receiver: FakeReceiver, method: str, path: str, status: int) -> None:
    """One for Slack and one for a supervisor; anything else is not there."""
    with serving(receiver) as server:
        assert server.ask(method, path)[0] == status


def test_health_says_what_is_wrong(receiver: FakeReceiver) -> None:
    """All well, or 503 with the reasons."""
    with serving(receiver) as server:
        assert json.loads(server.ask("GET", HEALTH_PATH)[1]) == {"ok": True, "ready": True, "problems": []}
    with serving(receiver, ("Sending is stopped.",)) as server:
        status, said = server.ask("GET", HEALTH_PATH)
    assert (status, json.loads(said)) == (503, {"ok": False, "ready": True, "problems": ["Sending is stopped."]})


def test_a_stop_finishes_what_was_begun(receiver: FakeReceiver) -> None:
    """A request that is being answered gets its answer; afterwards nobody listens."""
    receiver.gate.clear()
    got: list[tuple[int, bytes]] = []
    with serving(receiver) as server:
        asking = threading.Thread(target=lambda: got.append(server.bring(*build_http(build_command("/policy")))))
        asking.start()
        assert receiver.entered.wait(WAIT_S)
        server.stop.set()
        receiver.gate.set()
        asking.join(WAIT_S)
        server.thread.join(WAIT_S)
        assert got[0][0] == 200
        with pytest.raises(OSError, match="refused"):
            server.ask("GET", HEALTH_PATH)


def test_a_taken_port_is_one_line(receiver: FakeReceiver) -> None:
    """It names the place, and the settings that choose another."""
    endpoint = SlackEndpoint(receiver=receiver, signing_secret=SECRET, clock=FixedClock(b.NOW), check_health=tuple)
    with serving(receiver) as server, pytest.raises(DeliveryError) as caught:
        HttpMode(endpoint, host="127.0.0.1", port=server.port)
    assert f"cannot listen on 127.0.0.1, port {server.port}" in caught.value.message
    assert "GONGBAO_PORT" in caught.value.hint
    with pytest.raises(DeliveryError, match="cannot listen on no such host"):
        HttpMode(endpoint, host="no such host", port=0)


@pytest.mark.parametrize(
    ("data", "content_type", "body"),
    [
        (b"command=%2Fpolicy&text=", "application/x-www-form-urlencoded", {"command": "/policy", "text": ""}),
        (b"payload=%7B%22a%22%3A1%7D", "application/x-www-form-urlencoded", {"a": 1}),
        (b'{"a": 1}', "application/json; charset=utf-8", {"a": 1}),
        (b'{"a": 1}', "Application/JSON", {"a": 1}),
        (b"payload=x", "application/x-www-form-urlencoded", None),
        (b"&".join(b"a%d=1" % n for n in range(300)), "application/x-www-form-urlencoded", None),
    ],
)
def test_forms_and_json_become_bodies(data: bytes, content_type: str, body: Any) -> None:
    """A form's payload field holds JSON; too many fields are none of Slack's forms."""
    assert parse_body(data, content_type=content_type) == body


@given(st.binary(), st.sampled_from(["application/json", "application/x-www-form-urlencoded", "", "x"]))
def test_any_bytes_may_come(data: bytes, content_type: str) -> None:
    """There is a body or none, and never an error."""
    parse_body(data, content_type=content_type)
