"""What is worked out from the whole store, kept for as long as nothing was written.

SQLite tells it: ``PRAGMA data_version`` changes with every commit of another connection
(sqlite.org/pragma.html#pragma_data_version). A connection that writes keeps nothing, since it may roll back, and
neither does a reading narrowed by licences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from bot.store.licences import is_narrowed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlite_utils import Database

T = TypeVar("T")
_MOST_RECORDS = 2048
"""So many records of a kind are kept at most; beyond them it begins anew."""
_KEPT: WeakKeyDictionary[Database, tuple[int, dict[str, Any]]] = WeakKeyDictionary()
"""By connection, each of which belongs to one thread: at which state of the store, and what was worked out then."""


_STATES: WeakKeyDictionary[Database, int] = WeakKeyDictionary()
"""By connection: the state that its snapshot shows, once it was asked for."""


def forget_state(db: Database) -> None:
    """Let the state be asked for again: a new snapshot begins."""
    _STATES.pop(db, None)


def keep_until_written(db: Database, name: str, compute: Callable[[Database], T]) -> T:
    """Give what ``compute`` gives of the store as this connection sees it, from before where nothing was written."""
    if db.conn.total_changes or is_narrowed(db):
        return compute(db)
    state = _STATES.get(db) or _find_state(db)
    held = _KEPT.get(db)
    if held is None or held[0] != state:
        held = _KEPT[db] = (state, {})
    if name not in held[1]:
        held[1][name] = compute(db)
    kept: T = held[1][name]
    return kept


def keep_records(
    db: Database, kind: str, numbers: Collection[int], load: Callable[[Database, list[int]], dict[int, T]]
) -> dict[int, T]:
    """Give what ``load`` gives of these numbers, and perhaps of others: those read since something was written."""
    held: dict[int, T] = keep_until_written(db, f"records of {kind}", lambda _: {})
    missing = [number for number in numbers if number not in held]
    if missing and len(held) + len(missing) > _MOST_RECORDS:
        held.clear()
        missing = list(numbers)
    if missing:
        held |= load(db, missing)
    return held


def _find_state(db: Database) -> int:
    state = int(db.execute("PRAGMA data_version").fetchone()[0])
    if db.conn.in_transaction:  # the state of a snapshot, which is the same as long as it lasts
        _STATES[db] = state
    return state
