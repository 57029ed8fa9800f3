"""Looking back in Slack's history: what people wrote to the bot, as events, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import FixedClock
from bot.errors import DeliveryError, GongbaoError, NotAllowedError, NotFoundError
from bot.slack.calls.history import SlackHistory
from bot.slack.calls.identity import Identity
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, TEAM
from tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable

DIRECT = f"D{ADMIN[1:]}"
IDENTITY = Identity(team=TEAM, team_name="local", bot_id=BOT_ID, bot_user=BOT_USER)


@pytest.fixture
def workspace() -> LocalWorkspace:
    """A workspace with one channel."""
    return LocalWorkspace(FixedClock(b.NOW))


def say(workspace: LocalWorkspace, text: str, **fields: Any) -> str:
    """Write a message, and give its timestamp."""
    held = workspace.slack.open_direct(ADMIN)
    message = {"type": "message", "user": ADMIN, "text": text, "ts": workspace.slack.build_ts(), **fields}
    held.posts.append(message)
    return str(message["ts"])


def look(workspace: LocalWorkspace, since_ts: str = "0") -> list[dict[str, Any]]:
    """Give the events found."""
    history = SlackHistory(workspace.client, IDENTITY)
    found = history.list_events(DIRECT, since_ts=since_ts)
    return [dict(event.body["event"]) for event in found]  # type: ignore[call-overload]  # a body of ours


def test_direct_messages_are_found_in_their_order(workspace: LocalWorkspace) -> None:
    """Those of people, files too; not our own, not those of apps, not edits or joins."""
    first = say(workspace, "one")
    say(workspace, "ours", user=BOT_USER, bot_id=BOT_ID)
    say(workspace, "an app's", bot_id="B9")
    say(workspace, "joined", subtype="channel_join")
    say(workspace, "nobody", user=None)
    file = say(workspace, "", subtype="file_share", files=[{"id": "F1"}])
    found = look(workspace)
    assert [(event["ts"], event["type"], event["channel_type"]) for event in found] == [
        (first, "message", "im"),
        (file, "message", "im"),
    ]
    assert [event.get("subtype") for event in found] == [None, "file_share"]
    assert [event["ts"] for event in look(workspace, first)] == [file]


def test_a_reply_sent_to_all_is_an_ordinary_message(workspace: LocalWorkspace) -> None:
    """As an event of Slack's names it."""
    ts = say(workspace, "policy", subtype="thread_broadcast")
    (event,) = look(workspace)
    assert (event["ts"], "subtype" in event) == (ts, False)


def test_an_event_names_workspace_and_itself(workspace: LocalWorkspace) -> None:
    """It looks like one of Slack's, and has an id that stays the same."""
    ts = say(workspace, "one")
    (event,) = SlackHistory(workspace.client, IDENTITY).list_events(DIRECT, since_ts="0")
    assert event.body["event_id"] == f"caught.{DIRECT}.{ts}"
    assert event.body["team_id"] == TEAM
    assert event.ts == ts


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
        look(workspace)


@pytest.mark.parametrize("fault", [OSError("reset"), ValueError("no JSON")])
def test_a_lost_line_is_not_now(workspace: LocalWorkspace, fault: Exception) -> None:
    """Whatever the network does, it is tried again later."""

    def fail(*_: object) -> dict[str, Any]:
        raise fault

    call: Callable[..., Any] = fail
    workspace.slack.call = call  # type: ignore[method-assign]  # the workspace of this test alone
    with pytest.raises(DeliveryError, match="could not be reached"):
        look(workspace)
