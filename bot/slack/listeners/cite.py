"""Cite: the sources of an answer as lines to paste, shown to whoever pressed."""

from __future__ import annotations

from typing import Any

from bot.answers.results import Answer, NotHeld
from bot.errors import NotFoundError
from bot.model.deadlines import beijing_day
from bot.slack.access import Listeners
from bot.slack.actions import CITE, Ask, parse_ask
from bot.slack.calls.client import Responder
from bot.slack.failures import guard, reply_privately
from bot.slack.listeners.buttons import get_finder, get_value, handle_press
from bot.slack.listeners.questions import find_answer
from bot.slack.messages.source import MAX_LINES, build_citations
from bot.slack.services import Services


def get_answer(ask: Ask, services: Services, *, rows: int | None = None) -> Answer:
    """Return the answer to a question that a button carries, or raise NotFoundError when it is no longer held.

    With ``rows`` its first so many, unless the question says how many.
    """
    found = find_answer(ask, get_finder(ask), services, rows=rows).answer
    if found is None or isinstance(found, NotHeld):
        raise NotFoundError("This is no longer held.", hint="Ask again to see what is.")
    return found


def register(app: Listeners, services: Services) -> None:
    """Register the button."""

    @guard
    def show_citations(body: dict[str, Any], respond: Responder) -> None:
        answer = get_answer(parse_ask(get_value(body)).at(0), services, rows=MAX_LINES)
        reply_privately(respond, build_citations(answer, today=beijing_day(services.clock.now())))

    app.action(CITE)(ack=handle_press, lazy=[show_citations])
