"""A message and a post: what is sent, and the life of an unprompted post."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

FRESH_DAYS = 45
"""The oldest an issue may be, on the day it is read, to be announced."""
HOLD = dt.timedelta(minutes=10)
"""How long the posts of a new briefing wait, so that a mistaken ingest can be taken back unseen."""
UNTIL_RELEASED = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
"""The moment before which nothing of a briefing goes that was put on hold: later than any clock will say."""
LATE_AFTER = dt.timedelta(hours=12)
"""From this age on a due post is cancelled: nobody wants yesterday's alert."""
LONGEST_RETRY_AFTER = dt.timedelta(hours=1)
"""The longest wait that Slack is believed to ask for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message for Slack: ``text`` is the fallback and push text, ``blocks`` a JSON array of Block Kit blocks."""

    text: str
    blocks: str = "[]"


class PostKind(StrEnum):
    """Why a post is made; a CHANGE puts other words into the message that its first part (``parent_id``) made."""

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
    TOKEN = "token"  # noqa: S105  the bot's token was refused
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
"""The states from which a post may be sent."""
QUESTIONS = (Why.UNPROVEN, Why.MESSAGE, Why.RESTORED)
"""Why a post is held for a person's decision. One that is UNCLEAR is looked up, and a CHANNEL is let in again."""


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


