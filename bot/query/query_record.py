"""What a command's text means: a Query, its canonical text, and the same in words for people."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from dateutil.relativedelta import relativedelta

from bot.dates.date_words import describe_day
from bot.model.deadlines import DateRange
from bot.names.lexicon import Lexicon
from bot.query.keys import ANY_DAY, CHOICE_KEYS, NO_DAY, Key, find_name, find_shown_name

OR = "OR"
"""Joins two words of which one is enough."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A word or phrase to search for, or to exclude."""

    text: str
    phrase: bool = False
    excluded: bool = False


def is_or(term: Term) -> bool:
    """Return whether this is the sign that one of two words is enough; in small letters and in quotes it is a word."""
    return term == Term(text=OR)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternatives:
    """One wanted thing in any of several wordings; each wording is a tuple of phrases that must all occur.

    ``text`` are its words as typed, ``marked`` what to mark for it in an answer. What stood in quotes is ``quoted``.
    """

    wordings: tuple[tuple[str, ...], ...]
    text: str = ""
    marked: tuple[str, ...] = ()
    quoted: bool = False

    def add(self, *wordings: tuple[str, ...]) -> Self:
        """Return it with more wordings."""
        return replace(self, wordings=(*self.wordings, *wordings))


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Any of ``include`` (where there is one), none of ``exclude``."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is chosen or excluded."""
        return bool(self.include or self.exclude)

    def join(self, other: Self) -> Self:
        """Return these and the others, each once."""
        include, exclude = (*self.include, *other.include), (*self.exclude, *other.exclude)
        return replace(self, include=tuple(dict.fromkeys(include)), exclude=tuple(dict.fromkeys(exclude)))


_NOTHING = Choices()


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """The meaning of a command's text: all of its terms and filters must hold.

    Choices hold ids, values of the table and numbers; a name on no list of ours stays as typed, and ``unknown`` says
    so. ``joint`` are bodies that issued together, all of those named, a figure how many. ``dates`` is what since, until
    and on leave together, ``effect`` from when a document binds, ``without_due`` for documents that print no day,
    ``due_text`` the range of ``due`` as typed where it counts from the day of asking (``14d``). ``every`` is a cadence
    or days (``mon,thu``), ``quiet`` ``HH:MM-HH:MM,weekends,holidays`` or ``none``. ``listed`` and ``unlisted`` are what
    the named lists held when the text was read; one that is not known leaves no item. ``notes`` say what was read
    differently than typed.
    """

    terms: tuple[Term, ...] = ()
    ministry: Choices = _NOTHING
    joint: Choices = _NOTHING
    mentions: Choices = _NOTHING
    company: Choices = _NOTHING
    topic: Choices = _NOTHING
    type: Choices = _NOTHING
    status: Choices = _NOTHING
    section: Choices = _NOTHING
    briefing: Choices = _NOTHING
    policy: Choices = _NOTHING
    list: Choices = _NOTHING
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
        """Return the choices of one of CHOICE_KEYS."""
        chosen: Choices = getattr(self, key)
        return chosen

    @property
    def chosen(self) -> Sequence[tuple[Key, Choices]]:
        """The choices that are made, in the order of CHOICE_KEYS."""
        return [(key, self.choices(key)) for key in CHOICE_KEYS if self.choices(key)]

    @property
    def has_filters(self) -> bool:
        """Whether anything but words and the look of the answer is asked for."""
        ranges = self.dates or self.learned or self.due or self.effect
        return bool(self.chosen or self.targets or ranges or self.without_due or self.as_of)


# The canonical text, which means the same again.

_BARE = re.compile(r"\w(?:[\w/]|-(?=\w))*")
_SINGLE = (Key.SORT, Key.LIMIT, Key.SHARE, Key.EXPORT, Key.EVERY, Key.AT, Key.TZ, Key.QUIET, Key.REMIND, Key.TO)


def format_query(query: Query, lexicon: Lexicon, *, moving: bool = False) -> str:
    """Return the canonical text of a query: ``parse_query`` reads the same query from it, on any day.

    Keys in the order of ``Key``; with ``moving`` a range of ``due:`` that counts from the day of asking stays as typed.
    """
    shown = ((term, f'"{term.text}"' if term.phrase else term.text) for term in query.terms)
    parts = [f"-{text}" if term.excluded else text for term, text in shown]
    for key, chosen in query.chosen:
        for dash, values in (("", chosen.include), ("-", chosen.exclude)):
            names = (find_name(key, value, lexicon) for value in values)
            written = ",".join(name if _BARE.fullmatch(name) else f'"{name}"' for name in names)
            parts += [f"{dash}{key}:{written}"] if values else []
    dates, due_text = query.dates or DateRange(), query.due_text if moving else None
    is_on = dates.parts or (dates.start is not None and dates.start == dates.last)
    written_by_key = {
        Key.SINCE: None if is_on else dates.start,
        Key.UNTIL: None if is_on else dates.last,
        Key.ON: _format_pieces(query.dates) if is_on else None,
        Key.LEARNED: _format_pieces(query.learned),
        Key.DUE: due_text or (NO_DAY if query.without_due else _format_pieces(query.due)),
        Key.EFFECT: _format_pieces(query.effect),
        Key.TARGET: _join_years(query.targets, "..", ","),
        Key.ASOF: query.as_of,
        **{key: getattr(query, key) for key in _SINGLE},
        Key.SHARE: query.share and "yes",
    }
    return " ".join([*parts, *(f"{key}:{value}" for key, value in written_by_key.items() if value)])


