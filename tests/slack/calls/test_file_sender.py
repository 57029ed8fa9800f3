"""Sending a file over the network: three steps, the token in two of them, and every failure in one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackRequestError
from slack_sdk.web import SlackResponse

from bot.errors import DeliveryError
from bot.slack.calls.client import UnclearDeliveryError, build_client
from bot.slack.calls.files import send_file
from bot.slack.in_memory.local_slack import LocalUpload
from tests.fake_slack.server import BOT_TOKEN, FakeSlack

DIRECT = "D0ADMIN"


@pytest.fixture
def fake(socket_enabled: None) -> Iterator[FakeSlack]:
    _ = socket_enabled
    with FakeSlack() as slack:
        yield slack


def send(fake: FakeSlack, data: bytes = b"a,b\r\n") -> str:
    client = build_client(BOT_TOKEN, fake.api_url)
    return send_file(client, user="U0ADMIN", name="gongbao.csv", data=data, comment="/policy <!channel>")


def test_a_file_arrives_in_direct_messages(fake: FakeSlack) -> None:
    """Its bytes as they are, its name, and what was asked, disarmed; nobody else's channel sees it."""
    data = bytes(range(256)) * 40
    assert send(fake, data) == DIRECT
    assert fake.slack.uploads == [LocalUpload(name="gongbao.csv", data=data, channel=DIRECT)]
    (post,) = fake.list_posts(count=1, channel=DIRECT)
    assert (post["text"], post["files"]) == ("/policy &lt;!channel&gt;", [{"name": "gongbao.csv", "size": len(data)}])
    assert fake.slack.channels["C0LOCAL"].posts == []


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("files.getUploadURLExternal", "missing_scope"),
        ("files.completeUploadExternal", "missing_scope"),
    ],
)
def test_a_missing_scope_is_said(fake: FakeSlack, method: str, said: str) -> None:
    """The line names the scope that an admin must give."""
    fake.refusals[method] = [{"ok": False, "error": said}]
    with pytest.raises(DeliveryError, match=said) as refused:
        send(fake)
    assert refused.value.hint == "An admin must give the app the scope files:write."


@pytest.mark.parametrize("status", [404, 500])
def test_an_upload_that_is_not_taken_is_said(fake: FakeSlack, status: int) -> None:
    """No status but success counts."""
    fake.refusals["upload"] = [status]
    with pytest.raises(DeliveryError, match=f"status {status}"):
        send(fake)
    assert fake.slack.uploads == []


class LosingClient(WebClient):
    """A client whose replies to one method are lost."""

    def __init__(self, method: str, api_url: str) -> None:
        super().__init__(token=BOT_TOKEN, base_url=api_url, retry_handlers=[])
        self.method = method

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        reply = super().api_call(api_method, **arguments)
        if api_method == self.method:
            raise SlackRequestError("lost")
        return reply


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_a_lost_reply_leaves_it_open(fake: FakeSlack, method: str) -> None:
    """The file may be there, so nobody is told to ask for it again."""
    client = LosingClient(method, fake.api_url)
    with pytest.raises(UnclearDeliveryError, match="did not say whether the file arrived"):
        send_file(client, user="U0ADMIN", name="a.csv", data=b"x", comment="")
