"""The reference lists that travel with the program: bodies, companies, topics, and names that are no company.

They are TOML files in one folder (``data/reference/`` in the source tree), read once at start. Each list names its
sources in comments; a mistake in one is refused with file and entry, since a wrong name would end in a wrong citation.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bot.errors import StoreError
from bot.names.lexicon import Lexicon
from bot.names.local_bodies import Field, LocalBodies, Place
from bot.names.records import Body, Company, Group, Topic

ValueT = TypeVar("ValueT")
Tables = dict[str, dict[str, Any]]


@cache
def load_lexicon(folder: Path) -> Lexicon:
    """Return all names in the files of this folder, in the order of the files.

    Raises StoreError, naming file and entry, for a missing file, broken TOML, and a missing or ill-typed field.
    """
    offices = {"provinces": {}, "cities": {}, "fields": {}, **read_reference(folder / "local_offices.toml", Tables)}
    places = [*offices["provinces"].items(), *(each for held in offices["cities"].values() for each in held.items())]
    others = read_reference(folder / "not_companies.toml", dict[str, tuple[str, ...]])
    return Lexicon(
        bodies=tuple(_list_records(folder / "bodies.toml", Body)),
        companies=tuple(_list_companies(folder / "companies.toml")),
        topics=tuple(_list_records(folder / "topics.toml", Topic)),
        not_companies=tuple(dict.fromkeys(chain.from_iterable(others.values()))),
        local=LocalBodies(
            places=tuple(Place(name_en=english, name_zh=chinese) for english, chinese in places),
            fields=tuple(_list_records(folder / "local_offices.toml", Field, offices["fields"])),
        ),
        abbreviations=read_reference(folder / "abbreviations.toml", dict[str, tuple[tuple[str, ...], ...]])["names"],
        groups=tuple(_list_records(folder / "groups.toml", Group)),
    )


def _list_companies(path: Path) -> Iterator[Company]:
    """Yield the companies of ``[COUNTRY.sector]`` tables; a line may give another sector than its table's."""
    for country, sectors in read_reference(path, dict[str, dict[str, Tables]]).items():
        for sector, lines in sectors.items():
            table = {name: {"sector": sector, "country": country, **line} for name, line in lines.items()}
            yield from _list_records(path, Company, table)


def _list_records(path: Path, kind: type[ValueT], tables: Tables | None = None) -> Iterator[ValueT]:
    tables = read_reference(path, Tables) if tables is None else tables
    return (_convert(path, name, {**table, "id": name}, kind) for name, table in tables.items())


def read_reference(path: Path, kind: type[ValueT]) -> ValueT:
    """Return what a reference file holds as a value of this type, or raise StoreError for a mistake in it."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        hint = "Install the program again, or restore the file; it must be UTF-8 TOML."
        raise StoreError(f"The reference list {path} cannot be read: {error}.", hint=hint) from error
    return _convert(path, "", tables, kind)


def _convert(path: Path, entry: str, value: object, kind: type[ValueT]) -> ValueT:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        message = f"The reference list {path}, entry “{entry}”: {error}."
        raise StoreError(message, hint="Correct that entry.") from error
