"""Somebody in the fake Slack who types, presses buttons, writes to the bot and fills in its forms, in either mode."""

import http.client
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from bot.clock import SystemClock
from bot.slack.in_memory.local import find_buttons
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL
from tests.fake_slack.program import SECRET
from tests.fake_slack.requests import Body, build_command, build_event, build_interaction, build_press, sign_body
from tests.fake_slack.server import WAIT_S, FakeSlack

EVENTS_PATH = "/slack/events"
_COUNT = itertools.count(1)


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
        payload: Body = self.fake.get_ack(self.fake.deliver(body, kind=kind)).get("payload", {})
        return payload


@dataclass(frozen=True, kw_only=True)
class HttpRoad:
    """Brings requests as signed HTTP."""

    port: int

    def bring(self, body: Body, *, kind: str) -> Body:
        _ = kind
        status, _, payload = self.ask("POST", EVENTS_PATH, body)
        assert status == HTTPStatus.OK, status
        return payload

    def ask(
        self, method: str, path: str, body: Body | None = None, *, secret: str = SECRET
    ) -> tuple[int, dict[str, str], Body]:
        """Ask once, signed where there is a body; give status, headers by lower-case name, and payload."""
        signed = sign_body(body, secret=secret, at=SystemClock().now()) if body else (b"", {})
        return self.send(*signed, method=method, path=path)

    def send(
        self, data: bytes, headers: Mapping[str, str], *, method: str = "POST", path: str = EVENTS_PATH
    ) -> tuple[int, dict[str, str], Body]:
        """Send these very bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            connection.request(method, path, body=data or None, headers=headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        said = text if answer.getheader("Content-Type", "").startswith("application/json") else b""
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, json.loads(said or b"{}")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Uses the bot; what they see is what Slack was given."""

    fake: FakeSlack
    road: Road
    user: str = ADMIN

    @property
    def direct(self) -> str:
        """The channel of their direct messages with the bot."""
        return f"D{self.user[1:]}"

    def type(self, command: str) -> Body:
        """Return the answer to a command, which stands in its acknowledgement."""
        body = build_command(command, response_url=self.fake.build_response_url(), user=self.user)
        return self.road.bring(body, kind="slash_commands")

    def press(self, shown: Body, label: str) -> str:
        """Press the first button of this label; give the reply address that the press came with."""
        response_url = self.fake.build_response_url()
        body = build_press(_find_button(shown, label), response_url=response_url, user=self.user)
        assert self.road.bring(body, kind="interactive") == {}
        return response_url

    def mention(self, text: str, *, channel: str = CHANNEL) -> Body:
        """Mention the bot in a channel, and give its answer."""
        message = self.fake.say(channel, f"<@{BOT_USER}> {text}", user=self.user)
        self.bring_event({**message, "type": "app_mention", "channel": channel})
        return self.wait_for_answer(channel, message)

    def write(self, text: str) -> Body:
        """Write to the bot in direct messages, and give its answer."""
        message = self.fake.say(self.direct, text, user=self.user)
        self.bring_event({**message, "channel": self.direct, "channel_type": "im"})
        return self.wait_for_answer(self.direct, message)

    def send_file(self, name: str, data: bytes) -> None:
        """Send a file to the bot in direct messages."""
        self.bring_event(self.fake.share_file(name, data, user=self.user))

    def wait_for_answer(self, channel: str, message: Body) -> Body:
        """Wait for the bot's first post in a channel after a message, and give it."""
        posts = self.fake.slack.channels[channel].posts

        def find() -> list[Body]:
            return [post for post in posts[posts.index(message) :] if post.get("bot_id")]

        self.fake.wait_until(lambda: bool(find()), what=f"an answer to {message['text']}")
        return find()[0]

    def open_home(self) -> Body:
        """Open the bot's Home, and give it."""
        homes = self.fake.slack.homes
        before = homes.get(self.user)
        self.bring_event({"type": "app_home_opened", "user": self.user, "channel": self.direct, "tab": "home"})
        self.fake.wait_until(lambda: homes.get(self.user) is not before, what="a Home")
        return homes[self.user]

    def press_in(self, view: Body, label: str) -> Body:
        """Press a button of a window or of Home, and give the window that is then there."""
        views = self.fake.slack.views
        before = [dict(held) for held in views]
        pressed = {**_find_button(view, label), "block_id": "b1", "action_ts": "1.2"}
        container = {"type": "view", "view_id": view["id"]}
        assert self._interact("block_actions", view=view, container=container, actions=[pressed]) == {}
        self.fake.wait_until(lambda: views != before, what=f"a window after {label}")
        return views[-1]

    def suggest(self, view: Body, menu: str, typed: str) -> list[Body]:
        """Type into a menu of a window, and give what it offers."""
        options: list[Body] = self._interact("block_suggestion", view=view, action_id=menu, value=typed)["options"]
        return options

    def submit(self, view: Body, values: Body) -> Body:
        """Submit a window, and give the acknowledgement."""
        return self._interact("view_submission", view={**view, "state": {"values": values}})

    def bring_event(self, event: Body) -> None:
        """Bring an event; its acknowledgement says nothing."""
        body = build_event(event, event_id=f"Ev{next(_COUNT)}")
        assert self.road.bring(body, kind="events_api") == {}

    def _interact(self, kind: str, **fields: object) -> Body:
        return self.road.bring({**build_interaction(kind, user=self.user), **fields}, kind="interactive")


def _find_button(shown: Body, label: str) -> Body:
    return next(found for found in find_buttons(shown) if found["text"]["text"] == label)
