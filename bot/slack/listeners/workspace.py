"""What Slack says by itself: somebody opened Home, changed or left, a channel was shared."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.digests.accounts import compose_home
from bot.errors import DeliveryError
from bot.slack.access import Listeners
from bot.slack.calls.channels import read_person
from bot.slack.listeners.buttons import acknowledge
from bot.slack.messages.home import build_home
from bot.slack.messages.source import is_mere_reader, say_withheld
from bot.slack.services import Services
from bot.slack.windows import call_views

log = logging.getLogger(__name__)


def _register_home(app: Listeners, services: Services) -> None:
    def publish(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        workspace, user, now = context.team_id or "", context.user_id or "", services.clock.now()
        channel = str(event.get("channel") or "")
        if channel.startswith("D"):
            services.inbox.know(workspace, channel, now=now)
        if event.get("tab") == "messages":
            return
        page = compose_home(
            services.lookup,
            services.subscriptions,
            workspace=workspace,
            user=user,
            may_see=lambda place: services.channels.may_see(place, user, now=now),
            now=now,
        )
        view = build_home(
            page,
            prefix=services.prefix,
            withheld=say_withheld(services.licences),
            only_reads=is_mere_reader(),
        )
        try:
            call_views(client, "views.publish", user_id=user, view=view)
        except DeliveryError as error:
            log.warning("Home was not published: %s", error.message)

    app.event("app_home_opened")(ack=acknowledge, lazy=[publish])


CHANNEL_EVENTS = ("channel_shared", "channel_unshared", "channel_id_changed")
"""The events after which what is known of a channel no longer holds."""


GONE = {
    "channel_archive": "the channel was archived",
    "channel_deleted": "the channel was deleted",
    "channel_left": "the bot was taken out of the channel",
    "group_archive": "the channel was archived",
    "group_deleted": "the channel was deleted",
    "group_left": "the bot was taken out of the channel",
}
"""The events after which nothing can be posted to a channel, and why."""


def _register_workspace(app: Listeners, services: Services) -> None:
    def learn_person(event: dict[str, Any]) -> None:
        now = services.clock.now()
        services.people.learn(event.get("user"), now=now)
        facts = read_person(event.get("user"), now=now)
        if facts is not None:
            role = services.gatekeeper.role_of(facts.user)
            services.troubles.leave(facts.user, role, now=now)

    def forget_channel(event: dict[str, Any]) -> None:
        for name in ("channel", "old_channel_id", "new_channel_id"):
            channel = event.get(name)
            if isinstance(channel, str):
                services.channels.forget(channel)

    def lose_channel(event: dict[str, Any]) -> None:
        forget_channel(event)
        channel, reason = event.get("channel"), GONE.get(str(event.get("type")))
        if isinstance(channel, str) and reason is not None and services.troubles is not None:
            services.troubles.lose_channel(channel, reason=reason, now=services.clock.now())

    app.event("user_change")(ack=acknowledge, lazy=[learn_person])
    for name in GONE:
        app.event(name)(ack=acknowledge, lazy=[lose_channel])
    for name in CHANNEL_EVENTS:
        app.event(name)(ack=acknowledge, lazy=[forget_channel])


def register(app: Listeners, services: Services) -> None:
    """Register the events."""
    _register_home(app, services)
    _register_workspace(app, services)
