"""App Home: published anew for the person whenever they open it."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.digests.news import compose_home
from bot.errors import DeliveryError
from bot.slack.access import Listeners
from bot.slack.messages.home import build_home
from bot.slack.messages.source import is_mere_reader, say_withheld
from bot.slack.services import Services
from bot.slack.windows import call_views

log = logging.getLogger(__name__)


def register(app: Listeners, services: Services) -> None:
    """Register the event; ``services`` carry subscriptions, channels and the inbox."""

    def note_opening(ack: Ack) -> None:
        ack()

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

    app.event("app_home_opened")(ack=note_opening, lazy=[publish])
