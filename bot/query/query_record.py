"""What a command's text means: a Query."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial

from bot.dates.date_words import describe_day
from bot.model.briefing import DocumentType, PolicyStatus, Section
from bot.model.deadlines import DateRange
from bot.model.ids import IdKind, find_id, fold
from bot.names.lexicon import Lexicon
from bot.query.query_scan import CHOICE_KEYS, DATE_KEYS, NAME_KEYS, Key, Term, find_name, find_shown_name
from bot.query.search_plan import Alternatives, is_or

# What may stand after each key: the words of the enumerations in both languages, and the shapes of the rest.

COMMENT_CLOSED = "comment_closed"
"""The counterpart of draft_for_comment on the day of asking; no status of a policy itself."""
_TYPES: dict[str, str] = {
    DocumentType.LAW: "law laws 法 法律",
    DocumentType.REGULATION: "regulation regulations 条例",
    DocumentType.MEASURES: "measures measure 办法",
    DocumentType.PROVISIONS: "provisions provision 规定",
    DocumentType.OPINIONS: "opinions opinion guiding_opinions 意见 指导意见 实施意见",
    DocumentType.NOTICE: "notice notices circular circulars 通知 通告 公告",
    DocumentType.PLAN: "plan plans 规划 计划 方案 实施方案 工作方案",
    DocumentType.ACTION_PLAN: "action_plan action_plans 行动计划 行动方案",
    DocumentType.GUIDELINES: "guidelines guideline guidance guide 指南 指引",
    DocumentType.CATALOGUE: "catalogue catalogues catalog catalogs 目录",
    DocumentType.STANDARD: "standard standards 标准",
    DocumentType.INTERPRETATION: "interpretation interpretations 解读",
    DocumentType.OTHER: "other others 其他",
}
_STATUSES: dict[str, str] = {
    PolicyStatus.DRAFT_FOR_COMMENT: "draft_for_comment draft drafts open open_for_comment 征求意见 征求意见稿",
    COMMENT_CLOSED: "comment_closed comments_closed closed 已截止",
    PolicyStatus.ISSUED: "issued published 印发 发布",
    PolicyStatus.IN_FORCE: "in_force effective in_effect 施行 生效 现行有效 有效",
    PolicyStatus.AMENDED: "amended revised 修订 修改",
    PolicyStatus.REPEALED: "repealed abolished 废止 失效",
    PolicyStatus.WITHDRAWN: "withdrawn 撤回",
    PolicyStatus.UNKNOWN: "unknown",
}
_SECTIONS: dict[str, str] = {
    Section.TOP: "top top_items top_news",
    Section.POLICY_NEWS: "policy_news policy",
    Section.CORPORATE_NEWS: "corporate_news company_news corporate company",
    Section.OTHER: "other others",
}
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = tuple(day[:3] for day in _DAY_NAMES)
_CADENCES = {
    "immediate": "immediate immediately",
    "daily": "daily day",
    "weekdays": "weekdays weekday workdays workday",
    "weekly": "weekly week",
    "monthly": "monthly month",
} | {day[:3]: f"{day[:3]} {day[:4]} {day[:5]} {day} {day}s" for day in _DAY_NAMES}
NO_DAY = "none"
"""The value of ``due:`` for what prints no deadline."""
ANY_DAY = "any"
"""The value of ``due:`` and ``effect:`` for any day, as long as there is one."""
_WEEKDAYS = "weekdays"
_NEVER = "none"
_IN_ORDER = {Key.REMIND: ("14", "7", "1"), Key.QUIET: ("weekends", "holidays")}
"""Values that go together, in the order of the canonical text."""
_WORDS: Mapping[Key, Mapping[str, str]] = {
    Key.TYPE: _TYPES,
    Key.STATUS: _STATUSES,
    Key.SECTION: _SECTIONS,
    Key.SORT: {"relevance": "relevance", "date": "date newest", "due": "due deadline"},
    Key.SHARE: {"yes": "yes true on y 1", "no": "no false off n 0"},
    Key.DUE: {NO_DAY: "none never", ANY_DAY: "any"},
    Key.EFFECT: {ANY_DAY: "any"},
    Key.EXPORT: {"csv": "csv", "ics": "ics", "md": "md markdown", "docx": "docx"},
    Key.EVERY: _CADENCES,
    Key.QUIET: {"weekends": "weekends weekend", "holidays": "holidays holiday", _NEVER: "none no off"},
    Key.REMIND: {"14": "14 14d", "7": "7 7d", "1": "1 1d", _NEVER: "none no never off 0"},
}
_VALUES = {
    key: {fold(form): str(value) for value, forms in words.items() for form in forms.split()}
    for key, words in _WORDS.items()
}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_QUIET = re.compile(r"(.+?)\s*(?:[-‐‑‒–—−~]|\bto\b|\.\.)\s*(.+)")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_RECIPIENT = re.compile(r"<[#@][A-Z0-9]+(?:\|[^<>|\s]*)?>|[#@]?[\w.-]+")
_YEARS = re.compile(r"(?:by\s+)?((?:19|20)\d\d)(?:\s*(?:\.\.|[-‐‑‒–—−]|to)\s*((?:19|20)\d\d))?年?", re.IGNORECASE)
_MAX_YEARS = 60
_LIMIT = re.compile(r"[1-9]\d?|100", re.ASCII)
_HINTS = {
    **{key: f'Write a name after it, or {key}:"a longer name".' for key in (*NAME_KEYS, Key.LIST)},
    **{key: f"Write a date after it: {key}:2023-11." for key in (*DATE_KEYS, Key.ASOF)},
    Key.BRIEFING: "Write B and a number: briefing:B1.",
    Key.POLICY: "Write P and a number: policy:P5.",
    Key.TARGET: "Write a year or a range: target:2025, target:2025..2030.",
    Key.LIMIT: "Write a number from 1 to 100: limit:20.",
    Key.AT: "Write a time of day: at:09:00.",
    Key.TZ: "Write the name of a zone: tz:Europe/Berlin.",
    Key.QUIET: "Write two times of day, weekends, holidays or none: quiet:22:00-07:00, quiet:weekends,holidays.",
    Key.TO: "Write me, or a channel: to:me, to:#policy.",
}


def find_value(key: Key, text: str) -> str | None:
    """Return the normal form of a value of an enumeration or of a fixed shape, or None when it is none.

    Years of ``target:`` are given as ``2025`` or ``2025..2030``.
    """
    return _VALUES.get(key, {}).get(fold(text)) or (_SHAPES[key](text.strip()) if key in _SHAPES else None)


def list_years(value: str) -> tuple[int, ...]:
    """Return the years of a normal form that ``find_value`` gave for ``target:``."""
    first, _, last = value.partition("..")
    return tuple(range(int(first), int(last or first) + 1))


def describe_values(key: Key, typed: str = "") -> str:
    """Return the hint that says what may stand after this key, the nearest to what was typed first."""
    near = get_close_matches(fold(typed), _VALUES.get(key, ()), n=1)
    meant = f"Did you mean {key}:{_VALUES[key][near[0]]}? " if near else ""
    words = _WORDS.get(key, {})
    return meant + (_HINTS.get(key) or f"Write one of {', '.join(words)}, like {key}:{next(iter(words))}.")


def _find_number(kind: IdKind, text: str) -> str | None:
    found = find_id(text)
    if found:
        return str(found[1]) if found[0] is kind else None
    return str(int(text)) if re.fullmatch(r"\d{1,9}", text) and int(text) else None


def _find_years(text: str) -> str | None:
    match = _YEARS.fullmatch(text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
    if not first <= last < first + _MAX_YEARS:
        return None
    return str(first) if first == last else f"{first}..{last}"


def _find_clock(text: str) -> str | None:
    """Return a time of day such as ``9``, ``9.30`` or ``9 p.m.`` as ``HH:MM``."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        return None
    hour, half = match[1], match[3]
    shape = "%I:%M %p" if half else "%H:%M"
    try:
        time = dt.datetime.strptime(f"{hour}:{match[2] or '00'}{f' {half}m' if half else ''}", shape)  # noqa: DTZ007
    except ValueError:
        return None
    return f"{time:%H:%M}"


