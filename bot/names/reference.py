"""The reference lists that travel with the program: bodies, companies, topics, and names that are no company.

They are TOML files in one folder (``data/reference/`` in the source tree), read once at start. Each list names its
sources in comments; a mistake in one is refused with file and entry, since a wrong name would end in a wrong citation.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bot.errors import StoreError
from bot.names.lexicon import Lexicon
from bot.names.local_bodies import Field, LocalBodies, Place
from bot.names.records import Body, Company, Group, Topic

RecordT = TypeVar("RecordT", Body, Company, Topic, Field, Group)
ValueT = TypeVar("ValueT")
Tables = dict[str, dict[str, Any]]


@cache
def load_lexicon(folder: Path) -> Lexicon:
    """Return all names in the files of this folder, in the order of the files.

    Raises StoreError, naming file and entry, for a missing file, broken TOML, and a missing or ill-typed field.
    """
    return Lexicon(
        bodies=tuple(_list_records(folder / "bodies.toml", Body)),
        companies=tuple(_list_companies(folder / "companies.toml")),
        topics=tuple(_list_records(folder / "topics.toml", Topic)),
        not_companies=_read_not_companies(folder / "not_companies.toml"),
        local=_read_local(folder / "local_offices.toml"),
        abbreviations=read_reference(folder / "abbreviations.toml", dict[str, tuple[tuple[str, ...], ...]])["names"],
        groups=tuple(_list_records(folder / "groups.toml", Group)),
    )


def _list_companies(path: Path) -> Iterator[Company]:
    """Yield the companies of ``[COUNTRY.sector]`` tables; a line may give another sector than its table's."""
    for country, sectors in read_reference(path, dict[str, dict[str, Tables]]).items():
        for sector, lines in sectors.items():
            table = {name: {"sector": sector, "country": country, **line} for name, line in lines.items()}
            yield from _convert(path, Company, table)


def _read_not_companies(path: Path) -> tuple[str, ...]:
    groups = read_reference(path, dict[str, tuple[str, ...]])
    return tuple(dict.fromkeys(name for names in groups.values() for name in names))


def _read_local(path: Path) -> LocalBodies:
    """Read ``[provinces]`` and ``[cities.PROVINCE]`` of names in both languages, and ``[fields.ID]`` tables."""
    tables = {"provinces": {}, "cities": {}, "fields": {}, **read_reference(path, Tables)}
    cities = [(each, province) for province, listed in tables["cities"].items() for each in listed.items()]
    places = [*((each, None) for each in tables["provinces"].items()), *cities]
    return LocalBodies(
        places=tuple(Place(name_en=english, name_zh=chinese, province=of) for (english, chinese), of in places),
        fields=tuple(_convert(path, Field, tables["fields"])),
    )


def _list_records(path: Path, kind: type[RecordT]) -> Iterator[RecordT]:
    return _convert(path, kind, read_reference(path, Tables))


def _convert(path: Path, kind: type[RecordT], tables: Tables) -> Iterator[RecordT]:
    return (_check(path, record_id, {**table, "id": record_id}, kind) for record_id, table in tables.items())


def read_reference(path: Path, kind: type[ValueT]) -> ValueT:
    """Return what a reference file holds as a value of this type, or raise StoreError for a mistake in it."""
    return _check(path, "", read_toml(path), kind)


def _check(path: Path, entry: str, value: object, kind: type[ValueT]) -> ValueT:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise refuse_entry(path, entry, str(error)) from error


def read_toml(path: Path) -> dict[str, object]:
    """Return the tables of a reference file, or raise StoreError for a missing or broken one."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        hint = "Install the program again, or restore the file; it must be UTF-8 TOML."
        raise StoreError(f"The reference list {path} cannot be read: {error}.", hint=hint) from error


def refuse_entry(path: Path, entry: str, reason: str) -> StoreError:
    """Return the refusal of an entry of a reference file."""
    return StoreError(f"The reference list {path}, entry “{entry}”: {reason}.", hint="Correct that entry.")
