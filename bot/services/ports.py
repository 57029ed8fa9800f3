"""What the services need from outside, as small protocols; the concretes are picked in ``bot.bootstrap``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.briefing import Briefing
    from bot.domain.changes import ItemChange
    from bot.domain.correction import Correction
    from bot.domain.delivery import Found, Outcome
    from bot.domain.digest import Digest
    from bot.domain.lexicon import Lexicon
    from bot.domain.post import Message
    from bot.domain.query import Query
    from bot.domain.subscription import Subscription
    from bot.services.results import ItemRow
    from bot.store.database import Database


class Reader(Protocol):
    """Reads a document into a briefing, away from this process's memory."""

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        """Give the briefing in these bytes, or raise UnreadableDocumentError."""
        ...


class Announcer(Protocol):
    """Decides, inside the transaction of an ingest or undo, what is posted because of it."""

    def announce(
        self,
        db: Database,
        *,
        briefing_id: int,
        now: dt.datetime,
        by: str,
        is_new: bool,
        changes: tuple[ItemChange, ...] = (),
    ) -> tuple[str, ...]:
        """Enqueue what a briefing brings to those who follow it; give the lines of the report that say so.

        ``changes`` are what a correction changed in its items.
        """
        ...

    def withdraw(
        self,
        db: Database,
        *,
        briefing_id: int,
        now: dt.datetime,
        by: str,
        whole: bool,
        changes: tuple[ItemChange, ...] = (),
    ) -> tuple[str, ...]:
        """Cancel what waits and mark what was posted, when a reading is taken back (``whole``: with its briefing).

        ``changes`` are what the return to the reading before it changed in the items.
        """
        ...


class Poster(Protocol):
    """Speaks to the channels of one workspace; no call raises for what Slack or the network does."""

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once, within 15 s, without repeating; the key goes into the message's metadata."""
        ...

    def update(self, *, channel: str, ts: str, message: Message, key: str) -> Outcome:
        """Change a message of ours; may be repeated."""
        ...

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Found:
        """Look for our own message with this key, in a channel or a thread, from ``after_ts`` of Slack's clock on.

        Without ``after_ts`` only the newest page is read: enough to learn Slack's time, never to prove absence.
        """
        ...


class Renderer(Protocol):
    """Puts unprompted posts into a chat's own form; pure, and within its limits."""

    def render_digest(self, digest: Digest) -> tuple[Message, ...]:
        """Give the summary: one message where it fits, the rest for its thread."""
        ...

    def render_notice(self, subscription: Subscription, filter_words: tuple[str, ...]) -> Message:
        """Give the notice that a channel gets about a new subscription."""
        ...

    def render_correction(self, corrections: Sequence[Correction], *, earlier: Message | None) -> Message:
        """Give the line for the thread that says what was corrected, after what an ``earlier`` one of the day says."""
        ...

    def render_emptied(self) -> Message:
        """Give what a further message of a summary says once the corrected summary needs it no more."""
        ...

    def render_withdrawn(self, name: str, published_on: dt.date | None) -> Message:
        """Give what a post says after its briefing was taken back."""
        ...

    def render_trouble(self, *, rule: str, channel: str, reason: str) -> Message:
        """Give what the owner and the admins are told when a post cannot be made."""
        ...


class ItemMatcher(Protocol):
    """Finds the items of a briefing that a filter asks for."""

    def lexicon(self) -> Lexicon:
        """Give the names we know."""
        ...

    def matching_items_in(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> tuple[ItemRow, ...]:
        """Give the items of one briefing in force that match, in its order, as this transaction sees them."""
        ...
