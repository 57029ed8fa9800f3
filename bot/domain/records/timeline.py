"""What happened to documents, and what is ahead, day by day."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.records.briefing import DeadlineKind
from bot.domain.records.policy_sources import DATE, find_givers, list_days, list_differences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.records.briefing import Item
    from bot.domain.records.policy import Policy


class EventKind(StrEnum):
    """What happens on a day, in the order in which events of one day are told."""

    ISSUED = "issued"
    COMMENTS_CLOSE = "comments close"
    APPLICATIONS_CLOSE = "applications close"
    TAKES_EFFECT = "takes effect"
    NEWS = "news"


_ORDER = tuple(EventKind)


_BY_KIND = {
    DeadlineKind.COMMENTS_CLOSE: EventKind.COMMENTS_CLOSE,
    DeadlineKind.APPLICATIONS_CLOSE: EventKind.APPLICATIONS_CLOSE,
    DeadlineKind.TAKES_EFFECT: EventKind.TAKES_EFFECT,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """``kind`` on a day to what ``subject`` names: a policy's id, or an item's for news.

    ``item_id`` is the item that says so, None when none is at hand; ``is_official`` when that is the notice itself.
    """

    on: dt.date
    kind: EventKind
    subject: str
    item_id: str | None = None
    is_official: bool = False

    @property
    def place(self) -> tuple[dt.date, int, str, bool]:
        """Where it stands among others."""
        return self.on, _ORDER.index(self.kind), self.subject, not self.is_official


def list_events(policy: Policy, reports: Sequence[tuple[str, Item]]) -> list[Event]:
    """Give the dated events of a policy, by day, each with the one of its items (by id) that says so.

    Where sources differ, each day that one of them gives is an event of its own.
    """
    found: list[Event] = []
    if policy.issued_on:
        giver = find_givers(policy, reports, "").get(DATE)
        is_official = policy.official is not None
        found.append(_make(policy, EventKind.ISSUED, policy.issued_on, giver, is_official=is_official))
    found += [
        _make(policy, _BY_KIND[day.kind], day.on, day.item_id, is_official=day.is_official)
        for day in list_days(policy, reports)
    ]
    for each in list_differences(policy, reports):
        if each.on is not None:
            kind = EventKind.ISSUED if each.fact == DATE else _BY_KIND[DeadlineKind(each.fact)]
            found.append(_make(policy, kind, each.on, each.item_id, is_official=each.is_official))
    return sorted(found, key=lambda each: each.place)


def _make(policy: Policy, kind: EventKind, on: dt.date, item_id: str | None, *, is_official: bool) -> Event:
    return Event(on=on, kind=kind, subject=policy.id, item_id=item_id, is_official=is_official)