def _find_quiet_hours(text: str) -> str | None:
    match = _QUIET.fullmatch(text)
    start, end = (_find_clock(match[1]), _find_clock(match[2])) if match else (None, None)
    return f"{start}-{end}" if start and end and start != end else None


_SHAPES: Mapping[Key, Callable[[str], str | None]] = {
    Key.BRIEFING: partial(_find_number, IdKind.BRIEFING),
    Key.POLICY: partial(_find_number, IdKind.POLICY),
    Key.TARGET: _find_years,
    Key.LIMIT: lambda text: text if _LIMIT.fullmatch(text) else None,
    Key.AT: _find_clock,
    Key.QUIET: _find_quiet_hours,
    Key.TZ: lambda text: text if _ZONE.fullmatch(text) else None,
    Key.TO: lambda text: text if _RECIPIENT.fullmatch(text) else None,
}


def join_days(values: tuple[str, ...]) -> str | None:
    """Return the days of the week among the values of ``every:`` as one value, else the last, None without any."""
    if not values or {*values} - {*DAYS, _WEEKDAYS}:
        return values[-1] if values else None
    days = {day for value in values for day in (DAYS[:5] if value == _WEEKDAYS else (value,))}
    return _WEEKDAYS if days == {*DAYS[:5]} else ",".join(sorted(days, key=DAYS.index))


