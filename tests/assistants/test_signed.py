"""Who is answered over HTTP: what Slack signed, just now, once, for a person of this workspace who may read."""

import json
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, MCPError

from bot.app import Application
from bot.assistants.signed import PATH, VIEWER
from bot.clock import SystemClock
from bot.slack.in_memory.local_slack import TEAM
from bot.store.access import list_audit
from tests.assistants.room import GUEST, SECRET, ask, build_signed, run
from tests.fake_slack.requests import list_forgeries, sign

MEMBER = {"user_id": "U0MEMBER", "team_id": TEAM, "enterprise_id": None}


def build_call(method: str = "tools/call", caller: Any = MEMBER, **more: Any) -> bytes:
    meta = {} if caller is None else {"_meta": {"slack": caller}}
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": {**meta, **more}}).encode()


class Answering:
    """An app that keeps for whom it was asked, behind the check."""

    def __init__(self, app: Application) -> None:
        self.asked: list[str] = []
        self.signed = build_signed(app, self._answer)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        viewer = scope[VIEWER]
        message = await receive()
        self.asked.append(f"{viewer.user if viewer else 'nobody'} {len(message['body'])}")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"answered"})

    def send(self, body: bytes, headers: dict[str, str] | None = None, *, method: str = "POST") -> tuple[int, str]:
        """Send a request, signed now unless headers are given; return the status and what is said."""
        given = sign(SECRET, body, at=SystemClock().now()) if headers is None else headers

        async def bring() -> httpx2.Response:
            async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self.signed)) as caller:
                raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in given.items()]
                return await caller.request(method, f"http://gongbao{PATH}", content=body, headers=raw)

        answer = anyio.run(bring)
        return answer.status_code, answer.text


@pytest.fixture
def server(samples: Application) -> Answering:
    """A server that answers whoever is let through."""
    return Answering(samples)


def test_a_signed_request_is_answered_once(server: Answering) -> None:
    """The same request again, as whoever copied it would send it, is refused."""
    body = build_call()
    headers = sign(SECRET, body, at=SystemClock().now())
    assert server.send(body, headers) == (200, "answered")
    status, says = server.send(body, headers)
    assert (status, "answered before" in says) == (403, True)
    assert server.asked == [f"U0MEMBER {len(body)}"]


def test_forged_requests_are_refused(server: Answering) -> None:
    """Whatever is odd about signature or time, nothing behind the check hears of it."""
    body = build_call()
    for what, data, headers in list_forgeries(SECRET, body, now=SystemClock().now()):
        status, says = server.send(data, headers)
        assert (status, "Slack didn't sign" in says) == (403, True), what
    assert server.send(body, {}, method="GET")[0] == 403
    assert server.send(build_call(text="x" * 300_000))[0] == 403
    assert server.send(b"\xff", sign(SECRET, body, at=SystemClock().now()))[0] == 403
    for odd in (b"", b"[]", b"null", b'{"method": 7}', b'{"params": [1]}', b"[" * 5000):
        assert server.send(odd)[0] == 403, odd
    assert server.asked == []


@pytest.mark.parametrize(
    ("caller", "says"),
    [
        ({**MEMBER, "team_id": "T0OTHER"}, "serves another workspace"),
        ({**MEMBER, "user_id": GUEST}, "Guests can't"),
        ({"team_id": TEAM}, "Only people"),
        ({"user_id": "U0MEMBER"}, "Only people"),
        ({"user_id": "U0MEMBER", "team_id": None}, "Only people"),
        ("U0MEMBER", "Only people"),
        (None, "Only people"),
    ],
)
def test_a_signature_alone_is_not_enough(samples: Application, server: Answering, caller: Any, says: str) -> None:
    """Who is of another workspace, may not read here, or isn't named, is refused, and that is written down."""
    status, said = server.send(build_call(caller=caller))
    assert (status, says in said, server.asked) == (403, True, [])
    with samples.store.read() as db:
        assert [row.action for row in list_audit(db, "assistant")] == ["denied"]


def test_the_list_of_tools_needs_nobody(server: Answering) -> None:
    """What says nothing of the store needs the signature alone, as often as it is asked."""
    body = build_call("tools/list", None)
    headers = sign(SECRET, body, at=SystemClock().now())
    assert [server.send(body, headers)[0] for _ in range(2)] == [200, 200]
    assert server.asked[0].startswith("nobody")


def test_the_client_is_told_why_it_is_refused(samples: Application) -> None:
    """The SDK's own client lists tools, asks as a member, and gets the sentence of each refusal."""

    async def do(client: Client) -> None:
        assert len((await client.list_tools()).tools) == 8
        assert (await ask(client, "search_policies", "U0MEMBER", query="antimony"))["total"] == 1
        for user, team, says in (
            (GUEST, TEAM, "Guests can't"),
            ("U1", "T0OTHER", "another workspace"),
            ("", "", "Only people"),
        ):
            with pytest.raises(MCPError, match=says):
                await ask(client, "search_policies", user, team, query="antimony")

    run(samples, do, http=True)
