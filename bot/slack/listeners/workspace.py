"""What Slack says about the workspace by itself: somebody changed or left, a channel was shared: known at once."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack

from bot.slack.access import Listeners
from bot.slack.calls.channels import read_person
from bot.slack.services import Services

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


class Watcher:
    """Hands on what Slack says to those who keep it; ``services`` carry people, channels and departures."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def learn_person(self, event: dict[str, Any]) -> None:
        """Take what is said of a person: who has left or is a guest looks after nothing any more."""
        services, now = self._services, self._services.clock.now()
        services.people.learn(event.get("user"), now=now)
        facts = read_person(event.get("user"), now=now)
        if facts is not None:
            role = services.gatekeeper.role_of(facts.user)
            services.departures.leave(facts.user, role, now=now)

    def forget_channel(self, event: dict[str, Any]) -> None:
        """Forget what is known of a channel that was shared, unshared or moved."""
        for name in ("channel", "old_channel_id", "new_channel_id"):
            channel = event.get(name)
            if isinstance(channel, str):
                self._services.channels.forget(channel)

    def lose_channel(self, event: dict[str, Any]) -> None:
        """Pause what posts to a channel that is gone for us."""
        self.forget_channel(event)
        channel, reason = event.get("channel"), GONE.get(str(event.get("type")))
        if isinstance(channel, str) and reason is not None:
            self._services.departures.lose_channel(channel, reason=reason, now=self._services.clock.now())


def register(app: Listeners, services: Services) -> None:
    """Register the events."""
    watcher = Watcher(services)

    def acknowledge(ack: Ack) -> None:
        ack()

    def learn_person(event: dict[str, Any]) -> None:
        watcher.learn_person(event)

    def forget_channel(event: dict[str, Any]) -> None:
        watcher.forget_channel(event)

    def lose_channel(event: dict[str, Any]) -> None:
        watcher.lose_channel(event)

    app.event("user_change")(ack=acknowledge, lazy=[learn_person])
    for name in GONE:
        app.event(name)(ack=acknowledge, lazy=[lose_channel])
    for name in CHANNEL_EVENTS:
        app.event(name)(ack=acknowledge, lazy=[forget_channel])
