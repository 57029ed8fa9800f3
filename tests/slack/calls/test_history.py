"""Looking back in Slack's history: what people wrote to the bot, as events, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import FixedClock
from bot.errors import DeliveryError, GongbaoError, NotAllowedError, NotFoundError
from bot.slack.calls.history import SlackHistory
from bot.slack.calls.identity import Identity
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, CHANNEL, TEAM
from tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable

DIRECT = f"D{ADMIN[1:]}"
IDENTITY = Identity(team=TEAM, team_name="local", bot_id=BOT_ID, bot_user=BOT_USER)
FROM = "0"


@pytest.fixture
def workspace() -> LocalWorkspace:
    """A workspace with one channel."""
    return LocalWorkspace(FixedClock(b.NOW))


def say(workspace: LocalWorkspace, channel: str, text: str, **fields: Any) -> str:
    """Write a message, and give its timestamp."""
    held = workspace.slack.open_direct(ADMIN) if channel == DIRECT else workspace.slack.open_channel(channel)
    message = {"type": "message", "user": ADMIN, "text": text, "ts": workspace.slack.build_ts(), **fields}
    held.posts.append(message)
    return str(message["ts"])


def look(workspace: LocalWorkspace, channel: str, since_ts: str = "0") -> list[dict[str, Any]]:
    """Give the events found."""
    history = SlackHistory(workspace.client, IDENTITY)
    found = history.list_events(channel, since_ts=since_ts, from_ts=FROM)
    return [dict(event.body["event"]) for event in found]  # type: ignore[call-overload]  # a body of ours


def test_direct_messages_are_found_in_their_order(workspace: LocalWorkspace) -> None:
    """Those of people, files too; not our own, not those of apps, not edits or joins."""
    first = say(workspace, DIRECT, "one")
    say(workspace, DIRECT, "ours", user=BOT_USER, bot_id=BOT_ID)
    say(workspace, DIRECT, "an app's", bot_id="B9")
    say(workspace, DIRECT, "joined", subtype="channel_join")
    say(workspace, DIRECT, "nobody", user=None)
    file = say(workspace, DIRECT, "", subtype="file_share", files=[{"id": "F1"}])
    found = look(workspace, DIRECT)
    assert [(event["ts"], event["type"], event["channel_type"]) for event in found] == [
        (first, "message", "im"),
        (file, "message", "im"),
    ]
    assert [event.get("subtype") for event in found] == [None, "file_share"]
    assert [event["ts"] for event in look(workspace, DIRECT, first)] == [file]


def test_mentions_are_found_in_channels_and_threads(workspace: LocalWorkspace) -> None:
    """What is said to others is not; a reply in a thread that goes on is."""
    parent = say(workspace, CHANNEL, "talk")
    mention = say(workspace, CHANNEL, f"<@{BOT_USER}> policy", subtype="thread_broadcast")
    reply = say(workspace, CHANNEL, f"and <@{BOT_USER}>?", thread_ts=parent)
    say(workspace, CHANNEL, "no", thread_ts=parent)
    found = look(workspace, CHANNEL)
    assert [(event["ts"], event["type"], event.get("thread_ts")) for event in found] == [
        (mention, "app_mention", None),
        (reply, "app_mention", parent),
    ]
    assert "subtype" not in found[0]


def test_an_event_names_workspace_and_itself(workspace: LocalWorkspace) -> None:
    """It looks like one of Slack's, and has an id that stays the same."""
    ts = say(workspace, DIRECT, "one")
    (event,) = SlackHistory(workspace.client, IDENTITY).list_events(DIRECT, since_ts="0", from_ts=FROM)
    assert event.body["event_id"] == f"caught.{DIRECT}.{ts}"
    assert event.body["team_id"] == TEAM
    assert event.ts == ts


def test_the_bots_channels_are_listed(workspace: LocalWorkspace) -> None:
    """Those that it is in, direct messages apart."""
    workspace.slack.add_channel("C0OUT", "out").members.remove(BOT_USER)
    workspace.slack.open_direct(ADMIN)
    assert SlackHistory(workspace.client, IDENTITY).list_channels() == (CHANNEL,)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("missing_scope", NotAllowedError),
        ("channel_not_found", NotFoundError),
        ("ratelimited", DeliveryError),
        ("internal_error", DeliveryError),
    ],
)
def test_refusals_are_told_apart(workspace: LocalWorkspace, code: str, error: type[GongbaoError]) -> None:
    """Never allowed, not there, or not now."""
    workspace.slack.call = lambda method, arguments: {"ok": False, "error": code}  # type: ignore[method-assign]  # noqa: ARG005  the workspace of this test alone
    with pytest.raises(error):
        look(workspace, CHANNEL)


@pytest.mark.parametrize("fault", [OSError("reset"), ValueError("no JSON")])
def test_a_lost_line_is_not_now(workspace: LocalWorkspace, fault: Exception) -> None:
    """Whatever the network does, it is tried again later."""

    def fail(*_: object) -> dict[str, Any]:
        raise fault

    call: Callable[..., Any] = fail
    workspace.slack.call = call  # type: ignore[method-assign]  # the workspace of this test alone
    with pytest.raises(DeliveryError, match="could not be reached"):
        look(workspace, CHANNEL)
