"""From the values that were given to the Query they mean together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bot.model.deadlines import DateRange, exclude_range, intersect_ranges, unite_ranges
from bot.names.lexicon import Lexicon
from bot.query.query_record import NO_DAY, Choices, Query, join_days, join_values, list_years
from bot.query.query_scan import (
    CHOICE_KEYS,
    DATE_KEYS,
    NAME_KEYS,
    Key,
    QueryTextError,
    Term,
    find_name_ids,
    find_shown_name,
)

_AS_GIVEN = frozenset({Key.SORT, Key.EXPORT, Key.AT, Key.TZ, Key.TO})
"""Keys of which the last value stands in the query as it is, under the key's name; so do the choices of a key."""
_MAY_LACK = frozenset({Key.DUE, Key.EFFECT})
"""Keys of days that not every item has."""
Givens = tuple["Given", ...]
ByKey = dict[Key, list["Given"]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """One value of one key: ``ids`` what it stands for (none for a name nobody holds), ``days`` for dates.

    ``is_relative`` says that another day of asking would give other days.
    """

    key: Key
    text: str
    excluded: bool = False
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
        _refuse_misuse(value, lexicon)
    by_key: ByKey = {}
    for value in given:
        by_key.setdefault(value.key, []).append(value)
    fields: dict[str, Any] = {key: _choices(by_key[key]) for key in by_key if key in CHOICE_KEYS}
    fields |= {key: by_key[key][-1].ids[0] for key in by_key if key in _AS_GIVEN}
    return Query(
        **fields,
        terms=terms,
        dates=_restrict(by_key, Key.SINCE, Key.UNTIL, Key.ON),
        learned=_restrict(by_key, Key.LEARNED),
        due=_restrict(by_key, Key.DUE),
        without_due=_is_without(by_key.get(Key.DUE, [])),
        effect=_restrict(by_key, Key.EFFECT),
        due_text=_find_due_text(by_key.get(Key.DUE, [])),
        targets=tuple(sorted({y for v in by_key.get(Key.TARGET, ()) for y in list_years(v.ids[0])})),
        as_of=_as_of(by_key.get(Key.ASOF)),
        limit=int(by_key[Key.LIMIT][-1].ids[0]) if Key.LIMIT in by_key else None,
        share=Key.SHARE in by_key and by_key[Key.SHARE][-1].ids == ("yes",),
        every=join_days(_values(by_key, Key.EVERY)),
        quiet=join_values(Key.QUIET, _values(by_key, Key.QUIET)),
        remind=join_values(Key.REMIND, _values(by_key, Key.REMIND)),
        unknown=_unknown(given),
        notes=_notes(given, lexicon),
    )


def _refuse_misuse(value: Given, lexicon: Lexicon) -> None:
    """Refuse a dash before what cannot be excluded, and a name of several bodies where all must have issued."""
    can_exclude = value.key in CHOICE_KEYS or (value.key in DATE_KEYS and value.days != DateRange())
    if value.excluded and not can_exclude:
        hint = f"For no deadline write {Key.DUE}:{NO_DAY}." if value.days else "Write it without the dash."
        raise QueryTextError(f"“{value.key}:” cannot be excluded.", hint=hint)
    if value.key is Key.JOINT and len(value.ids) > 1:
        names = [find_shown_name(value.key, body, lexicon, in_full=True) for body in value.ids]
        raise QueryTextError(
            f"“{value.text}” can be {' or '.join(names)}.", hint=f'Write the one that is meant: joint:"{names[0]}".'
        )


def _choices(given: list[Given]) -> Choices:
    def find(*, excluded: bool) -> tuple[str, ...]:
        ids = (each for value in given if value.excluded is excluded for each in value.ids or (value.text,))
        return tuple(dict.fromkeys(ids))

    return Choices(include=find(excluded=False), exclude=find(excluded=True))


def _unknown(given: Givens) -> tuple[tuple[Key, str], ...]:
    unheld = [value for value in given if value.key in NAME_KEYS and not value.ids]
    unheld.sort(key=lambda value: (NAME_KEYS.index(value.key), value.excluded))
    return tuple(dict.fromkeys((value.key, value.text) for value in unheld))


def _values(given: ByKey, key: Key) -> tuple[str, ...]:
    return tuple(value.ids[0] for value in given.get(key, ()))


def _find_due_text(due: list[Given]) -> str | None:
    """Return a single range of ``due:`` that is counted from the day of asking as typed; None without one."""
    return due[0].text if len(due) == 1 and due[0].is_relative and not due[0].excluded else None


def _is_without(due: list[Given]) -> bool:
    """Return whether ``due:none`` stands among the values; with days beside it the text is refused."""
    plain = [value for value in due if value.days is None]
    if plain and (len(plain) < len(due) or any(value.excluded for value in plain)):
        raise QueryTextError(f"“due:{NO_DAY}” stands alone.", hint=f"Write due:{NO_DAY}, or days such as due:30d.")
    return bool(plain)


def _as_of(given: list[Given] | None) -> dt.date | None:
    days = given[-1].days if given else None
    if days is None:
        return None
    if days.last is None:
        raise QueryTextError("“asof:” needs one day.", hint="Write asof:2023-12-10.")
    return days.last


def _restrict(given: ByKey, *keys: Key) -> DateRange | None:
    """Return the days that lie in any of the values of each of these keys, and in none that is excluded.

    None for no days given, and for all there are: every item is of one, though not every document has a deadline.
    """
    ranges: list[DateRange] = []
    for key in keys:
        values = [value for value in given.get(key, ()) if value.days]
        wanted = unite_ranges(_side(value) for value in values if not value.excluded)
        unwanted = (exclude_range(_side(value)) for value in values if value.excluded)
        ranges += [days for days in (wanted, *unwanted) if days]
    left: DateRange | None = DateRange()
    for days in ranges:
        left = intersect_ranges(left, days) if left else None
    if left is None:
        hint = "Write the earlier one first: since:2023-10 until:2023-11."
        raise QueryTextError("These dates leave no day.", hint=hint)
    return left if ranges and (left != DateRange() or keys[0] in _MAY_LACK) else None


def _side(value: Given) -> DateRange:
    """Return the days that a value of a key means: those from its first or to its last one for since and until."""
    days = value.days or DateRange()
    if value.key not in {Key.SINCE, Key.UNTIL}:
        return days
    side = DateRange(start=days.start) if value.key is Key.SINCE else DateRange(end=days.end)
    if side == DateRange():
        end = "first" if value.key is Key.SINCE else "last"
        raise QueryTextError(f"“{value.key}:{value.text}” has no {end} day.", hint=f"Write {value.key}:2023-11.")
    return side


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
    return tuple(dict.fromkeys(notes))


def _note_other_keys(value: Given, lexicon: Lexicon) -> list[str]:
    others = [key for key in (Key.MINISTRY, Key.COMPANY, Key.TOPIC) if find_name_ids(key, value.text, lexicon)]
    return [f"“{value.text}” is known as {other}: {other}:{value.text}" for other in others if other is not value.key]
