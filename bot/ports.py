"""What the services need from outside, as small protocols; the concretes are picked in ``bot.bootstrap``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answers.results import ItemRow
from bot.digests.correction import Correction
from bot.digests.reminder import Reminder
from bot.model.briefing import Briefing
from bot.model.changes import ItemChange
from bot.model.deadlines import DeadlineKey
from bot.model.delivery import Found, Outcome
from bot.model.digest import Digest
from bot.model.intake import FeedListing
from bot.model.post import Message, Slot
from bot.model.schedule import Schedule
from bot.model.subscription import Subscription, SubscriptionVerb
from bot.names.lexicon import Lexicon, NamedList
from bot.query.query_record import Query
from bot.query.search_plan import SearchPlan
from bot.store.database import Database
from bot.store.search import Hit


class Reader(Protocol):
    """Reads a document into a briefing, away from this process's memory."""

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        """Return the briefing in these bytes, or raise UnreadableDocumentError."""
        ...


class FeedReader(Reader, Protocol):
    """Reads feeds too."""

    def list_entries(self, data: bytes, *, source_name: str) -> FeedListing:
        """Return the entries of the feed in these bytes, or raise UnreadableDocumentError."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What stood at an address: its bytes, decoded, and the final ``url`` after redirects.

    ``name`` is a file's name without a path; ``content_type`` what the server says, lower case, without parameters, ""
    when it says nothing. ``etag`` and ``modified`` are given back to ask only for what has changed since.
    """

    data: bytes
    name: str
    url: str
    content_type: str
    etag: str = ""
    modified: str = ""


class FileSender(Protocol):
    """Sends files to people; see ``bot.slack.calls.files.SlackFileSender``."""

    def send(self, *, user: str, name: str, data: bytes, comment: str) -> str:
        """Send a file to somebody's direct messages and give their channel; DeliveryError when it did not arrive."""
        ...


class Fetcher(Protocol):
    """Gets what stands at a public https address; the address is hostile, and so is what it gives."""

    def fetch(self, url: str) -> Fetched:
        """Return the document at this address; FetchError, in one line, when it is refused or cannot be had."""
        ...

    def fetch_changed(self, url: str, *, etag: str, modified: str) -> Fetched | None:
        """Return what stands there, None when it is what these two named; FetchError as above."""
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
        """Bring what waits and what was posted to the reading in force again; with ``whole`` none is, and it is ended.

        ``changes`` are what the return to the reading before it changed in the items.
        """
        ...


