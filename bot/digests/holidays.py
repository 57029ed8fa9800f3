"""The public holidays that travel with the program, on which quiet subscriptions rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from dateutil.rrule import DAILY, rrule

from bot.model.subscription import Holidays, is_weekend
from bot.names.reference import read_reference, refuse_entry

HOLIDAYS_FILE = "holidays.toml"


@cache
def load_holidays(folder: Path) -> Holidays:
    """Return the public holidays of this folder's file: by year the days ``off``, also as ``A..B``, and ``working``."""
    path = folder / HOLIDAYS_FILE
    years = read_reference(path, dict[str, dict[str, tuple[str, ...]]])
    try:
        off = frozenset(day for year in years.values() for text in year["off"] for day in _list_days(text))
        working = frozenset(dt.date.fromisoformat(text) for year in years.values() for text in year["working"])
        held = Holidays(off=off, working=working, years=frozenset(map(int, years)))
    except (KeyError, ValueError) as error:
        raise refuse_entry(path, "", str(error)) from error
    if wrong := sorted(day for day in working if day in off or not is_weekend(day)):
        raise refuse_entry(path, str(wrong[0]), "is no weekend day that is worked")
    return held


def _list_days(text: str) -> Iterator[dt.date]:
    first, _, last = text.partition("..")
    begin, end = (dt.datetime.fromisoformat(day) for day in (first, last or first))
    return (day.date() for day in rrule(DAILY, dtstart=begin, until=end))
