"""What a command's text means: a Query, its canonical text, and the same in words for people."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta

from bot.dates.date_words import describe_day
from bot.model.deadlines import DateRange
from bot.names.lexicon import Lexicon
from bot.query.keys import ANY_DAY, ANY_DRAFT, CHOICE_KEYS, NO_DAY, SPECS, Key, find_name, find_shown_name

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
    """One wanted thing in any of several wordings; each wording is a tuple of phrases that must all occur."""

    wordings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Any of ``include`` (where there is one), none of ``exclude``."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is chosen or excluded."""
        return bool(self.include or self.exclude)


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

    Words first, then keys in the order of ``Key``; ids as the shortest names that mean nothing else; days as ISO dates.
    With ``moving`` a range of ``due:`` that counts from the day of asking stays as it was typed.
    """
    shown = ((term, f'"{term.text}"' if term.phrase else term.text) for term in query.terms)
    parts = [f"-{text}" if term.excluded else text for term, text in shown]
    for key, chosen in query.chosen:
        for dash, values in (("", chosen.include), ("-", chosen.exclude)):
            if values:
                parts.append(f"{dash}{key}:{','.join(_format_value(key, value, lexicon) for value in values)}")
    due_text = query.due_text if moving else None
    parts += _format_dates(query.dates) if query.dates else []
    ranges = ((Key.LEARNED, query.learned), (Key.DUE, None if due_text else query.due), (Key.EFFECT, query.effect))
    parts += [f"{key}:{_format_pieces(days)}" for key, days in ranges if days]
    parts += [f"{Key.DUE}:{due_text or NO_DAY}"] if due_text or query.without_due else []
    parts += [f"{Key.TARGET}:{_join_years(query.targets, '..', ',')}"] if query.targets else []
    parts += [f"{Key.ASOF}:{query.as_of.isoformat()}"] if query.as_of else []
    single = ((key, getattr(query, key)) for key in _SINGLE)
    return " ".join([*parts, *(f"{key}:{'yes' if value is True else value}" for key, value in single if value)])


def _format_value(key: Key, value: str, lexicon: Lexicon) -> str:
    if key in {Key.BRIEFING, Key.POLICY}:
        return f"{key[0].upper()}{value}"
    name = find_name(key, value, lexicon)
    return name if _BARE.fullmatch(name) else f'"{name}"'


def _format_dates(dates: DateRange) -> list[str]:
    if dates.parts or (dates.start is not None and dates.start == dates.last):
        return [f"{Key.ON}:{_format_pieces(dates)}"]
    since = [f"{Key.SINCE}:{dates.start.isoformat()}"] if dates.start else []
    return [*since, f"{Key.UNTIL}:{dates.last.isoformat()}"] if dates.last else since


def _format_pieces(dates: DateRange) -> str:
    sides = [[day.isoformat() if day else "" for day in (piece.start, piece.last)] for piece in dates.pieces]
    return ",".join(f"{start}..{last}" if start != last else start or ANY_DAY for start, last in sides)


def _join_years(years: tuple[int, ...], to: str, comma: str) -> str:
    """Return years with those in a row as one stretch: 2025..2027,2030."""
    firsts = [year for year in years if year - 1 not in years]
    lasts = [year for year in years if year + 1 not in years]
    return comma.join(str(a) if a == b else f"{a}{to}{b}" for a, b in zip(firsts, lasts, strict=True))


# The same in words for people.

_EITHER = " or "
_ANY_YEAR = 40
"""From so many years on, which is what ``/policy targets`` alone asks for, the years need not be listed."""
_STATUS_WORDS = {"draft_for_comment": "open for comment", "comment_closed": "comments closed"}
_SPAN = re.compile(r"(\d+) ?([dwmqy])")
_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}


def describe_query(query: Query, lexicon: Lexicon, *, moving: bool = False) -> tuple[str, ...]:
    """Return the words and filters in words, without what concerns the look or schedule; what is left out last.

    With ``moving`` deadlines count from the day of posting, as in a filter that is read again later.
    """
    said: list[str] = []
    for term in (term for term in query.terms if not term.excluded):
        if said and said[-1].endswith(_EITHER):
            said[-1] += f"“{term.text}”"
        elif said and is_or(term):
            said[-1] += _EITHER
        else:
            said.append(f"“{term.text}”")
    words = (each.removesuffix(_EITHER) for each in said)
    return (*words, *describe_restrictions(query, lexicon, moving=moving))


def describe_restrictions(
    query: Query, lexicon: Lexicon, *, moving: bool = False, today: dt.date | None = None
) -> tuple[str, ...]:
    """Return the filters without the words that are searched for; ``today`` is called so, where it is given."""
    said = [_describe_choice(key, query, lexicon) for key, chosen in query.chosen if chosen.include]
    due_text = query.due_text if moving else None
    is_ahead = today is not None and query.due == DateRange(start=today)
    due = None if due_text or is_ahead else query.due
    ranges = ((Key.ON, query.dates), (Key.LEARNED, query.learned), (Key.DUE, due), (Key.EFFECT, query.effect))
    said += [SPECS[key].said + " or ".join(map(_describe_piece, days.pieces)) for key, days in ranges if days]
    said += ["deadlines from today"] if is_ahead else []
    said += ["no deadline printed"] if query.without_due else []
    years = "any year" if len(query.targets) >= _ANY_YEAR else _join_years(query.targets, "–", ", ")
    said += [f"goals for {years}"] if query.targets else []
    said += [f"as on {describe_day(query.as_of)}"] if query.as_of else []
    said += [f"deadlines {_describe_span(due_text)}, counted when it posts"] if due_text else []
    said += [f"without “{term.text}”" for term in query.terms if term.excluded]
    for key, chosen in query.chosen:
        if key is Key.STATUS and {*chosen.exclude} == {*ANY_DRAFT}:
            said.append("no drafts")
        elif chosen.exclude and not (key is Key.JOINT and _is_alone(query)):  # "alone" says it already
            said.append(f"not {SPECS[key].said} {_list_names(key, chosen.exclude, lexicon, 'or')}")
    return tuple(said)


def describe_unknown(query: Query) -> tuple[str, ...]:
    """Return a line for each name that stands on no list of ours, lest nothing found be taken for nothing there."""
    return tuple(f"“{value}” is a {key.value} on none of our lists." for key, value in query.unknown)


def _describe_span(typed: str) -> str:
    counted = _SPAN.fullmatch(typed)
    if counted is None:
        return f"“{typed}”"
    count, unit = int(counted[1]), _UNITS[counted[2]]
    return f"in the next {unit if count == 1 else f'{count} {unit}s'}"


def _is_alone(query: Query) -> bool:
    """Return whether what one body issued is asked for, without what it issued with others."""
    return len(query.ministry.include) == 1 and query.joint == Choices(exclude=query.ministry.include)


def _describe_choice(key: Key, query: Query, lexicon: Lexicon) -> str:
    ids = query.choices(key).include
    if key is Key.STATUS and {*ids} == {*ANY_DRAFT}:
        return "drafts, open or closed"
    alone = " alone" if key is Key.MINISTRY and _is_alone(query) else ""
    if key is Key.JOINT:
        together = ids if len(ids) > 1 or ids[0].isdecimal() else (*ids, "others")
        return f"{SPECS[key].said} {_list_names(key, together, lexicon, 'and')}"
    return f"{SPECS[key].said} {_list_names(key, ids, lexicon, 'or')}{alone}"


def _list_names(key: Key, values: tuple[str, ...], lexicon: Lexicon, word: str) -> str:
    names = [_shown(key, value, lexicon) for value in values]
    return f" {word} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _shown(key: Key, value: str, lexicon: Lexicon) -> str:
    if key in {Key.BRIEFING, Key.POLICY}:
        return f"{key[0].upper()}{value}"
    if key is Key.JOINT and value.isdecimal():
        return f"{value} bodies"
    if key in {Key.STATUS, Key.TYPE, Key.SECTION}:
        return _STATUS_WORDS.get(value, value.replace("_", " "))
    return find_shown_name(key, value, lexicon)


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
