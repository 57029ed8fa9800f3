"""Where the posts of a briefing stand: waiting, on hold, on their way, posted, archived or withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.posts.digest import Fate
from bot.domain.posts.post import CLAIMABLE, PostState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
