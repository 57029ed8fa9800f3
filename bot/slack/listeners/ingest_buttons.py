"""The buttons of an ingest's report: each does what it says once, and the message then shows how things stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from bot.errors import NotFoundError
from bot.model.ids import IdKind, format_id
from bot.model.post import Message
from bot.model.roles import Viewer
from bot.slack.access import Listeners, numbered
from bot.slack.actions import build_stale_error
from bot.slack.calls.client import Responder, load_blocks
from bot.slack.failures import guard, reply_privately
from bot.slack.listeners.buttons import get_value, handle_press
from bot.slack.listeners.ingest import IngestAnswers
from bot.slack.messages.ingest import ANNOUNCE, HOLD, MORE, POST, PREVIEW, SHOW, UNDO, build_preview_view, parse_value
from bot.slack.mrkdwn import escape
from bot.slack.services import Services
from bot.slack.windows import show_window

_MOST_LOOKED_AT = 20
"""Posts that one preview looks at: each channel may have to be asked about."""
_MAX_OFFSET = 1_000_000


def read_value(body: dict[str, Any]) -> tuple[int, int]:
    """Return the numbers of the briefing and the reading that a button carries, or raise BadQueryError."""
    found = parse_value(get_value(body))
    if found is None:
        raise build_stale_error()
    return found


def register(app: Listeners, services: Services) -> None:
    """Register the buttons; ``services`` carry intake, holds, cards, ingest and the gatekeeper."""
    answers = IngestAnswers(services)

    def change(action: str) -> Callable[..., None]:
        @guard
        def change_posts(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
            number, reading = read_value(body)
            _replace(respond, answers.change_posts(action, number, viewer=viewer, reading=reading))

        return change_posts

    @guard
    def undo(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        number, reading = read_value(body)
        try:
            message = answers.undo(number, viewer=viewer, reading=reading)
        except NotFoundError as error:  # taken back already, or corrected since: the report says which
            message = answers.show_card(number, reading=reading, notes=(escape(str(error)),))
        _replace(respond, message)

    @guard
    def show(body: dict[str, Any], respond: Responder) -> None:
        number, reading = read_value(body)
        reply_privately(respond, answers.show_card(number, reading=reading))

    @guard
    def turn(body: dict[str, Any], respond: Responder) -> None:
        value = get_value(body)
        if not (value.isascii() and value.isdecimal() and int(value) <= _MAX_OFFSET):
            raise build_stale_error()
        _replace(respond, answers.list_readings(offset=int(value)))

    @guard
    def preview(body: dict[str, Any], client: WebClient, respond: Responder, viewer: Viewer) -> None:
        _ = respond  # the guard replies with it
        number, _reading = read_value(body)
        now = services.clock.now()
        held = services.holds.get(number, now=now)
        found = services.holds.list_previews(number)
        looked_at = found[:_MOST_LOOKED_AT]
        shown = [each for each in looked_at if services.channels.may_see(each.channel, viewer.user, now=now)]
        left, hidden = len(found) - len(looked_at), len(looked_at) - len(shown)
        name = f"{format_id(IdKind.BRIEFING, number)} {held.name}"
        show_window(client, body, build_preview_view(name, shown, hidden=hidden, left=left, now=now))

    app.action(PREVIEW)(ack=handle_press, lazy=[preview])
    app.action(POST)(ack=handle_press, lazy=[change("release")])
    app.action(HOLD)(ack=handle_press, lazy=[change("hold")])
    app.action(ANNOUNCE)(ack=handle_press, lazy=[change("announce")])
    app.action(UNDO)(ack=handle_press, lazy=[undo])
    app.action(SHOW)(ack=handle_press, lazy=[show])
    app.action(numbered(MORE))(ack=handle_press, lazy=[turn])


def _replace(respond: Responder, message: Message) -> None:
    respond(message.text, load_blocks(message), replace_original=True)
