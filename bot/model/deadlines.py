"""Ranges of days, and which deadlines are open: until their day ends in Beijing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.model.briefing import DeadlineKind

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class DateRange:
    """The days from ``start`` (included) to ``end`` (excluded); None leaves that side open.

    ``parts`` are set where the range has gaps: ranges without gaps, in order, of which ``start`` and ``end`` are the
    outer bounds; then a day must lie in one of them.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    parts: tuple[DateRange, ...] = ()

    def meets(self, first: dt.date, last: dt.date | None = None) -> bool:
        """Return whether a day, or any from ``first`` to ``last``, both included, is in the range."""
        pieces = ((piece.start or first, piece.end) for piece in self.pieces)
        return any(start <= (last or first) and (end is None or first < end) for start, end in pieces)

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


class DeadlineKey(NamedTuple):
    """What a reminder is about: ``subject`` is the id people see (``P5``, ``I12``)."""

    on: dt.date
    kind: DeadlineKind
    subject: str
