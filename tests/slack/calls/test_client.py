"""The real client and reply: one try each, and an error in one line when Slack cannot be had."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from bot.errors import DeliveryError
from bot.slack.calls.client import TIMEOUT, build_client, build_responder, wait_after


class Listening(BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers 200, 404 or not at all by the path."""

    received: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(json.loads(body))
        if self.path == "/hang-up":
            return
        self.send_response(200 if self.path == "/ok" else 404)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(socket_enabled: None) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A loopback server, with what it received."""
    _ = socket_enabled
    received: list[dict[str, Any]] = []
    handler = type("Handler", (Listening,), {"received": received})
    with HTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", received
        listening.shutdown()
        thread.join()


def test_the_client_never_repeats_a_call() -> None:
    """No retry handler, our base address, our time limit."""
    client = build_client("xoxb-1", "http://127.0.0.1:9/api/")
    assert client.retry_handlers == []
    assert (client.base_url, client.timeout, client.token) == ("http://127.0.0.1:9/api/", TIMEOUT, "xoxb-1")
    assert build_client(None).base_url == "https://slack.com/api/"


def test_a_reply_is_sent_once(server: tuple[str, list[dict[str, Any]]]) -> None:
    """As it is."""
    address, received = server
    build_responder(f"{address}/ok")({"text": "hello"})
    assert received == [{"text": "hello"}]


@pytest.mark.parametrize(
    ("path", "message"), [("/gone", "refused the reply (404)"), ("/hang-up", "could not be reached")]
)
def test_a_reply_that_fails_is_told_and_not_repeated(
    server: tuple[str, list[dict[str, Any]]], path: str, message: str
) -> None:
    """A refusal or a lost line is one error, after one try."""
    address, received = server
    with pytest.raises(DeliveryError) as caught:
        build_responder(f"{address}{path}")({"text": "hello"})
    assert message in str(caught.value)
    assert len(received) == 1


@pytest.mark.parametrize(("url", "message"), [(None, "no address"), ("nowhere:", "could not be reached")])
def test_a_reply_needs_an_address(url: str | None, message: str) -> None:
    """Without a usable address the person is told to ask again."""
    with pytest.raises(DeliveryError, match=message):
        build_responder(url)({"text": "hello"})


def test_waits_double_up_to_a_minute() -> None:
    """Each between half and all of it, so that not all come back at once."""
    for failures, whole in ((1, 1), (2, 2), (5, 16), (30, 60)):
        assert whole / 2 <= wait_after(failures) <= whole
