"""Ask as an assistant does, with the SDK's own client, and print what is said: ``make assistants``.

``gongbao mcp`` runs as a process of its own over the samples: over standard input for the operator, then over HTTP
beside a Slack on loopback, where every request is signed. Then come sixty questions with their score, and five hundred
made-up calls; it fails where one is not answered, cites what its source doesn't say, or ends in an exception.
"""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from bot.assistants.signed import PATH
from bot.slack.in_memory.local_slack import TEAM
from tests.assistants.room import (
    NOW,
    QUESTIONS,
    SECRET,
    Signature,
    ask,
    is_answered,
    list_unfounded,
    make_up_calls,
    open_samples,
)
from tests.fake_slack.program import build_environment
from tests.fake_slack.server import FakeSlack

CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("search_policies", {"query": "data security", "since": "2024-01-01"}),
    ("search_policies", {"companies": ["Tesla"]}),
    ("search_policies", {"topics": ["nonsense"]}),
    ("list_deadlines", {"within_days": 180}),
    ("get_policy", {"policy": "P18"}),
    ("get_policy", {"policy": "P99"}),
    ("get_ministry", {"name": "工信部", "limit": 2}),
    ("get_company", {"name": "Huawei"}),
    ("get_briefing", {"briefing": "september 2024", "limit": 2}),
    ("compare_briefings", {"earlier": "B2", "later": "B3"}),
    ("compare_briefings", {"earlier": "B2", "later": "B9"}),
    ("what_is_covered", {}),
)
CALLERS = (("U0MEMBER", TEAM), ("U0GUEST", TEAM), ("U0MEMBER", "T0OTHER"), ("", TEAM))
_SHOWN = 2


async def show(client: Client, tool: str, arguments: dict[str, Any], *caller: str) -> None:
    """Call a tool and print what it says, with the first records."""
    who = f" as {caller[0] or 'nobody'} of {caller[1]}" if caller else ""
    print(f"\n» {tool} {arguments}{who}")
    try:
        answer = await ask(client, tool, *caller, **arguments)
    except MCPError as refused:
        print(f"  refused: {refused}")
        return
    print(f"  {answer.get('says') or answer['error']}")
    for record in answer.get("records", ())[:_SHOWN]:
        citation = record["citation"]
        print(f"  {record['id']} [{record['kind']}] {record['title']}")
        address = citation["address"] or "no address"
        print(f"    “{citation['sentence']}” — {citation['source']}, {citation['place']}, {address}")


async def ask_over_stdio(db: Path, environment: dict[str, str]) -> int:
    """Print each tool's answer; ask the questions and the made-up calls; return how many of these went wrong."""
    call = [*("-m", "bot", "mcp", "--db", str(db), "--now", NOW.isoformat())]
    async with Client(StdioServerParameters(command=sys.executable, args=call, env=environment)) as client:
        tools = (await client.list_tools()).tools
        print(f"Over standard input, as the operator: {', '.join(tool.name for tool in tools)}")
        for tool, arguments in CALLS:
            await show(client, tool, arguments)
        answers = [(each, await ask(client, each["tool"], **each["arguments"])) for each in QUESTIONS]
        errors = [(await ask(client, name, **given)).get("error") for name, given in make_up_calls(tools, 500)]
    found = sum(is_answered(question, answer) for question, answer in answers)
    founded = sum(not list_unfounded(answer) for _, answer in answers)
    refused = [error for error in errors if error is not None]
    broken = sum(error.startswith("Error executing tool") and ":" not in error for error in refused)
    print(f"\nQuestions: {found} of {len(QUESTIONS)} answered with all wanted items or rightly not at all;")
    print(f"of {founded} every cited sentence stands in its source.")
    counts = f"{len(errors) - len(refused)} answered, {len(refused)} refused in a sentence, {broken} exceptions"
    print(f"Made-up calls: {counts}")
    failed: int = 2 * len(QUESTIONS) - found - founded + broken
    return failed


async def ask_over_http(port: int) -> None:
    """Print what a member, a guest, somebody of another workspace and nobody are told; then a forged request."""
    print("\nOver HTTP, each request signed:")
    address = f"http://127.0.0.1:{port}{PATH}"
    async with (
        httpx2.AsyncClient(auth=Signature()) as caller,
        Client(streamable_http_client(address, http_client=caller)) as client,
    ):
        for user, team in CALLERS:
            await show(client, "search_policies", {"query": "antimony"}, user, team)
    async with httpx2.AsyncClient() as forger:
        forged = await forger.post(address, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    print(f"\n» an unsigned request\n  {forged.status_code} {forged.text}")


@contextmanager
def serve_http(db: Path, environment: dict[str, str]) -> Iterator[int]:
    """Run ``gongbao mcp --http`` until the block ends, and give its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    call = [sys.executable, "-m", "bot", "mcp", "--http", "--db", str(db)]
    running = subprocess.Popen(call, env={**environment, "GONGBAO_MCP_PORT": str(port)})
    try:
        while running.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        running.terminate()
        running.wait()


def main() -> int:
    """Ask over both transports; return 1 where something went wrong."""
    with tempfile.TemporaryDirectory() as folder, FakeSlack() as fake:
        with open_samples(Path(folder)) as app:
            db = app.settings.db
        fake.slack.people["U0GUEST"] = {"is_restricted": True}
        environment = build_environment(SLACK_API_URL=fake.api_url, SLACK_SIGNING_SECRET=SECRET, GONGBAO_SEMANTIC="off")
        wrong = anyio.run(ask_over_stdio, db, environment)
        with serve_http(db, environment) as port:
            anyio.run(ask_over_http, port)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
