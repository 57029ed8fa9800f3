"""Wrong?: a person's note about an answer goes to the review list."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.errors import BadQueryError
from bot.model.roles import Viewer
from bot.slack.access import Listeners
from bot.slack.actions import WRONG, parse_ask
from bot.slack.failures import guard
from bot.slack.listeners.buttons import get_value, handle_press
from bot.slack.listeners.cite import get_answer
from bot.slack.messages.wrong import NOTE, SUBJECT, WRONG_VIEW, build_wrong_form, build_wrong_taken, list_subjects
from bot.slack.services import Services
from bot.slack.windows import answer_form, read_private, show_window


def register(app: Listeners, services: Services) -> None:
    """Register the button and its form; ``services`` carry the review list."""

    @guard
    def show_form(body: dict[str, Any], client: WebClient, respond: object) -> None:
        _ = respond  # the guard's way to say what went wrong
        subjects = list_subjects(get_answer(parse_ask(get_value(body)), services))
        if not subjects:
            raise BadQueryError("A list cannot be wrong as a whole.", hint="Open the entry that is, and press Wrong?")
        show_window(client, body, build_wrong_form(subjects))

    def take_note(ack: Ack, view: dict[str, Any], viewer: Viewer) -> BoltResponse:
        values = view["state"]["values"]
        chosen = (values.get(SUBJECT, {}).get(SUBJECT, {}).get("selected_option") or {}).get("value")
        subject = str(chosen or read_private(view))
        note = str(values.get(NOTE, {}).get(NOTE, {}).get("value") or "").strip()
        if not note:
            return ack(response_action="errors", errors={NOTE: "Say in a few words what is wrong."})
        entry = services.review.report_wrong(
            subject=subject,
            note=note,
            user=viewer.user,
            workspace=viewer.workspace,
            now=services.clock.now(),
        )
        return answer_form(ack, view, build_wrong_taken(subject, entry.shown_id))

    app.action(WRONG)(ack=handle_press, lazy=[show_form])
    app.view(WRONG_VIEW)(take_note)
