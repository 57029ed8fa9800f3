"""``/policy``: searches policies; alone it gives the newest."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.answers.asked import Asked, AskedKind
from bot.answers.lookup import Lookup
from bot.answers.results import Answer, PolicyCard
from bot.slack.access import Listeners
from bot.slack.arguments import Request
from bot.slack.listeners.questions import register_command
from bot.slack.services import Services


def find_policies(request: Request, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer:
    """Return the policies and items that match, without any filter the newest; or named lists.

    A question in words for something else (a policy's days, a briefing, all ministries) gets what it is for.
    """
    if request.action == "list":
        return lookup.show_lists(now=now, name=request.name)
    if request.action == "timeline":
        return lookup.find_timeline(request.query, now=now, offset=offset)
    query = request.query
    asked = lookup.read_asked(query, now=now) if query.terms or query.policy.include else None
    if asked is not None and asked.absent is not None:
        return asked.absent
    if asked is not None:
        return _find_asked(asked, lookup, now=now, offset=offset)
    return lookup.search(query, now=now, offset=offset)


def _find_asked(asked: Asked, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer:
    match asked.kind:
        case AskedKind.POLICY:
            card = lookup.get_policy(int(asked.query.policy.include[0]), now=now)
            return replace(card, notes=(asked.note, *card.notes)) if isinstance(card, PolicyCard) else card
        case AskedKind.LATEST:
            return lookup.get_briefing(None, now=now, offset=offset)
        case AskedKind.BRIEFINGS:
            return lookup.find_briefings(asked.query, now=now, offset=offset)
        case AskedKind.MINISTRY:
            return lookup.get_ministry(asked.query, now=now, offset=offset)
        case AskedKind.MINISTRIES:
            return lookup.list_ministries(query=asked.query, now=now, offset=offset)
        case AskedKind.COMPANIES:
            return lookup.list_companies(query=asked.query, now=now, offset=offset)


def register(app: Listeners, services: Services) -> None:
    """Register ``/policy``."""
    register_command(app, services, "policy", find_policies)