def _format_pieces(dates: DateRange | None) -> str:
    pieces = dates.pieces if dates else ()
    sides = [[day.isoformat() if day else "" for day in (piece.start, piece.last)] for piece in pieces]
    return ",".join(f"{start}..{last}" if start != last else start or ANY_DAY for start, last in sides)


def _join_years(years: tuple[int, ...], to: str, comma: str) -> str:
    """Return years with those in a row as one stretch: 2025..2027,2030."""
    firsts = [year for year in years if year - 1 not in years]
    lasts = [year for year in years if year + 1 not in years]
    return comma.join(str(a) if a == b else f"{a}{to}{b}" for a, b in zip(firsts, lasts, strict=True))


# The same in words for people.

_ANY_YEAR = 40
"""From so many years on, which is what ``/policy targets`` alone asks for, the years need not be listed."""
_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}


def describe_query(query: Query, lexicon: Lexicon, *, moving: bool = False) -> tuple[str, ...]:
    """Return the words and filters in words, without what concerns the look or schedule; what is left out last.

    With ``moving`` deadlines count from the day of posting, as in a filter that is read again later.
    """
    said: list[str] = []
    is_joined = False
    for term in (term for term in query.terms if not term.excluded):
        if said and is_or(term) and not is_joined:
            is_joined = True
            continue
        said.append(f"{said.pop()} or “{term.text}”" if is_joined else f"“{term.text}”")
        is_joined = False
    return (*said, *describe_restrictions(query, lexicon, moving=moving))


def describe_restrictions(
    query: Query, lexicon: Lexicon, *, moving: bool = False, today: dt.date | None = None
) -> tuple[str, ...]:
    """Return the filters without the words that are searched for; ``today`` is called so, where it is given."""
    said = [_describe_choice(key, chosen.include, lexicon) for key, chosen in query.chosen if chosen.include]
    due_text = query.due_text if moving else None
    is_ahead = today is not None and query.due == DateRange(start=today)
    due = None if due_text or is_ahead else query.due
    ranges = ((Key.ON, query.dates), (Key.LEARNED, query.learned), (Key.DUE, due), (Key.EFFECT, query.effect))
    said += [key.said + " or ".join(map(_describe_piece, days.pieces)) for key, days in ranges if days]
    said += ["deadlines from today"] if is_ahead else []
    said += ["no deadline printed"] if query.without_due else []
    years = "any year" if len(query.targets) >= _ANY_YEAR else _join_years(query.targets, "–", ", ")
    said += [f"goals for {years}"] if years else []
    said += [f"as on {describe_day(query.as_of)}"] if query.as_of else []
    said += [f"deadlines {_describe_span(due_text)}, counted when it posts"] if due_text else []
    said += [f"without “{term.text}”" for term in query.terms if term.excluded]
    left_out = ((key, chosen.exclude) for key, chosen in query.chosen if chosen.exclude)
    said += [f"not {_describe_choice(key, values, lexicon, is_excluded=True)}" for key, values in left_out]
    return tuple(said)


def describe_unknown(query: Query) -> tuple[str, ...]:
    """Return a line for each name that stands on no list of ours, lest nothing found be taken for nothing there."""
    return tuple(f"“{value}” is a {key.value} on none of our lists." for key, value in query.unknown)


def _describe_span(typed: str) -> str:
    """Return "in the next 14 days" for ``14d``, and what was typed in quotes for any other words."""
    count, unit = typed[:-1], _UNITS.get(typed[-1:])
    if not (unit and count.isdecimal()):
        return f"“{typed}”"
    return f"in the next {unit if count == '1' else f'{count} {unit}s'}"


def _describe_choice(key: Key, values: tuple[str, ...], lexicon: Lexicon, *, is_excluded: bool = False) -> str:
    *names, last = (find_shown_name(key, value, lexicon) for value in values)
    either = "and" if key is Key.JOINT and not is_excluded else "or"
    return f"{key.said} {', '.join(names)} {either} {last}" if names else f"{key.said} {last}"


def _describe_piece(piece: DateRange) -> str:
    if piece.start and piece.end and piece.start.day == 1:
        length = relativedelta(piece.end, piece.start)
        if length == relativedelta(months=1):
            return f"in {piece.start:%b %Y}"
        if length == relativedelta(years=1) and piece.start.month == 1:
            return f"in {piece.start.year}"
    start, last = (describe_day(day) if day else "" for day in (piece.start, piece.last))
    if start and last:
        return f"on {start}" if start == last else f"{start} – {last}"
    return f"since {start}" if start else f"until {last}" if last else "on any date"
