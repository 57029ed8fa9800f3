"""The samples as an assistant sees them: the server in this process, asked by the SDK's own client."""

import datetime as dt
import json
import random
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

import anyio
import httpx2
from mcp import Client, Tool
from mcp.client.streamable_http import streamable_http_client
from mcp.server.transport_security import TransportSecuritySettings
from slack_sdk.signature import SignatureVerifier

from bot.access.gatekeeper import Gatekeeper
from bot.access.roles import PersonFacts
from bot.app import Application, bootstrap
from bot.assistants.server import build_server
from bot.assistants.signed import PATH, Asgi, SignedCallers
from bot.assistants.tools import Tools
from bot.clock import FixedClock, SystemClock
from bot.config import Settings
from bot.slack.in_memory.local_slack import TEAM
from tests.fake_slack.requests import sign
from tests.kept_reader import KeptReader

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = tuple(
    ROOT / "data" / "briefings" / f"{name}.md"
    for name in ("quarter-in-documents-2024-q1", "policy-fortnight-2024-09", "china-industry-monitor-2025-04")
)
"""The documents that become B1, B2 and B3."""
DATA = ROOT / "tests" / "data" / "assistants"
QUESTIONS: list[dict[str, Any]] = json.loads((DATA / "questions.json").read_text(encoding="utf-8"))
"""Sixty questions as tool calls, each with the items that answer it."""
NOW = dt.datetime(2025, 4, 2, 12, tzinfo=dt.UTC)
SECRET = "signing-secret"  # noqa: S105  a secret of these tests
GUEST = "U0GUEST"
NOTICE = "https://www.cac.gov.cn/2025-03/14/c_1743654684782215.htm"
"""The one address in the samples; it is of P18."""

Answer = dict[str, Any]


def open_samples(folder: Path) -> Application:
    """Open a copy of the database with the samples."""
    path = folder / "samples.db"
    path.write_bytes(_read_samples())
    path.chmod(0o600)
    return bootstrap(Settings(db=path, semantic=False), clock=FixedClock(NOW), create=False, reader=KeptReader())


@cache
def _read_samples() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g.db"
        with bootstrap(
            Settings(db=path, semantic=False), clock=FixedClock(NOW), create=True, reader=KeptReader()
        ) as app:
            for sample in SAMPLES:
                app.services.ingest.ingest(source_name=sample.name, data=sample.read_bytes(), by="test", now=NOW)
        return path.read_bytes()


class Directory:
    """Knows everybody as a member, and ``GUEST`` as a guest."""

    lacks_scope = False

    def find(self, user: str, *, now: dt.datetime) -> PersonFacts:
        return PersonFacts(user=user, teams=frozenset({TEAM}), is_guest=user == GUEST, asked_at=now)


class Signature(httpx2.Auth):
    """Signs what is sent as Slack does."""

    requires_request_body = True

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        request.headers.update(sign(SECRET, request.content, at=SystemClock().now()))
        yield request


def build_signed(app: Application, inner: Asgi, *, guests_read: bool = False) -> SignedCallers:
    """Put the check of callers before an app."""
    clock, nowhere = SystemClock(), cast("Any", None)
    keeper = Gatekeeper(
        people=Directory(),
        channels=nowhere,
        clock=clock,
        workspace=TEAM,
        store=app.store,
        guests_read=guests_read,
    )
    verifier = SignatureVerifier(SECRET)
    return SignedCallers(inner, verifier=verifier, gatekeeper=keeper, store=app.store, clock=clock)


@asynccontextmanager
async def connect(app: Application, *, http: bool = False, guests_read: bool = False) -> AsyncIterator[Client]:
    """Return a client of the server: in this process as the operator, or over HTTP, every request signed."""
    server = build_server(Tools(app.services))
    if not http:
        async with Client(server) as client:
            yield client
        return
    trusted = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    inner = server.streamable_http_app(json_response=True, stateless_http=True, transport_security=trusted)
    road = httpx2.ASGITransport(app=build_signed(app, inner, guests_read=guests_read))
    async with (
        server.session_manager.run(),
        httpx2.AsyncClient(transport=road, auth=Signature()) as caller,
        Client(streamable_http_client(f"http://gongbao{PATH}", http_client=caller)) as client,
    ):
        yield client


def run(app: Application, do: Callable[[Client], Awaitable[None]], **how: bool) -> None:
    """Do something with a client of the samples."""

    async def connected() -> None:
        async with connect(app, **how) as client:
            await do(client)

    anyio.run(connected)


async def ask(client: Client, tool: str, user: str = "", team: str = TEAM, /, **arguments: Any) -> Answer:
    """Call a tool, over HTTP as this person, and give its structured answer; ``error`` has the text of a refusal."""
    caller: Any = {"slack": {"user_id": user, "team_id": team}} if user else None
    said = await client.call_tool(tool, arguments, meta=caller)
    if said.is_error:
        return {"error": "".join(getattr(each, "text", "") for each in said.content)}
    answer: Answer = said.structured_content or {}
    return answer


def list_unfounded(answer: Answer) -> list[str]:
    """Return the cited sentences of an answer that don't stand in the document that they name."""
    cited = [
        citation
        for record in (*answer.get("records", ()), *answer.get("related", ()))
        for citation in (record["citation"], *(each["citation"] for each in record["deadlines"]))
        if citation is not None
    ]
    return [each["sentence"] for each in cited if _flatten(each["sentence"]) not in _read_source(each["briefing"])]


@cache
def _read_source(briefing: str) -> str:
    """Return a sample without its markup, and without the dates in brackets, which its items carry apart."""
    text = SAMPLES[int(briefing[1:]) - 1].read_text(encoding="utf-8")
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return _flatten(re.sub(r" \(\d{1,2} September\)", "", text))


def _flatten(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def is_answered(question: Mapping[str, Any], answer: Answer) -> bool:
    """Return whether an answer has all items that are wanted, or says that there are none."""
    if not question["wanted"]:
        return answer.get("status") == "not_mentioned" and not answer["records"]
    return set(question["wanted"]) <= {record["id"] for record in answer.get("records", ())}


def make_up_calls(tools: list[Tool], count: int) -> Iterator[tuple[str, Answer]]:
    """Make up so many calls of these tools, with odd values for some of their arguments."""
    chance, odd = random.Random(7), json.loads((DATA / "odd_words.json").read_text(encoding="utf-8"))  # noqa: S311  no secret
    for _ in range(count):
        tool = chance.choice(tools)
        known: dict[str, Answer] = tool.input_schema.get("properties", {})
        picked = chance.sample(sorted(known), chance.randint(0, len(known)))
        values = {
            "string": chance.choice(odd),
            "integer": chance.choice([-1, 0, 1, 50, 10**9]),
            "array": [chance.choice(odd)],
        }
        other: Any = chance.choice([None, "2024-02-30", "2024-03-01", "issued", 7, {}])
        yield tool.name, {name: values.get(str(known[name].get("type")), other) for name in picked}
