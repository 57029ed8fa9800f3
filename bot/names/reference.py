"""The reference lists that travel with the program: bodies, companies, topics, and names that are no company.

They are TOML files in one folder (``data/reference/`` in the source tree), read once at start. Each list names its
sources in comments; a mistake in one is refused with file and entry, since a wrong name would end in a wrong citation.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from dateutil.rrule import DAILY, rrule

from bot.errors import StoreError
from bot.model.subscription import Holidays, is_weekend
from bot.names.lexicon import Body, Company, Group, Lexicon, Topic
from bot.names.local_bodies import Field, LocalBodies, Place

RecordT = TypeVar("RecordT", Body, Company, Topic, Field, Group)
ValueT = TypeVar("ValueT")
Tables = dict[str, dict[str, Any]]
HOLIDAYS_FILE = "holidays.toml"


@cache
def load_lexicon(folder: Path) -> Lexicon:
    """Return all names in the files of this folder, in the order of the files.

    Raises StoreError, naming file and entry, for a missing file, broken TOML, and an unknown or ill-typed field.
    """
    return Lexicon(
        bodies=tuple(_list_records(folder / "bodies.toml", Body)),
        companies=tuple(_list_companies(folder / "companies.toml")),
        topics=tuple(_list_records(folder / "topics.toml", Topic)),
        not_companies=_read_not_companies(folder / "not_companies.toml"),
        local=_read_local(folder / "local_offices.toml"),
        abbreviations=_read(folder / "abbreviations.toml", dict[str, tuple[tuple[str, ...], ...]])["names"],
        groups=tuple(_list_records(folder / "groups.toml", Group)),
    )


@cache
def load_holidays(folder: Path) -> Holidays:
    """Return the public holidays of this folder's file: by year the days ``off``, also as ``A..B``, and ``working``."""
    path = folder / HOLIDAYS_FILE
    years = _read(path, dict[str, dict[str, tuple[str, ...]]])
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


def _list_companies(path: Path) -> Iterator[Company]:
    """Yield the companies of ``[COUNTRY.sector]`` tables; a line may give another sector than its table's."""
    for country, sectors in _read(path, dict[str, dict[str, Tables]]).items():
        for sector, lines in sectors.items():
            yield from _convert(
                path, Company, {name: {"sector": sector, "country": country, **line} for name, line in lines.items()}
            )


def _read_not_companies(path: Path) -> tuple[str, ...]:
    groups = _read(path, dict[str, tuple[str, ...]])
    return tuple(dict.fromkeys(name for names in groups.values() for name in names))


def _read_local(path: Path) -> LocalBodies:
    """Read ``[provinces]`` and ``[cities.PROVINCE]`` of names in both languages, and ``[fields.ID]`` tables."""
    tables = {"provinces": {}, "cities": {}, "fields": {}, **_read(path, Tables)}
    places = [Place(name_en=english, name_zh=chinese) for english, chinese in tables["provinces"].items()]
    for province, cities in tables["cities"].items():
        places += [Place(name_en=english, name_zh=chinese, province=province) for english, chinese in cities.items()]
    return LocalBodies(places=tuple(places), fields=tuple(_convert(path, Field, tables["fields"])))


def _list_records(path: Path, kind: type[RecordT]) -> Iterator[RecordT]:
    return _convert(path, kind, _read(path, Tables))


def _convert(path: Path, kind: type[RecordT], tables: Tables) -> Iterator[RecordT]:
    allowed = {each.name for each in fields(kind)}
    for record_id, table in tables.items():
        if unknown := sorted(table.keys() - allowed):
            raise refuse_entry(path, record_id, f"has a field that is unknown here: {', '.join(unknown)}")
        try:
            yield msgspec.convert({**table, "id": record_id}, kind)
        except msgspec.ValidationError as error:
            raise refuse_entry(path, record_id, str(error)) from error


def _read(path: Path, kind: type[ValueT]) -> ValueT:
    try:
        return msgspec.convert(read_toml(path), kind)
    except msgspec.ValidationError as error:
        raise refuse_entry(path, "", str(error)) from error


def read_toml(path: Path) -> dict[str, object]:
    """Return the tables of a reference file, or raise StoreError for a missing or broken one."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        hint = "Install the program again, or restore the folder."
        raise StoreError(f"The reference list {path} is missing.", hint=hint) from error
    except (OSError, ValueError) as error:
        hint = "Correct the file; it must be UTF-8 TOML."
        raise StoreError(f"The reference list {path} cannot be read: {error}.", hint=hint) from error


def refuse_entry(path: Path, entry: str, reason: str) -> StoreError:
    """Return the refusal of an entry of a reference file."""
    return StoreError(f"The reference list {path}, entry “{entry}”: {reason}.", hint="Correct that entry.")
