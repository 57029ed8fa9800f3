"""A subscription: a filter, a channel and a cadence, and what may be done to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.model.ids import IdKind, format_id
from bot.model.schedule import Cadence, Schedule


class SubscriptionState(StrEnum):
    """Where a subscription stands; it is active only once its notice has landed in the channel."""

    PENDING_NOTICE = "pending_notice"
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class SubscriptionVerb(StrEnum):
    """What a person or the delivery does to a subscription."""

    NOTICE_LANDED = "notice_landed"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """One rule of a channel or person; ``filter`` is canonical query text, empty for everything.

    ``channel`` is where it posts: a channel's id, or a person's (``U1``), which stands for their direct messages with
    the bot. ``owner`` looks after it: who made it, until somebody else takes it over. ``noticed_at`` is when its notice
    landed, ``started_at`` when its first summary was decided, ``runs_from`` the moment from which its slots count, and
    ``rescheduled_at`` the one from which it has its present times; ``reason`` says why it is paused.
    """

    id: int
    workspace: str
    channel: str
    filter: str
    schedule: Schedule
    state: SubscriptionState
    reason: str | None
    created_by: str
    created_at: dt.datetime
    noticed_at: dt.datetime | None
    started_at: dt.datetime | None
    runs_from: dt.datetime | None = None
    owned_by: str | None = None
    rescheduled_at: dt.datetime | None = None

    @property
    def cadence(self) -> Cadence:
        """When it posts: at once, or in slots."""
        return self.schedule.cadence

    @property
    def slots_after(self) -> dt.datetime | None:
        """The moment after which slots of its present times are due; None before its start."""
        return max(self.runs_from, self.rescheduled_at or self.runs_from) if self.runs_from else None

    @property
    def owner(self) -> str:
        """Who looks after it: a person, or its channel where that person has left and nobody took it over."""
        return self.owned_by or self.created_by

    @property
    def is_personal(self) -> bool:
        """Whether it posts to a person's direct messages."""
        return is_person(self.channel)

    @property
    def lists_deadlines(self) -> bool:
        """Whether its digests list the deadlines ahead in a range, told before or not."""
        return self.cadence is not Cadence.IMMEDIATE and "due:" in self.filter

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.SUBSCRIPTION, self.id)


def is_person(place: str) -> bool:
    """Say whether an id of Slack is a person's."""
    return place.startswith(("U", "W"))


def may_change(subscription: Subscription, user: str, *, is_admin: bool) -> bool:
    """Say whether somebody who sees a subscription may change it: its owner, an admin, anybody where a channel owns it.

    A channel owns what its owner left behind until somebody changes it.
    """
    return is_admin or subscription.owner == user or not is_person(subscription.owner)


_MOVES: dict[tuple[SubscriptionState, SubscriptionVerb], SubscriptionState] = {
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.NOTICE_LANDED): SubscriptionState.ACTIVE,
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.PAUSE): SubscriptionState.PAUSED,
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
    (SubscriptionState.ACTIVE, SubscriptionVerb.PAUSE): SubscriptionState.PAUSED,
    (SubscriptionState.ACTIVE, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
    (SubscriptionState.PAUSED, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
}


def decide_state(state: SubscriptionState, verb: SubscriptionVerb, *, noticed: bool) -> SubscriptionState:
    """Return the state that follows; what changes nothing gives the same state back.

    A paused subscription resumes where it was: active if its notice had landed (``noticed``), else waiting for it.
    """
    if state is SubscriptionState.PAUSED and verb is SubscriptionVerb.RESUME:
        return SubscriptionState.ACTIVE if noticed else SubscriptionState.PENDING_NOTICE
    return _MOVES.get((state, verb), state)
