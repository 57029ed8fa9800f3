"""What Slack says about the workspace by itself: somebody changed, a channel was shared; it is known at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_bolt import Ack

    from bot.slack.access import Listeners
    from bot.slack.services import Services

CHANNEL_EVENTS = ("channel_shared", "channel_unshared", "channel_id_changed")
"""The events after which what is known of a channel no longer holds."""


def register(app: Listeners, services: Services) -> None:
    """Register the events; ``services`` carry people and channels."""

    def acknowledge(ack: Ack) -> None:
        ack()

    def learn_person(event: dict[str, Any]) -> None:
        services.people.learn(event.get("user"), now=services.clock.now())

    def forget_channel(event: dict[str, Any]) -> None:
        for name in ("channel", "old_channel_id", "new_channel_id"):
            channel = event.get(name)
            if isinstance(channel, str):
                services.channels.forget(channel)

    app.event("user_change")(ack=acknowledge, lazy=[learn_person])
    for name in CHANNEL_EVENTS:
        app.event(name)(ack=acknowledge, lazy=[forget_channel])
