"""``/ministry``: the card of a body; alone it lists those the corpus names."""

from __future__ import annotations

import datetime as dt

from bot.answers.asked import AskedKind
from bot.answers.lookup import Lookup
from bot.answers.results import Answer
from bot.slack.access import Listeners
from bot.slack.arguments import Request
from bot.slack.listeners.questions import register_command
from bot.slack.services import Services


def find_ministry(request: Request, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer:
    """Return the body asked for, or the list; also of those that a question asks for."""
    if request.action == "list":
        return lookup.list_ministries(now=now, offset=offset)
    asked = lookup.read_asked(request.query, now=now) if request.query.terms else None
    if asked is not None and asked.absent is not None:
        return asked.absent
    if asked is not None and (asked.kind is AskedKind.MINISTRIES or asked.query.briefing):
        return lookup.list_ministries(query=asked.query, now=now, offset=offset)
    return lookup.get_ministry(request.query, now=now, offset=offset, only_joint=request.action == "joint")


def register(app: Listeners, services: Services) -> None:
    """Register ``/ministry``."""
    register_command(app, services, "ministry", find_ministry)
