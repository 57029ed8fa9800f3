"""The buttons under the message about a held post: an admin says whether it stands in its channel."""

from __future__ import annotations

from typing import Any

from bot.model.roles import Need, Viewer
from bot.slack.access import Listeners
from bot.slack.actions import POST_AGAIN, SEND_ALL, SKIP_ALL, WAS_SENT, build_stale_error
from bot.slack.calls.client import Responder, load_blocks
from bot.slack.failures import guard
from bot.slack.listeners.buttons import get_value, handle_press
from bot.slack.messages.held import build_restored_settled, build_settled
from bot.slack.services import Services

_LONGEST = 18


def register(app: Listeners, services: Services) -> None:
    """Register the buttons; ``services`` carry the held posts."""

    def read_number(body: dict[str, Any], viewer: Viewer) -> int:
        value = get_value(body)
        if not value.isascii() or not value.isdigit() or len(value) > _LONGEST:
            raise build_stale_error()
        services.gatekeeper.require(viewer, Need.REVIEW, about=f"post {value}")
        return int(value)

    def settle(body: dict[str, Any], viewer: Viewer, respond: Responder, *, sent: bool) -> None:
        number = read_number(body, viewer)
        settled = services.held.settle(number, sent=sent, by=viewer.user, now=services.clock.now())
        message = build_settled(settled, sent=sent, by=viewer.user)
        respond(message.text, load_blocks(message), replace_original=True)

    def settle_all(body: dict[str, Any], viewer: Viewer, respond: Responder, *, sent: bool) -> None:
        until, now = read_number(body, viewer), services.clock.now()
        count = services.held.settle_restored(viewer.workspace, until=until, sent=sent, by=viewer.user, now=now)
        message = build_restored_settled(count, sent=sent, by=viewer.user)
        respond(message.text, load_blocks(message), replace_original=True)

    @guard
    def record_sent(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
        settle(body, viewer, respond, sent=True)

    @guard
    def post_again(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
        settle(body, viewer, respond, sent=False)

    @guard
    def send_all(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
        settle_all(body, viewer, respond, sent=False)

    @guard
    def skip_all(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
        settle_all(body, viewer, respond, sent=True)

    app.action(SEND_ALL)(ack=handle_press, lazy=[send_all])
    app.action(SKIP_ALL)(ack=handle_press, lazy=[skip_all])
    app.action(WAS_SENT)(ack=handle_press, lazy=[record_sent])
    app.action(POST_AGAIN)(ack=handle_press, lazy=[post_again])
