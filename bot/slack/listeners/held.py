"""The buttons under the message about a held post: an admin says whether it stands in its channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain.access import Need
from bot.slack.actions import POST_AGAIN, WAS_SENT, build_stale_error
from bot.slack.calls.payloads import load_blocks
from bot.slack.failures import guard
from bot.slack.listeners.buttons import get_value, handle_press
from bot.slack.messages.held import build_settled

if TYPE_CHECKING:
    from bot.domain.access import Viewer
    from bot.slack.access import Listeners
    from bot.slack.calls.client import Responder
    from bot.slack.services import Services

_LONGEST = 18


def register(app: Listeners, services: Services) -> None:
    """Register the two buttons; ``services`` carry the held posts."""

    def settle(body: dict[str, Any], viewer: Viewer, respond: Responder, *, sent: bool) -> None:
        value = get_value(body)
        if not value.isascii() or not value.isdigit() or len(value) > _LONGEST:
            raise build_stale_error()
        services.gatekeeper.require(viewer, Need.REVIEW, about=f"post {value}")
        settled = services.held.settle(int(value), sent=sent, by=viewer.user, now=services.clock.now())
        message = build_settled(settled, sent=sent, by=viewer.user)
        respond(message.text, load_blocks(message), replace_original=True)

    @guard
    def record_sent(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
        settle(body, viewer, respond, sent=True)

    @guard
    def post_again(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
        settle(body, viewer, respond, sent=False)

    app.action(WAS_SENT)(ack=handle_press, lazy=[record_sent])
    app.action(POST_AGAIN)(ack=handle_press, lazy=[post_again])
