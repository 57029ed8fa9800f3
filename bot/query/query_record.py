"""What a command's text means: a Query."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from operator import attrgetter

from bot.model.briefing import DocumentType, PolicyStatus, Section
from bot.model.deadlines import DateRange
from bot.model.ids import IdKind, find_id, fold
from bot.names.lexicon import Lexicon
from bot.query.query_scan import CHOICE_KEYS, Key, Term, find_name, find_shown_name
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
    PolicyStatus.DRAFT_FOR_COMMENT: (
        "draft_for_comment draft drafts open open_for_comment consultation consultations"
        " 征求意见 征求意见稿 公开征求意见"
    ),
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
_CADENCES = {
    "immediate": "immediate immediately",
    "daily": "daily day",
    "weekdays": "weekdays weekday workdays",
    "weekly": "weekly week",
    "monthly": "monthly month",
    "mon": "mon monday mondays",
    "tue": "tue tues tuesday tuesdays",
    "wed": "wed wednesday wednesdays",
    "thu": "thu thur thurs thursday thursdays",
    "fri": "fri friday fridays",
    "sat": "sat saturday saturdays",
    "sun": "sun sunday sundays",
}
NO_DAY = "none"
"""The value of ``due:`` for what prints no deadline."""
ANY_DAY = "any"
"""The value of ``due:`` and ``effect:`` for any day, as long as there is one."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS = "weekdays"
REMIND_DAYS = ("14", "7", "1")
"""How many days before a deadline a reminder may come."""
REMIND_NEVER = "none"
QUIET_NEVER = "none"
_QUIET_WORDS = {"weekends": "weekends weekend", "holidays": "holidays holiday"}
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
    Key.REMIND: {"14": "14 14d", "7": "7 7d", "1": "1 1d", REMIND_NEVER: "none no never off 0"},
}
_VALUES = {
    key: {fold(form): str(value) for value, forms in words.items() for form in forms.split()}
    for key, words in _WORDS.items()
}
KIND_WORDS = frozenset(_VALUES[Key.TYPE])
"""What people write for a kind of document in either language, folded."""
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_QUIET = re.compile(r"(.+?)\s*(?:[-‐‑‒–—−~]|\bto\b|\.\.)\s*(.+)")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_RECIPIENT = re.compile(r"<[#@][A-Z0-9]+(?:\|[^<>|\s]*)?>|[#@]?[\w.-]+")
_YEARS = re.compile(r"(?:by\s+)?((?:19|20)\d\d)(?:\s*(?:\.\.|[-‐‑‒–—−]|to)\s*((?:19|20)\d\d))?年?", re.IGNORECASE)
_MAX_YEARS = 60
_MAX_LIMIT = 100
_NOON = 12
_HOURS = 24
_MINUTES = 60
_HINTS = {
    Key.BRIEFING: "Write B and a number: briefing:B1.",
    Key.POLICY: "Write P and a number: policy:P5.",
    Key.TARGET: "Write a year or a range: target:2025, target:2025..2030.",
    Key.LIMIT: f"Write a number from 1 to {_MAX_LIMIT}: limit:20.",
    Key.AT: "Write a time of day: at:09:00.",
    Key.TZ: "Write the name of a zone: tz:Europe/Berlin.",
    Key.QUIET: "Write two times of day, weekends, holidays or none: quiet:22:00-07:00, quiet:weekends,holidays.",
    Key.TO: "Write me, or a channel: to:me, to:#policy.",
}


def find_value(key: Key, text: str) -> str | None:
    """Return the normal form of a value of an enumeration or of a fixed shape, or None when it is none.

    Years of ``target:`` are given as ``2025`` or ``2025..2030``.
    """
    if key in _VALUES:
        return _VALUES[key].get(fold(text))
    match key:
        case Key.BRIEFING:
            return _find_number(IdKind.BRIEFING, text)
        case Key.POLICY:
            return _find_number(IdKind.POLICY, text)
        case Key.TARGET:
            return _find_years(text)
        case Key.LIMIT:
            return str(int(text)) if re.fullmatch(r"\d{1,3}", text) and 0 < int(text) <= _MAX_LIMIT else None
        case Key.AT:
            return _find_clock(text)
        case Key.QUIET:
            return _find_quiet(text)
        case Key.TZ:
            return text if _ZONE.fullmatch(text) else None
        case _:
            return text if _RECIPIENT.fullmatch(text) else None


