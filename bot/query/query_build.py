"""From the values that were given to the Query they mean together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.model.deadlines import DateRange, exclude_range, intersect_ranges, unite_ranges
from bot.names.lexicon import Lexicon
from bot.query.query_record import (
    ANY_DAY,
    NO_DAY,
    Choices,
    Query,
    are_days,
    find_value,
    join_days,
    join_values,
    list_years,
)
from bot.query.query_scan import (
    CHOICE_KEYS,
    DATE_KEYS,
    NAME_KEYS,
    OUTPUT_KEYS,
    SCHEDULE_KEYS,
    Key,
    QueryTextError,
    Term,
    find_name_ids,
    find_shown_name,
    mask_values,
)
from bot.query.schedule import SCHEDULE_HINT, Schedule, find_lone_time, find_spans, list_schedules, refuse_unread

_MASK_WORD = "\ufffc"
_SINGLE = (OUTPUT_KEYS | SCHEDULE_KEYS | {Key.ASOF}) - {Key.QUIET, Key.REMIND}
_AS_GIVEN = frozenset({Key.SORT, Key.EXPORT, Key.AT, Key.TZ, Key.TO})
"""Keys of which the last value stands in the query as it is, under the key's name; so do the choices of a key."""
Givens = tuple["Given", ...]
ByKey = dict[Key, list["Given"]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """One value of one key: ``ids`` what it stands for (none for a name nobody holds), ``days`` for dates.

    ``is_relative`` says that another day of asking would give other days.
    """

    key: Key
    text: str
    excluded: bool
    ids: tuple[str, ...] = ()
    days: DateRange | None = None
    is_relative: bool = False


def build_query(terms: tuple[Term, ...], given: Givens, lexicon: Lexicon) -> Query:
    """Return the query of these terms and values.

    Values of one key are alternatives, keys are restrictions. Raises QueryTextError for a key that cannot be excluded
    and for dates that leave no day.
    """
    if not given:
        return Query(terms=terms)
    for value in given:
        if value.excluded and value.key not in CHOICE_KEYS and value.key not in DATE_KEYS:
            raise QueryTextError(f"“{value.key}:” cannot be excluded.", hint="Write it without the dash.")
        if value.excluded and value.days == DateRange():
            raise QueryTextError(
                f"“{value.key}:{ANY_DAY}” cannot be excluded.", hint=f"For no deadline write {Key.DUE}:{NO_DAY}."
            )
    _refuse_open_partner(given, lexicon)
    by_key: ByKey = {}
    for value in given:
        by_key.setdefault(value.key, []).append(value)
    fields: dict[str, Any] = {key: _choices(by_key[key]) for key in by_key if key in CHOICE_KEYS}
    fields |= {key: by_key[key][-1].ids[0] for key in by_key if key in _AS_GIVEN}
    limit = _last(by_key, Key.LIMIT)
    return Query(
        **fields,
        terms=terms,
        dates=_leave_all(_restrict(*(r for key in (Key.SINCE, Key.UNTIL, Key.ON) for r in _ranges(by_key, key)))),
        learned=_leave_all(_restrict(*_ranges(by_key, Key.LEARNED))),
        due=_restrict(*_ranges(by_key, Key.DUE)),
        without_due=_is_without(by_key),
        effect=_restrict(*_ranges(by_key, Key.EFFECT)),
        due_text=_find_due_text(by_key.get(Key.DUE, [])),
        targets=tuple(sorted({y for v in by_key.get(Key.TARGET, ()) for y in list_years(v.ids[0])})),
        as_of=_as_of(by_key.get(Key.ASOF)),
        limit=int(limit) if limit else None,
        share=_last(by_key, Key.SHARE) == "yes",
        every=join_days(_values(by_key, Key.EVERY)),
        quiet=join_values(Key.QUIET, _values(by_key, Key.QUIET)),
        remind=join_values(Key.REMIND, _values(by_key, Key.REMIND)),
        unknown=_unknown(given),
        notes=_notes(given, lexicon),
    )


def _refuse_open_partner(given: Givens, lexicon: Lexicon) -> None:
    """Refuse a name that several bodies have where all that are named must have issued."""
    for value in given:
        if value.key is Key.JOINT and len(value.ids) > 1:
            names = [find_shown_name(value.key, body, lexicon, in_full=True) for body in value.ids]
            raise QueryTextError(
                f"“{value.text}” can be {' or '.join(names)}.", hint=f'Write the one that is meant: joint:"{names[0]}".'
            )


def _choices(given: list[Given]) -> Choices:
    include: list[str] = []
    exclude: list[str] = []
    for value in given:
        (exclude if value.excluded else include).extend(value.ids or (value.text,))
    return Choices(include=tuple(dict.fromkeys(include)), exclude=tuple(dict.fromkeys(exclude)))


def _unknown(given: Givens) -> tuple[tuple[Key, str], ...]:
    ordered = sorted((v for v in given if v.key in NAME_KEYS and not v.ids), key=lambda v: v.excluded)
    return tuple(dict.fromkeys((key, value.text) for key in NAME_KEYS for value in ordered if value.key is key))


def _last(given: ByKey, key: Key) -> str | None:
    values = given.get(key)
    return values[-1].ids[0] if values else None


def _values(given: ByKey, key: Key) -> tuple[str, ...]:
    return tuple(value.ids[0] for value in given.get(key, ()) if value.ids)


def _find_due_text(due: list[Given]) -> str | None:
    """Return a single range of ``due:`` that is counted from the day of asking as typed; None without one."""
    return due[0].text if len(due) == 1 and due[0].is_relative and not due[0].excluded else None


def _is_without(given: ByKey) -> bool:
    """Say whether ``due:none`` stands among the values; with days beside it the text is refused."""
    due = given.get(Key.DUE, [])
    plain = [value for value in due if value.days is None]
    if plain and (len(plain) < len(due) or any(value.excluded for value in plain)):
        raise QueryTextError(
            f"“due:{NO_DAY}” stands alone: it is for what prints no deadline.",
            hint=f"Write due:{NO_DAY}, or days such as due:30d.",
        )
    return bool(plain)


def _as_of(given: list[Given] | None) -> dt.date | None:
    days = given[-1].days if given else None
    if days is None:
        return None
    if days.last is None:
        raise QueryTextError("“asof:” needs one day.", hint="Write asof:2023-12-10.")
    return days.last


def _ranges(given: ByKey, key: Key) -> tuple[DateRange, ...]:
    """Return what each day must lie in: any of the values of this key, and none of its excluded ones."""
    values = given.get(key)
    if not values:
        return ()
    values = [value for value in values if value.days]
    wanted = unite_ranges(_side(v) for v in values if not v.excluded)
    unwanted = (exclude_range(_side(v)) for v in values if v.excluded)
    return tuple(found for found in (wanted, *unwanted) if found)


def _side(value: Given) -> DateRange:
    days = value.days or DateRange()
    if value.key is Key.SINCE:
        if days.start is None:
            raise QueryTextError(f"“since:{value.text}” has no first day.", hint="Write since:2023-11.")
        return DateRange(start=days.start)
    if value.key is Key.UNTIL:
        if days.end is None:
            raise QueryTextError(f"“until:{value.text}” has no last day.", hint="Write until:2023-11.")
        return DateRange(end=days.end)
    return days


def _restrict(*ranges: DateRange) -> DateRange | None:
    if not ranges:
        return None
    left = DateRange()
    for wanted in ranges:
        found = intersect_ranges(left, wanted)
        if found is None:
            raise QueryTextError(
                "These dates leave no day.", hint="Write the earlier one first: since:2023-10 until:2023-11."
            )
        left = found
    return left


def _leave_all(days: DateRange | None) -> DateRange | None:
    """Return None for all days there are: every item is of one, though not every document has a deadline."""
    return None if days == DateRange() else days


def _notes(given: Givens, lexicon: Lexicon) -> tuple[str, ...]:
    notes: list[str] = []
    for value in given:
        if len(value.ids) > 1 and value.key in NAME_KEYS:
            names = ", ".join(find_shown_name(value.key, record_id, lexicon, in_full=True) for record_id in value.ids)
            notes.append(f"“{value.text}” can be {names}: all of them were searched for.")
        if value.key in NAME_KEYS and not value.ids:
            notes += _note_other_keys(value, lexicon)
        if value.key is Key.ASOF and value.days and value.days.last and value.days.start != value.days.last:
            notes.append(f"“asof:{value.text}” was read as {value.days.last.isoformat()}.")
    for key in dict.fromkeys(value.key for value in given if value.key in _SINGLE):
        values = tuple(value.ids[0] for value in given if value.key is key and value.ids)
        if len(set(values)) > 1 and not (key is Key.EVERY and are_days(values)):
            notes.append(f"“{key}:” was given more than once: the last one counts.")
    return tuple(dict.fromkeys(notes))


def _note_other_keys(value: Given, lexicon: Lexicon) -> list[str]:
    others = [key for key in (Key.MINISTRY, Key.COMPANY, Key.TOPIC) if find_name_ids(key, value.text, lexicon)]
    return [f"“{value.text}” is known as {other}: {other}:{value.text}" for other in others if other is not value.key]


# The schedule that stands among the words of a subscription.

_PACES = frozenset({"immediate", "daily", "weekly", "monthly"})


def take_schedule(text: str, lexicon: Lexicon) -> tuple[str, Givens]:
    """Return a folded text without the schedule in it, and what that gives; QueryTextError for one that is unclear."""
    masked = mask_values(text, lexicon)
    refuse_unread(masked)
    runs = list_schedules(masked)
    for run in runs:
        masked = f"{masked[: run.start]}{_MASK_WORD * (run.end - run.start)}{masked[run.end :]}"
    for run in runs:
        if not run.is_clear and re.match(r"[\s,]*[\w(]", masked[run.end :]):
            said = text[run.start : run.end]
            raise QueryTextError(
                f"“{said}” can be a schedule or a word to search for.",
                hint=f"Write {said} at the end, or in quotes.",
            )
    for run in reversed(runs):
        text = f"{text[: run.start]} {text[run.end :]}"
    lone = find_lone_time(masked)
    if lone:
        raise QueryTextError(
            f"“{lone}” can be a time of day or a word to search for.",
            hint=f"Write at {lone} behind daily or weekly for the time, or the word in quotes.",
        )
    return text.strip() if runs else text, _list_given(runs)


def _list_given(runs: Sequence[Schedule]) -> Givens:
    """Return the values of all runs; what says two things is refused. Days of the week are what ``weekly`` is on."""
    every = {find_value(Key.EVERY, text) or text: text for run in runs for text in run.every}
    if any(value not in _PACES for value in every):
        every.pop("weekly", None)
    if len(every) > 1 and any(value in _PACES for value in every):
        raise QueryTextError(f"“{' '.join(every.values())}” names more than one schedule.", hint=SCHEDULE_HINT)
    times = {find_value(Key.AT, run.at): run.at for run in runs if run.at}
    if len(times) > 1 or None in times:
        said = " and ".join(times.values())
        is_none = None in times
        fault = "is no time of day" if is_none else "are two times of day; a subscription has one"
        raise QueryTextError(f"“{said}” {fault}.", hint=SCHEDULE_HINT)
    values = [(Key.EVERY, value) for value in every] + [(Key.AT, time) for time in times if time]
    values += [(Key.TZ, run.zone) for run in runs if run.zone]
    return tuple(Given(key=key, text=value, excluded=False, ids=(value,)) for key, value in values)


def quote_schedule_words(query: Query) -> Query:
    """Return the query with the words that could be read as a schedule as phrases."""
    shown = [_MASK_WORD if term.phrase else f"-{term.text}" if term.excluded else term.text for term in query.terms]
    starts = [sum(len(word) + 1 for word in shown[:place]) for place in range(len(shown))]
    said = " ".join(shown)
    spans = [*find_spans(said)]
    terms = tuple(
        replace(term, phrase=True) if any(start < at + len(word) and at < end for start, end in spans) else term
        for term, at, word in zip(query.terms, starts, shown, strict=True)
    )
    return query if terms == query.terms else replace(query, terms=terms)
