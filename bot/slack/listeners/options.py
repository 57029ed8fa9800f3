"""What the menus of our forms offer while somebody types: bodies, companies and topics, in both languages."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltResponse

from bot.names.lexicon import Lexicon
from bot.names.pinyin import suggest_records
from bot.slack.access import Listeners
from bot.slack.blocks import Block
from bot.slack.messages.subscription_form import BODIES, COMPANIES, MAX_OPTIONS, TOPICS, build_option
from bot.slack.services import Services

MENUS = (BODIES, COMPANIES, TOPICS)


def list_options(menu: str, typed: str, lexicon: Lexicon) -> list[Block]:
    """Return the choices of a menu for what was typed so far."""
    if menu == BODIES:
        return [build_option(body) for body in suggest_records(lexicon.bodies, typed, limit=MAX_OPTIONS)]
    if menu == COMPANIES:
        return [build_option(company) for company in suggest_records(lexicon.companies, typed, limit=MAX_OPTIONS)]
    return [build_option(topic) for topic in suggest_records(lexicon.topics, typed, limit=MAX_OPTIONS)]


def register(app: Listeners, services: Services) -> None:
    """Register the menus of names, for every form that has one by these action ids."""

    def offer(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        menu, typed = str(body.get("action_id") or ""), str(body.get("value") or "")
        return ack(options=list_options(menu, typed, services.lookup.lexicon()))

    for menu in MENUS:
        app.options(menu)(offer)
