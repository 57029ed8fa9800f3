"""Named lists as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain.lexicon import NamedList
from bot.domain.names import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlite_utils import Database

_COLUMNS = "id, owner, name, filter"


def put_list(db: Database, *, owner: str, name: str, filter_text: str, user: str, now: dt.datetime) -> NamedList:
    """Save a list under its owner's name for it, in the place of one of that name, which keeps its id and its saver."""
    held = find_list(db, owner=owner, name=name)
    if held is None:
        db.execute(
            "INSERT INTO named_lists (owner, name, folded, filter, saved_by, saved_at) VALUES (?, ?, ?, ?, ?, ?)",
            [owner, name, fold(name), filter_text, user, now.isoformat()],
        )
    else:
        db.execute(
            "UPDATE named_lists SET name = ?, filter = ?, saved_at = ? WHERE id = ?",
            [name, filter_text, now.isoformat(), held.id],
        )
    return _read(next(_query(db, "owner = ? AND folded = ?", [owner, fold(name)])))


def find_list(db: Database, *, owner: str, name: str) -> NamedList | None:
    """Give the owner's list of this name, or None."""
    row = next(_query(db, "owner = ? AND folded = ?", [owner, fold(name)]), None)
    return _read(row) if row else None


def get_saver(db: Database, number: int) -> str:
    """Give who saved a list first."""
    return str(db.execute("SELECT saved_by FROM named_lists WHERE id = ?", [number]).fetchone()[0])


def list_lists(db: Database, owners: Sequence[str] | None) -> list[NamedList]:
    """Give the lists of these owners in this order, each owner's by name; for None those of all, by id."""
    if owners is None:
        return [_read(row) for row in _query(db, "1", [])]
    return [_read(row) for owner in owners for row in _query(db, "owner = ?", [owner], order="folded")]


def delete_list(db: Database, number: int, *, now: dt.datetime) -> None:
    """Mark a list as deleted: it is found no more."""
    db.execute("UPDATE named_lists SET deleted_at = ? WHERE id = ?", [now.isoformat(), number])


def _query(db: Database, condition: str, values: list[str], *, order: str = "id") -> Any:  # noqa: ANN401  rows of sqlite-utils
    sql = f"SELECT {_COLUMNS} FROM named_lists WHERE deleted_at IS NULL AND {condition} ORDER BY {order}"
    return iter(list(db.query(sql, values)))


def _read(row: dict[str, Any]) -> NamedList:
    return NamedList(id=row["id"], owner=row["owner"], name=row["name"], filter=row["filter"])
