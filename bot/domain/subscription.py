"""A subscription: a filter, a channel and a cadence, and what may be done to it."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import IdKind, format_id


class Cadence(StrEnum):
    """When a subscription posts."""

    IMMEDIATE = "immediate"


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
    """One rule of a channel; ``filter`` is canonical query text, empty for everything.

    ``noticed_at`` is when its notice landed, ``started_at`` when its first summary was decided; ``reason`` says why
    it is paused.
    """

    id: int
    workspace: str
    channel: str
    filter: str
    cadence: Cadence
    state: SubscriptionState
    reason: str | None
    created_by: str
    created_at: dt.datetime
    noticed_at: dt.datetime | None
    started_at: dt.datetime | None

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.SUBSCRIPTION, self.id)


_MOVES: dict[tuple[SubscriptionState, SubscriptionVerb], SubscriptionState] = {
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.NOTICE_LANDED): SubscriptionState.ACTIVE,
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.PAUSE): SubscriptionState.PAUSED,
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
    (SubscriptionState.ACTIVE, SubscriptionVerb.PAUSE): SubscriptionState.PAUSED,
    (SubscriptionState.ACTIVE, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
    (SubscriptionState.PAUSED, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
}


def decide_state(state: SubscriptionState, verb: SubscriptionVerb, *, noticed: bool) -> SubscriptionState:
    """Give the state that follows; what changes nothing gives the same state back.

    A paused subscription resumes where it was: active if its notice had landed (``noticed``), else waiting for it.
    """
    if state is SubscriptionState.PAUSED and verb is SubscriptionVerb.RESUME:
        return SubscriptionState.ACTIVE if noticed else SubscriptionState.PENDING_NOTICE
    return _MOVES.get((state, verb), state)
