"""In which facts two reports of one thing differ: deadlines of every kind, issuers, date, status, number."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  a value
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.names import normalise_document_number
from bot.domain.records.briefing import DeadlineKind, PolicyStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.records.briefing import Item


class Fact(StrEnum):
    """A fact in which reports may differ, in words."""

    COMMENTS_CLOSE = "deadline"
    APPLICATIONS_CLOSE = "deadline for applications"
    TAKES_EFFECT = "takes effect"
    ISSUERS = "issuer"
    DATE = "date"
    STATUS = "status"
    NUMBER = "document number"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What a report says of a fact ``now`` and what another ``was`` saying: days, body ids, a status or a number.

    Nothing where it says nothing.
    """

    fact: Fact
    now: tuple[dt.date | str, ...]
    was: tuple[dt.date | str, ...]

    @property
    def is_silence(self) -> bool:
        """Say whether the report now says nothing of the fact, rather than something else."""
        return self.now in {(), (PolicyStatus.UNKNOWN,)}


_DAYS = (
    (Fact.COMMENTS_CLOSE, DeadlineKind.COMMENTS_CLOSE),
    (Fact.APPLICATIONS_CLOSE, DeadlineKind.APPLICATIONS_CLOSE),
    (Fact.TAKES_EFFECT, DeadlineKind.TAKES_EFFECT),
)


def list_differences(now: Item, was: Item) -> Iterator[Difference]:
    """Give the facts in which a report differs from another, in the order of ``Fact``."""
    for fact, kind in _DAYS:
        days, before = list_days(now, kind), list_days(was, kind)
        if days != before:
            yield Difference(fact=fact, now=days, was=before)
    if set(now.issuing_bodies) != set(was.issuing_bodies):
        yield Difference(fact=Fact.ISSUERS, now=now.issuing_bodies, was=was.issuing_bodies)
    if now.reported_on != was.reported_on:
        yield Difference(fact=Fact.DATE, now=_some(now.reported_on), was=_some(was.reported_on))
    if get_status(now) is not get_status(was):
        yield Difference(fact=Fact.STATUS, now=_some(get_status(now)), was=_some(get_status(was)))
    if normalise_document_number(_number(now)) != normalise_document_number(_number(was)):
        yield Difference(fact=Fact.NUMBER, now=_some(_number(now)), was=_some(_number(was)))


def get_status(item: Item) -> PolicyStatus | None:
    """Give what the item says of the status of the document it reports, or None when it reports none."""
    return item.policy.status if item.policy else None


def list_days(item: Item, kind: DeadlineKind) -> tuple[dt.date, ...]:
    """Give the days of an item's deadlines of one kind, in order."""
    return tuple(sorted({deadline.on for deadline in item.deadlines if deadline.kind is kind}))


def changes_nothing(now: Item, was: Item) -> bool:
    """Say whether a report gives no fact otherwise than an earlier one; what it does not repeat it does not change."""
    return all(each.is_silence for each in list_differences(now, was))


def _some(value: dt.date | str | None) -> tuple[dt.date | str, ...]:
    return (value,) if value else ()


def _number(item: Item) -> str:
    return (item.policy.document_number or "") if item.policy else ""
