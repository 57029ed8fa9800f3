"""What names a deadline for those who have to act by it, and what they said to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.records.briefing import DeadlineKind
from bot.errors import BadQueryError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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


def format_deadline_key(key: DeadlineKey) -> str:
    """Give it as one word, for a button: ``P5|comments_close|2023-12-22``."""
    return f"{key.subject}|{key.kind.value}|{key.on.isoformat()}"


def parse_deadline_key(text: str) -> DeadlineKey:
    """Read what ``format_deadline_key`` gave, or raise BadQueryError."""
    try:
        subject, kind, day = text.split("|")
        return DeadlineKey(subject=subject, kind=DeadlineKind(kind), on=dt.date.fromisoformat(day))
    except ValueError as error:
        raise BadQueryError(
            "This button is from an older version.", hint="Ask /policy due for the deadlines."
        ) from error


class AnswerKind(StrEnum):
    """What somebody said to a reminder."""

    TAKEN = "taken"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineAnswer:
    """The last word of a channel or person on a deadline; ``by`` is a user's id."""

    kind: AnswerKind
    by: str
    at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingDay:
    """A deadline that counts, and when the report that gives it was learned, a day in Beijing."""

    key: DeadlineKey
    learned_on: dt.date


def carry_answers(
    said: Mapping[DeadlineKey, DeadlineAnswer], standing: Sequence[StandingDay]
) -> dict[DeadlineKey, DeadlineAnswer]:
    """Give what was said to deadlines, by day; a day that took the place of another has the last word on either.

    It does where it is the one day of its kind that counts, and was learned before the other was over: another round
    of applications is asked about anew, and so is each of several days.
    """
    found = dict(said)
    for day in standing:
        alike = [each for each in standing if _is_alike(each.key, day.key)]
        took_place_of = [key for key in said if _is_alike(key, day.key) and day.learned_on <= key.on]
        words = [said[key] for key in {*took_place_of, day.key} if key in said]
        if len(alike) == 1 and words:
            found[day.key] = max(words, key=lambda answer: answer.at)
    return dict(sorted(found.items(), key=lambda pair: pair[0].place))


def _is_alike(one: DeadlineKey, other: DeadlineKey) -> bool:
    return (one.subject, one.kind) == (other.subject, other.kind)
