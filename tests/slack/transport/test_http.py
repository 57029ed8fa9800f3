"""HTTP mode: what Slack signed lately is answered, all else is refused in one line and without a traceback."""

import http.client
import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.clock import FixedClock, SystemClock
from bot.slack.gate import Services
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.transport.http import EVENTS_PATH, HEALTH_PATH, MAX_BODY, HttpMode
from tests import builders as b
from tests.fake_slack.program import SECRET
from tests.fake_slack.requests import Body, build_command, build_http, list_forgeries, sign
from tests.fake_slack.server import WAIT_S
from tests.fakes import FakeLookup
from tests.slack.listeners.interaction_room import build

Answer = tuple[int, bytes]


class Server:
    """A server on a port of its own, before an app that answers from a fake lookup."""

    def __init__(self, *problems: str) -> None:
        self.lookup = FakeLookup()
        services = Services(lookup=self.lookup, clock=FixedClock(b.NOW))
        app = build(LocalWorkspace(services.clock), services)
        self.mode = HttpMode(app, lambda: problems, signing_secret=SECRET, host="127.0.0.1", port=0)
        self.port = self.mode.port

    def ask(self, method: str, path: str, data: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """Ask once, and give status and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            line.request(method, path, body=data or None, headers=headers or {})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def bring(self, data: bytes, content_type: str) -> Answer:
        """Send what Slack has just signed."""
        signed = sign(SECRET, data, at=SystemClock().now())
        return self.ask("POST", EVENTS_PATH, data, {"Content-Type": content_type, **signed})

    def type(self, command: str) -> tuple[int, Body]:
        """Send a command; give the status and the answer."""
        status, said = self.bring(*build_http(build_command(command)))
        return status, json.loads(said)


@contextmanager
def serving(*problems: str) -> Iterator[Server]:
    """Serve until the end of the block."""
    server, stop = Server(*problems), threading.Event()
    thread = threading.Thread(target=server.mode.run, args=(stop,))
    thread.start()
    try:
        yield server
    finally:
        stop.set()
        thread.join(WAIT_S)


@pytest.fixture(autouse=True)
def _network(socket_enabled: None) -> None:
    """Every test here listens on loopback."""


def test_a_command_is_answered_at_once() -> None:
    """In the response, as JSON; a word that Bolt stumbles over in a form is a word like any other."""
    with serving() as server:
        for words in ("battery", "satellite payload"):
            status, answer = server.type(f"/policy {words}")
            assert (status, answer["response_type"]) == (200, "ephemeral")
    assert len(server.lookup.asked) == 2


def test_forgeries_are_401(caplog: pytest.LogCaptureFixture) -> None:
    """Unsigned, odd, old, early or of another body: nothing is done; the log has neither traceback nor body."""
    data, content_type = build_http(build_command("/policy hush"))
    with caplog.at_level(logging.INFO), serving() as server:
        for what, sent, headers in list_forgeries(SECRET, data, now=SystemClock().now()):
            answer = server.ask("POST", EVENTS_PATH, sent, {"Content-Type": content_type, **headers})
            assert (what, *answer) == (what, 401, b"")
        assert server.ask("POST", EVENTS_PATH, b'{"type": "url_verification", "challenge": "x"}')[0] == 401
    assert server.lookup.asked == []
    assert "hush" not in caplog.text
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize(
    "data", [b"[1]", b"{", b"7", b"[" * 100_000, b"{}", b'{"event": 1}', b'{"authorizations": [1]}']
)
def test_a_signed_body_of_no_kind_is_400(caplog: pytest.LogCaptureFixture, data: bytes) -> None:
    """It is refused without reaching the app; bytes that are no text were not signed by Slack."""
    with serving() as server:
        assert server.bring(data, "application/json") == (400, b"")
        form = b"&".join(b"a%d=1" % n for n in range(300))
        assert server.bring(form, "application/x-www-form-urlencoded") == (400, b"")
        signed = sign(SECRET, b"\xef\xbf\xbd", at=SystemClock().now())
        assert server.ask("POST", EVENTS_PATH, b"\xef\xbf\xbd\xff", signed)[0] == 401
    assert not any(record.exc_info for record in caplog.records)


def test_the_cap_comes_before_the_signature() -> None:
    """Too much is refused unread, signed or not; what is just not too much is read."""
    with serving() as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_S) as line:
            head = f"POST {EVENTS_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {MAX_BODY + 1}\r\n\r\n"
            line.sendall(head.encode())
            assert b"413" in line.recv(1000)
        assert server.bring(b'{"a": "' + b"x" * (MAX_BODY - 9) + b'"}', "application/json")[0] == 200


def test_slack_asks_whether_the_address_is_ours() -> None:
    """The challenge comes back, and the check of the certificate is acknowledged."""
    with serving() as server:
        said = server.bring(*build_http({"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"}))[1]
        assert json.loads(said) == {"challenge": "3eZbrw1a"}
        assert server.bring(b"ssl_check=1&token=x", "application/x-www-form-urlencoded") == (200, b"")


def test_there_are_two_addresses() -> None:
    """One for Slack and one for a supervisor; anything else is not there."""
    with serving() as server:
        assert [server.ask(method, HEALTH_PATH)[0] for method in ("GET", "HEAD", "POST")] == [200, 200, 405]
        assert [server.ask("GET", path)[0] for path in (EVENTS_PATH, "/", "/slack/events/")] == [405, 404, 404]


def test_a_supervisor_hears_what_is_wrong() -> None:
    """With the problems themselves, and when to ask again."""
    with serving("The disk is full.") as server:
        status, said = server.ask("GET", HEALTH_PATH)
    assert (status, json.loads(said)) == (503, {"ok": False, "problems": ["The disk is full."]})
