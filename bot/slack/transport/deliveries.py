"""The one middleware that both modes share: each delivery of our own workspace has its effect once.

Slack sends again what it thinks was not heard, and whoever copied a signed request may send it again, so a delivery is
known by a key from its payload and never by its envelope or signature. The key is written, for good, before anything
follows from it, and kept for two days. A command that only asks has no effect but its answer and needs no key: it never
waits for a document that is being stored, and Slack does not repeat commands.
"""

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.access.gatekeeper import Gatekeeper
from bot.access.roles import Need, Role, Viewer, decide_access
from bot.clock import Clock
from bot.errors import NotAllowedError
from bot.slack.commands import only_asks
from bot.slack.gate import answer_refusal, describe_request
from bot.slack.messages.frame import build_error
from bot.store.database import Store
from bot.store.events import add_received, forget_received


class _Event(msgspec.Struct):
    type: str


class _Pressed(msgspec.Struct):
    action_id: str


class _View(msgspec.Struct):
    type: str
    callback_id: str


_Named = str | dict[str, Any] | None


class _Request(msgspec.Struct):
    """What Bolt and our listeners take for granted in the fields of a request, where it has them."""

    type: str = ""
    command: str = ""
    response_url: str | None = None
    user: _Named = None
    channel: _Named = None
    team: _Named = None
    enterprise: _Named = None
    authorizations: list[dict[str, Any]] | None = None
    event: _Event | msgspec.UnsetType = msgspec.UNSET
    view: _View | msgspec.UnsetType | None = msgspec.UNSET
    actions: Annotated[list[_Pressed], msgspec.Meta(min_length=1)] | msgspec.UnsetType = msgspec.UNSET


_NEEDS = {"event_callback": "event", "block_actions": "actions", "view_submission": "view", "view_closed": "view"}
"""The field that a request of each type is about."""


def is_whole(body: object) -> bool:
    """Say whether a request has what Slack gives every request of its kind, each of the type it must have."""
    if not isinstance(body, dict) or not body:
        return False
    try:
        request = msgspec.convert(body, _Request)
    except msgspec.ValidationError:
        return False
    needed = getattr(request, _NEEDS.get(request.type, "type"))
    return needed is not None and needed is not msgspec.UNSET


log = logging.getLogger(__name__)
_FORGET_EVERY = dt.timedelta(hours=1)
_SUGGESTIONS = ("block_suggestion", "dialog_suggestion")
"""What a menu asks for while somebody types. It has no id and no effect, and the same may well be typed twice."""


class Deliveries(Middleware):
    """Lets the deliveries of one workspace pass, each once; ``gatekeeper`` writes down who of another was refused.

    ``prefix`` is that of our commands.
    """

    def __init__(self, store: Store, *, clock: Clock, team: str, gatekeeper: Gatekeeper, prefix: str = "") -> None:
        self._store = store
        self._clock = clock
        self._team = team
        self._gatekeeper = gatekeeper
        self._prefix = prefix
        self._forgot_at: dt.datetime | None = None

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], object]) -> BoltResponse | None:  # noqa: A002, ARG002  Bolt's own names
        """Let a request pass, or answer it here; raises StoreError when it cannot be recorded."""
        text = json.dumps(req.body, ensure_ascii=False).encode(errors="replace")  # halves of characters fit in no file
        req.body.update(json.loads(text))
        if find_team(req.body) not in {None, self._team}:
            return self._refuse(req)
        asks = only_asks(req.body.get("command"), req.body.get("text"), self._prefix)
        key = None if asks else find_key(req.body)
        if key is not None and not self.claim(key):
            log.info("the same again, nothing done: %s", describe_request(req.body))
            return BoltResponse(status=200, body="")
        next()
        return None

    def claim(self, key: str) -> bool:
        """Record a key; return whether it is new."""
        now = self._clock.now()
        with self._store.write() as db:
            if self._forgot_at is None or abs(now - self._forgot_at) > _FORGET_EVERY:
                forget_received(db, now=now)
                self._forgot_at = now
            return add_received(db, key, now=now)

    def _refuse(self, req: BoltRequest) -> BoltResponse:
        """Refuse a request of another workspace, in the form in which this kind can show it, and write it down."""
        viewer = Viewer(
            workspace=find_team(req.body) or "",
            channel=req.context.channel_id or "",
            user=req.context.user_id or "",
            role=Role.ELSEWHERE,
        )
        about = describe_request(req.body)
        log.warning("refused a request of another workspace: %s", about)
        self._gatekeeper.record_denial(viewer, Need.READ, about=about, reason=f"{viewer.role}: {viewer.workspace}")
        refusal = decide_access(Need.READ, viewer.role, guests_read=False)
        if refusal is None:
            return BoltResponse(status=200, body="")
        return answer_refusal(req.body, build_error(NotAllowedError(refusal.message, hint=refusal.hint)))


def find_team(body: dict[str, Any]) -> str | None:
    """Return the workspace a request belongs to: of an event, the one whose authorization it came under.

    Of a window, the one whose app opened it: from a channel shared by two, ``team`` is that of the person.
    """
    view = body.get("view")
    opened_by = _text(view.get("app_installed_team_id")) if isinstance(view, dict) else None
    if opened_by is not None:
        return opened_by
    grants = body.get("authorizations")
    if grants:
        return _text(grants[0].get("team_id"))
    team = body.get("team")
    return _text(team.get("id")) if isinstance(team, dict) else _text(body.get("team_id"))


def find_key(body: dict[str, Any]) -> str | None:
    """Return the key of a delivery, the same however often and in whichever mode it comes; None for what may repeat.

    A message with files is known by where it stands, since the look back in the history may bring it too; those
    without are told apart by the inbox (``bot.store.inbox``). What has neither an event's id nor a trigger's
    (the closing of a window) is known by its whole content, which a repetition brings unchanged.
    """
    team, event = find_team(body) or "", body.get("event")
    if isinstance(event, dict) and event.get("subtype") == "file_share":
        channel, ts = _text(event.get("channel")), _text(event.get("ts"))
        if channel and ts:
            return f"files {team} {channel} {ts}"
    for name in ("event_id", "trigger_id"):
        if _text(body.get(name)):
            return f"{name.removesuffix('_id')} {team} {body[name]}"
    if body.get("type") in _SUGGESTIONS:
        return None
    return f"content {hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()}"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
