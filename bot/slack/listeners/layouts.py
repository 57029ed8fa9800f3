"""The layout of a briefing: confirmed by a press, or changed in a form that shows what it reads."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.access.roles import Need, Viewer
from bot.errors import BadQueryError, GongbaoError
from bot.model.ids import IdKind, find_id
from bot.model.post import Message
from bot.reading.layout.layouts import parse_layout
from bot.slack.access import Listeners
from bot.slack.actions import build_stale_error
from bot.slack.blocks import Block, modal
from bot.slack.calls.client import Responder, load_blocks
from bot.slack.failures import explain, reply_in_place
from bot.slack.listeners.buttons import acknowledge, get_value
from bot.slack.listeners.ingest import IngestAnswers
from bot.slack.messages.layouts import (
    FORM,
    OPEN,
    RIGHT,
    TRY,
    build_changed,
    build_layout_form,
    build_waiting,
    read_layout_form,
)
from bot.slack.mrkdwn import escape
from bot.slack.services import Services
from bot.slack.windows import answer_form, read_private, replace_window, show_window


class LayoutAnswers:
    """Confirms, tries and keeps layouts for whoever may ingest."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def confirm(self, number: int, viewer: Viewer) -> Message:
        """Keep the layout that a briefing was read with, and return its report."""
        self.require(number, viewer)
        kept = self._services.layouts.confirm(number, by=viewer.user, now=self._services.clock.now())
        note = escape(f"Confirmed: {kept.name} is read with this layout from now on.")
        return IngestAnswers(self._services).show_card(number, notes=(note,))

    def require(self, number: int, viewer: Viewer) -> None:
        """Raise NotAllowedError unless this person may ingest, asked again at the write."""
        self._services.gatekeeper.require(viewer, Need.INGEST, about=f"the layout of B{number}")

    def build_form(self, number: int) -> Block:
        """Return the form with the layout that a briefing was read with."""
        return build_layout_form(self._services.layouts.show(number))

    def read_form(self, number: int, view: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """Return the layout that a form says as TOML, and what is wrong, by field."""
        return read_layout_form(view, parse_layout(self._services.layouts.show(number).used.toml))

    def try_out(self, number: int, view: dict[str, Any]) -> Block:
        """Return the form with what its layout reads; BadQueryError for what is wrong in it."""
        toml, errors = self.read_form(number, view)
        if errors:
            raise BadQueryError(" ".join(errors.values()))
        return build_layout_form(self._services.layouts.preview(number, toml))

    def keep(self, number: int, view: dict[str, Any], viewer: Viewer) -> Block:
        """Keep the layout that a form says, read the briefing again, and return what changed, or why nothing did."""
        toml, _ = self.read_form(number, view)
        try:
            return build_changed(
                self._services.layouts.set(number, toml, by=viewer.user, now=self._services.clock.now())
            )
        except GongbaoError as error:
            return modal("Not done", load_blocks(explain(error)))


def register(app: Listeners, services: Services) -> None:
    """Register the buttons and the form; ``services`` carry layouts, cards and the gatekeeper."""
    answers = LayoutAnswers(services)

    def confirm(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        reply_in_place(respond, answers.confirm(_parse_briefing(get_value(body)), viewer))

    def open_form(body: dict[str, Any], client: WebClient) -> None:
        show_window(client, body, answers.build_form(_parse_briefing(get_value(body))))

    def try_out(body: dict[str, Any], client: WebClient) -> None:
        replace_window(client, body, answers.try_out(_parse_briefing(get_value(body)), body["view"]))

    def take_form(ack: Ack, view: dict[str, Any], viewer: Viewer) -> BoltResponse:
        number = _parse_briefing(read_private(view))
        answers.require(number, viewer)
        _, errors = answers.read_form(number, view)
        if errors:
            return ack(response_action="errors", errors=errors)
        return answer_form(ack, view, build_waiting(f"B{number}"))

    def keep(body: dict[str, Any], view: dict[str, Any], client: WebClient, viewer: Viewer) -> None:
        number = _parse_briefing(read_private(view))
        if not answers.read_form(number, view)[1]:
            replace_window(client, body, answers.keep(number, view, viewer))

    app.action(RIGHT)(ack=acknowledge, lazy=[confirm])
    app.action(OPEN)(ack=acknowledge, lazy=[open_form])
    app.action(TRY)(ack=acknowledge, lazy=[try_out])
    app.view(FORM)(ack=take_form, lazy=[keep])


def _parse_briefing(value: str) -> int:
    """Return the number of the briefing that a button or form carries, or raise BadQueryError."""
    found = find_id(value)
    if found is None or found[0] is not IdKind.BRIEFING:
        raise build_stale_error()
    return found[1]
