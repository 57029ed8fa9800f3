"""A recording poster that models a channel's history, and rows to send."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from bot.digests.chat import Reminder
from bot.digests.compose import Digest
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.briefing import Item
from bot.model.post import DigestItem, Message, Post, PostKind, PostState, Slot
from bot.model.subscription import Schedule, Subscription
from bot.store.outbox import NewPost, add_post
from bot.store.subscriptions import add_subscription, change_subscription, get_subscription

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
TEAM = "T1"
CHANNEL = "C1"


def after(**spans: float) -> dt.datetime:
    """Return a moment after NOW."""
    return NOW + dt.timedelta(**spans)


class KilledError(BaseException):
    """The process died here."""


@dataclass(kw_only=True)
class FakePoster:
    """Slack as a list of messages; ``faults`` are taken one a post: an Outcome, or what happens instead.

    A fault of ``lost`` posts and then loses the reply; ``killed_before`` and ``killed_after`` end the process.
    """

    faults: list[Outcome | str] = field(default_factory=list)
    messages: list[dict[str, str | None]] = field(default_factory=list)
    updates: list[tuple[str, Message]] = field(default_factory=list)
    update_faults: list[Outcome] = field(default_factory=list)
    finds: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    found: list[Outcome] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    slack_ts: float | None = 1_710_000_000.0
    during_post: Callable[[], None] | None = None
    during_find: Callable[[], None] | None = None

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        self.tries.append(channel)
        if self.during_post:
            self.during_post()
        fault = self.faults.pop(0) if self.faults else "ok"
        if isinstance(fault, Outcome):
            return fault
        if fault == "killed_before":
            raise KilledError
        ts = f"{1_710_000_000 + len(self.tries)}.000001"
        self.messages.append({"channel": channel, "text": message.text, "key": key, "thread": thread_ts, "ts": ts})
        if fault == "killed_after":
            raise KilledError
        if fault == "lost":
            return Outcome(kind=OutcomeKind.UNCLEAR, error="timed out")
        return Outcome(kind=OutcomeKind.OK, ts=ts)

    def update(self, *, channel: str, ts: str, message: Message, key: str) -> Outcome:
        assert channel
        assert key in self.keys()
        if self.update_faults:
            return self.update_faults.pop(0)
        self.updates.append((ts, message))
        return Outcome(kind=OutcomeKind.OK, ts=ts)

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Outcome:
        self.finds.append((channel, after_ts, thread_ts))
        if self.during_find:
            self.during_find()
        if self.found:
            return self.found.pop(0)
        for message in self.messages:
            if message["channel"] == channel and message["key"] == key and message["thread"] == thread_ts:
                return Outcome(kind=OutcomeKind.OK, ts=message["ts"], slack_ts=self.slack_ts)
        return Outcome(kind=OutcomeKind.ABSENT, slack_ts=self.slack_ts)

    @property
    def calls(self) -> int:
        """How often a post was tried."""
        return len(self.tries)

    def keys(self) -> list[str | None]:
        """Return the keys of all messages in the channels, in order."""
        return [message["key"] for message in self.messages]


@dataclass(kw_only=True)
class FakeRenderer:
    """Renders into plain words; ``parts`` is how many messages a summary takes.

    With ``quotes`` summaries and reminders end with what they quote, and with what was reported before it.
    """

    parts: int = 1
    quotes: bool = False
    digests: list[Digest] = field(default_factory=list)

    def render_digest(self, digest: Digest) -> tuple[Message, ...]:
        self.digests.append(digest)
        ids = " ".join(_shown(entry.item.shown_id, entry.item.version) for entry in digest.entries)
        items = [each for entry in digest.entries for each in (entry.item, entry.item.before) if each is not None]
        said = self._quote([each.item.text for each in items])
        return tuple(Message(text=f"{digest.rule}: {ids} part {n}{said}") for n in range(self.parts))

    def _quote(self, texts: Sequence[str]) -> str:
        return f": {' | '.join(texts)}" if self.quotes else ""

    def render_change(self, rule: Subscription, action: str, filter_words: tuple[str, ...], *, by: str) -> Message:
        words = " ".join(filter_words)
        if action == "subscribe":
            return Message(text=f"notice {rule.shown_id} {words}".strip())
        if action == "change":
            return Message(text=f"{rule.shown_id} changed by {by}: {words} {rule.schedule.every}")
        return Message(text=f"{rule.shown_id} {rule.state.value} by {by}")

    def render_left(self, rules: Sequence[Subscription], *, gone: str, is_guest: bool) -> Message:
        how = "is a guest" if is_guest else "has left"
        return Message(text=f"{', '.join(rule.shown_id for rule in rules)}: {gone} {how}")

    def render_correction(self, corrections: Sequence[DigestItem], *, taken_out: Sequence[Item] = ()) -> Message:
        told = [f"{each.shown_id} v{each.version}" for each in corrections]
        return Message(text=f"corrected {', '.join([*told, *(f'without {each.position}' for each in taken_out)])}")

    def render_corrected(self, message: Message) -> Message:
        return message if message.text.endswith(", see thread") else Message(text=f"{message.text}, see thread")

    def render_reminder(self, reminder: Reminder) -> Message:
        quoted = self._quote([reminder.deadline.quote])
        return Message(text=f"{reminder.rule}: {reminder.item.shown_id} {reminder.left} left{quoted}")

    def render_withdrawn(self, name: str, published_on: dt.date | None) -> Message:
        return Message(text=f"withdrawn {name} {published_on}")

    def render_trouble(self, *, rules: tuple[str, ...], channel: str, reason: str) -> Message:
        return Message(text=f"trouble {' '.join(rules)} {channel} {reason}")

    def render_unreadable(self, subscription: Subscription, *, reason: str) -> Message:
        return Message(text=f"paused {subscription.shown_id}: {reason}")

    def render_held(self, *, rule: str, channel: str, reason: str, number: int) -> Message:
        return Message(text=f"trouble {rule} {channel} {reason} settle {number}")

    def render_restored(self, held: Sequence[tuple[int, Slot]]) -> Message:
        return Message(text=f"restored {' '.join(str(number) for number, _ in held)}")


def _shown(shown_id: str, version: int) -> str:
    return shown_id if version == 1 else f"{shown_id}v{version}"


def add_active(
    db: Database, *, filter_text: str = "", channel: str = CHANNEL, user: str = "U1", workspace: str = TEAM
) -> Subscription:
    """Store a subscription whose first summary is decided."""
    added = add_subscription(
        db, workspace=workspace, channel=channel, filter_text=filter_text, schedule=Schedule(), user=user, now=NOW
    )
    change_subscription(db, added.id, started_at=NOW, runs_from=NOW)
    return get_subscription(db, added.id)


def add_summary(  # noqa: PLR0913  what a post has
    db: Database,
    subscription: Subscription,
    *,
    slot: str = "B1v1",
    parts: int = 1,
    not_before: dt.datetime = NOW,
    late_after: dt.datetime | None = None,
    blocks: str = "[]",
    briefing_id: int | None = None,
) -> int:
    """Decide a summary for a subscription; give its number."""
    place = Slot(
        workspace=subscription.workspace,
        channel=subscription.channel,
        kind=PostKind.IMMEDIATE,
        source=subscription.shown_id,
        slot=slot,
    )
    new = NewPost(
        slot=place,
        parts=tuple(Message(text=f"part {n}", blocks=blocks) for n in range(parts)),
        not_before=not_before,
        late_after=late_after,
        subscription_id=subscription.id,
        briefing_id=briefing_id,
    )
    return add_post(db, new, now=NOW)


def make_post(**changes: Any) -> Post:
    """Return a post that waits, with these changes."""
    values: dict[str, Any] = {
        "id": 7,
        "key": "k",
        "slot": Slot(workspace="T1", channel="C1", kind=PostKind.IMMEDIATE, source="D3", slot="B1v1"),
        "subscription_id": 3,
        "briefing_id": 1,
        "message": Message(text="t"),
        "state": PostState.PENDING,
        "created_at": NOW,
        "not_before": NOW,
        "due_at": NOW,
    }
    return Post(**(values | changes))
