"""A message and a post: what is sent, and the life of an unprompted post."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.digest import Fate

# Whether a new briefing is announced: only what is newer than the last announced issue and still fresh.

FRESH_DAYS = 45
"""The oldest an issue may be, on the day it is read, to be announced."""
HOLD = dt.timedelta(minutes=10)
"""How long the posts of a new briefing wait, so that a mistaken ingest can be taken back unseen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """The decision about a briefing, with the reason in words."""

    announced: bool
    reason: str


def decide_announcement(
    *, published_on: dt.date | None, last_announced_on: dt.date | None, read_on: dt.date
) -> Announcement:
    """Decide whether a briefing read on ``read_on`` is announced, or archived in silence."""
    if published_on is None:
        return Announcement(announced=False, reason="no date of issue printed: archived")
    if (read_on - published_on).days > FRESH_DAYS:
        return Announcement(announced=False, reason=f"the issue is older than {FRESH_DAYS} days: archived")
    if last_announced_on is not None and published_on <= last_announced_on:
        return Announcement(
            announced=False, reason=f"not newer than the last announced issue ({last_announced_on}): archived"
        )
    return Announcement(announced=True, reason="new")


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message for Slack: ``text`` is the fallback and push text, ``blocks`` a JSON array of Block Kit blocks."""

    text: str
    blocks: str = "[]"


class PostKind(StrEnum):
    """Why a post is made."""

    DIGEST = "digest"
    IMMEDIATE = "immediate"
    REMINDER = "reminder"
    CORRECTION = "correction"
    NOTICE = "notice"


class PostState(StrEnum):
    """Where a post stands between decision and channel."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    PARKED = "parked"
    AMBIGUOUS = "ambiguous"
    HELD = "held"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


CLAIMABLE = (PostState.PENDING, PostState.RETRY)
"""The states from which a post may be sent."""

UNSENT = (PostState.PENDING, PostState.RETRY, PostState.PARKED)
"""The states in which a post is surely not in its channel and may still get there."""

NOT_MADE = (PostState.PARKED, PostState.SKIPPED, PostState.CANCELLED, PostState.SUPERSEDED)
"""The states of a post for which nobody waits: it never came, or comes only once a person has let its channel in."""

_FROM_WAITING = frozenset(
    {
        PostState.SENDING,
        PostState.PARKED,
        PostState.HELD,
        PostState.SKIPPED,
        PostState.CANCELLED,
        PostState.SUPERSEDED,
    }
)
_NEXT: dict[PostState, frozenset[PostState]] = {
    PostState.PENDING: _FROM_WAITING,
    PostState.RETRY: _FROM_WAITING,
    PostState.SENDING: frozenset(
        {PostState.SENT, PostState.RETRY, PostState.PARKED, PostState.AMBIGUOUS, PostState.HELD, PostState.SKIPPED}
    ),
    PostState.AMBIGUOUS: frozenset({PostState.SENT, PostState.RETRY, PostState.HELD, PostState.CANCELLED}),
    PostState.HELD: frozenset({PostState.SENT, PostState.RETRY, PostState.CANCELLED}),
    PostState.PARKED: frozenset({PostState.PENDING, PostState.CANCELLED, PostState.SUPERSEDED}),
    PostState.SENT: frozenset(),
    PostState.SKIPPED: frozenset(),
    PostState.CANCELLED: frozenset(),
    PostState.SUPERSEDED: frozenset(),
}


def may_become(old: PostState, new: PostState) -> bool:
    """Say whether a post in state ``old`` may go to ``new``; the ends (sent, skipped, cancelled, ...) lead nowhere."""
    return new in _NEXT[old]


FIRST_NOTICE = "subscribed"
"""The slot of the line about a new rule, which has to stand before the rule is active; other lines go in any state."""


@dataclass(frozen=True, kw_only=True, slots=True)
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

    ``due_at`` is when it was to go, which no retry moves. ``after_ts`` is a moment of Slack's clock before which this
    post cannot be found in the channel.
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
    reason: str | None
    attempts: int
    resends: int
    not_before: dt.datetime
    due_at: dt.datetime
    late_after: dt.datetime | None
    attempted_at: dt.datetime | None
    after_ts: str | None
    ts: str | None
    withdrawn_at: dt.datetime | None

    @property
    def is_line(self) -> bool:
        """Whether it tells what became of a rule or list that is known there: it goes whatever state the rule is in."""
        return self.slot.kind is PostKind.NOTICE and not self.is_first_notice

    @property
    def is_first_notice(self) -> bool:
        """Whether it is the line about a new rule."""
        return self.slot.kind is PostKind.NOTICE and self.slot.slot == FIRST_NOTICE


_TEXT_LIMIT = 11_000


def drop_blocks(message: Message) -> Message:
    """Return the same message as text alone, for when Slack refuses its blocks; cut after 11,000 signs."""
    text = "\n".join(_texts(json.loads(message.blocks))) or message.text
    return Message(text=text if len(text) <= _TEXT_LIMIT else text[: _TEXT_LIMIT - 1] + "…")


def _texts(node: object) -> list[str]:
    if isinstance(node, list):
        return [text for part in node for text in _texts(part)]
    if not isinstance(node, dict) or node.get("type") in {"button", "actions"}:
        return []
    own = node.get("text")
    if isinstance(own, str):
        return [own]
    return [text for name in ("text", "fields", "elements") for text in _texts(node.get(name))]


