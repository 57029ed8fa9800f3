"""Rows as records: each column goes to the field of its name, and a record within a record stands as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec
from sqlite_utils import Database

T = TypeVar("T")


def from_row(kind: type[T], row: Mapping[str, Any]) -> T:
    """Return a row as a record: days, times, enumerations and truth values as such; columns that it lacks are left."""
    return msgspec.convert(row, kind, strict=False)


def list_rows(db: Database, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Return the rows of a query, columns by name, in one statement: ``Database.query`` puts two around it."""
    cursor = db.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def list_records(db: Database, kind: type[T], sql: str, values: Sequence[object] = ()) -> list[T]:
    """Return the rows of a query as records, in its order."""
    decoders = _list_decoders(kind)  # type: ignore[arg-type]  # every class can be a key
    return [
        from_row(kind, row | {name: decoder.decode(row[name]) for name, decoder in decoders.items()})
        for row in list_rows(db, sql, values)
    ]


def find_record(db: Database, kind: type[T], sql: str, values: Sequence[object]) -> T | None:
    """Return the first row of a query as a record, or None."""
    return next(iter(list_records(db, kind, sql, values)), None)


def insert_row(db: Database, table: str, row: Mapping[str, object]) -> int:
    """Insert a row and return its number."""
    return int(db.table(table).insert(dict(row)).last_pk or 0)


@cache
def _list_decoders(kind: type) -> dict[str, msgspec.json.Decoder[Any]]:
    """Return what reads the fields of a record that are records themselves."""
    return {name: msgspec.json.Decoder(hint) for name, hint in get_type_hints(kind).items() if is_dataclass(hint)}
