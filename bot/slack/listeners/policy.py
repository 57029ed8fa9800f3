"""``/policy``: searches policies; alone it gives the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.listeners.questions import register_command

if TYPE_CHECKING:
    import datetime as dt

    from bot.services.results import Answer
    from bot.slack.access import Listeners
    from bot.slack.arguments import Request
    from bot.slack.services import Lookup, Services


def find_policies(request: Request, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer:
    """Give the policies and items that match, without any filter the newest; or named lists."""
    if request.action == "list":
        return lookup.show_lists(now=now, name=request.name)
    if request.action == "timeline":
        return lookup.find_timeline(request.query, now=now, offset=offset)
    asked_about = lookup.find_asked_policy(request.query, now=now) if request.query.policy.include else None
    return asked_about or lookup.search(request.query, now=now, offset=offset)


def register(app: Listeners, services: Services) -> None:
    """Register ``/policy``."""
    register_command(app, services, "policy", find_policies)