def list_years(value: str) -> tuple[int, ...]:
    """Return the years of a normal form that ``find_value`` gave for ``target:``."""
    first, _, last = value.partition("..")
    return tuple(range(int(first), int(last or first) + 1))


def describe_values(key: Key, typed: str = "") -> str:
    """Return the hint that says what may stand after this key, the nearest to what was typed first."""
    if key in _WORDS:
        near = get_close_matches(fold(typed), _VALUES[key], n=1)
        meant = f"Did you mean {key}:{_VALUES[key][near[0]]}? " if near else ""
        return f"{meant}Write one of {', '.join(_WORDS[key])}, like {key}:{next(iter(_WORDS[key]))}."
    return _HINTS[key]


def _find_number(kind: IdKind, text: str) -> str | None:
    found = find_id(text)
    if found:
        return str(found[1]) if found[0] is kind else None
    return str(int(text)) if re.fullmatch(r"\d{1,9}", text) and int(text) else None


def _find_years(text: str) -> str | None:
    match = _YEARS.fullmatch(text.strip())
    if not match:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last < first + _MAX_YEARS:
        return None
    return str(first) if first == last else f"{first}..{last}"


def _find_clock(text: str) -> str | None:
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
    if half:
        if not 0 < hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < _HOURS and minute < _MINUTES else None


def are_days(values: tuple[str, ...]) -> bool:
    """Say whether values of ``every:`` are days of the week, which go together."""
    return bool(values) and all(value in _DAYS or value == _WEEKDAYS for value in values)


def join_days(values: tuple[str, ...]) -> str | None:
    """Get the days of the week among the values of ``every:`` as one value, else the last value, None without any."""
    if not are_days(values):
        return values[-1] if values else None
    days = {day for value in values for day in (_DAYS[:5] if value == _WEEKDAYS else (value,))}
    return _WEEKDAYS if days == set(_DAYS[:5]) else ",".join(day for day in _DAYS if day in days)


def join_quiet(values: tuple[str, ...]) -> str | None:
    """Return the values of ``quiet:`` as one: the last hours, weekends, holidays; ``none`` only alone; None without."""
    hours = [value for value in values if value not in {*_QUIET_WORDS, QUIET_NEVER}][-1:]
    joined = ",".join([*hours, *(word for word in _QUIET_WORDS if word in values)])
    return joined or (QUIET_NEVER if values else None)


def join_remind(values: tuple[str, ...]) -> str | None:
    """Return the values of ``remind:`` as one, the most days first; ``none`` only stands alone; None without any."""
    days = [day for day in REMIND_DAYS if day in values]
    return ",".join(days) or (REMIND_NEVER if values else None)


def _find_quiet(text: str) -> str | None:
    word = next((word for word, forms in _QUIET_WORDS.items() if fold(text) in forms.split()), None)
    if word or fold(text) in {QUIET_NEVER, "no", "off"}:
        return word or QUIET_NEVER
    match = _QUIET.fullmatch(text.strip())
    start, end = (_find_clock(match[1]), _find_clock(match[2])) if match else (None, None)
    return f"{start}-{end}" if start and end and start != end else None


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
        """Return the choices of one of CHOICE_KEYS."""
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


# A Query as text: the canonical text that means the same again, and the filters in words for people.

_BARE = re.compile(r"\w(?:[\w/]|-(?=\w))*")
_SPAN = re.compile(r"(\d+) ?([dwmqy])")
_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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
_NUMBERED = {Key.BRIEFING: IdKind.BRIEFING.value, Key.POLICY: IdKind.POLICY.value}
_STATUS_WORDS = {"draft_for_comment": "open for comment", "comment_closed": "comments closed"}


