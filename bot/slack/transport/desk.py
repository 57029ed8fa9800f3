"""The desk where all requests from Slack arrive, in both modes: each is checked, claimed once, answered by the app.

What comes back is the payload of the acknowledgement. Nothing a request holds can make it fail otherwise.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from slack_bolt import BoltRequest

from bot.domain.access import Need, Role, Viewer, decide_access
from bot.errors import NotAllowedError
from bot.slack.commands import only_asks
from bot.slack.failures import build_private, explain
from bot.slack.messages.errors import build_error
from bot.slack.middleware import answer_refusal, describe_request, find_opener
from bot.slack.transport.bodies import is_whole, mend_texts

if TYPE_CHECKING:
    import datetime as dt

    from slack_bolt import App, BoltResponse

    from bot.clock import Clock
    from bot.services.access.gatekeeper import Gatekeeper
    from bot.slack.calls.identity import Identity

log = logging.getLogger(__name__)
Payload = dict[str, Any]
_DONE = 200
_UNHANDLED = 404


class ReceiptKeeper(Protocol):
    """Remembers what was received; see ``bot.services.access.receipts.Receipts``."""

    def claim(self, key: str, *, now: dt.datetime, asks_only: bool = False) -> bool:
        """Record a key; give whether it is new. What only asks need not wait until the record is durable."""
        ...


class Receiver(Protocol):
    """Takes what Slack sends."""

    def receive(self, body: object, *, key: str) -> Payload | None:
        """Give the payload of the acknowledgement, None for one without."""
        ...

    def only_asks(self, body: object) -> bool:
        """Tell whether a request changes nothing, so that answering it waits for nobody who writes."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Takes the requests of one workspace; safe to call from many threads.

    ``prefix`` is that of our commands; ``gatekeeper`` writes down who of another workspace was refused.
    """

    app: App
    receipts: ReceiptKeeper
    clock: Clock
    identity: Identity
    prefix: str = ""
    gatekeeper: Gatekeeper | None = None

    def receive(self, body: object, *, key: str) -> Payload | None:
        """Give the payload of the acknowledgement, None for one without; never raises.

        ``key`` names the delivery (an envelope, a signature); an event is known by its own id, which stays the same
        when Slack sends it again.
        """
        if not isinstance(body, dict):
            log.warning("dropped a request that is no object")
            return None
        try:
            mended: Payload = mend_texts(body)
        except RecursionError:  # nested deeper than anything that Slack sends
            mended = {}
        if not mended or not is_whole(mended):
            log.warning("dropped a malformed request: %s", describe_request(mended))
            return None
        try:
            return self._receive(mended, key)
        except Exception as error:  # noqa: BLE001  the edge where anything may come in; the Bolt handler has its own
            message = explain(error)
            return build_private(message) if isinstance(body.get("command"), str) else None

    def only_asks(self, body: object) -> bool:
        """Tell whether a request is a command that does nothing but answer its asker privately."""
        return isinstance(body, dict) and only_asks(body.get("command"), body.get("text"), self.prefix)

    def _receive(self, body: Payload, key: str) -> Payload | None:
        event = body.get("event")
        if isinstance(event, dict) and event.get("bot_id") == self.identity.bot_id:
            return None
        if find_team(body) not in {None, self.identity.team}:
            return self._refuse(body)
        claimed = find_event_key(body) or key
        if not self.receipts.claim(claimed, now=self.clock.now(), asks_only=self.only_asks(body)):
            log.info("the same again, nothing done: %s", describe_request(body))
            return None
        return read_payload(self.app.dispatch(BoltRequest(body=body, mode="socket_mode")))

    def _refuse(self, body: Payload) -> Payload | None:
        """Refuse a request of another workspace, in the form in which this kind can show it, and write it down."""
        context = BoltRequest(body=body, mode="socket_mode").context
        viewer = Viewer(
            workspace=find_team(body) or "",
            channel=_text(context.channel_id) or "",
            user=_text(context.user_id) or "",
            role=Role.ELSEWHERE,
        )
        about = describe_request(body)
        log.warning("refused a request of another workspace: %s", about)
        if self.gatekeeper is not None:
            self.gatekeeper.record_denial(viewer, Need.READ, about=about, reason=f"{viewer.role}: {viewer.workspace}")
        refusal = decide_access(Need.READ, viewer.role, guests_read=False)
        if refusal is None:
            return None
        return read_payload(answer_refusal(body, build_error(NotAllowedError(refusal.message, hint=refusal.hint))))


def find_team(body: Payload) -> str | None:
    """Give the workspace a request belongs to: of an event, the one whose authorization it came under.

    Of a window, the one whose app opened it: from a channel shared by two, ``team`` is that of the person.
    """
    opened_by = find_opener(body)
    if opened_by is not None:
        return opened_by
    grants = body.get("authorizations")
    if isinstance(grants, list) and grants and isinstance(grants[0], dict):
        return _text(grants[0].get("team_id"))
    team = body.get("team")
    return _text(team.get("id")) if isinstance(team, dict) else _text(body.get("team_id"))


def find_event_key(body: Payload) -> str | None:
    """Give the key of an event, the same for each time it is sent; None for anything else.

    A message with files is known by where it stands, since the catch-up may bring it too; those without are told apart
    by the inbox (``bot.services.access.inbox``).
    """
    event = body.get("event")
    if isinstance(event, dict) and event.get("subtype") == "file_share":
        channel, ts = _text(event.get("channel")), _text(event.get("ts"))
        if channel and ts:
            return f"files {find_team(body) or ''} {channel} {ts}"
    event_id = _text(body.get("event_id"))
    return f"event {find_team(body) or ''} {event_id}" if event_id else None


def read_payload(response: BoltResponse) -> Payload | None:
    """Give what the app answers as the payload of an acknowledgement."""
    if response.status not in {_DONE, _UNHANDLED}:
        log.warning("the app answered with status %d", response.status)
    if response.status != _DONE or not response.body:
        return None
    try:
        payload = msgspec.json.decode(response.body)
    except msgspec.DecodeError:
        payload = {"text": response.body}
    return payload if isinstance(payload, dict) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
