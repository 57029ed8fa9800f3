"""Who calls over HTTP: only what Slack signed in the last five minutes, once, and for a person who may read.

Slack signs what its assistant sends to a server of ours as it signs events, and names the person in
``params._meta.slack`` (docs.slack.dev, "Connecting an MCP server to the Slackbot MCP Client"). Messages that say
nothing of the store, such as the list of tools, need the signature alone.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from anyio import to_thread
from slack_sdk.signature import SignatureVerifier

from bot.access.gatekeeper import Gatekeeper
from bot.access.roles import Need, Viewer
from bot.clock import Clock
from bot.errors import NotAllowedError
from bot.store.database import Store
from bot.store.memos import add_received

PATH = "/mcp"
VIEWER = "gongbao.viewer"
"""Where a request's scope carries who sent it; None for a message that needs nobody."""
_MAX_BODY = 256 * 1024
_LONGEST_STAMP = 12
_SAYS_NOTHING = frozenset(
    {"initialize", "notifications/initialized", "notifications/cancelled", "ping", "server/discover"}
    | {"tools/list", "prompts/list", "resources/list", "resources/templates/list"}
)
"""Messages whose answers are the same for everybody, and from which nothing follows."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Asgi = Callable[[Any, Any, Any], Awaitable[None]]


class SignedCallers:
    """The ASGI app before ``app``: it lets through what may be answered, with whose it is in the scope."""

    def __init__(
        self, app: Asgi, *, verifier: SignatureVerifier, gatekeeper: Gatekeeper, store: Store, clock: Clock
    ) -> None:
        self._app = app
        self._verifier = verifier
        self._gatekeeper = gatekeeper
        self._store = store
        self._clock = clock

    async def __call__(self, scope: Message, receive: Receive, send: Callable[[Message], Awaitable[None]]) -> None:
        """Answer one request; of one that is too large only the beginning is read, which nobody signed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body, more = b"", True
        while more and len(body) <= _MAX_BODY:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            viewer = await to_thread.run_sync(self.identify, headers, b"" if more else body)
        except NotAllowedError as refusal:
            error = {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": str(refusal)}}
            is_json = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 403, "headers": is_json})
            await send({"type": "http.response.body", "body": json.dumps(error).encode()})
            return

        async def replay() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app({**scope, VIEWER: viewer}, replay, send)

    def identify(self, headers: Mapping[str, str], body: bytes) -> Viewer | None:
        """Return who sent a request, None where it needs nobody; NotAllowedError for what is not to be answered."""
        stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        is_shaped = stamp.isascii() and stamp.isdecimal() and len(stamp) <= _LONGEST_STAMP and signature.isascii()
        text = body.decode(errors="replace")  # what is no UTF-8 is not what Slack signed
        if not is_shaped or not self._verifier.is_valid(text, stamp, signature):
            raise NotAllowedError("Slack didn't sign this request, or not in the last five minutes.")
        method, caller = _read_message(body)
        if method in _SAYS_NOTHING:
            return None
        now, key = self._clock.now(), hashlib.sha256(stamp.encode() + b":" + body).hexdigest()
        with self._store.write() as db:
            if not add_received(db, f"mcp {key}", now=now):
                raise NotAllowedError("This request was answered before.")
        team, user = (str(caller.get(name) or "") for name in ("team_id", "user_id"))
        viewer = self._gatekeeper.identify(Need.READ, workspace=team, channel="", user=user)
        self._gatekeeper.require(viewer, Need.READ, about="assistant")
        return viewer


def _read_message(body: bytes) -> tuple[object, Mapping[str, Any]]:
    """Return a message's method, and what Slack says of whoever asks; nothing of what is no message."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    method = found.get("method") if isinstance(found, dict) else None
    for key in ("params", "_meta", "slack"):
        found = found.get(key) if isinstance(found, dict) else None
    return method if isinstance(method, str) else None, found if isinstance(found, dict) else {}
