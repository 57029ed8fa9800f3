"""The least that a bot can do, as a process: it acknowledges whatever comes, with one fixed line, in either mode.

    python -m tests.fake_slack.bare socket API_URL
    python -m tests.fake_slack.bare http

It is what ``make inbound`` measures the program against: the same transport and load without any work behind it.
In HTTP mode it prints the port that it listens on.
"""

from __future__ import annotations

import json
import logging
import sys
import urllib.request
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import waitress
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.fake_slack.server import APP_TOKEN

ANSWER = {"response_type": "ephemeral", "text": "Here."}


def serve_socket(api_url: str) -> None:
    """Acknowledge each envelope until the line is closed."""
    request = urllib.request.Request(f"{api_url}apps.connections.open", data=b"", method="POST")  # noqa: S310  loopback
    request.add_header("Authorization", f"Bearer {APP_TOKEN}")
    with urllib.request.urlopen(request) as reply:  # noqa: S310  the same
        url = json.load(reply)["url"]
    with connect(url) as line, suppress(ConnectionClosed):
        for text in line:
            envelope_id = json.loads(text).get("envelope_id")
            if envelope_id:
                line.send(json.dumps({"envelope_id": envelope_id, "payload": ANSWER}))


def serve_http() -> None:
    """Answer each request until the process is ended."""

    def answer(_: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(ANSWER).encode()]

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue of requests is no event
    server = waitress.create_server(answer, host="127.0.0.1", port=0, threads=8)
    print(f"listening on port {server.effective_port}", flush=True)  # noqa: T201  what it is asked for
    server.run()


if __name__ == "__main__":
    if sys.argv[1] == "http":
        serve_http()
    else:
        serve_socket(sys.argv[2])
