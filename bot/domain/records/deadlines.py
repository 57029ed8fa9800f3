"""What names a deadline for those who have to act by it, and what they said to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.records.briefing import DeadlineKind
from bot.errors import BadQueryError


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
