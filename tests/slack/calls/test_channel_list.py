"""The channels that the bot is in are told of at once, so that many due at one moment need no question each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bot.slack.calls.channel_list import ChannelList
from bot.slack.calls.channels import Channels
from tests.slack.calls.test_poster import FakeClient

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_sdk.web import SlackResponse

    from bot.domain.access import ChannelFacts

NOW = dt.datetime(2025, 4, 3, 8, 0, tzinfo=dt.UTC)


def describe(channel: str, **said: object) -> dict[str, Any]:
    return {"id": channel, "is_ext_shared": False, "is_private": False, **said}


def page(*channels: dict[str, Any], cursor: str = "") -> dict[str, Any]:
    return {"ok": True, "channels": list(channels), "response_metadata": {"next_cursor": cursor}}


class Client(FakeClient):
    """Lets something happen while it answers."""

    meanwhile: Callable[[], None] = staticmethod(lambda: None)

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        self.meanwhile()
        return super().api_call(api_method, **given)


class Room:
    """Channels, and the list that fills them; ``learned`` is what was handed on."""

    def __init__(self, *replies: dict[str, Any] | Exception, status: int = 200, **headers: str) -> None:
        self.client = Client(*replies, status=status, headers=headers)
        self.learned: list[tuple[str, bool]] = []
        self.channels = Channels(self.client)
        self.list = ChannelList(self.client, self.channels, learn=self.learn)

    def learn(self, listed: Sequence[ChannelFacts]) -> None:
        self.learned += [(facts.channel, facts.is_shared) for facts in listed]

    def calls(self) -> list[str]:
        return [method for method, _ in self.client.made]


def test_what_the_list_says_is_not_asked_again() -> None:
    """On all of its pages; within the ten minutes that what Slack says of a channel is kept."""
    room = Room(page(describe("C1"), cursor="2"), page(describe("G2", is_private=True)))
    room.list.look(NOW)
    later = NOW + dt.timedelta(minutes=10)
    found = [room.channels.find(channel, now=later) for channel in ("C1", "G2")]
    assert [(facts.is_shared, facts.is_private) for facts in found] == [(False, False), (False, True)]
    assert room.calls() == ["users.conversations"] * 2
    assert room.client.made[1][1]["cursor"] == "2"
    assert room.learned == [("C1", False), ("G2", False)]


def test_what_it_does_not_say_is_asked() -> None:
    """Of a channel that is shared, with whom; of one without a word of others, or not on it, everything."""
    listed = page(describe("C1", is_ext_shared=True), {"id": "C2", "is_private": False}, describe(""))
    shared = {"ok": True, "channel": describe("C1", is_ext_shared=True, shared_team_ids=["T9"])}
    room = Room(listed, shared, {"ok": True, "channel": describe("C2")}, {"ok": True, "channel": describe("C3")})
    room.list.look(NOW)
    assert room.channels.find("C1", now=NOW).teams == {"T9"}
    assert not room.channels.find("C2", now=NOW).is_shared
    assert not room.channels.find("C3", now=NOW).is_shared
    assert room.calls() == ["users.conversations", *["conversations.info"] * 3]
    assert room.learned == [("C1", True)]


def test_a_channel_that_turns_out_to_be_shared_is_no_longer_known_as_our_own() -> None:
    """Also where the event that told of it was lost."""
    room = Room(page(describe("C1")), page(describe("C1", is_ext_shared=True)), {"ok": False, "error": "fatal_error"})
    room.list.look(NOW)
    room.list.look(NOW + dt.timedelta(minutes=5))
    assert room.channels.find("C1", now=NOW + dt.timedelta(minutes=5)).is_shared
    assert room.learned == [("C1", False), ("C1", True)]


def test_an_event_that_comes_meanwhile_is_newer_than_the_list() -> None:
    """What Slack was asked before the channel was shared does not hide that it is."""
    room = Room(page(describe("C1"), describe("C2")), {"ok": True, "channel": describe("C1", is_ext_shared=True)})
    room.client.meanwhile = lambda: room.channels.forget("C1")
    room.list.look(NOW)
    assert room.channels.find("C1", now=NOW).is_shared
    assert not room.channels.find("C2", now=NOW).is_shared
    assert room.calls() == ["users.conversations", "conversations.info"]
    assert room.learned == [("C2", False)]


def test_it_is_read_every_five_minutes_and_after_a_failure_when_slack_lets_us() -> None:
    """The pages that came before the failure count; a clock that was set back asks again."""
    minute = dt.timedelta(minutes=1)
    room = Room(page(describe("C1")), page(describe("C1"), cursor="2"), OSError("away"), page(), page())
    for at in (NOW, NOW + 4 * minute, NOW + 5 * minute, NOW + 5.5 * minute, NOW + 6 * minute, NOW - 60 * minute):
        room.list.look(at)
    assert len(room.calls()) == 5
    assert room.channels.find("C1", now=NOW + 15 * minute).asked_at == NOW + 5 * minute
    limited = Room({"ok": False, "error": "ratelimited"}, page(), status=429, **{"Retry-After": "90"})
    for at in (NOW, NOW + minute):
        limited.list.look(at)
    assert limited.calls() == ["users.conversations"]
