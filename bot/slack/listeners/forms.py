"""The search form, and what the menus of our forms offer while somebody types."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient

from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.names.lexicon import Lexicon
from bot.names.records import suggest_records
from bot.query.query_record import Query
from bot.slack.access import Listeners
from bot.slack.actions import EDIT, SEARCH, Ask, parse_ask
from bot.slack.arguments import parse_request
from bot.slack.blocks import Block
from bot.slack.calls.client import Responder
from bot.slack.commands import name_commands
from bot.slack.failures import reply_in_place
from bot.slack.listeners.buttons import acknowledge, get_value
from bot.slack.listeners.lookups import answer_question
from bot.slack.messages.frame import Place
from bot.slack.messages.inputs import MAX_OPTIONS
from bot.slack.messages.search_form import (
    BODIES,
    COMPANIES,
    SEARCH_VIEW,
    TOPICS,
    FormError,
    build_option,
    build_search_form,
    parse_search_form,
)
from bot.slack.services import Services
from bot.slack.windows import answer_form, build_window, find_reply_address, format_private, is_seen_by_one, show_window

SHORTCUT = "search_policies"


def _register_search_form(app: Listeners, services: Services) -> None:
    def open_empty(body: dict[str, Any], client: WebClient) -> None:
        show_window(client, body, build_search_form(Query(), services.lookup.lexicon()))

    def open_filled(body: dict[str, Any], client: WebClient) -> None:
        ask = parse_ask(get_value(body))
        lexicon, today = services.lookup.lexicon(), beijing_day(services.clock.now())
        query = parse_request(ask.command, ask.text, lexicon=lexicon, today=today, prefix=services.prefix).query
        private = format_private(str(body.get("response_url") or "")) if is_seen_by_one(body) else ""
        show_window(client, body, build_search_form(query, lexicon, private=private))

    def read_form(view: dict[str, Any]) -> Ask:
        lexicon, today = services.lookup.lexicon(), beijing_day(services.clock.now())
        return Ask(command="policy", text=parse_search_form(view["state"]["values"], lexicon=lexicon, today=today))

    def take_form(ack: Ack, view: dict[str, Any]) -> BoltResponse:
        try:
            ask = read_form(view)
            if find_reply_address(view):
                return ack()
            reply = answer_question(ask, services, shared=False, place=Place.WINDOW)
        except BadQueryError as error:
            block = error.block if isinstance(error, FormError) else "words"
            return ack(response_action="errors", errors={block: name_commands(str(error))})
        return answer_form(ack, view, build_window(reply.message, "Policies"))

    def change_answer(view: dict[str, Any], respond: Responder) -> None:
        if find_reply_address(view):
            message = answer_question(read_form(view), services, shared=False).message
            reply_in_place(respond, message)

    app.shortcut(SHORTCUT)(ack=acknowledge, lazy=[open_empty])
    app.action(SEARCH)(ack=acknowledge, lazy=[open_empty])
    app.action(EDIT)(ack=acknowledge, lazy=[open_filled])
    app.view(SEARCH_VIEW)(ack=take_form, lazy=[change_answer])


MENUS = (BODIES, COMPANIES, TOPICS)


def list_options(menu: str, typed: str, lexicon: Lexicon) -> list[Block]:
    """Return the choices of a menu for what was typed so far."""
    if menu == BODIES:
        return [build_option(body) for body in suggest_records(lexicon.bodies, typed, limit=MAX_OPTIONS)]
    if menu == COMPANIES:
        return [build_option(company) for company in suggest_records(lexicon.companies, typed, limit=MAX_OPTIONS)]
    return [build_option(topic) for topic in suggest_records(lexicon.topics, typed, limit=MAX_OPTIONS)]


def _register_options(app: Listeners, services: Services) -> None:
    def offer(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        menu, typed = str(body.get("action_id") or ""), str(body.get("value") or "")
        return ack(options=list_options(menu, typed, services.lookup.lexicon()))

    for menu in MENUS:
        app.options(menu)(offer)


def register(app: Listeners, services: Services) -> None:
    """Register what opens the form, the form, and the menus of names."""
    _register_search_form(app, services)
    _register_options(app, services)
