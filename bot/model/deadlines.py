"""Dates and deadlines: ranges of days, which deadlines are open, and what those said who have to act by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from bot.model.briefing import DeadlineKind, Item
from bot.model.policy import DATE, Policy, issued_on, list_days, list_differences, sort_reports

# Ranges of days, half-open, and how several of them combine.

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class DateRange:
    """The days from ``start`` (included) to ``end`` (excluded); None leaves that side open.

    ``parts`` are set where the range has gaps: ranges without gaps, in order, of which ``start`` and ``end`` are the
    outer bounds; then a day must lie in one of them.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    parts: tuple[DateRange, ...] = field(default=())

    def meets(self, first: dt.date, last: dt.date) -> bool:
        """Return whether any day from ``first`` to ``last``, both included, is in the range."""
        return any(
            (not part.start or part.start <= last) and (not part.end or first < part.end) for part in self.pieces
        )

    def contains(self, on: dt.date) -> bool:
        """Return whether this day lies in the range."""
        inside = (self.start is None or self.start <= on) and (self.end is None or on < self.end)
        return inside and (not self.parts or any(part.contains(on) for part in self.parts))

    @property
    def last(self) -> dt.date | None:
        """The last day of the range, for people; None where the range has no end."""
        return self.end - _DAY if self.end else None

    @property
    def pieces(self) -> tuple[DateRange, ...]:
        """The ranges without gaps that it consists of, in order."""
        return self.parts or (self,)


def build_day_range(first: dt.date | None, last: dt.date | None) -> DateRange:
    """Return the range from ``first`` to ``last``, both included; None leaves that side open."""
    return DateRange(start=first, end=last + _DAY if last else None)


def unite_ranges(ranges: Iterable[DateRange]) -> DateRange | None:
    """Return the days that lie in any of the ranges; None where there is no range."""
    pieces = sorted((p for r in ranges for p in r.pieces), key=lambda p: p.start or dt.date.min)
    merged: list[DateRange] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if before is None or (before.end is not None and piece.start is not None and piece.start > before.end):
            merged.append(piece)
        elif before.end is not None and (piece.end is None or piece.end > before.end):
            merged[-1] = DateRange(start=before.start, end=piece.end)
    return _join(merged)


def intersect_ranges(one: DateRange, other: DateRange) -> DateRange | None:
    """Return the days that lie in both ranges; None where there is no such day."""
    outside = unite_ranges(each for each in (exclude_range(one), exclude_range(other)) if each)
    return exclude_range(outside) if outside else DateRange()


def exclude_range(excluded: DateRange) -> DateRange | None:
    """Return the days that do not lie in the range; None where every day does."""
    bounds = [None, *(bound for piece in excluded.pieces for bound in (piece.start, piece.end)), None]
    gaps = [DateRange(start=start, end=end) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    opens, closes = excluded.pieces[0].start is None, excluded.pieces[-1].end is None
    return _join(gaps[int(opens) : len(gaps) - int(closes)])


def _join(pieces: list[DateRange]) -> DateRange | None:
    if not pieces:
        return None
    parts = tuple(pieces) if len(pieces) > 1 else ()
    return DateRange(start=pieces[0].start, end=pieces[-1].end, parts=parts)


_BEIJING = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time all year, so its zone is this offset."""


@lru_cache(maxsize=64)
def beijing_day(now: dt.datetime) -> dt.date:
    """Return the day it is in Asia/Shanghai at this instant."""
    return now.astimezone(_BEIJING).date()


def deadline_is_open(on: dt.date, now: dt.datetime) -> bool:
    """Return whether a deadline is open: until its day ends in Asia/Shanghai."""
    return beijing_day(now) <= on


# What happened to documents, and what is ahead, day by day.


class EventKind(StrEnum):
    """What happens on a day, in the order in which events of one day are told."""

    ISSUED = "issued"
    COMMENTS_CLOSE = "comments close"
    APPLICATIONS_CLOSE = "applications close"
    TAKES_EFFECT = "takes effect"
    NEWS = "news"


_ORDER = tuple(EventKind)
_BY_KIND = {kind: EventKind[kind.name] for kind in DeadlineKind}


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
    """Return the dated events of a policy, by day, each with the one of its items (by id) that says so.

    Where sources differ, each day that one of them gives is an event of its own.
    """
    found: list[Event] = []
    if policy.issued_on:
        is_official = policy.official is not None
        dating = (
            item_id
            for item_id, item in sort_reports(reports)
            if item.is_official is is_official and issued_on(item) == policy.issued_on
        )
        found.append(_make(policy, EventKind.ISSUED, policy.issued_on, next(dating, None), is_official=is_official))
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


# What names a deadline for those who have to act by it, and what they said to it.


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineKey:
    """What a reminder is about: ``subject`` is the id people see (``P5``, ``I12``)."""

    subject: str
    kind: DeadlineKind
    on: dt.date

    @property
    def place(self) -> tuple[dt.date, DeadlineKind, str, int]:
        """Where it stands among others: by day and kind, then by the number of its subject, P2 before P10."""
        return self.on, self.kind, self.subject[:1], int(self.subject[1:])