def join_values(key: Key, values: tuple[str, ...]) -> str | None:
    """Return the values of ``quiet:`` or ``remind:`` as one, the last hours first; ``none`` stands alone."""
    order = _IN_ORDER[key]
    hours = [value for value in values if value not in {*order, _NEVER}][-1:]
    return ",".join([*hours, *(word for word in order if word in values)]) or (_NEVER if values else None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Any of ``include`` (where there is one), none of ``exclude``."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is chosen or excluded."""
        return bool(self.include or self.exclude)


NOTHING_CHOSEN = Choices()


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """The meaning of a command's text: all of its terms and filters must hold.

    Choices hold ids, values of the enumerations and numbers; a name on no list of ours stays as typed, and ``unknown``
    says so. ``joint`` are bodies that issued together, all of those named, a figure how many. ``dates`` is what since,
    until and on leave together, ``effect`` from when a document binds, ``without_due`` for documents that print no day,
    ``due_text`` the range of ``due`` as typed where it counts from the day of asking (``14d``). ``every`` is a cadence
    or days (``mon,thu``), ``quiet`` ``HH:MM-HH:MM,weekends,holidays`` or ``none``. ``listed`` and ``unlisted`` are what
    the named lists held when the text was read; one that is not known leaves no item. ``notes`` say what was read
    differently than typed.
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


# A Query as text: the canonical text that means the same again, and the filters in words for people.

_BARE = re.compile(r"\w(?:[\w/]|-(?=\w))*")
_SPAN = re.compile(r"(\d+) ?([dwmqy])")
_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_CHOSEN = {
    Key.MINISTRY: "issued by",
    Key.JOINT: "issued jointly by",
    Key.MENTIONS: "naming",
    Key.COMPANY: "about the company",
    Key.TOPIC: "topic",
    Key.TYPE: "kind of document:",
    Key.STATUS: "status:",
    Key.SECTION: "section:",
    Key.BRIEFING: "in briefing",
    Key.POLICY: "about",
    Key.LIST: "on the list",
}
_EITHER = " or "
_SINGLE = (Key.SORT, Key.LIMIT, Key.SHARE, Key.EXPORT, Key.EVERY, Key.AT, Key.TZ, Key.QUIET, Key.REMIND, Key.TO)
_NUMBERED = {Key.BRIEFING: IdKind.BRIEFING.value, Key.POLICY: IdKind.POLICY.value}
_ANY_YEAR = 40
"""From so many years on, which is what ``/policy targets`` alone asks for, the years need not be listed."""
_DRAFTS = {PolicyStatus.DRAFT_FOR_COMMENT, COMMENT_CLOSED}
_STATUS_WORDS = {"draft_for_comment": "open for comment", "comment_closed": "comments closed"}


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


def format_filter(query: Query, lexicon: Lexicon) -> str:
    """Return the canonical text of a filter that is read again later: a range of ``due:`` counts from that day."""
    return format_query(query, lexicon, moving=True)


def _format_value(key: Key, value: str, lexicon: Lexicon) -> str:
    if key in _NUMBERED:
        return f"{_NUMBERED[key]}{value}"
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


def describe_query(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words and filters in words, without what concerns the look or schedule; what is left out last.

    Both in the order of the canonical text: "not about BYD, topic energy" could be read as leaving out both.
    """
    return (*_describe_words(query), *describe_restrictions(query, lexicon))


def describe_filter(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the same of a filter that is read again later: deadlines count from the day of posting."""
    return (*_describe_words(query), *describe_restrictions(query, lexicon, moving=True))


def describe_restrictions(
    query: Query, lexicon: Lexicon, *, moving: bool = False, today: dt.date | None = None
) -> tuple[str, ...]:
    """Return the filters without the words that are searched for; ``today`` is called so, where it is given."""
    said = [_describe_choice(key, query, lexicon) for key, chosen in query.chosen if chosen.include]
    due_text = query.due_text if moving else None
    is_ahead = today is not None and query.due == DateRange(start=today)
    due = None if due_text or is_ahead else query.due
    ranges = (("", query.dates), ("learned ", query.learned), ("due ", due), ("taking effect ", query.effect))
    said += [f"{what}{_describe_range(days)}" for what, days in ranges if days]
    said += ["deadlines from today"] if is_ahead else []
    said += ["no deadline printed"] if query.without_due else []
    years = "any year" if len(query.targets) >= _ANY_YEAR else _join_years(query.targets, "–", ", ")
    said += [f"goals for {years}"] if query.targets else []
    said += [f"as on {describe_day(query.as_of)}"] if query.as_of else []
    said += [f"deadlines within {_describe_span(due_text)} of the day of posting"] if due_text else []
    rest = replace(query, joint=Choices()) if _is_alone(query) else query  # "alone" says it already
    return (*said, *describe_exclusions(rest, lexicon))


def describe_exclusions(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return in words what a query leaves out."""
    said = [f"without “{term.text}”" for term in query.terms if term.excluded]
    for key, chosen in query.chosen:
        if key is Key.STATUS and {*chosen.exclude} == _DRAFTS:
            said.append("no drafts")
        elif chosen.exclude:
            said.append(f"not {_CHOSEN[key]} {_list_names(key, chosen.exclude, lexicon, 'or')}")
    return tuple(said)


def describe_unknown(query: Query) -> tuple[str, ...]:
    """Return a line for each name that stands on no list of ours, lest nothing found be taken for nothing there."""
    return tuple(f"“{value}” is a {key.value} on none of our lists." for key, value in query.unknown)


def _describe_words(query: Query) -> list[str]:
    said: list[str] = []
    for term in (term for term in query.terms if not term.excluded):
        if said and said[-1].endswith(_EITHER):
            said[-1] += f"“{term.text}”"
        elif said and is_or(term):
            said[-1] += _EITHER
        else:
            said.append(f"“{term.text}”")
    return [each.removesuffix(_EITHER) for each in said]


def _describe_span(typed: str) -> str:
    counted = _SPAN.fullmatch(typed)
    if counted is None:
        return f"“{typed}”"
    return f"{counted[1]} {_UNITS[counted[2]]}{'' if int(counted[1]) == 1 else 's'}"


def _is_alone(query: Query) -> bool:
    """Return whether what one body issued is asked for, without what it issued with others."""
    return len(query.ministry.include) == 1 and query.joint == Choices(exclude=query.ministry.include)


def _describe_choice(key: Key, query: Query, lexicon: Lexicon) -> str:
    ids = query.choices(key).include
    if key is Key.STATUS and {*ids} == _DRAFTS:
        return "drafts, open or closed"
    if key is Key.JOINT:
        return _describe_joint(ids, lexicon)
    alone = " alone" if key is Key.MINISTRY and _is_alone(query) else ""
    return f"{_CHOSEN[key]} {_list_names(key, ids, lexicon, 'or')}{alone}"


def _describe_joint(ids: tuple[str, ...], lexicon: Lexicon) -> str:
    """Return bodies that issued together, and how many did in all."""
    counts = " and ".join(each for each in ids if each.isdecimal())
    bodies = tuple(each for each in ids if not each.isdecimal())
    if not bodies:
        return f"issued jointly by {counts} bodies"
    named = _list_names(Key.JOINT, bodies, lexicon, "and")
    if counts:
        return f"issued jointly by {named}, {counts} bodies in all"
    return f"issued by {named} jointly with others" if len(bodies) == 1 else f"issued jointly by {named}"


def _list_names(key: Key, values: tuple[str, ...], lexicon: Lexicon, word: str) -> str:
    names = [_shown(key, value, lexicon) for value in values]
    return f" {word} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _shown(key: Key, value: str, lexicon: Lexicon) -> str:
    if key in _NUMBERED:
        return f"{_NUMBERED[key]}{value}"
    if key is Key.JOINT and value.isdecimal():
        return f"{value} bodies"
    if key in {Key.STATUS, Key.TYPE, Key.SECTION}:
        return _STATUS_WORDS.get(value, value.replace("_", " "))
    return find_shown_name(key, value, lexicon)


def _describe_range(dates: DateRange) -> str:
    return " or ".join(_describe_piece(piece) for piece in dates.pieces)


def _describe_piece(piece: DateRange) -> str:
    start, last = (describe_day(day) if day else "" for day in (piece.start, piece.last))
    if start and last:
        return f"on {start}" if start == last else f"{start} – {last}"
    return f"since {start}" if start else f"until {last}" if last else "on any date"
