"""What happened to documents, and what is ahead, day by day."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.policy import Policy


class EventKind(StrEnum):
    """What happens on a day, in the order in which events of one day are told."""

    ISSUED = "issued"
    COMMENTS_CLOSE = "comments close"
    APPLICATIONS_CLOSE = "applications close"
    TAKES_EFFECT = "takes effect"
    NEWS = "news"


_ORDER = tuple(EventKind)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """``kind`` on a day to what ``subject`` names: a policy's id, or an item's for news."""

    on: dt.date
    kind: EventKind
    subject: str

    @property
    def place(self) -> tuple[dt.date, int, str]:
        """Where it stands among others."""
        return self.on, _ORDER.index(self.kind), self.subject


def list_events(policy: Policy) -> list[Event]:
    """Give the dated events of a policy, by day."""
    days = (
        (EventKind.ISSUED, policy.issued_on),
        (EventKind.COMMENTS_CLOSE, policy.comments_close_on),
        (EventKind.APPLICATIONS_CLOSE, policy.applications_close_on),
        (EventKind.TAKES_EFFECT, policy.effective_on),
    )
    return sorted((Event(on=on, kind=kind, subject=policy.id) for kind, on in days if on), key=lambda each: each.place)
