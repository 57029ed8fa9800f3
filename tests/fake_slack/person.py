"""A person in the fake Slack who types commands and presses buttons, in either mode."""

import http.client
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from bot.clock import SystemClock
from bot.slack.in_memory.local import find_buttons
from tests.fake_slack.program import SECRET
from tests.fake_slack.requests import Body, build_command, build_http, build_press, sign
from tests.fake_slack.server import WAIT_S, FakeSlack


class Road(Protocol):
    """A way to bring a request to the bot."""

    def bring(self, body: Body, *, kind: str) -> Body:
        """Bring it, and give the payload of its acknowledgement, {} without one."""
        ...


@dataclass(frozen=True, kw_only=True)
class SocketRoad:
    """Brings requests as envelopes."""

    fake: FakeSlack

    def bring(self, body: Body, *, kind: str) -> Body:
        ack = self.fake.get_ack(self.fake.deliver(body, kind=kind))
        payload: Body = ack.get("payload", {})
        return payload


@dataclass(frozen=True, kw_only=True)
class HttpRoad:
    """Brings requests as signed HTTP."""

    port: int

    def bring(self, body: Body, *, kind: str) -> Body:
        _ = kind
        status, _, payload = self.ask("POST", "/slack/events", body)
        assert status == HTTPStatus.OK, status
        return payload

    def ask(
        self, method: str, path: str, body: Body | None = None, *, secret: str = SECRET
    ) -> tuple[int, dict[str, str], Body]:
        """Ask once, signed where there is a body; give status, headers by lower-case name, and payload."""
        data, content_type = build_http(body) if body else (b"", "")
        signed = {"Content-Type": content_type, **sign(secret, data, at=SystemClock().now())} if body else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            connection.request(method, path, body=data or None, headers=signed)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, json.loads(text) if text else {}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Uses the bot; what they see is what Slack was given."""

    fake: FakeSlack
    road: Road

    def type(self, command: str) -> Body:
        """Return the answer to a command, which stands in its acknowledgement."""
        return self.road.bring(
            build_command(command, response_url=self.fake.build_response_url()), kind="slash_commands"
        )

    def press(self, shown: Body, label: str) -> str:
        """Press the first button of this label; give the reply address that the press came with."""
        element = next(found for found in find_buttons(shown) if found["text"]["text"] == label)
        response_url = self.fake.build_response_url()
        assert self.road.bring(build_press(element, response_url=response_url), kind="interactive") == {}
        return response_url
