"""Posting through the SDK: each way a call can end is told apart, and our own messages are found again."""

import http.client
import socket
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient

from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.post import Message
from bot.slack.calls.client import SlackPoster
from tests.slack.calls.fake_client import FakeClient, build_error

MESSAGE = Message(text="hello", blocks='[{"type":"divider"}]')
DATE = "Sun, 10 Mar 2024 04:00:00 GMT"
DATE_TS = 1710043200.0
DATED = {"Date": DATE}


def post(client: WebClient, thread_ts: str | None = None) -> Outcome:
    return SlackPoster(client, bot_id="B1").post(channel="C1", message=MESSAGE, key="k1", thread_ts=thread_ts)


def find(client: WebClient, *, after_ts: str | None = "5.0", thread_ts: str | None = None) -> Outcome:
    return SlackPoster(client, bot_id="B1").find(channel="C1", key="k1", after_ts=after_ts, thread_ts=thread_ts)


def ours(key: str = "k1", bot_id: str = "B1", event: str = "gongbao_post") -> dict[str, Any]:
    return {"ts": "7.7", "bot_id": bot_id, "metadata": {"event_type": event, "event_payload": {"key": key}}}


def page(*messages: object, cursor: str = "") -> dict[str, Any]:
    return {"ok": True, "messages": list(messages), "response_metadata": {"next_cursor": cursor}}


def test_a_post_carries_key_and_no_previews() -> None:
    """One call, with the key in the metadata and link previews off; a part goes into its thread."""
    client = FakeClient({"ok": True, "ts": "9.1"}, headers=DATED)
    assert post(client, "8.0") == Outcome(kind=OutcomeKind.OK, ts="9.1", slack_ts=DATE_TS)
    shown: dict[str, Any] = {"channel": "C1", "text": "hello", "blocks": [{"type": "divider"}], "thread_ts": "8.0"}
    shown |= {"metadata": {"event_type": "gongbao_post", "event_payload": {"key": "k1"}}}
    assert client.made == [("chat.postMessage", {**shown, "unfurl_links": False, "unfurl_media": False})]


@pytest.mark.parametrize(
    ("client", "kind", "said"),
    [
        (FakeClient({"ok": False, "error": "is_archived"}), OutcomeKind.ERROR, "is_archived"),
        (FakeClient({"ok": False, "error": "ratelimited"}, status=429), OutcomeKind.RATE_LIMITED, "ratelimited"),
        (FakeClient({"ok": False, "error": "is_archived"}, status=500), OutcomeKind.UNCLEAR, "HTTP status 500"),
        (FakeClient({"ok": True}), OutcomeKind.UNCLEAR, "an answer without a timestamp"),
        (FakeClient(build_error(b"text")), OutcomeKind.UNCLEAR, "HTTP status 200"),
        (FakeClient(TimeoutError("timed out")), OutcomeKind.UNCLEAR, "TimeoutError: timed out"),
        (FakeClient(http.client.IncompleteRead(b"")), OutcomeKind.UNCLEAR, "IncompleteRead: "),
        (FakeClient(ValueError("no JSON")), OutcomeKind.UNCLEAR, "ValueError: no JSON"),
        (FakeClient(ConnectionRefusedError("refused")), OutcomeKind.REFUSED, "ConnectionRefusedError: refused"),
        (FakeClient(URLError(ConnectionRefusedError("no"))), OutcomeKind.REFUSED, "URLError: <urlopen error no>"),
        (FakeClient(URLError(socket.gaierror("no host"))), OutcomeKind.REFUSED, "URLError: <urlopen error no host>"),
        (FakeClient(URLError(TimeoutError("slow"))), OutcomeKind.UNCLEAR, "URLError: <urlopen error slow>"),
    ],
)
def test_how_a_post_ends(client: FakeClient, kind: OutcomeKind, said: str) -> None:
    """Only what surely never arrived is refused; whatever may have been accepted is unclear."""
    outcome = post(client)
    assert outcome.kind is kind
    assert outcome.error.startswith(said)


def test_found_by_key_and_own_bot() -> None:
    """A message is ours only with our key and our own bot id; anyone can write the same metadata."""
    client = FakeClient(
        page({"ts": "7.1"}, ours(bot_id="B2"), ours(key="k2"), ours(event="other"), cursor="next"),
        page(ours()),
        headers=DATED,
    )
    assert find(client) == Outcome(kind=OutcomeKind.OK, ts="7.7", slack_ts=DATE_TS)
    assert [arguments.get("cursor") for _, arguments in client.made] == [None, "next"]


def test_absent_only_after_all_pages() -> None:
    """Absence is said after the last page; a thread is read by its replies, bounded by Slack's time."""
    client = FakeClient(page(cursor="next"), page("odd"), headers=DATED)
    assert find(client, thread_ts="6.0") == Outcome(kind=OutcomeKind.ABSENT, slack_ts=DATE_TS)
    method, arguments = client.made[0]
    assert method == "conversations.replies"
    assert (arguments["ts"], arguments["oldest"], arguments["include_all_metadata"]) == ("6.0", "5.0", True)


def test_endless_history_is_no_proof() -> None:
    """A history that does not end within a hundred pages proves nothing."""
    client = FakeClient(*[page(cursor="next")] * 101)
    assert not find(client).may_pass


@pytest.mark.parametrize(
    ("client", "passes"),
    [
        (FakeClient({"ok": False, "error": "missing_scope"}), False),
        (FakeClient({"ok": False, "error": "thread_not_found"}), False),
        (FakeClient({"ok": False, "error": "ratelimited"}, status=429), True),
        (FakeClient({"ok": False, "error": "internal_error"}), True),
        (FakeClient({"ok": False, "error": "missing_scope"}, status=503), True),
        (FakeClient(TimeoutError("slow")), True),
        (FakeClient({"ok": True}), True),
    ],
)
def test_how_a_look_fails(client: FakeClient, passes: bool) -> None:
    """What passes is looked up again later; what Slack forbids is not."""
    assert find(client).may_pass is passes
