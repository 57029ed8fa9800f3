"""What a command's text means: a Query."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.domain.queries.query_keys import CHOICE_KEYS, Key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.calendar.date_ranges import DateRange
    from bot.domain.queries.query_scan import Term
    from bot.domain.queries.search_text import Alternatives


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Any of ``include`` (where there is one), none of ``exclude``."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is chosen or excluded."""
        return bool(self.include or self.exclude)


NOTHING_CHOSEN = Choices()
_NOTHING = (NOTHING_CHOSEN,) * len(CHOICE_KEYS)
_list_choices = attrgetter(*CHOICE_KEYS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """The meaning of a command's text: all of its terms and filters must hold.

    ``joint`` are bodies that issued a document together, all of those named, or one with any others; a figure among
    them is how many issued it by what a source says.

    The choices hold ids (of bodies, companies, topics), values of the enumerations, and numbers of briefings and
    policies in figures. A name that no list of ours holds stays as typed, and ``unknown`` says so. ``dates`` is what
    since, until and on leave together. ``targets`` are years in order. ``sort`` is relevance, date or due, ``limit`` 1
    to 100, ``at`` a time of day ``HH:MM``, ``every`` a cadence or days (``mon,thu``), ``quiet`` ``HH:MM-
    HH:MM,weekends,holidays`` or ``none``, ``tz`` a zone's name in the shape of one (whoever uses it looks it up).
    ``without_due`` is for documents that print no day of any kind: no deadline, and not from when they bind.
    ``effect`` is from when a document binds. ``due_text`` is the range of ``due`` as typed where it is counted from the
    day of asking (``14d``). ``listed`` and
    ``unlisted`` are what the named lists of ``list`` held when the text was read, one for each that is known; one that
    is not known leaves no item. ``notes`` say what was read differently than typed. None of these makes two queries
    different.
    """

    terms: tuple[Term, ...] = ()
    ministry: Choices = NOTHING_CHOSEN
    joint: Choices = NOTHING_CHOSEN
    mentions: Choices = NOTHING_CHOSEN
    company: Choices = NOTHING_CHOSEN
    topic: Choices = NOTHING_CHOSEN
    type: Choices = NOTHING_CHOSEN
    status: Choices = NOTHING_CHOSEN
    section: Choices = NOTHING_CHOSEN
    briefing: Choices = NOTHING_CHOSEN
    policy: Choices = NOTHING_CHOSEN
    list: Choices = NOTHING_CHOSEN
    listed: tuple[Alternatives, ...] = field(default=(), compare=False)
    unlisted: tuple[Alternatives, ...] = field(default=(), compare=False)
    dates: DateRange | None = None
    learned: DateRange | None = None
    due: DateRange | None = None
    without_due: bool = False
    effect: DateRange | None = None
    due_text: str | None = field(default=None, compare=False)
    targets: tuple[int, ...] = ()
    as_of: dt.date | None = None
    sort: str | None = None
    limit: int | None = None
    share: bool = False
    export: str | None = None
    every: str | None = None
    at: str | None = None
    tz: str | None = None
    quiet: str | None = None
    remind: str | None = None
    to: str | None = None
    unknown: tuple[tuple[Key, str], ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    def choices(self, key: Key) -> Choices:
        """Give the choices of one of CHOICE_KEYS."""
        chosen: Choices = getattr(self, key)
        return chosen

    @property
    def chosen(self) -> Sequence[tuple[Key, Choices]]:
        """The choices that are made, in the order of CHOICE_KEYS."""
        held = _list_choices(self)
        if held == _NOTHING:
            return ()
        paired = zip(CHOICE_KEYS, held, strict=True)
        return [(key, choices) for key, choices in paired if choices is not NOTHING_CHOSEN and choices]

    @property
    def has_filters(self) -> bool:
        """Whether anything but words and the look of the answer is asked for."""
        ranges = self.dates or self.learned or self.due or self.effect
        return bool(self.chosen or self.targets or ranges or self.without_due or self.as_of)
