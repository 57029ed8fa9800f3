"""The buttons of our answers: each carries its question, so nothing is remembered between two presses.

A button is acknowledged at once; what it shows is sent by a lazy listener to the press's own response_url.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.answers.results import Answer, NotHeld
from bot.errors import BadQueryError, DeliveryError
from bot.model.ids import IdKind, parse_id
from bot.model.roles import Need, Viewer, decide_access
from bot.slack.access import ANY, Listeners, numbered
from bot.slack.actions import BACK, MORE, OPEN, SHARE, SOURCE, Ask, build_stale_error, build_stale_form_error, parse_ask
from bot.slack.arguments import Request
from bot.slack.calls.client import Responder, is_ts, load_blocks
from bot.slack.failures import guard, reply_privately
from bot.slack.listeners.briefing import find_briefing
from bot.slack.listeners.company import find_company
from bot.slack.listeners.ministry import find_ministry
from bot.slack.listeners.policy import find_policies
from bot.slack.listeners.questions import Finder, Reply, answer_question
from bot.slack.messages.answers import build_answer
from bot.slack.messages.frame import Frame, build_error
from bot.slack.messages.source import build_source_view
from bot.slack.middleware import answer_refusal, is_public
from bot.slack.public_answers import PublicAnswer, share_answer
from bot.slack.services import Lookup, Services
from bot.slack.windows import find_place, show_window
from bot.store.inbox import Given

log = logging.getLogger(__name__)
FINDERS: dict[str, Finder] = {
    "policy": find_policies,
    "ministry": find_ministry,
    "company": find_company,
    "briefing": find_briefing,
}


def get_value(body: dict[str, Any]) -> str:
    """Return the value of the pressed button, "" without one."""
    pressed = body.get("actions") or [{}]
    return str(pressed[0].get("value") or "")


def answer_press(body: dict[str, Any], services: Services, *, shared: bool) -> Reply:
    """Answer the question a pressed button carries."""
    ask = parse_ask(get_value(body))
    user = str(body.get("user", {}).get("id", ""))
    find = get_finder(ask)
    return answer_question(ask, find, services, user=user, shared=shared, place=find_place(body))


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


def get_finder(ask: Ask) -> Finder:
    """Return what finds the answer to this question."""
    return FINDERS.get(ask.command, refuse_question)


def refuse_question(request: Request, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer:
    """Refuse what only a typed command does; ids are opened before this."""
    _ = (lookup, now, offset)
    raise BadQueryError(f"/{request.command} cannot be asked by button.", hint="Type the command instead.")


def handle_press(ack: Ack) -> None:
    """Acknowledge a press; an acknowledgement of a button carries no message."""
    ack()


def register(app: Listeners, services: Services) -> None:
    """Register the buttons of our answers."""

    @guard
    def show_page(body: dict[str, Any], respond: Responder, viewer: Viewer) -> None:
        message = answer_press(body, services, shared=False).message
        if is_public(body) and decide_access(Need.SHARE, viewer.role, guests_read=False) is not None:
            reply_privately(respond, message)  # what a channel sees is changed by those who may show it something
            return
        respond(message.text, load_blocks(message), replace_original=True)

    @guard
    def show_opened(body: dict[str, Any], respond: Responder) -> None:
        reply_privately(respond, answer_press(body, services, shared=False).message)

    @guard
    def show_shared(body: dict[str, Any], respond: Responder, client: WebClient, viewer: Viewer) -> None:
        found_at = services.clock.now()
        reply = answer_press(body, services, shared=True)
        answer = PublicAnswer(message=reply.message, quoted=reply.quoted, found_at=found_at)
        share_answer(client, answer, find_given(body, viewer, asked=reply.asked), services, respond=respond)

    @guard
    def show_source(body: dict[str, Any], respond: Responder, client: WebClient) -> None:
        item_id = get_value(body)
        card = services.lookup.get_item(parse_id(item_id, IdKind.ITEM), now=services.clock.now())
        message = build_answer(card, Frame(ask=Ask(command="policy", text=item_id), prefix=services.prefix))
        if isinstance(card, NotHeld):
            reply_privately(respond, message)
            return
        try:
            show_window(client, body, build_source_view(card))
        except DeliveryError as error:
            log.info("the source is answered as a message: %s", error.message)
            reply_privately(respond, message)

    app.action(MORE)(ack=handle_press, lazy=[show_page])
    app.action(BACK)(ack=handle_press, lazy=[show_page])
    app.action(numbered(OPEN))(ack=handle_press, lazy=[show_opened])
    app.action(SHARE)(ack=handle_press, lazy=[show_shared])
    app.action(SOURCE)(ack=handle_press, lazy=[show_source])


def register_rest(app: Listeners) -> None:
    """Register what answers for buttons and forms that nobody else knows; the last of all their listeners."""

    @guard
    def refuse_button(respond: Responder) -> None:
        reply_privately(respond, build_error(build_stale_error()))

    def refuse_form(body: dict[str, Any]) -> BoltResponse:
        return answer_refusal(body, build_error(build_stale_form_error()))

    app.action(ANY)(ack=handle_press, lazy=[refuse_button])
    app.view(ANY)(refuse_form)
