"""A person in the fake Slack who types commands and presses buttons, in either mode."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.clock import SystemClock
from bot.slack.local import find_buttons
from tests.fake_slack.program import SECRET
from tests.fake_slack.requests import build_command, build_http, build_press, sign
from tests.fake_slack.server import WAIT_S

if TYPE_CHECKING:
    from tests.fake_slack.requests import Body
    from tests.fake_slack.server import FakeSlack


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
        data, content_type = build_http(body)
        headers = {"Content-Type": content_type, **sign(SECRET, data, at=SystemClock().now())}
        url = f"http://127.0.0.1:{self.port}/slack/events"
        request = urllib.request.Request(url, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:  # noqa: S310  loopback
            text = answer.read()
        payload: Body = json.loads(text) if text else {}
        return payload


@dataclass(frozen=True, kw_only=True)
class Person:
    """Uses the bot; what they see is what Slack was given."""

    fake: FakeSlack
    road: Road

    def type(self, command: str) -> Body:
        """Give the answer to a command, which stands in its acknowledgement."""
        return self.road.bring(
            build_command(command, response_url=self.fake.build_response_url()), kind="slash_commands"
        )

    def press(self, shown: Body, label: str) -> str:
        """Press the first button of this label; give the reply address that the press came with."""
        element = next(found for found in find_buttons(shown) if found["text"]["text"] == label)
        response_url = self.fake.build_response_url()
        assert self.road.bring(build_press(element, response_url=response_url), kind="interactive") == {}
        return response_url
