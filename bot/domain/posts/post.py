"""A message and a post: what is sent, and the life of an unprompted post."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum


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
    """Give the key of one part of a post: SHA-256 over workspace, channel, kind, source, slot and part."""
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
    """Give the same message as text alone, for when Slack refuses its blocks; cut after 11,000 signs."""
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