def post_key(slot: Slot, part: int) -> str:
    """Return the key of one part of a post: SHA-256 over workspace, channel, kind, source, slot and part."""
    named = [slot.workspace, slot.channel, slot.kind.value, slot.source, slot.slot, part]
    return hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """One row of the outbox; part 0 goes to the channel, later parts into its thread (``parent_id``).

    ``reason`` says in words what ``why`` leaves open. ``due_at`` is when it was to go, which no retry moves.
    ``after_ts`` is a moment of Slack's clock before which this post cannot be found in the channel.
    """

    id: int
    key: str
    slot: Slot
    part: int
    parent_id: int | None
    subscription_id: int | None
    briefing_id: int | None
    message: Message
    state: PostState
    why: Why
    reason: str
    attempts: int
    resends: int
    created_at: dt.datetime
    not_before: dt.datetime
    due_at: dt.datetime
    late_after: dt.datetime | None
    attempted_at: dt.datetime | None
    after_ts: str | None
    ts: str | None
    withdrawn_at: dt.datetime | None

    @property
    def is_parked(self) -> bool:
        """Whether it waits until somebody lets it into its channel again."""
        return self.state is PostState.HELD and self.why is Why.CHANNEL

    @property
    def is_unsent(self) -> bool:
        """Whether it is surely not in its channel and may still get there."""
        return self.state in CLAIMABLE or self.is_parked

    @property
    def may_stand(self) -> bool:
        """Whether it stands in its channel, or may."""
        return self.state in {PostState.SENDING, PostState.SENT, PostState.HELD} and not self.is_parked

    @property
    def is_asked(self) -> bool:
        """Whether it waits for a person's decision."""
        return self.state is PostState.HELD and self.why in QUESTIONS

    @property
    def is_unclear(self) -> bool:
        """Whether nobody knows yet if it stands in its channel."""
        return self.state is PostState.HELD and self.why is Why.UNCLEAR


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a post: its new state and why; ``not_before`` is when to try again, ``ts`` where it stands."""

    state: PostState
    why: Why = Why.NONE
    reason: str = ""
    ts: str | None = None
    not_before: dt.datetime | None = None


_TEXT_LIMIT = 11_000


def drop_blocks(message: Message) -> Message:
    """Return the same message as text alone, for when Slack refuses its blocks; cut after 11,000 signs."""
    text = "\n".join(_list_texts(json.loads(message.blocks))) or message.text
    return Message(text=text if len(text) <= _TEXT_LIMIT else text[: _TEXT_LIMIT - 1] + "…")


def _list_texts(node: object) -> list[str]:
    if isinstance(node, list):
        return [text for part in node for text in _list_texts(part)]
    if not isinstance(node, dict) or node.get("type") in {"button", "actions"}:
        return []
    own = node.get("text")
    if isinstance(own, str):
        return [own]
    return [text for name in ("text", "fields", "elements") for text in _list_texts(node.get(name))]


# Whether a new briefing is announced, and where its posts stand.


def find_reason_archived(*, published_on: dt.date | None, last_announced_on: dt.date | None, read_on: dt.date) -> str:
    """Return why a briefing read on a day is archived in silence, or "" where it is announced."""
    if published_on is None:
        return "no date of issue printed: archived"
    if (read_on - published_on).days > FRESH_DAYS:
        return f"the issue is older than {FRESH_DAYS} days: archived"
    if last_announced_on is not None and published_on <= last_announced_on:
        return f"not newer than the last announced issue ({last_announced_on}): archived"
    return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Announced:
    """What was decided last about a briefing: ``not_before`` is when its posts may go."""

    announced: bool
    reason: str
    not_before: dt.datetime
    undone: bool = False


class PostingState(StrEnum):
    """Where the posts of one briefing stand, taken together."""

    ARCHIVED = "archived"
    NOBODY = "nobody"
    WAITING = "waiting"
    ON_HOLD = "on hold"
    GOING = "going"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """The posts of a briefing, in channels: those that wait, are on their way, want a person, or were sent.

    ``due_at`` is when the next that wait may go; ``reason`` says why it is archived, or why nobody gets it at once.
    """

    state: PostingState
    waiting: int = 0
    going: int = 0
    stuck: int = 0
    sent: int = 0
    due_at: dt.datetime | None = None
    reason: str = ""


BY_DIGESTS = "digests bring it at their time"
NOBODY = "no channel follows what is in it"
KEPT_BACK = "what channels follow of it they had before, may not have, or isn't certain enough"


def decide_posting(
    decided: Announced | None,
    posts: Sequence[Post],
    *,
    waiting: tuple[int, int],
    has_kept_back: bool,
    now: dt.datetime,
) -> Posting:
    """Say where the posts of a briefing stand, from the first message of each of its summaries.

    ``decided`` is None when nothing was ever decided about it; ``waiting`` counts the places that wait for a post still
    to be decided, and the digests that will bring something of it; ``has_kept_back`` when others follow some of it.
    """
    if decided is None:
        return Posting(state=PostingState.ARCHIVED, reason="nothing was decided about it")
    channels, digests = waiting
    waits = [post.not_before for post in posts if post.state in CLAIMABLE]
    counted = Posting(
        state=PostingState.NOBODY,
        waiting=len(waits) + channels,
        going=sum(post.state is PostState.SENDING or post.is_unclear for post in posts),
        stuck=sum(post.is_parked or post.is_asked for post in posts),
        sent=sum(post.state is PostState.SENT and post.withdrawn_at is None for post in posts),
        due_at=min(waits, default=decided.not_before if channels else None),
        reason=decided.reason,
    )
    if decided.undone:
        return replace(counted, state=PostingState.WITHDRAWN)
    if not decided.announced and not (counted.waiting or counted.going or counted.sent or counted.stuck):
        return replace(counted, state=PostingState.ARCHIVED)
    nobody = KEPT_BACK if has_kept_back else NOBODY
    nobody = BY_DIGESTS if digests else nobody
    if decided.not_before >= UNTIL_RELEASED:
        return replace(counted, state=PostingState.ON_HOLD, reason="" if counted.waiting else nobody)
    if counted.due_at is not None:
        return replace(counted, state=PostingState.WAITING if counted.due_at > now else PostingState.GOING)
    if counted.going:
        return replace(counted, state=PostingState.GOING)
    if counted.sent or counted.stuck:
        return replace(counted, state=PostingState.POSTED)
    return replace(counted, reason=nobody)
