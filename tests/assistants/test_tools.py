"""What assistants are told: tools, resources and prompts, asked through the SDK's own client."""

import json
from typing import Any

import pytest
from mcp import Client, MCPError

from bot.access.licences import Licences
from bot.app import Application
from bot.slack.in_memory.local_slack import TEAM
from bot.store.access import Licence, LicenceKind
from tests.assistants.room import GUEST, NOW, QUESTIONS, ask, is_answered, list_unfounded, make_up_calls, run

CALLS: list[tuple[str, dict[str, Any], str, tuple[str, ...]]] = [
    ("search_policies", {"query": "data security"}, "found", ("I3", "I31")),
    ("search_policies", {"companies": ["Tesla"]}, "not_mentioned", ()),
    ("search_policies", {"query": 'open "quote', "ministries": ["MIIT"]}, "not_mentioned", ()),
    ("search_policies", {"limit": 2, "offset": 2}, "found", ()),
    ("list_deadlines", {}, "found", ("I31", "I37", "I30")),
    ("list_deadlines", {"within_days": 0}, "not_mentioned", ()),
    ("get_policy", {"policy": "P18"}, "found", ("I30",)),
    ("get_policy", {"policy": "I9"}, "found", ("I9",)),
    ("get_policy", {"policy": "国信办通字〔2025〕2号"}, "found", ("I30",)),
    ("get_policy", {"policy": "P99"}, "not_mentioned", ()),
    ("get_ministry", {"name": "工信部"}, "found", ("I32", "I30")),
    ("get_ministry", {"name": "Ministry of Magic"}, "not_mentioned", ()),
    ("get_ministry", {}, "found", ()),
    ("get_company", {"name": "比亚迪"}, "found", ("I41", "I11")),
    ("get_company", {"name": "Tesla"}, "not_mentioned", ()),
    ("get_company", {}, "found", ()),
    ("get_briefing", {}, "found", ("I30",)),
    ("get_briefing", {"briefing": "B2", "limit": 3}, "found", ("I16", "I17", "I18")),
    ("get_briefing", {"briefing": "B9"}, "not_mentioned", ()),
    ("compare_briefings", {"earlier": "B2", "later": "B3"}, "found", ("I31", "I20")),
    ("compare_briefings", {"earlier": "B2", "later": "B7"}, "not_mentioned", ()),
    ("what_is_covered", {}, "found", ()),
]


def test_each_tool_answers_with_cited_records(samples: Application) -> None:
    """Each finds what it should, first what is wanted, and every sentence stands in the document that is cited."""

    async def do(client: Client) -> None:
        for tool, arguments, status, first in CALLS:
            answer = await ask(client, tool, **arguments)
            found = [record["id"] for record in answer["records"]]
            assert (answer["status"], [each for each in found if each in first][: len(first)]) == (
                status,
                list(first),
            ), (tool, arguments, found)
            assert answer["covered"]["newest_on"] == "2025-04-02"
            assert "Your latest is from 2 Apr 2025" in answer["says"] or status == "found"
            assert list_unfounded(answer) == []

    run(samples, do)


def test_each_kind_of_statement_says_whose_word_it_is(samples: Application) -> None:
    """What is reported, what a company claims and what the publisher thinks are told apart."""

    async def do(client: Client) -> None:
        policy = await ask(client, "get_policy", policy="P18")
        assert [record["kind"] for record in policy["records"]] == ["reported", "publisher_opinion"]
        assert policy["records"][0]["citation"]["address"].startswith("https://www.cac.gov.cn/")
        (deadline,) = policy["records"][0]["deadlines"]
        assert (deadline["on"], deadline["what"]) == ("2025-09-01", "takes effect")
        assert deadline["citation"]["sentence"] == "The measures take effect on September 1, 2025."
        company = await ask(client, "get_company", name="Huawei")
        assert {record["kind"] for record in company["records"]} == {"company_claim"}
        (opinion, *_) = (await ask(client, "search_policies", query="floor price certificates"))["records"]
        assert (opinion["id"], opinion["kind"]) == ("I32", "publisher_opinion")
        pages = [await ask(client, "get_briefing", briefing="B3", limit=10, offset=at) for at in (0, 10)]
        assert [page["next_offset"] for page in pages] == [10, None]
        changes = await ask(client, "compare_briefings", earlier="B2")
        assert {record["change"] for record in changes["records"]} == {"new", "no longer mentioned"}

    run(samples, do)


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("search_policies", {"since": "yesterday"}, "valid date"),
        ("search_policies", {"limit": 900}, "less than or equal to 50"),
        ("search_policies", {"topics": ["nonsense"]}, "is no topic"),
        ("search_policies", {"query": "list save mine = topic:ai"}, "No tool answers this"),
        ("search_policies", {"query": "x" * 501}, "at most 500 characters"),
        ("search_policies", {"status": "cancelled"}, "Input should be"),
        ("get_policy", {}, "Field required"),
        ("get_policy", {"policy": "D3"}, "is a subscription"),
        ("compare_briefings", {"earlier": "B1", "later": "x" * 30}, "at most 20 characters"),
        ("ingest", {}, "Unknown tool"),
    ],
)
def test_what_cannot_be_answered_says_why(
    samples: Application, tool: str, arguments: dict[str, Any], says: str
) -> None:
    """An error is a sentence for the assistant to act on."""

    async def do(client: Client) -> None:
        assert says in (await ask(client, tool, **arguments))["error"]

    run(samples, do)


