"""A person in the fake Slack who writes to the bot, opens its Home and fills in its forms, in either mode."""

import itertools
from dataclasses import dataclass

from bot.slack.in_memory.local import find_buttons
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL, TEAM
from tests.fake_slack.person import Person
from tests.fake_slack.requests import Body, build_event

_COUNT = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Talker:
    """Somebody in the workspace; ``person`` brings what they do to the bot."""

    person: Person
    user: str = ADMIN

    @property
    def direct(self) -> str:
        """The channel of their direct messages with the bot."""
        return f"D{self.user[1:]}"

    def mention(self, text: str, *, channel: str = CHANNEL, thread_ts: str | None = None) -> Body:
        """Mention the bot in a channel, and give its answer."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        message = self.person.fake.say(channel, f"<@{BOT_USER}> {text}", user=self.user, **thread)
        self.bring_event({**message, "type": "app_mention", "channel": channel})
        return self.wait_for_answer(channel, message)

    def write(self, text: str) -> Body:
        """Write to the bot in direct messages, and give its answer."""
        message = self.person.fake.say(self.direct, text, user=self.user)
        self.bring_event({**message, "channel": self.direct, "channel_type": "im"})
        return self.wait_for_answer(self.direct, message)

    def send_file(self, name: str, data: bytes, *, called: str | None = None) -> Body:
        """Send a file to the bot in direct messages, and give the message that it came with.

        ``called`` is the name that Slack says it has, where that is none for an address.
        """
        fake = self.person.fake
        file = {**fake.files.add(name, data, address=fake.address), **({} if called is None else {"name": called})}
        message = fake.say(self.direct, "", user=self.user, subtype="file_share", files=[file])
        self.bring_event({**message, "channel": self.direct, "channel_type": "im"})
        return message

    def wait_for_answer(self, channel: str, message: Body) -> Body:
        """Wait for the bot's first post in a channel after a message, and give it."""
        posts = self.person.fake.slack.channels[channel].posts

        def find() -> list[Body]:
            return [post for post in posts[posts.index(message) :] if post.get("bot_id")]

        self.person.fake.wait_until(lambda: bool(find()), what=f"an answer to {message['text']}")
        return find()[0]

    def open_home(self) -> Body:
        """Open the bot's Home, and give it."""
        homes = self.person.fake.slack.homes
        before = homes.get(self.user)
        self.bring_event({"type": "app_home_opened", "user": self.user, "channel": self.direct, "tab": "home"})
        self.person.fake.wait_until(lambda: homes.get(self.user) is not before, what="a Home")
        return homes[self.user]

    def press_in(self, view: Body, label: str) -> Body:
        """Press a button of a window or of Home, and give the window that is then there."""
        views = self.person.fake.slack.views
        before = [dict(held) for held in views]
        element = next(found for found in find_buttons(view) if found["text"]["text"] == label)
        body = {
            **self._build_body("block_actions"),
            "view": view,
            "container": {"type": "view", "view_id": view["id"]},
            "actions": [{**element, "block_id": "b1", "action_ts": "1.2"}],
        }
        assert self.person.road.bring(body, kind="interactive") == {}
        self.person.fake.wait_until(lambda: views != before, what=f"a window after {label}")
        return views[-1]

    def suggest(self, view: Body, menu: str, typed: str) -> list[Body]:
        """Type into a menu of a window, and give what it offers."""
        body = {**self._build_body("block_suggestion"), "view": view, "action_id": menu, "value": typed}
        options: list[Body] = self.person.road.bring(body, kind="interactive").get("options", [])
        return options

    def submit(self, view: Body, values: Body) -> Body:
        """Submit a window, and give the acknowledgement."""
        body = {**self._build_body("view_submission"), "view": {**view, "state": {"values": values}}}
        return self.person.road.bring(body, kind="interactive")

    def bring_event(self, event: Body) -> None:
        """Bring an event; its acknowledgement says nothing."""
        body = build_event(event, event_id=f"Ev{next(_COUNT)}")
        assert self.person.road.bring(body, kind="events_api") == {}

    def _build_body(self, kind: str) -> Body:
        return {
            "type": kind,
            "team": {"id": TEAM, "domain": "local"},
            "user": {"id": self.user, "username": self.user.lower(), "team_id": TEAM},
            "api_app_id": "A0LOCAL",
            "is_enterprise_install": False,
            "enterprise": None,
            "trigger_id": f"trigger.talk.{next(_COUNT)}",
        }
