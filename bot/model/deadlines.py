"""What names a deadline for those who have to act by it, and what they said to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BadQueryError
from bot.model.briefing import DeadlineKind, Item
from bot.model.policy import Policy
from bot.model.policy_sources import DATE, find_givers, list_days, list_differences

# What happened to documents, and what is ahead, day by day.


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
    """Return the dated events of a policy, by day, each with the one of its items (by id) that says so.

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
    """Return it as one word, for a button: ``P5|comments_close|2023-12-22``."""
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
    """Return what was said to deadlines, by day; a day that took the place of another has the last word on either.

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
