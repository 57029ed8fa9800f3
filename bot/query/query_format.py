"""A Query as text: the canonical text that means the same again, and the filters in words for people."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from bot.model.briefing import PolicyStatus
from bot.model.deadlines import DateRange
from bot.model.ids import IdKind
from bot.names.lexicon import Lexicon
from bot.query.query_record import ANY_DAY, COMMENT_CLOSED, NO_DAY, Query
from bot.query.query_scan import Key, Term, find_name, find_shown_name
from bot.query.search_plan import is_or

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