def format_query(query: Query, lexicon: Lexicon) -> str:
    """Return the canonical text of a query: ``parse_query`` reads the same query from it, on any day.

    Words first, then keys in the order of ``Key``; ids as the shortest names that mean nothing else; days as ISO dates.
    """
    parts = [_format_term(term) for term in query.terms]
    for key, chosen in query.chosen:
        for dash, values in (("", chosen.include), ("-", chosen.exclude)):
            if values:
                named = ",".join(_format_value(key, value, lexicon) for value in values)
                parts.append(f"{dash}{key}:{named}")
    if query.dates:
        parts += _format_dates(query.dates)
    ranges = ((Key.LEARNED, query.learned), (Key.DUE, query.due), (Key.EFFECT, query.effect))
    parts += [f"{key}:{_format_pieces(days)}" for key, days in ranges if days]
    parts += [f"{Key.DUE}:{NO_DAY}"] if query.without_due else []
    if query.targets:
        parts.append(f"{Key.TARGET}:{_format_years(query.targets)}")
    single = (
        (Key.ASOF, query.as_of.isoformat() if query.as_of else None),
        (Key.SORT, query.sort),
        (Key.LIMIT, query.limit),
        (Key.SHARE, "yes" if query.share else None),
        (Key.EXPORT, query.export),
        (Key.EVERY, query.every),
        (Key.AT, query.at),
        (Key.TZ, query.tz),
        (Key.QUIET, query.quiet),
        (Key.REMIND, query.remind),
        (Key.TO, query.to),
    )
    parts += [f"{key}:{value}" for key, value in single if value is not None]
    return " ".join(parts)


def format_filter(query: Query, lexicon: Lexicon) -> str:
    """Return the canonical text of a filter that is read again later: a range of ``due:`` counts from that day."""
    if query.due_text is None:
        return format_query(query, lexicon)
    fixed = format_query(replace(query, due=None), lexicon)
    return f"{fixed} {Key.DUE}:{query.due_text}".strip()


