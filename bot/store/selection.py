"""Rows of a question, for what is asked with every command: as dicts, or as tuples in one step."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

T = TypeVar("T")


def select(db: Database, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Give the rows by column; without the savepoint of ``Database.query``, which costs two statements more."""
    cursor = db.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fetch(db: Database, columns: str, source: str, values: Sequence[object] = (), *, of: type[T]) -> list[T]:
    """Give these columns of a SELECT, in its order, as values of this type: a tuple, or the type of the one column.

    SQLite packs them into one JSON text. The binding lets go of the interpreter at every row it steps to, and while
    others are busy each row would wait for a turn of its own (docs.python.org/3/c-api/init.html, "Thread State and the
    Global Interpreter Lock").
    """
    text = db.execute(pack(columns, source), list(values)).fetchone()[0]
    rows: list[T] = _build_decoder(of).decode(text)  # type: ignore[arg-type]  # a type is hashable
    return rows


def pack(columns: str, source: str) -> str:
    """Give the SELECT of one JSON array of these columns of a SELECT, in its order: arrays, or the one column."""
    packed = f"json_array({columns})" if "," in columns else columns
    return f"SELECT json_group_array({packed}) FROM ({source})"


@lru_cache(maxsize=64)
def _build_decoder(of: Any) -> msgspec.json.Decoder[Any]:  # noqa: ANN401  any type that msgspec reads
    return msgspec.json.Decoder(list[of])
