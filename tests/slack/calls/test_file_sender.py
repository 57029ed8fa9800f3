"""Sending a file over the network: three steps, the token in two of them, and every failure in one line."""

import pytest

from bot.errors import DeliveryError
from bot.slack.calls.client import UnclearDeliveryError, build_client
from bot.slack.calls.files import send_file
from bot.slack.in_memory.local_slack import LocalUpload
from tests.fake_slack.chaos import FaultKind
from tests.fake_slack.server import BOT_TOKEN, FakeSlack

DIRECT = "D0ADMIN"


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


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_a_missing_scope_is_said(fake: FakeSlack, method: str) -> None:
    """The line names the scope that an admin must give."""
    fake.refusals[method] = [{"ok": False, "error": "missing_scope"}]
    with pytest.raises(DeliveryError, match="missing_scope") as refused:
        send(fake)
    assert refused.value.hint == "An admin must give the app the scope files:write."


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_a_lost_reply_leaves_it_open(fake: FakeSlack, method: str) -> None:
    """The file may be there, so nobody is told to ask for it again."""
    fake.losses[method] = [FaultKind.FIN]
    with pytest.raises(UnclearDeliveryError, match="did not say whether the file arrived"):
        send(fake)
