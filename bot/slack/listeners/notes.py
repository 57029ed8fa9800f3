"""Note and Edit note: the form for a note of the team on what a card shows."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.errors import BadQueryError
from bot.model.paper import find_note_id
from bot.model.roles import Viewer
from bot.slack.access import Listeners
from bot.slack.actions import NOTE_ADD, NOTE_DELETE, NOTE_EDIT, build_stale_error
from bot.slack.commands import name_commands
from bot.slack.failures import guard
from bot.slack.listeners.buttons import get_value, handle_press
from bot.slack.listeners.note_writes import find_writer
from bot.slack.messages.review import NOTE_TEXT, NOTE_VIEW, build_note_form, build_note_kept
from bot.slack.services import Services
from bot.slack.windows import answer_form, build_window, read_private, replace_window, show_window

_TITLE = "Note"


def register(app: Listeners, services: Services) -> None:
    """Register the buttons and the form."""

    @guard
    def open_new(body: dict[str, Any], client: WebClient, respond: object) -> None:
        _ = respond  # the guard's way to say what went wrong
        subject = get_value(body)
        if not subject:
            raise build_stale_error()
        show_window(client, body, build_note_form(subject, services.lookup.lexicon()))

    @guard
    def open_held(body: dict[str, Any], client: WebClient, viewer: Viewer, respond: object) -> None:
        _ = respond
        writer = find_writer(viewer, services, about="action:note.edit")
        held = services.notes.get(_read_number(body), writer=writer, now=services.clock.now())
        show_window(client, body, build_note_form(held.subject, services.lookup.lexicon(), held))

    @guard
    def delete_held(body: dict[str, Any], client: WebClient, viewer: Viewer, respond: object) -> None:
        _ = respond
        writer = find_writer(viewer, services, about="action:note.delete")
        gone = services.notes.delete(_read_number(body), writer=writer, now=services.clock.now())
        replace_window(client, body, build_window(build_note_kept(gone, "Deleted", services.lookup.lexicon()), _TITLE))

    def take_note(ack: Ack, view: dict[str, Any], viewer: Viewer) -> BoltResponse:
        text = str(view["state"]["values"].get(NOTE_TEXT, {}).get(NOTE_TEXT, {}).get("value") or "")
        subject = read_private(view)
        number = find_note_id(subject)
        writer = find_writer(viewer, services, about="view:note.form")
        now = services.clock.now()
        try:
            if number is None:
                kept = build_note_kept(
                    services.notes.add(subject, text, writer=writer, now=now), "Saved", services.lookup.lexicon()
                )
            else:
                kept = build_note_kept(
                    services.notes.change(number, text, writer=writer, now=now), "Changed", services.lookup.lexicon()
                )
        except BadQueryError as error:
            return ack(response_action="errors", errors={NOTE_TEXT: name_commands(str(error))})
        return answer_form(ack, view, build_window(kept, _TITLE))

    app.action(NOTE_ADD)(ack=handle_press, lazy=[open_new])
    app.action(NOTE_EDIT)(ack=handle_press, lazy=[open_held])
    app.action(NOTE_DELETE)(ack=handle_press, lazy=[delete_held])
    app.view(NOTE_VIEW)(take_note)


def _read_number(body: dict[str, Any]) -> int:
    number = find_note_id(get_value(body))
    if number is None:
        raise build_stale_error()
    return number
