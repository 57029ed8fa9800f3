"""What Slack says about the workspace by itself: somebody changed or left, a channel was shared: known at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.calls.people import read_person

if TYPE_CHECKING:
    from slack_bolt import Ack

    from bot.slack.access import Listeners
    from bot.slack.services import Services

CHANNEL_EVENTS = ("channel_unshared", "channel_id_changed")
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
        """Take what is said of a person: who has left or is a guest passes on what they looked after."""
        now = self._services.clock.now()
        self._services.people.learn(event.get("user"), now=now)
        facts = read_person(event.get("user"), now=now)
        if facts is None or self._services.departures is None:
            return
        if facts.is_deleted:
            self._services.departures.pass_on(facts.user, now=now)
        else:
            self._services.departures.end_membership(facts.user, now=now)

    def forget_channel(self, event: dict[str, Any]) -> None:
        """Forget what is known of a channel that was shared, unshared or moved."""
        for name in ("channel", "old_channel_id", "new_channel_id"):
            channel = event.get(name)
            if isinstance(channel, str):
                self._services.channels.forget(channel)

    def share_channel(self, event: dict[str, Any]) -> None:
        """Take back what licences keep from others in a channel that was shared; what was known of it is forgotten."""
        self.forget_channel(event)
        channel = event.get("channel")
        if isinstance(channel, str) and self._services.sharing is not None:
            self._services.sharing.learn_shared(channel, is_shared=True, now=self._services.clock.now())

    def join_channel(self, event: dict[str, Any]) -> None:
        """Take note that somebody hears a channel from now on."""
        user, channel = event.get("user"), event.get("channel")
        if isinstance(user, str) and isinstance(channel, str) and self._services.memberships is not None:
            self._services.memberships.join(user, channel)

    def leave_channel(self, event: dict[str, Any]) -> None:
        """Pass on what somebody looked after in a private channel that they left; what it gets is told them no more."""
        user, channel = event.get("user"), event.get("channel")
        if not isinstance(user, str) or not isinstance(channel, str):
            return
        if self._services.memberships is not None:
            self._services.memberships.end(user, channel)
        if self._services.departures is not None:
            self._services.departures.leave_channel(user, channel, now=self._services.clock.now())

    def lose_channel(self, event: dict[str, Any]) -> None:
        """Pause what posts to a channel that is gone for us."""
        self.forget_channel(event)
        channel, reason = event.get("channel"), GONE.get(str(event.get("type")))
        if isinstance(channel, str) and reason is not None and self._services.departures is not None:
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

    def join_channel(event: dict[str, Any]) -> None:
        watcher.join_channel(event)

    def leave_channel(event: dict[str, Any]) -> None:
        watcher.leave_channel(event)

    def share_channel(event: dict[str, Any]) -> None:
        watcher.share_channel(event)

    app.event("channel_shared")(ack=acknowledge, lazy=[share_channel])
    app.event("user_change")(ack=acknowledge, lazy=[learn_person])
    app.event("member_joined_channel")(ack=acknowledge, lazy=[join_channel])
    app.event("member_left_channel")(ack=acknowledge, lazy=[leave_channel])
    for name in GONE:
        app.event(name)(ack=acknowledge, lazy=[lose_channel])
    for name in CHANNEL_EVENTS:
        app.event(name)(ack=acknowledge, lazy=[forget_channel])
