"""The reference lists that travel with the program: bodies, companies, topics, and names that are no company.

They are TOML files in one folder (``data/reference/`` in the source tree), read once at start. Each list names its
sources in comments; a mistake in one is refused with file and entry, since a wrong name would end in a wrong citation.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.errors import StoreError
from bot.model.ids import fold
from bot.model.subscription import Holidays, is_weekend
from bot.names.lexicon import Body, Company, Lexicon, Topic
from bot.names.local_bodies import Field, LocalBodies, Place

# The public holidays that travel with the program: ``holidays.toml`` in the folder of the reference lists.

HOLIDAYS_FILE = "holidays.toml"


@cache
def load_holidays(folder: Path) -> Holidays:
    """Return the holidays of this folder's file; StoreError, naming file and year, for what cannot be read."""
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


BODIES_FILE = "bodies.toml"
COMPANIES_FILE = "companies.toml"
TOPICS_FILE = "topics.toml"
NOT_COMPANIES_FILE = "not_companies.toml"
LOCAL_FILE = "local_offices.toml"
ABBREVIATIONS_FILE = "abbreviations.toml"

RecordT = TypeVar("RecordT", Body, Company, Topic, Field)


@cache
def load_lexicon(folder: Path) -> Lexicon:
    """Return all names in the six files of this folder, in the order of the files.

    Raises StoreError, naming file and entry, for a missing file, broken TOML, an unknown or ill-typed field, an id
    given twice, or a parent, a predecessor or a body of a topic that is no body.
    """
    bodies = _read_bodies(folder / BODIES_FILE)
    companies = _read_companies(folder / COMPANIES_FILE)
    return Lexicon(
        bodies=bodies,
        companies=companies,
        topics=_read_topics(
            folder / TOPICS_FILE,
            bodies=frozenset(body.id for body in bodies),
            companies=frozenset(company.id for company in companies),
        ),
        not_companies=_read_not_companies(folder / NOT_COMPANIES_FILE),
        local=_read_local(folder / LOCAL_FILE),
        abbreviations=_read_abbreviations(folder / ABBREVIATIONS_FILE),
    )


def _read_bodies(path: Path) -> tuple[Body, ...]:
    """Read ``[ID]`` tables of Body fields."""
    bodies = tuple(_records(path, Body, read_toml(path)))
    known = {body.id for body in bodies}
    for body in bodies:
        for other in (*body.predecessors, *((body.parent,) if body.parent else ())):
            if other not in known:
                raise refuse_entry(path, body.id, f"names “{other}”, which is no body of this file")
        for name in (name for former in body.former_names for name in former.names):
            if name not in body.all_names:
                raise refuse_entry(path, body.id, f"has the former name “{name}”, which is none of its names")
    return bodies


def _read_topics(path: Path, *, bodies: frozenset[str], companies: frozenset[str]) -> tuple[Topic, ...]:
    """Read ``[id]`` tables of Topic fields, whose bodies and companies have to be among those with these ids."""
    topics = tuple(_records(path, Topic, read_toml(path)))
    for topic in topics:
        for body in (*topic.bodies, *topic.issuers):
            if body not in bodies:
                raise refuse_entry(path, topic.id, f"has the body “{body}”, which {BODIES_FILE} does not have")
        for company in topic.companies:
            if company not in companies:
                raise refuse_entry(path, topic.id, f"has “{company}”, which {COMPANIES_FILE} does not have")
    return topics


def _read_companies(path: Path) -> tuple[Company, ...]:
    """Read ``[COUNTRY.sector]`` tables whose lines are ``id = {Company fields}``; a line may give another sector."""
    found: list[Company] = []
    for country, sectors in read_toml(path).items():
        for sector, entries in _table(path, country, sectors).items():
            lines = _table(path, f"{country}.{sector}", entries)
            with_sector = {
                entry: {"sector": sector, **line} if isinstance(line, dict) else line for entry, line in lines.items()
            }
            found.extend(_records(path, Company, with_sector, country=country))
    for company in found:
        for word in company.words:
            if word not in company.all_names:
                raise refuse_entry(path, company.id, f"has the word “{word}”, which is none of its names")
    _require_once(path, (company.id for company in found))
    return tuple(found)


