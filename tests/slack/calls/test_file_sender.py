"""Sending a file over the network: three steps, the token in two of them, and every failure in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackRequestError

from bot.errors import DeliveryError
from bot.slack.calls.client import build_client
from bot.slack.calls.direct import UnclearDeliveryError
from bot.slack.calls.file_sender import SlackFileSender
from bot.slack.in_memory.local_uploads import LocalUpload, LocalUploads
from tests.fake_slack.server import BOT_TOKEN, FakeSlack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk.web import SlackResponse

DIRECT = "D0ADMIN"


@pytest.fixture
def fake(socket_enabled: None) -> Iterator[FakeSlack]:
    _ = socket_enabled
    with FakeSlack() as slack:
        yield slack


def send(fake: FakeSlack, data: bytes = b"a,b\r\n") -> str:
    sender = SlackFileSender(build_client(BOT_TOKEN, fake.api_url))
    return sender.send(user="U0ADMIN", name="gongbao.csv", data=data, comment="/policy <!channel>")


def test_a_file_arrives_in_direct_messages(fake: FakeSlack) -> None:
    """Its bytes as they are, its name, and what was asked, disarmed; nobody else's channel sees it."""
    data = bytes(range(256)) * 40
    assert send(fake, data) == DIRECT
    assert fake.slack.uploads.arrived == [LocalUpload(name="gongbao.csv", data=data, channel=DIRECT)]
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


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_upload_that_is_not_taken_is_said(fake: FakeSlack, status: int) -> None:
    """No status but success counts, and a redirect is not followed."""
    fake.refusals["upload"] = [status]
    with pytest.raises(DeliveryError, match=f"status {status}"):
        send(fake)
    assert fake.slack.uploads.arrived == []


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/upload", "", "http://[", "https://files.slack.com.evil.example/x", "file:///etc/passwd"],
)
def test_a_file_goes_to_slacks_own_host_alone(fake: FakeSlack, url: str) -> None:
    """Whatever address comes back, the bytes stay here unless it is Slack's."""
    fake.refusals["files.getUploadURLExternal"] = [{"ok": True, "upload_url": url, "file_id": "F1"}]
    with pytest.raises(DeliveryError, match="no address of its own"):
        send(fake)


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


@pytest.mark.parametrize(
    ("method", "error", "said"),
    [
        ("files.getUploadURLExternal", DeliveryError, "could not be reached"),
        ("files.completeUploadExternal", UnclearDeliveryError, "did not say whether the file arrived"),
    ],
)
def test_a_lost_reply_is_told_apart(fake: FakeSlack, method: str, error: type[DeliveryError], said: str) -> None:
    """Before the last step nothing can have arrived; at the last step the file may be there."""
    sender = SlackFileSender(LosingClient(method, fake.api_url))
    with pytest.raises(error, match=said):
        sender.send(user="U0ADMIN", name="a.csv", data=b"x", comment="")


def test_an_upload_into_nothing_is_said(fake: FakeSlack) -> None:
    """Slack's host that nobody answers at is a failure in one line."""
    sender = SlackFileSender(build_client(BOT_TOKEN, "http://127.0.0.1:9/api/"))
    with pytest.raises(DeliveryError, match="could not be reached for the file"):
        sender._put("http://127.0.0.1:9/upload", b"x")
    assert fake.slack.uploads.arrived == []


def test_uploads_in_memory_know_what_came() -> None:
    """An address that was not given out takes nothing, and a file without bytes is not shown."""
    uploads = LocalUploads()
    url, file_id = uploads.expect("a.csv", "https://files.slack.com")
    assert not uploads.put("https://files.slack.com/upload/v1/F999", b"x")
    assert uploads.complete(file_id, "D1") is None
    assert uploads.put(url, b"x")
    assert uploads.complete(file_id, "D1") == LocalUpload(name="a.csv", data=b"x", channel="D1")