def test_tools_resources_and_prompts(samples: Application) -> None:
    """Tools say that they only read; briefings and policies have addresses; three jobs are offered as prompts."""

    async def do(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == list(dict.fromkeys(tool for tool, *_ in CALLS))
        assert all(tool.annotations and tool.annotations.read_only_hint and tool.output_schema for tool in tools)
        for address, item in (("briefings/B3", "I30"), ("policies/P18", "I30"), ("briefings", "")):
            (content,) = (await client.read_resource(f"gongbao://{address}")).contents
            answer = json.loads(getattr(content, "text", ""))
            assert answer["status"] == "found"
            assert not item or answer["records"][0]["id"] == item
        for address, says in (("policies/P99", "not mentioned"), ("policies/D3", "is a subscription")):
            with pytest.raises(MCPError, match=says):
                await client.read_resource(f"gongbao://{address}")
        asked = {"open_for_comment": {}, "new_for_us": {"interests": "robots"}, "board_note": {"subject": "carbon"}}
        assert [prompt.name for prompt in (await client.list_prompts()).prompts] == list(asked)
        for name, arguments in asked.items():
            (message,) = (await client.get_prompt(name, arguments)).messages
            text = getattr(message.content, "text", "")
            assert "cite it" in text
            assert all(value in text for value in arguments.values())

    run(samples, do)


def test_a_licence_holds_for_assistants_too(samples: Application) -> None:
    """A guest sees publishers that are open to all, the operator and members everything."""

    async def do(client: Client) -> None:
        for user, status in (("U0MEMBER", "found"), (GUEST, "not_mentioned")):
            assert (await ask(client, "search_policies", user, query="data security"))["status"] == status
        covered = await ask(client, "what_is_covered", GUEST)
        assert (covered["status"], covered["covered"]["briefings"]) == ("not_mentioned", 0)
        caller: Any = {"slack": {"user_id": GUEST, "team_id": TEAM}}
        with pytest.raises(MCPError):
            await client.read_resource("gongbao://policies/P18", meta=caller)
        opened = Licence(publisher="Gongbao Samples", kind=LicenceKind.OPEN)
        Licences(samples.store).set_licence(opened, by="test", now=NOW)
        assert (await ask(client, "what_is_covered", GUEST))["covered"]["briefings"] == len(("B1", "B2", "B3"))

    run(samples, do, http=True, guests_read=True)


def test_sixty_questions_are_answered_with_their_sources(samples: Application) -> None:
    """All wanted items are among the records, what is absent is said to be, and each sentence stands in its source."""

    async def do(client: Client) -> None:
        for question in QUESTIONS:
            answer = await ask(client, question["tool"], **question["arguments"])
            assert is_answered(question, answer), (question, answer)
            assert list_unfounded(answer) == [], question

    assert len(QUESTIONS) == 60
    run(samples, do)


def test_made_up_calls_never_break_it(samples: Application, caplog: pytest.LogCaptureFixture) -> None:
    """Five hundred calls with odd values end in an answer or in a sentence; none is an exception of ours."""

    async def do(client: Client) -> None:
        for tool, arguments in make_up_calls((await client.list_tools()).tools, 500):
            answer = await ask(client, tool, **arguments)
            assert "error" in answer or answer["says"]
            assert list_unfounded(answer) == []

    run(samples, do)
    assert "unexpected exception" not in caplog.text