def _read_not_companies(path: Path) -> tuple[str, ...]:
    """Read lists of names, ``group = [...]``; a name in two groups is kept once."""
    names: dict[str, None] = {}
    for group, listed in read_toml(path).items():
        try:
            found = msgspec.convert(listed, tuple[str, ...])
        except msgspec.ValidationError as error:
            raise refuse_entry(path, group, str(error)) from error
        _require_filled(path, group, found)
        names |= dict.fromkeys(found)
    return tuple(names)


def _read_abbreviations(path: Path) -> tuple[tuple[str, ...], ...]:
    """Read ``names``, lists of the names of one thing; no name may stand for two."""
    try:
        listed = msgspec.convert(read_toml(path).get("names", ()), tuple[tuple[str, ...], ...])
    except msgspec.ValidationError as error:
        raise refuse_entry(path, "names", str(error)) from error
    for names in listed:
        _require_filled(path, "names", names)
    _require_once(path, (name for names in listed for name in dict.fromkeys(map(fold, names))))
    return listed


def _read_local(path: Path) -> LocalBodies:
    """Read ``[provinces]`` and ``[cities.PROVINCE]`` of names in both languages, and ``[fields.ID]`` tables."""
    tables = {"provinces": {}, "cities": {}, "fields": {}, **read_toml(path)}
    provinces = _read_places(path, "provinces", tables["provinces"])
    cities = [
        replace(city, province=province)
        for province, listed in _table(path, "cities", tables["cities"]).items()
        for city in _read_places(path, f"cities.{province}", listed)
    ]
    known = {place.name_en for place in provinces}
    for city in cities:
        if city.province not in known:
            raise refuse_entry(path, f"cities.{city.province}", "is no province of this file")
    _require_once(path, (place.id for place in (*provinces, *cities)))
    fields_of_offices = tuple(_records(path, Field, _table(path, "fields", tables["fields"])))
    return LocalBodies(places=(*provinces, *cities), fields=fields_of_offices)


def _read_places(path: Path, entry: str, listed: object) -> tuple[Place, ...]:
    try:
        names = msgspec.convert(listed, dict[str, str])
    except msgspec.ValidationError as error:
        raise refuse_entry(path, entry, str(error)) from error
    _require_filled(path, entry, (*names, *names.values()))
    return tuple(Place(name_en=english, name_zh=chinese) for english, chinese in names.items())


def _records(path: Path, kind: type[RecordT], tables: dict[str, object], **extra: str) -> Iterator[RecordT]:
    allowed = {field.name for field in fields(kind)} - {"id", *extra}
    for entry_id, table in tables.items():
        entry = _table(path, entry_id, table)
        unknown = sorted(entry.keys() - allowed)
        if unknown:
            raise refuse_entry(path, entry_id, f"has a field that is unknown here: {', '.join(unknown)}")
        try:
            record = msgspec.convert({**entry, "id": entry_id, **extra}, kind)
        except msgspec.ValidationError as error:
            raise refuse_entry(path, entry_id, str(error)) from error
        _require_filled(path, entry_id, record.all_names)
        yield record


def read_toml(path: Path) -> dict[str, object]:
    """Return the tables of a reference file, or raise StoreError for a missing or broken one."""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except FileNotFoundError as error:
        raise StoreError(
            f"The reference list {path} is missing.", hint="Install the program again, or restore the folder."
        ) from error
    except (OSError, ValueError) as error:
        raise StoreError(
            f"The reference list {path} cannot be read: {error}.", hint="Correct the file; it must be UTF-8 TOML."
        ) from error


def _table(path: Path, entry: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise refuse_entry(path, entry, "is not a table")
    return value


def _require_filled(path: Path, entry: str, names: Iterable[str]) -> None:
    if any(not name.strip() for name in names):
        raise refuse_entry(path, entry, "has an empty name")


def _require_once(path: Path, ids: Iterable[str]) -> None:
    twice = [entry for entry, times in Counter(ids).items() if times > 1]
    if twice:
        raise refuse_entry(path, twice[0], "is there twice")


def refuse_entry(path: Path, entry: str, reason: str) -> StoreError:
    """Return the refusal of an entry of a reference file."""
    return StoreError(f"The reference list {path}, entry “{entry}”: {reason}.", hint="Correct that entry.")
