"""``/briefing``: the latest briefing, a list of all, or those that words and dates name."""

from __future__ import annotations

import datetime as dt

from bot.answers.lookup import Lookup
from bot.answers.results import Answer
from bot.slack.access import Listeners
from bot.slack.arguments import Request
from bot.slack.listeners.questions import register_command
from bot.slack.services import Services


def find_briefing(request: Request, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer:
    """Return the latest briefing, the list, or the briefings asked for."""
    if request.action == "latest":
        return lookup.get_briefing(None, now=now, offset=offset, limit=request.query.limit)
    if request.action == "list":
        return lookup.list_briefings(offset=offset)
    return lookup.find_briefings(request.query, now=now, offset=offset)


def register(app: Listeners, services: Services) -> None:
    """Register ``/briefing``."""
    register_command(app, services, "briefing", find_briefing)
