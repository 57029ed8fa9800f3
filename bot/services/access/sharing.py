"""Which channels other organisations share: kept as Slack says it, so that what stands there can be judged by it.

Slack is asked before each post anyway, and tells by event that a channel was shared. What was missed is found by asking
about each channel where something stands, once after the start and then once a day. Where a channel turns out to be
shared, what licences do not let others see there is taken back (``bot.services.posting.recall``).
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from bot.services.access.licensed_posts import recall_posts_in
from bot.store.sharing import find_shared, keep_shared, list_channels_with_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain.access import ChannelFacts
    from bot.store.database import Database, Store

log = logging.getLogger(__name__)
_ASK_AGAIN = dt.timedelta(days=1)
_CHANNELS = ("C", "G")
_AT_ONCE = 2
"""Channels asked about in one look; one look a tick of five seconds stays below Slack's 50 calls a minute."""


class Sharing:
    """Keeps what is known of channels; asks nobody until it was told whom to ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ask: Callable[[str, dt.datetime], object] | None = None
        self._asked: dict[str, dt.datetime] = {}

    def begin(self, ask: Callable[[str, dt.datetime], object]) -> None:
        """Ask this from now on; it hands what Slack says to ``learn`` (see ``bot.slack.calls.channels.Channels``)."""
        self._ask = ask

    def learn(self, facts: ChannelFacts) -> None:
        """Take what Slack says of a channel; what it does not say leaves what was known."""
        if not facts.error:
            self.learn_shared(facts.channel, is_shared=facts.is_shared, now=facts.asked_at)

    def learn_all(self, listed: Sequence[ChannelFacts]) -> None:
        """Take what Slack says of many channels at once."""
        with self._store.read() as db:
            told = [facts for facts in listed if find_shared(db, facts.channel) is not facts.is_shared]
        if told:
            with self._store.write() as db:
                for facts in told:
                    self._keep(db, facts.channel, is_shared=facts.is_shared, now=facts.asked_at)

    def learn_shared(self, channel: str, *, is_shared: bool, now: dt.datetime) -> None:
        """Take that a channel is shared, or is not; what stands in one that is shared from now on is looked at."""
        with self._store.read() as db:
            if find_shared(db, channel) is is_shared:
                return
        with self._store.write() as db:
            self._keep(db, channel, is_shared=is_shared, now=now)

    def _keep(self, db: Database, channel: str, *, is_shared: bool, now: dt.datetime) -> None:
        keep_shared(db, channel, is_shared=is_shared, now=now)
        if is_shared:
            affected = recall_posts_in(db, channel, now=now)
            taken = affected.taken_back + affected.answers
            log.info("%s is shared: %d posts and answers in it are taken back", channel, taken)

    def find_out(self, channel: str, now: dt.datetime) -> None:
        """Ask about a channel that is not known to be shared: what was said of it may be of long ago."""
        with self._store.read() as db:
            known = find_shared(db, channel)
        if known is not True and self._ask is not None and channel.startswith(_CHANNELS):
            self._ask(channel, now)

    def look(self, now: dt.datetime) -> None:
        """Ask about some of the channels with posts that were not asked about for a day; raises a StoreError."""
        if self._ask is None:
            return
        with self._store.read() as db:
            held = list_channels_with_posts(db)
        due = [channel for channel in held if channel not in self._asked or now - self._asked[channel] >= _ASK_AGAIN]
        for channel in due[:_AT_ONCE]:
            self._asked[channel] = now
            self._ask(channel, now)
