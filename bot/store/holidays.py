"""The public holidays that travel with the program: ``holidays.toml`` in the folder of the reference lists."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import TYPE_CHECKING

from bot.domain.posts.holidays import Holidays, is_weekend
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLIDAYS_FILE = "holidays.toml"


def load_holidays(folder: Path) -> Holidays:
    """Give the holidays of this folder's file; StoreError, naming file and year, for what cannot be read."""
    path = folder / HOLIDAYS_FILE
    try:
        years = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StoreError(f"{path} cannot be read: {error}.", hint="Install the program again.") from error
    off: set[dt.date] = set()
    working: set[dt.date] = set()
    for name, table in years.items():
        try:
            off.update(day for text in table["off"] for day in _list_days(text))
            working.update(dt.date.fromisoformat(text) for text in table["working"])
            int(name)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise StoreError(f"{path}: the year {name} is not understood.", hint="See the head of the file.") from error
    wrong = sorted(day for day in working if day in off or not is_weekend(day))
    if wrong:
        raise StoreError(f"{path}: {wrong[0]} is no weekend day that is worked.", hint="See the head of the file.")
    return Holidays(off=frozenset(off), working=frozenset(working), years=frozenset(map(int, years)))


def _list_days(text: str) -> Iterator[dt.date]:
    first, _, last = text.partition("..")
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    while day <= end:
        yield day
        day += dt.timedelta(days=1)