def describe_filter(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return such a filter in words, as a query is described."""
    if query.due_text is None:
        return describe_query(query, lexicon)
    fixed = (*_describe_words(query), *_describe_chosen(replace(query, due=None), lexicon))
    ahead = f"deadlines within {_describe_span(query.due_text)} of the day of posting"
    return (*fixed, ahead, *_describe_left_out(query, lexicon))


def _describe_span(text: str) -> str:
    """Return a range that counts from a day in words: ``30 days`` for ``30d``, others as they were written."""
    counted = _SPAN.fullmatch(text)
    if counted is None:
        return f"“{text}”"
    count, unit = int(counted[1]), _UNITS[counted[2]]
    return f"{count} {unit}{'' if count == 1 else 's'}"


def describe_query(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the filters in words, without what concerns the look or schedule; what is left out last.

    Both in the order of the canonical text: "not about BYD, topic energy" could be read as leaving out both.
    """
    return (*_describe_words(query), *describe_restrictions(query, lexicon))


def describe_restrictions(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the same without the words that are searched for."""
    return (*_describe_chosen(query, lexicon), *_describe_left_out(query, lexicon))


def _describe_words(query: Query) -> list[str]:
    said: list[str] = []
    for term in query.terms:
        if term.excluded:
            continue
        if said and said[-1].endswith(_EITHER):
            said[-1] += f"“{term.text}”"
        elif said and is_or(term):
            said[-1] += _EITHER
        else:
            said.append(f"“{term.text}”")
    return [each.removesuffix(_EITHER) for each in said]


def _describe_chosen(query: Query, lexicon: Lexicon) -> list[str]:
    said = [_describe_choice(key, query, lexicon) for key, chosen in query.chosen if chosen.include]
    said += [_describe_range(query.dates)] if query.dates else []
    said += [f"learned {_describe_range(query.learned)}"] if query.learned else []
    said += [f"due {_describe_range(query.due)}"] if query.due else []
    said += ["no deadline printed"] if query.without_due else []
    said += [f"taking effect {_describe_range(query.effect)}"] if query.effect else []
    if query.targets:
        years = _describe_years(query.targets)
        said.append(f"goals for {years}")
    said += [f"as on {_day(query.as_of)}"] if query.as_of else []
    return said


def describe_unknown(query: Query) -> tuple[str, ...]:
    """Return a line for each name that stands on no list of ours, lest nothing found be taken for nothing there."""
    return tuple(f"“{value}” is a {key.value} on none of our lists." for key, value in query.unknown)


def describe_exclusions(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return in words what a query leaves out."""
    without = [f"without “{term.text}”" for term in query.terms if term.excluded]
    excluded = ((key, chosen.exclude) for key, chosen in query.chosen)
    return (*without, *(_describe_exclusion(key, values, lexicon) for key, values in excluded if values))


def _describe_left_out(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the same, without what "alone" says already."""
    is_said = _is_alone(query)
    return describe_exclusions(replace(query, joint=replace(query.joint, exclude=())) if is_said else query, lexicon)


def _is_alone(query: Query) -> bool:
    """Say whether what one body issued is asked for, without what it issued with others."""
    return len(query.ministry.include) == 1 and query.joint.exclude == query.ministry.include


def _describe_choice(key: Key, query: Query, lexicon: Lexicon) -> str:
    ids = query.choices(key).include
    if key is Key.STATUS and set(ids) == {PolicyStatus.DRAFT_FOR_COMMENT, COMMENT_CLOSED}:
        return "drafts, open or closed"
    if key is Key.JOINT and any(map(str.isdecimal, ids)):
        return _describe_counted(ids, lexicon)
    if key is Key.JOINT and len(ids) == 1:
        return f"issued by {_shown(key, ids[0], lexicon)} jointly with others"
    alone = " alone" if key is Key.MINISTRY and _is_alone(query) else ""
    return f"{_CHOSEN[key]} {_list_names(key, ids, lexicon, 'and' if key is Key.JOINT else 'or')}{alone}"


def _describe_counted(ids: tuple[str, ...], lexicon: Lexicon) -> str:
    """Return bodies that issued together, and how many did in all."""
    count = f"{' and '.join(filter(str.isdecimal, ids))} bodies"
    bodies = tuple(each for each in ids if not each.isdecimal())
    named = f"{_list_names(Key.JOINT, bodies, lexicon, 'and')}, {count} in all" if bodies else count
    return f"{_CHOSEN[Key.JOINT]} {named}"


def _describe_exclusion(key: Key, values: tuple[str, ...], lexicon: Lexicon) -> str:
    if key is Key.STATUS and set(values) == {PolicyStatus.DRAFT_FOR_COMMENT, COMMENT_CLOSED}:
        return "no drafts"
    return f"not {_CHOSEN[key]} {_list_names(key, values, lexicon, 'or')}"


def _format_term(term: Term) -> str:
    return ("-" if term.excluded else "") + (f'"{term.text}"' if term.phrase else term.text)


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
    return ",".join(_format_piece(piece) for piece in dates.pieces)


def _format_piece(piece: DateRange) -> str:
    if piece.start is not None and piece.start == piece.last:
        return piece.start.isoformat()
    if piece == DateRange():
        return ANY_DAY
    start = piece.start.isoformat() if piece.start else ""
    return f"{start}..{piece.last.isoformat() if piece.last else ''}"


def _year_runs(years: tuple[int, ...]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _format_years(years: tuple[int, ...]) -> str:
    return ",".join(f"{a}..{b}" if a != b else str(a) for a, b in _year_runs(years))


_ANY_YEAR = 40
"""From so many years on, which is what ``/policy targets`` alone asks for, the years need not be listed."""


def _describe_years(years: tuple[int, ...]) -> str:
    if len(years) >= _ANY_YEAR:
        return "any year"
    return ", ".join(f"{a}–{b}" if a != b else str(a) for a, b in _year_runs(years))


def _list_names(key: Key, values: tuple[str, ...], lexicon: Lexicon, word: str) -> str:
    names = [_shown(key, value, lexicon) for value in values]
    return f" {word} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _shown(key: Key, value: str, lexicon: Lexicon) -> str:
    if key in _NUMBERED:
        return f"{_NUMBERED[key]}{value}"
    if key is Key.JOINT and value.isdecimal():
        return f"{value} bodies"
    if key is Key.STATUS:
        return _STATUS_WORDS.get(value, value.replace("_", " "))
    if key in {Key.TYPE, Key.SECTION}:
        return value.replace("_", " ")
    return find_shown_name(key, value, lexicon)


def _describe_range(dates: DateRange) -> str:
    return " or ".join(_describe_piece(piece) for piece in dates.pieces)


def _describe_piece(piece: DateRange) -> str:
    if piece.start and piece.last:
        if piece.start == piece.last:
            return f"on {_day(piece.start)}"
        return f"{_day(piece.start)} – {_day(piece.last)}"
    if piece.start:
        return f"since {_day(piece.start)}"
    return f"until {_day(piece.last)}" if piece.last else "on any date"


def _day(on: dt.date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