# Where the posts of a briefing stand: waiting, on hold, on their way, posted, archived or withdrawn.

UNTIL_RELEASED = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
"""The moment before which nothing of a briefing goes that was put on hold: later than any clock will say."""
_GOING = (PostState.SENDING, PostState.AMBIGUOUS)
_STUCK = (PostState.PARKED, PostState.HELD)


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
class Announced:
    """What was decided last about a briefing: ``not_before`` is when its posts may go."""

    announced: bool
    reason: str
    not_before: dt.datetime
    undone: bool = False

    @property
    def on_hold(self) -> bool:
        """Whether a person put its posts on hold."""
        return self.not_before >= UNTIL_RELEASED


@dataclass(frozen=True, kw_only=True, slots=True)
class PostFacts:
    """The first message of a summary: its channel, how far it has come, and when it may go."""

    channel: str
    state: PostState
    not_before: dt.datetime
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """The posts of a briefing, in channels: those that wait, are on their way, want a person, or were sent.

    ``withdrawn`` counts channels that had a post which was taken back. ``due_at`` is when the next of those that wait
    may go; ``reason`` says why it is archived, or why nobody gets a post at once.
    """

    state: PostingState
    waiting: int = 0
    going: int = 0
    stuck: int = 0
    sent: int = 0
    withdrawn: int = 0
    due_at: dt.datetime | None = None
    reason: str = ""


BY_DIGESTS = "digests bring it at their time"
_WHY_NOBODY = (
    ((Fate.INCLUDED, Fate.WAITING), BY_DIGESTS),
    ((Fate.UNCHANGED,), "what channels follow of it they were told before, and nothing of that changed"),
    ((Fate.ALREADY_HAD,), "who follows what is in it has it already"),
    ((Fate.WITHHELD,), "its licence keeps what is in it from those who follow it"),
    ((Fate.UNCERTAIN,), "what channels follow of it is not certain enough"),
)


def describe_nobody(fates: Collection[str]) -> str:
    """Say why no channel gets a post of a briefing at once, from what became of its items for all who follow things."""
    found = (why for kinds, why in _WHY_NOBODY if any(kind in fates for kind in kinds))
    return next(found, "no channel follows what is in it")


def decide_posting(
    decided: Announced | None, posts: Sequence[PostFacts], *, now: dt.datetime, fates: Collection[str] = ()
) -> Posting:
    """Say where the posts of a briefing stand; ``decided`` is None when nothing was ever decided about it.

    ``fates`` are those of its items in the ledger.
    """
    if decided is None:
        return Posting(state=PostingState.ARCHIVED, reason="nothing was decided about it")
    waits = [post for post in posts if post.state in CLAIMABLE]
    counted = Posting(
        state=PostingState.NOBODY,
        waiting=_count(waits),
        going=_count([post for post in posts if post.state in _GOING]),
        stuck=_count([post for post in posts if post.state in _STUCK]),
        sent=_count([post for post in posts if post.state is PostState.SENT and not post.withdrawn]),
        withdrawn=_count([post for post in posts if post.state is PostState.SENT and post.withdrawn]),
        due_at=min((post.not_before for post in waits), default=None),
    )
    state = _decide_state(decided, counted, now=now)
    is_for_nobody = state is PostingState.NOBODY or (state is PostingState.ON_HOLD and not counted.waiting)
    return replace(counted, state=state, reason=describe_nobody(fates) if is_for_nobody else decided.reason)


def _decide_state(decided: Announced, counted: Posting, *, now: dt.datetime) -> PostingState:
    if decided.undone:
        return PostingState.WITHDRAWN
    if not decided.announced and not (counted.waiting or counted.going or counted.sent or counted.stuck):
        return PostingState.ARCHIVED
    if decided.on_hold:
        return PostingState.ON_HOLD
    if counted.due_at is not None:
        return PostingState.WAITING if counted.due_at > now else PostingState.GOING
    if counted.going:
        return PostingState.GOING
    if counted.sent or counted.stuck:
        return PostingState.POSTED
    return PostingState.WITHDRAWN if counted.withdrawn else PostingState.NOBODY


def _count(posts: Sequence[PostFacts]) -> int:
    return len({post.channel for post in posts})


# What an attempt to post, or to change what was posted, comes to.
LATE_AFTER = dt.timedelta(hours=12)
"""From this age on a due post is skipped: nobody wants yesterday's alert."""
LONGEST_RETRY_AFTER = dt.timedelta(hours=1)
"""The longest wait that Slack is believed to ask for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What becomes of a post: its new state and why, and what else follows.

    ``park`` pauses its subscription and tells the owner; ``stop`` ends all sending; ``text_only`` drops the blocks.
    """

    state: PostState
    reason: str = ""
    ts: str | None = None
    not_before: dt.datetime | None = None
    text_only: bool = False
    park: bool = False
    stop: bool = False
    tell: bool = False


class UpdateState(StrEnum):
    """Where a change to a post stands; GONE when its message is in the channel no more."""

    WANTED = "wanted"
    DONE = "done"
    GIVEN_UP = "given_up"
    GONE = "gone"
