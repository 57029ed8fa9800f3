"""The MCP server: the tools, the briefings and policies as resources, and prompts for three usual jobs.

Over standard input it answers the operator, who sees everything; over HTTP each message as the person whom
``SignedCallers`` found to be asking.
"""

import functools
from collections.abc import Callable
from typing import Any

import msgspec
import uvicorn
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations

from bot import __version__
from bot.access.licences import Place, looking_from
from bot.access.roles import Viewer
from bot.answers.named_lists import asking_in
from bot.assistants.records import Reply
from bot.assistants.signed import PATH, VIEWER, Asgi
from bot.assistants.tools import Tools
from bot.errors import GongbaoError

_RULES = (
    "State only what a record says, and cite it: source and place, and its address where there is one. A record's kind"
    " says whose word it is: keep what is official, what is reported, what a company claims and what a publisher thinks"
    " apart. When the status is not_mentioned, say so and name the days covered; never fill the gap from elsewhere."
)
_INSTRUCTIONS = f"Answers about China's industrial policy, from the briefings of one team. {_RULES}"


def build_server(tools: Tools) -> MCPServer:
    """Return the server with everything that can be asked of it."""
    server = MCPServer("gongbao", title="Gongbao", instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING")
    server.middleware.append(_answer_caller)
    read_only = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for ask in (
        tools.search_policies,
        tools.list_deadlines,
        tools.get_policy,
        tools.get_ministry,
        tools.get_company,
        tools.get_briefing,
        tools.compare_briefings,
        tools.what_is_covered,
    ):
        server.add_tool(_refuse_plainly(ask), annotations=read_only)
    _add_resources(server, tools)
    _add_prompts(server)
    return server


async def _answer_caller(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Read as whoever sent a message; over HTTP nobody is the operator."""
    if ctx.request is None:
        return await call_next(ctx)
    viewer: Viewer | None = ctx.request.scope.get(VIEWER)
    with looking_from(Place(role=viewer.role if viewer else None)), asking_in("", viewer.user if viewer else ""):
        return await call_next(ctx)


def _refuse_plainly(ask: Callable[..., Reply]) -> Callable[..., Any]:
    """Return a tool that says in a sentence why it refuses; it runs in the server's own thread, as SQLite wants."""

    @functools.wraps(ask)
    async def answer(**arguments: object) -> Reply:
        try:
            return ask(**arguments)
        except GongbaoError as error:
            raise ResourceError(str(error)) from error  # which a tool may raise as well

    return answer


def _add_resources(server: MCPServer, tools: Tools) -> None:
    async def show(ask: Callable[..., Reply], **arguments: object) -> str:
        reply = await _refuse_plainly(ask)(**arguments)
        if reply.status != "found":
            raise ResourceNotFoundError(reply.says)
        return msgspec.json.encode(reply).decode()

    @server.resource("gongbao://briefings", title="All briefings", mime_type="application/json")
    async def briefings() -> str:
        """List the briefings there are and the days they cover."""
        return await show(tools.what_is_covered)

    @server.resource("gongbao://briefings/{briefing}", title="A briefing", mime_type="application/json")
    async def briefing(briefing: str) -> str:
        """Return the items of a briefing by its id, such as B1."""
        return await show(tools.get_briefing, briefing=briefing, limit=50)

    @server.resource("gongbao://policies/{policy}", title="A policy", mime_type="application/json")
    async def policy(policy: str) -> str:
        """Return all that is known of a policy by its id, such as P5."""
        return await show(tools.get_policy, policy=policy)


def _add_prompts(server: MCPServer) -> None:
    @server.prompt(title="What is open for comment?")
    def open_for_comment() -> str:
        """List the drafts that take comments, the first deadline first."""
        asks = "List the drafts open for comment, the first deadline first (list_deadlines, then get_policy for each)."
        return f"{asks} Say in two lines what each would change, who issued it, and until when. {_RULES}"

    @server.prompt(title="What is new for us?")
    def new_for_us(interests: str) -> str:
        """Pick from the latest briefing what concerns a company with these trades, products and partners."""
        asks = f"We care about: {interests}. Read the latest briefing (get_briefing) and search for each of these."
        return f"{asks} List at most seven items that concern us, each with why and any deadline. {_RULES}"

    @server.prompt(title="A note for the board")
    def board_note(subject: str) -> str:
        """Write one page on a subject for readers who know the company and not the policy."""
        asks = f"Write at most a page for our board on: {subject}. Search first, then open what you use (get_policy)."
        return (
            f"{asks} Say what happened, what binds and what is a draft, which dates matter; end with sources. {_RULES}"
        )


def serve_http(server: MCPServer, sign: Callable[[Asgi], Asgi], *, host: str, port: int) -> None:
    """Answer over Streamable HTTP until stopped, behind ``sign``; a signature says more than the name of a host."""
    trusted = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = server.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, transport_security=trusted
    )
    uvicorn.run(sign(app), host=host, port=port, log_config=None, access_log=False, server_header=False)
