"""A message and a post: what is sent, and the life of an unprompted post."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.model.briefing import Item

FRESH_DAYS = 45
"""A briefing older than this when it is read is archived in silence."""
HOLD = dt.timedelta(minutes=10)
"""How long a new briefing's posts wait, so that an admin can look at them first."""
UNTIL_RELEASED = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
"""From when the posts of a briefing may go that is on hold."""
LATE_AFTER = dt.timedelta(hours=12)
"""A post that is later than this is not made any more."""
LONGEST_RETRY_AFTER = dt.timedelta(hours=1)
"""The longest that anything waits to be tried again, whatever Slack says."""
_LONGEST_TEXT = 11_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message for Slack: ``text`` is the fallback and push text, ``blocks`` a JSON array of Block Kit blocks."""

    text: str
    blocks: str = "[]"


def drop_blocks(message: Message) -> Message:
    """Return the same message as text alone, for when Slack refuses its blocks; cut after 11,000 signs."""
    said = "\n".join(_list_texts(json.loads(message.blocks))) or message.text
    return Message(text=said if len(said) <= _LONGEST_TEXT else f"{said[:_LONGEST_TEXT]}…")


def _list_texts(part: object) -> Iterator[str]:
    """Yield the texts in blocks or in a part of them, but for those of what can be pressed."""
    if isinstance(part, list):
        for each in part:
            yield from _list_texts(each)
    elif isinstance(part, dict) and part.get("type") not in {"actions", "button", "overflow"}:
        if isinstance(part.get("text"), str):
            yield part["text"]
        for each in part.values():
            yield from _list_texts(each)


class PostKind(StrEnum):
    """Why a post is made; a CHANGE puts other words into the message of the post that is its parent."""

    DIGEST = "digest"
    IMMEDIATE = "immediate"
    REMINDER = "reminder"
    CORRECTION = "correction"
    NOTICE = "notice"
    CHANGE = "change"


class PostState(StrEnum):
    """Where a post stands between decision and channel."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    HELD = "held"
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why a post is in its state: first those of RETRY, then of HELD, then of CANCELLED."""

    NONE = ""
    RATE = "rate"
    REFUSED = "refused"
    ABSENT = "absent"
    BLOCKS = "blocks"
    TOKEN = "token"  # noqa: S105
    ASKED = "asked"
    UNCLEAR = "unclear"
    UNPROVEN = "unproven"
    MESSAGE = "message"
    RESTORED = "restored"
    CHANNEL = "channel"
    LATE = "late"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    LICENCE = "licence"
    THREAD = "thread"


CLAIMABLE = (PostState.PENDING, PostState.RETRY)
ON_ITS_WAY = (*CLAIMABLE, PostState.SENDING, PostState.HELD)
"""The states of what may still get to its channel."""
REASONS = {
    Why.RESTORED: "it may have been posted before the restore",
    Why.LATE: "more than 12 hours late",
    Why.SUPERSEDED: "corrected before it was posted",
    Why.ENDED: "its rule has ended",
    Why.WITHDRAWN: "the briefing was taken back",
    Why.THREAD: "its post is not there",
}
"""What people read of a post, where nothing else is known of it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What makes a post the one it is: decided once, whatever happens afterwards.

    ``source`` is the rule (``D3``); ``slot`` a briefing and its version (``B1v1``), or a date, or a deadline and days.
    """

    workspace: str
    channel: str
    kind: PostKind
    source: str
    slot: str

    def key(self, part: int) -> str:
        """Return the key of one part of the post, which goes with its message."""
        named = (self.workspace, self.channel, self.kind.value, self.source, self.slot, part)
        return hashlib.sha256(json.dumps(named).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """One row of the outbox; part 0 goes to the channel, later parts into its thread (``parent_id``).

    ``reason`` says in words what ``why`` leaves open. ``due_at`` is when it was to go, which no retry moves.
    ``after_ts`` is a moment of Slack's clock before which this post cannot be found in the channel. ``parent_ts`` and
    ``parent_key`` are those of the message that it belongs to, or changes.
    """

    id: int
    key: str
    slot: Slot
    message: Message
    state: PostState
    created_at: dt.datetime
    not_before: dt.datetime
    due_at: dt.datetime
    part: int = 0
    parent_id: int | None = None
    subscription_id: int | None = None
    briefing_id: int | None = None
    why: Why = Why.NONE
    reason: str = ""
    attempts: int = 0
    resends: int = 0
    late_after: dt.datetime | None = None
    attempted_at: dt.datetime | None = None
    after_ts: str | None = None
    ts: str | None = None
    withdrawn_at: dt.datetime | None = None
    parent_ts: str | None = None
    parent_key: str | None = None

    @property
    def is_parked(self) -> bool:
        """Whether it waits until its channel takes posts again."""
        return self.state is PostState.HELD and self.why is Why.CHANNEL

    @property
    def is_asked(self) -> bool:
        """Whether it waits for a person's decision."""
        return self.state is PostState.HELD and self.why in {Why.UNPROVEN, Why.MESSAGE, Why.RESTORED}

    @property
    def is_on_its_way(self) -> bool:
        """Whether it goes on by itself: it waits to be sent, is being sent, or is looked up."""
        return self.state in ON_ITS_WAY and not (self.is_parked or self.is_asked)

    @property
    def is_unsent(self) -> bool:
        """Whether it is surely not in its channel and may still get there."""
        return self.state in CLAIMABLE or self.is_parked or (self.is_asked and self.why is Why.MESSAGE)

    @property
    def may_stand(self) -> bool:
        """Whether it stands in its channel, or may."""
        return not self.is_unsent and self.state is not PostState.CANCELLED


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What becomes of a post: state and why, when to try again, where it stands, and what else it says from then on."""

    state: PostState
    why: Why = Why.NONE
    reason: str = ""
    ts: str | None = None
    not_before: dt.datetime | None = None
    message: Message | None = None


def cancel(why: Why, reason: str = "") -> Verdict:
    """Return that a post is never sent, and why."""
    return Verdict(state=PostState.CANCELLED, why=why, reason=reason or REASONS.get(why, ""))


def find_reason_archived(*, published_on: dt.date | None, last_announced_on: dt.date | None, read_on: dt.date) -> str:
    """Return why a briefing read on a day is archived in silence, or "" where it is announced."""
    if published_on is None:
        return "no date of issue printed"
    if read_on - published_on > dt.timedelta(days=FRESH_DAYS):
        return f"the issue is older than {FRESH_DAYS} days"
    if last_announced_on is not None and published_on <= last_announced_on:
        return f"the issue is not newer than the last announced issue ({last_announced_on})"
    return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Announced:
    """What was decided last about a briefing: why it is archived, if it is, and when its posts may go."""

    archived: str
    not_before: dt.datetime


class PostingState(StrEnum):
    """Where the posts of one briefing stand, taken together."""

    ARCHIVED = "archived"
    NOBODY = "nobody"
    WAITING = "waiting"
    ON_HOLD = "on hold"
    GOING = "going"
    POSTED = "posted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """The posts of a briefing, in channels: those that wait, are on their way, want a person, or were sent.

    ``digests`` will bring something of it too. ``due_at`` is when those that wait may go, None where that is now;
    ``reason`` says why it is archived, or why nobody gets it at once.
    """

    state: PostingState
    waiting: int = 0
    digests: int = 0
    going: int = 0
    stuck: int = 0
    sent: int = 0
    due_at: dt.datetime | None = None
    reason: str = ""


BY_DIGESTS = "digests bring it at their time"
NOBODY = "no channel follows what is in it"
KEPT_BACK = "what channels follow of it they had before, may not have, or isn't certain enough"


class Fate(StrEnum):
    """What became of an item for one subscription; what was included reads in the ledger as its post stands."""

    INCLUDED = "included"
    FILTERED = "filtered"
    ALREADY_HAD = "already had"
    WAITING = "waiting"
    UNDECIDED = "waiting for a decision"
    WITHHELD = "withheld"


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestItem:
    """An item as a summary needs it; ``before`` is the report its place was told last, or the uncorrected one."""

    item_id: int
    version: int
    item: Item
    policy_id: str | None
    briefing_id: int = 0
    before: "DigestItem | None" = None

    @property
    def shown_id(self) -> str:
        """The id to look it up by: the policy's, else the item's own."""
        return self.policy_id or f"I{self.item_id}"


@dataclass(frozen=True, slots=True)
class Decided:
    """An item and its fate; ``reason`` says why in words, ``post_id`` is the post that its place already had it by."""

    item: DigestItem
    fate: Fate
    reason: str = ""
    post_id: int | None = None
