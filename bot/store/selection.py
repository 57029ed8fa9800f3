"""Rows of a question as dicts, for what is asked with every command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database


def select(db: Database, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Give the rows by column; without the savepoint of ``Database.query``, which costs two statements more."""
    cursor = db.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
