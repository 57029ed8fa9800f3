"""What both modes share: the look at a request's shape, and the middleware by which each has its effect once.

Slack sends again what it thinks was not heard, and whoever copied a signed request may send it again, so a delivery is
known by a key from its payload and never by its envelope or signature. The key is written, for good, before anything
follows from it, and kept for two days. A command that only asks has no effect but its answer and needs no key: it never
waits for a document that is being stored, and Slack does not repeat commands.
"""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, TypeGuard

import msgspec
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.clock import Clock
from bot.slack.commands import only_asks
from bot.slack.gate import describe_request
from bot.store.database import Store
from bot.store.memos import add_received

log = logging.getLogger(__name__)
_Event = msgspec.defstruct("_Event", [("type", str)])
_View = msgspec.defstruct("_View", [("type", str), ("callback_id", str)])
_Pressed = msgspec.defstruct("_Pressed", [("action_id", str)])
_FIELDS = {
    "type": str,
    "command": str,
    "response_url": str | None,
    "authorizations": list[dict[str, Any]] | None,
    "event": _Event,
    "view": _View | None,
    "actions": Annotated[list[_Pressed], msgspec.Meta(min_length=1)],  # type: ignore[valid-type]  # made above
    **dict.fromkeys(("user", "channel", "team", "enterprise"), str | dict[str, Any] | None),
}
"""What Bolt and our listeners take for granted in the fields of a request, where it has them."""
_NEEDS = {"event_callback": "event", "block_actions": "actions", "view_submission": "view", "view_closed": "view"}
"""The field that a request of each type is about."""


def is_whole(body: object) -> TypeGuard[dict[str, Any]]:
    """Say whether a request has what Slack gives every request of its kind, each of the type it must have."""
    if not isinstance(body, dict) or not body:
        return False
    try:
        for name in body.keys() & _FIELDS.keys():
            msgspec.convert(body[name], _FIELDS[name])
    except msgspec.ValidationError:
        return False
    needed = _NEEDS.get(body.get("type", ""))
    return needed is None or body.get(needed) is not None


def answer_request(app: App, body: object) -> BoltResponse:
    """Return what the app answers to a request that was read, in whichever mode: what was looked at is what is done."""
    if is_whole(body):
        return app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    log.warning("refused a malformed request")
    return BoltResponse(status=HTTPStatus.BAD_REQUEST)


class Deliveries(Middleware):
    """Lets each delivery pass once; ``prefix`` is that of our commands."""

    def __init__(self, store: Store, *, clock: Clock, prefix: str = "") -> None:
        self._store = store
        self._clock = clock
        self._prefix = prefix

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], object]) -> BoltResponse | None:  # noqa: A002, ARG002  Bolt's own names
        """Let a request pass, or answer it here; raises StoreError when it cannot be recorded."""
        text = json.dumps(req.body, ensure_ascii=False).encode(errors="replace")  # halves of characters fit in no file
        req.body.update(json.loads(text))
        asks = only_asks(req.body.get("command"), req.body.get("text"), self._prefix)
        key = None if asks else find_key(req.body, str(req.context.team_id or ""))
        if key is not None and not self.claim(key):
            log.info("the same again, nothing done: %s", describe_request(req.body))
            return BoltResponse(status=200, body="")
        next()
        return None

    def claim(self, key: str) -> bool:
        """Record a key; return whether it is new."""
        with self._store.write() as db:
            return add_received(db, key, now=self._clock.now())


def find_key(body: dict[str, Any], team: str) -> str | None:
    """Return the key of a delivery, the same however often and in whichever mode it comes; None for what may repeat.

    A message with files is known by where it stands, since the look back in the history may bring it too; those
    without are told apart by the inbox (``bot.store.intake``).
    """
    event = body.get("event") or {}
    if event.get("subtype") == "file_share" and event.get("channel") and event.get("ts"):
        return f"files {team} {event['channel']} {event['ts']}"
    named = (f"{name} {team} {body[f'{name}_id']}" for name in ("event", "trigger") if body.get(f"{name}_id"))
    return next(named, None)