class Poster(Protocol):
    """Speaks to the channels of one workspace; no call raises for what Slack or the network does."""

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once, within 15 s, without repeating; the key goes into the message's metadata."""
        ...

    def update(
        self,
        *,
        channel: str,
        ts: str,
        message: Message,
        key: str,
        takes_back: bool = False,
    ) -> Outcome:
        """Change a message of ours; may be repeated. ``takes_back`` says that it tells nothing, but takes away."""
        ...

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Found:
        """Look for our own message with this key, in a channel or a thread, from ``after_ts`` of Slack's clock on.

        Without ``after_ts`` only the newest page is read: enough to learn Slack's time, never to prove absence.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class StayingAnswer:
    """An answer that a person has to delete: where and when it was given, and whose licence asks for it.

    ``asked`` is the command that was shared, "" for a message to the bot; ``publishers`` are names, "" where none is.
    """

    channel: str
    asked: str
    given_at: dt.datetime
    publishers: str


class Renderer(Protocol):
    """Puts unprompted posts into a chat's own form; pure, and within its limits."""

    def render_digest(self, digest: Digest) -> tuple[Message, ...]:
        """Return the summary: one message where it fits, the rest for its thread."""
        ...

    def render_notice(self, subscription: Subscription, filter_words: tuple[str, ...]) -> Message:
        """Return the notice that a channel gets about a new subscription."""
        ...

    def render_rule_change(
        self, subscription: Subscription, filter_words: tuple[str, ...], schedule: Schedule, *, by: str
    ) -> Message:
        """Return the line about the new filter and schedule of a subscription."""
        ...

    def render_state_change(
        self, subscription: Subscription, verb: SubscriptionVerb, *, by: str, missed: int = 0
    ) -> Message:
        """Return the line that says that a subscription was paused, goes on (without what it missed), or has ended."""
        ...

    def render_ended(self, ids: Sequence[str]) -> Message:
        """Return what a guest is told of their own subscriptions, which have ended."""
        ...

    def render_left(self, rules: Sequence[Subscription], *, gone: str, is_guest: bool) -> Message:
        """Return what admins are told of subscriptions that nobody looks after, since their owner has ``gone``."""
        ...

    def render_list_change(
        self, held: NamedList, words: tuple[str, ...], *, rules: tuple[str, ...], by: str
    ) -> Message:
        """Return the line that says what a named list holds from now on, and which rules of the place follow it."""
        ...

    def render_correction(
        self, corrections: Sequence[Correction], *, earlier: Message | None, withdrawn: Message | None = None
    ) -> Message:
        """Return the line for the thread that says what was corrected, after what an ``earlier`` one of the day says.

        And what was ``withdrawn`` of a post that brings other briefings besides.
        """
        ...

    def keep_corrections(self, message: Message, ids: Collection[str]) -> Message | None:
        """Get such a line with what it says of these policies and items (``P3``, ``I12``) alone; None for nothing."""
        ...

    def render_emptied(self) -> Message:
        """Return what a further message of a summary says once the corrected summary needs it no more."""
        ...

    def render_reminder(self, reminder: Reminder) -> Message:
        """Return the reminder of a deadline, with the buttons that answer it."""
        ...

    def render_void_reminder(self, key: DeadlineKey) -> Message:
        """Return what a reminder says once its briefing was corrected and the deadline is not in it any more."""
        ...

    def render_withdrawn(self, name: str, published_on: dt.date | None) -> Message:
        """Return what a post says after its briefing was taken back."""
        ...

    def render_taken_out(self, name: str, published_on: dt.date | None) -> Message:
        """Return what a summary says once a correction left nothing in it, while its briefing is in force."""
        ...

    def render_kept_out(self) -> Message:
        """Return what a post says whose publisher's licence does not let it stand there any more."""
        ...

    def render_answer_kept_out(self, publishers: str) -> Message:
        """Return what an answer in a channel says once these publishers' licence does not let it stand there.

        ``publishers`` is "" where the channel is not to read whose it was.
        """
        ...

    def render_answers_stay(self, answers: Sequence[StayingAnswer]) -> Message:
        """Return what a person is told of their answers that licences do not allow and that only people can delete."""
        ...

    def render_trouble(self, *, rules: tuple[str, ...], channel: str, reason: str) -> Message:
        """Return what owner and admins are told when a channel takes no posts, for which these subscriptions pause."""
        ...

    def render_unreadable(self, subscription: Subscription, *, reason: str) -> Message:
        """Return what is said when a subscription pauses because its filter cannot be read any more."""
        ...

    def render_held(self, *, rule: str, channel: str, reason: str, number: int | None) -> Message:
        """Return what they are told when nobody can prove a post; with its ``number`` the reader is to settle it."""
        ...

    def render_restored(self, held: Sequence[tuple[int, Slot]]) -> Message:
        """Return what admins are asked about posts, by number, that may have been posted before a restore."""
        ...

    def render_standing(self, *, rule: str, channel: str, slot: str, reason: str) -> Message:
        """Return what they are told when a post of this slot was taken back and Slack lets nobody change it."""
        ...


class ItemMatcher(Protocol):
    """Finds the items of a briefing that a filter asks for."""

    def lexicon(self) -> Lexicon:
        """Return the names we know."""
        ...

    def matching_items_in(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> tuple[ItemRow, ...]:
        """Return the items of one briefing in force that a filter brings, in its order, as this transaction sees them.

        These match, or move a deadline of one that does.
        """
        ...

    def find_moving(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> dict[int, int]:
        """Return by number those of these that only move a deadline of an item that matches, each with that item."""
        ...

    def list_matching_briefings(self, db: Database, query: Query, *, now: dt.datetime) -> tuple[int, ...]:
        """Return the briefings with an item that a filter brings, by number."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What people are told in private; the same ``about`` of a ``source`` is told to a person once for good."""

    text: str
    source: str
    about: str


class Notices(Protocol):
    """Tells people in private, in the caller's transaction."""

    def tell(self, db: Database, notice: Notice, *, now: dt.datetime, also: Iterable[str] = ()) -> bool:
        """Notify the admins, and who of ``also`` is a person; False when there is nobody to tell."""
        ...

    def tell_followers(
        self, db: Database, notice: Notice, issues: Collection[int], *, now: dt.datetime, besides: Collection[str] = ()
    ) -> None:
        """Notify the owners of subscriptions to which these briefings brought something, admins and ``besides`` not."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class PastEvent:
    """What somebody wrote to the bot, found in a history: Slack's timestamp, and the body an event would have had."""

    ts: str
    body: Mapping[str, object]


class History(Protocol):
    """Looks back in what was written to the bot.

    Each method raises NotAllowedError where the app may never read, NotFoundError where it is not in a conversation,
    DeliveryError where Slack does not answer now.
    """

    def list_events(self, channel: str, *, since_ts: str) -> tuple[PastEvent, ...]:
        """Return what a person wrote to the bot in direct messages after ``since_ts``, Slack's time, oldest first."""
        ...


class MeaningIndex(Protocol):
    """Finds items that are close to a question in meaning; a fallback that may be absent."""

    def find(self, db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> tuple[Hit, ...]:
        """Return the items within the query's filters that are close enough to its words, the closest first."""
        ...

    def warm(self, db: Database, *, today: dt.date) -> int:
        """Make some more items ready to be found, the newest first; give how many are."""
        ...
