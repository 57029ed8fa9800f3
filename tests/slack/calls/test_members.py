"""In which channels a person is, as Slack says; what it does not say is told apart from none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.clock import FixedClock
from bot.services.ports import Membership
from bot.slack.calls.members import SlackMembers
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import BOT_USER, CHANNEL
from tests.posting import NOW

if TYPE_CHECKING:
    from collections.abc import Mapping


class Client(WebClient):
    """Gives these answers one after the other, or raises them; ``asked`` are the arguments."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def api_call(self, api_method: str, **given: Any) -> Any:
        assert api_method == "users.conversations"
        self.asked.append(dict(given["params"]))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={"params": dict(given["params"])},
            data=answer,
            headers={},
            status_code=200,
        )

    def _request_for_pagination(self, api_url: str, req_args: dict[str, Any]) -> dict[str, Any]:
        page = self.api_call(api_url, params=req_args["params"])
        return {"status_code": page.status_code, "headers": page.headers, "data": page.data}


class Reply(dict[str, Any]):
    """A reply with headers."""

    headers: Mapping[str, str] = {}


def refuse(code: str, headers: Mapping[str, str] | None = None) -> SlackApiError:
    """Give a refusal as the SDK raises it."""
    reply = Reply(ok=False, error=code)
    reply.headers = headers or {}
    return SlackApiError("refused", reply)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


def test_public_channels_and_those_shared_with_the_bot() -> None:
    """Of the workspace in memory: a private channel without the bot, and direct messages, are none of them."""
    workspace = LocalWorkspace(FixedClock(NOW))
    slack = workspace.slack
    for name, members in {"C2": ["U1"], "G3": ["U1", BOT_USER], "G4": ["U1"], "C5": ["U2", BOT_USER]}.items():
        slack.add_channel(name, name).members = members
    slack.open_direct("U1")
    found = SlackMembers(workspace.client)
    assert found.find_channels("U1") == Membership(channels=frozenset({"C2", "G3"}))
    assert found.find_channels("X") == Membership(channels=frozenset())  # nobody of this workspace
    assert CHANNEL in (found.find_channels(BOT_USER).channels or ())


def test_every_page_is_read() -> None:
    """A person's channels come in pages, asked for by their cursor, of both kinds and without archived ones."""
    more = {"ok": True, "channels": [{"id": "C1"}], "response_metadata": {"next_cursor": "next"}}
    client = Client(more, {"ok": True, "channels": [{"id": "G2"}, {"name": "odd"}]})
    assert SlackMembers(client).find_channels("U1") == Membership(channels=frozenset({"C1", "G2"}))
    assert [asked.get("cursor") for asked in client.asked] == [None, "next"]
    asked = client.asked[0]
    assert (asked["user"], asked["types"], asked["exclude_archived"]) == (
        "U1",
        "public_channel,private_channel",
        "true",
    )
    endless = Client(*[more] * 10)
    assert SlackMembers(endless).find_channels("U1") == Membership(channels=frozenset({"C1"}))


def test_one_call_is_enough_for_who_waits() -> None:
    """At once a single large page is asked for; where that is not all, nothing is said."""
    whole = Client({"channels": [{"id": "C1"}]})
    assert SlackMembers(whole, at_once=True).find_channels("U1") == Membership(channels=frozenset({"C1"}))
    assert whole.asked[0]["limit"] == 999
    more = Client({"channels": [{"id": "C1"}], "response_metadata": {"next_cursor": "next"}})
    assert SlackMembers(more, at_once=True).find_channels("U1") == Membership(channels=None)
    assert len(more.asked) == 1


@pytest.mark.parametrize(
    ("error", "wait_s"),
    [
        (refuse("missing_scope"), 0.0),
        (refuse("ratelimited", {"Retry-After": "30"}), 30.0),
        (TimeoutError(), 0.0),
        (ValueError("no JSON"), 0.0),
    ],
)
def test_what_slack_does_not_say_is_not_known(error: Exception, wait_s: float) -> None:
    """Without the scope, when it asks to wait, and when it is away; on the second page too."""
    assert SlackMembers(Client(error)).find_channels("U1") == Membership(channels=None, wait_s=wait_s)
    page = {"channels": [{"id": "C1"}], "response_metadata": {"next_cursor": "next"}}
    assert SlackMembers(Client(page, error)).find_channels("U1").channels is None
