"""A reminder of a deadline, and on which day one comes.

A mark is a number of days before the deadline, counted in the rule's own days, at which it wants a reminder. A mark
that falls on a quiet day is reminded of on the last day before it that is not quiet.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.digests.compose import DigestSource
from bot.model.briefing import Deadline
from bot.model.deadlines import DeadlineAnswer, DeadlineKey
from bot.model.digest import DigestItem


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """A reminder as it is posted; ``left`` counts the days from its own day, in Beijing's days."""

    rule: str
    item: DigestItem
    deadline: Deadline
    left: int
    source: DigestSource
    issuers: Mapping[str, str]
    answer: DeadlineAnswer | None = None

    @property
    def key(self) -> DeadlineKey:
        """What it is about."""
        return DeadlineKey(subject=self.item.shown_id, kind=self.deadline.kind, on=self.deadline.on)


def decide_mark(*, marks: Collection[int], left: int, left_next: int, told: Collection[int]) -> int | None:
    """Return the mark that a reminder due today answers to, or None where none is due.

    In the rule's days ``left`` are left today, ``left_next`` on the next day that is not quiet; ``told`` are the marks
    reminded of already. A mark passed in silence is reminded of once, with the days that are left.
    """
    reached = [mark for mark in marks if mark >= left or mark > left_next]
    if left < 0 or not reached:
        return None
    mark = min(reached)
    return None if any(each <= mark for each in told) else mark
