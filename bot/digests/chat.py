"""What posting needs from a chat: somebody who speaks to its channels, somebody who puts posts into its form.

With the value of what is posted besides summaries: a reminder of a deadline.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.digests.compose import Digest, DigestSource
from bot.digests.outcomes import Outcome
from bot.model.briefing import Deadline, Item
from bot.model.post import DigestItem, Message, Slot
from bot.model.subscription import Subscription


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """A reminder as it is posted; ``left`` counts the days from its own day, in Beijing's days."""

    rule: str
    item: DigestItem
    deadline: Deadline
    left: int
    source: DigestSource


class Poster(Protocol):
    """Speaks to the channels of one workspace; no call raises for what Slack or the network does."""

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once, within 15 s, without repeating; the key goes into the message's metadata."""

    def update(self, *, channel: str, ts: str, message: Message, key: str) -> Outcome:
        """Change a message of ours, which goes on to carry its key; may be repeated."""

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Outcome:
        """Look for our own message with this key, in a channel or a thread, from ``after_ts`` of Slack's clock on.

        It ends OK with its ``ts``, or ABSENT after all pages.

        Without ``after_ts`` only the newest page is read: enough to learn Slack's time, never to prove absence.
        """


class Renderer(Protocol):
    """Puts unprompted posts into a chat's own form; pure, and within its limits."""

    def render_digest(self, digest: Digest) -> tuple[Message, ...]:
        """Return the summary: one message where it fits, the rest for its thread."""

    def render_change(self, rule: Subscription, action: str, filter_words: tuple[str, ...], *, by: str) -> Message:
        """Return the line that a channel gets about a new subscription, or about what was changed of it."""

    def render_left(self, rules: Sequence[Subscription], *, gone: str, is_guest: bool) -> Message:
        """Return what admins are told of subscriptions that nobody looks after, since their owner has ``gone``."""

    def render_correction(self, corrections: Sequence[DigestItem], *, taken_out: Sequence[Item] = ()) -> Message:
        """Return the line for the thread: what says otherwise than ``before``, and what the briefing has no more."""

    def render_corrected(self, message: Message) -> Message:
        """Return a summary that points to the correction in its thread."""

    def render_reminder(self, reminder: Reminder) -> Message:
        """Return the reminder of a deadline."""

    def render_withdrawn(self, name: str, published_on: dt.date | None) -> Message:
        """Return what a post says after its briefing was taken back."""

    def render_trouble(self, *, rules: tuple[str, ...], channel: str, reason: str) -> Message:
        """Return what owner and admins are told when a channel takes no posts, for which these subscriptions pause."""

    def render_unreadable(self, subscription: Subscription, *, reason: str) -> Message:
        """Return what is said when a subscription pauses because its filter cannot be read any more."""

    def render_held(self, *, rule: str, channel: str, reason: str, number: int) -> Message:
        """Return what admins are asked when nobody can prove the post of this number."""

    def render_restored(self, held: Sequence[tuple[int, Slot]]) -> Message:
        """Return what admins are asked about posts, by number, that may have been posted before a restore."""
