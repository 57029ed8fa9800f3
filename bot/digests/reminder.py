"""Reminders of deadlines: on which day one comes, and which marks it answers to.

A mark is a number of days before the deadline at which a rule wants a reminder, counted in the rule's own days. A mark
that falls on a quiet day is reminded of on the last day before it that is not quiet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.digests.compose import DigestSource
from bot.model.briefing import Deadline
from bot.model.deadlines import DeadlineAnswer, DeadlineKey
from bot.model.digest import DigestItem


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """A reminder as it is posted; ``left`` counts the days from its own day, ``is_late`` when it was learned late."""

    rule: str
    item: DigestItem
    deadline: Deadline
    left: int
    is_late: bool
    source: DigestSource
    issuers: Mapping[str, str]
    answer: DeadlineAnswer | None = None

    @property
    def key(self) -> DeadlineKey:
        """What it is about."""
        return DeadlineKey(subject=self.item.shown_id, kind=self.deadline.kind, on=self.deadline.on)


@dataclass(frozen=True, kw_only=True, slots=True)
class DueReminder:
    """A reminder that is due: the mark it answers to; with ``is_late`` it need not wait for its time of day."""

    mark: int
    is_late: bool


def decide_reminder(
    *,
    on: dt.date,
    today: dt.date,
    next_day: dt.date,
    learned_on: dt.date,
    marks: tuple[int, ...],
    told: Collection[int],
) -> DueReminder | None:
    """Decide whether a reminder of a deadline is due on ``today``, a local day that is not quiet, or None.

    ``next_day`` is the next day that is not quiet, ``learned_on`` when the deadline was learned, ``told`` the marks
    reminded of already. A mark passed in silence is reminded of once, with the days that are left; a deadline that was
    learned when its mark had passed is late.
    """
    left = (on - today).days
    reached = [mark for mark in marks if mark >= left or mark > (on - next_day).days]
    if left < 0 or not reached:
        return None
    mark = min(reached)
    if any(each <= mark for each in told):
        return None
    return DueReminder(mark=mark, is_late=(on - learned_on).days < mark)


def find_mark_said(marks: tuple[int, ...], *, due: int, left: int) -> int:
    """Return the mark that a reminder has answered to once it says how many days are ``left``, at most the one ``due``.

    The rule's days and those of the deadline begin at other hours: what says "7 days left" needs no second one for 7.
    """
    return min([due, *(mark for mark in marks if mark >= left)])
