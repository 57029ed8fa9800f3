"""The buttons of our answers: each carries its question, so nothing is remembered between two presses.

A button is acknowledged at once; what it shows is sent by a lazy listener to the press's own response_url.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.access.roles import Need, Viewer, decide_access
from bot.answers.absent import Absent
from bot.answers.lookup import Answer
from bot.answers.notes import find_note_id
from bot.errors import BadQueryError, DeliveryError, GongbaoError, NotFoundError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.post import Message
from bot.slack.access import Listeners, numbered
from bot.slack.actions import (
    BACK,
    CITE,
    MORE,
    NOTE_ADD,
    NOTE_DELETE,
    NOTE_EDIT,
    OPEN,
    SEND,
    SHARE,
    SOURCE,
    WRONG,
    Ask,
    build_stale_error,
    parse_ask,
)
from bot.slack.blocks import build_message, section
from bot.slack.calls.client import Responder, UnclearDeliveryError, is_ts, open_direct, post_once
from bot.slack.commands import name_commands
from bot.slack.failures import reply_in_place, reply_privately
from bot.slack.listeners.lookups import (
    Reply,
    answer_question,
    find_answer,
    find_writer,
)
from bot.slack.messages.answers import build_answer
from bot.slack.messages.frame import Frame, Place
from bot.slack.messages.notes import NOTE_TEXT, NOTE_VIEW, build_note_form, build_note_kept
from bot.slack.messages.source import (
    MAX_LINES,
    NOTE,
    SUBJECT,
    WRONG_VIEW,
    build_citations,
    build_source_view,
    build_wrong_form,
    build_wrong_taken,
    list_subjects,
)
from bot.slack.middleware import is_public
from bot.slack.public_answers import PublicAnswer, share_answer
from bot.slack.services import Services
from bot.slack.windows import answer_form, build_window, find_place, read_private, replace_window, show_window
from bot.store.inbox import Given

log = logging.getLogger(__name__)


def get_value(body: dict[str, Any]) -> str:
    """Return the value of the pressed button, "" without one."""
    pressed = body.get("actions") or [{}]
    return str(pressed[0].get("value") or "")


def answer_press(body: dict[str, Any], services: Services, *, shared: bool) -> Reply:
    """Answer the question a pressed button carries."""
    ask = parse_ask(get_value(body))
    user = str(body.get("user", {}).get("id", ""))
    return answer_question(ask, services, user=user, shared=shared, place=find_place(body))


def find_given(body: dict[str, Any], viewer: Viewer, *, asked: str) -> Given:
    """Get where an answer goes that somebody shares with a press: beside the message of the button, or its thread."""
    thread_ts = (body.get("container") or {}).get("thread_ts")
    return Given(
        workspace=viewer.workspace,
        channel=viewer.channel,
        user=viewer.user,
        asked=asked,
        key=f"share {secrets.token_hex(16)}",
        thread_ts=str(thread_ts) if is_ts(thread_ts) else None,
    )


def acknowledge(ack: Ack) -> None:
    """Acknowledge a press or an event; such an acknowledgement carries no message."""
    ack()


def _register_buttons(app: Listeners, services: Services) -> None:
    def show_page(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        message = answer_press(body, services, shared=False).message
        if is_public(body) and decide_access(Need.SHARE, viewer.role, guests_read=False) is not None:
            reply_privately(respond, message)  # what a channel sees is changed by those who may show it something
            return
        reply_in_place(respond, message)

    def show_opened(body: dict[str, Any], respond: Responder) -> None:
        reply_privately(respond, answer_press(body, services, shared=False).message)

    def show_shared(body: dict[str, Any], respond: Responder, client: WebClient, viewer: Viewer) -> None:
        found_at = services.clock.now()
        reply = answer_press(body, services, shared=True)
        answer = PublicAnswer(message=reply.message, quoted=reply.quoted, found_at=found_at)
        share_answer(client, answer, find_given(body, viewer, asked=reply.asked), services, respond=respond)

    def show_source(body: dict[str, Any], respond: Responder, client: WebClient) -> None:
        item_id = get_value(body)
        card = services.lookup.get_item(parse_id(item_id, IdKind.ITEM), now=services.clock.now())
        message = build_answer(card, Frame(ask=Ask(command="policy", text=item_id), prefix=services.prefix))
        if isinstance(card, Absent):
            reply_privately(respond, message)
            return
        try:
            show_window(client, body, build_source_view(card))
        except DeliveryError as error:
            log.info("the source is answered as a message: %s", error.message)
            reply_privately(respond, message)

    app.action(MORE)(ack=acknowledge, lazy=[show_page])
    app.action(BACK)(ack=acknowledge, lazy=[show_page])
    app.action(numbered(OPEN))(ack=acknowledge, lazy=[show_opened])
    app.action(SHARE)(ack=acknowledge, lazy=[show_shared])
    app.action(SOURCE)(ack=acknowledge, lazy=[show_source])


def get_answer(ask: Ask, services: Services, *, rows: int | None = None) -> Answer:
    """Return the answer to a question that a button carries, or raise NotFoundError when it is no longer held.

    With ``rows`` its first so many, unless the question says how many.
    """
    found = find_answer(ask, services, rows=rows).answer
    if found is None or isinstance(found, Absent):
        raise NotFoundError("This is no longer held.", hint="Ask again to see what is.")
    return found


def _register_cite(app: Listeners, services: Services) -> None:
    def show_citations(body: dict[str, Any], respond: Responder) -> None:
        answer = get_answer(parse_ask(get_value(body)).at(0), services, rows=MAX_LINES)
        reply_privately(respond, build_citations(answer, today=beijing_day(services.clock.now())))

    app.action(CITE)(ack=acknowledge, lazy=[show_citations])


_SENT = "Sent: it is in your direct messages with Gongbao."
_ALREADY = "It was sent to you a moment ago: see your direct messages with Gongbao."


def _register_send(app: Listeners, services: Services) -> None:
    def send_answer(body: dict[str, Any], respond: Responder, client: WebClient, viewer: Viewer) -> None:
        value, user, workspace = get_value(body), viewer.user, viewer.workspace
        ask = parse_ask(value)
        message = answer_question(ask, services, shared=False, place=Place.DIRECT).message
        pressed = ("send", workspace, user, value)
        if not services.presses.claim(*pressed, now=services.clock.now()):
            reply_privately(respond, _say(_ALREADY))
            return
        try:
            channel = open_direct(client, user)
            services.inbox.know(workspace, channel, now=services.clock.now())
            post_once(client, message, channel=channel)
        except UnclearDeliveryError:
            raise
        except GongbaoError:
            services.presses.free(*pressed)
            raise
        reply_privately(respond, _say(_SENT))

    app.action(SEND)(ack=acknowledge, lazy=[send_answer])


def _say(text: str) -> Message:
    return build_message(text, [section(text)])


def _register_wrong(app: Listeners, services: Services) -> None:
    def show_form(body: dict[str, Any], client: WebClient) -> None:
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

    app.action(WRONG)(ack=acknowledge, lazy=[show_form])
    app.view(WRONG_VIEW)(take_note)


_TITLE = "Note"


def _register_notes(app: Listeners, services: Services) -> None:
    def open_new(body: dict[str, Any], client: WebClient) -> None:
        subject = get_value(body)
        if not subject:
            raise build_stale_error()
        show_window(client, body, build_note_form(subject, services.lookup.lexicon()))

    def open_held(body: dict[str, Any], client: WebClient, viewer: Viewer) -> None:
        writer = find_writer(viewer, services, about="action:note.edit")
        held = services.notes.get(_read_number(body), writer=writer, now=services.clock.now())
        show_window(client, body, build_note_form(held.subject, services.lookup.lexicon(), held))

    def delete_held(body: dict[str, Any], client: WebClient, viewer: Viewer) -> None:
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

    app.action(NOTE_ADD)(ack=acknowledge, lazy=[open_new])
    app.action(NOTE_EDIT)(ack=acknowledge, lazy=[open_held])
    app.action(NOTE_DELETE)(ack=acknowledge, lazy=[delete_held])
    app.view(NOTE_VIEW)(take_note)


def _read_number(body: dict[str, Any]) -> int:
    number = find_note_id(get_value(body))
    if number is None:
        raise build_stale_error()
    return number


def register(app: Listeners, services: Services) -> None:
    """Register the buttons of answers, and the forms that they open."""
    _register_buttons(app, services)
    _register_cite(app, services)
    _register_send(app, services)
    _register_wrong(app, services)
    _register_notes(app, services)
