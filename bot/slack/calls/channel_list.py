"""What Slack says of all channels that the bot is in at once (``users.conversations``), before many are posted to.

Of one channel at a time it tells fifty times a minute. What is known to be the workspace's own by the list needs no
question of its own; a channel that is shared, or of which the list says nothing, is asked about as ever.
Source of the method, its arguments and errors: docs.slack.dev, users.conversations.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.slack.calls.channels import KEPT_FOR, read_channel
from bot.slack.calls.replies import NO_ANSWER, read_pages, read_retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_sdk import WebClient

    from bot.domain.access import ChannelFacts
    from bot.slack.calls.channels import Channels

_EVERY = KEPT_FOR / 2
"""So that nothing of a list grows old before the next one has come."""
_AGAIN = dt.timedelta(minutes=1)
_PAGE = 500
_MOST_PAGES = 20
_SAYS_SHARED = "is_ext_shared"
"""Without this an entry says nothing of others in the channel."""


class ChannelList:
    """Reads the list now and then into ``channels``; ``learn`` gets all that it says."""

    def __init__(
        self, client: WebClient, channels: Channels, *, learn: Callable[[Sequence[ChannelFacts]], None]
    ) -> None:
        self._client = client
        self._channels = channels
        self._learn = learn
        self._asked_at: dt.datetime | None = None
        self._wait = _EVERY

    def look(self, now: dt.datetime) -> None:
        """Read the list unless that was done minutes ago; after a failure again when Slack lets us."""
        if self._asked_at is not None and abs(now - self._asked_at) < self._wait:
            return
        self._asked_at, self._wait = now, _EVERY
        with self._channels.hear_of_changes() as changed:
            listed = self._read(now)
            standing = [facts for facts in listed if facts.channel not in changed]
            self._channels.keep(standing)
        self._learn(standing)

    def _read(self, now: dt.datetime) -> list[ChannelFacts]:
        """Give what is said of channels on all pages, or on those that came."""
        found: list[ChannelFacts] = []
        asked = {"types": "public_channel,private_channel", "exclude_archived": "true", "limit": _PAGE}
        try:
            for page in read_pages(self._client, "users.conversations", asked, most=_MOST_PAGES):
                listed = page.get("channels") or ()
                said = [each for each in listed if isinstance(each, dict) and each.get("id") and _SAYS_SHARED in each]
                found += [read_channel(each, channel=str(each["id"]), now=now) for each in said]
        except SlackApiError as error:
            self._wait = max(_AGAIN, dt.timedelta(seconds=read_retry_after(error.response) or 0.0))
        except NO_ANSWER:
            self._wait = _AGAIN
        return found
