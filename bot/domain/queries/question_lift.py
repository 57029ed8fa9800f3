"""What is lifted out of a question, and the query that it makes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain.calendar.date_ranges import DateRange, intersect_ranges
from bot.domain.names import fold

if TYPE_CHECKING:
    from bot.domain.queries.query import Choices, Query, Term
    from bot.domain.queries.question_deadlines import Due


@dataclass(slots=True)
class Lift:
    """What has been lifted so far, and the words that are left."""

    words: list[Term | None]
    ministry: list[str] = field(default_factory=list)
    joint: list[str] = field(default_factory=list)
    never_joint: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    company: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    dates: DateRange | None = None
    due: Due | None = None
    effect: DateRange | None = None
    bodies_out: list[str] = field(default_factory=list)
    companies_out: list[str] = field(default_factory=list)
    topics_out: list[str] = field(default_factory=list)
    words_out: list[Term] = field(default_factory=list)
    types_out: list[str] = field(default_factory=list)
    sections_out: list[str] = field(default_factory=list)
    status_out: list[str] = field(default_factory=list)
    is_ours: bool = False
    without_due: bool = False
    notes: list[str] = field(default_factory=list)

    def text(self, start: int, end: int) -> str | None:
        """Give the words from start to end as one text; None where one is taken, quoted or excluded."""
        run = self.words[start:end]
        if any(term is None or term.phrase or term.excluded for term in run):
            return None
        return " ".join(term.text for term in run if term)

    def take(self, start: int, end: int) -> None:
        """Take these words out."""
        self.words[start:end] = [None] * (end - start)

    def has_word(self, words: frozenset[str]) -> bool:
        """Whether one of these words is left, neither quoted nor excluded."""
        return any(term and not term.phrase and not term.excluded and fold(term.text) in words for term in self.words)

    def drop_words(self, words: frozenset[str]) -> None:
        """Take out these words wherever they are left unquoted."""
        self.words[:] = [
            term if term and (term.phrase or fold(term.text) not in words) else None for term in self.words
        ]

    @property
    def leaves_out(self) -> bool:
        """Whether something is not wanted."""
        names = (self.bodies_out, self.companies_out, self.topics_out, self.words_out)
        return any((*names, self.types_out, self.sections_out, self.status_out)) or self.without_due

    @property
    def is_empty(self) -> bool:
        """Whether nothing was lifted."""
        names = (self.ministry, self.joint, self.mentions, self.company)
        chosen = (self.types, self.sections, self.status, self.targets)
        days = (self.dates, self.due, self.effect)
        return not (any(names) or any(chosen) or any(days) or self.leaves_out or self.is_ours)


def add_filters(query: Query, lift: Lift) -> Query | None:
    """Give the query with what was lifted; None where the dates leave no day."""
    dates = query.dates
    if lift.dates:
        dates = intersect_ranges(query.dates, lift.dates) if query.dates else lift.dates
        if dates is None:
            return None
    return replace(
        query,
        ministry=_choose(query.ministry, lift.ministry),
        joint=_leave_out(_choose(query.joint, lift.joint), lift.never_joint),
        mentions=_leave_out(_choose(query.mentions, lift.mentions), lift.bodies_out),
        company=_leave_out(_choose(query.company, lift.company), lift.companies_out),
        topic=_leave_out(query.topic, lift.topics_out),
        type=_leave_out(_choose(query.type, lift.types), lift.types_out),
        section=_leave_out(_choose(query.section, lift.sections), lift.sections_out),
        status=_leave_out(_choose(query.status, lift.status), lift.status_out),
        targets=tuple(sorted({*query.targets, *lift.targets})),
        dates=dates,
        due=query.due or (lift.due.days if lift.due else None),
        without_due=query.without_due or lift.without_due,
        effect=query.effect or lift.effect,
        notes=(*query.notes, *lift.notes),
        due_text=query.due_text if query.due or lift.due is None else lift.due.text,
    )


def _choose(held: Choices, lifted: list[str]) -> Choices:
    return replace(held, include=tuple(dict.fromkeys((*held.include, *lifted)))) if lifted else held


def _leave_out(held: Choices, without: list[str]) -> Choices:
    return replace(held, exclude=tuple(dict.fromkeys((*held.exclude, *without)))) if without else held
