"""What is worked out from the whole store, kept for as long as nothing is written, and shared by all that read it.

SQLite tells it: ``PRAGMA data_version`` changes with every commit of another connection
(sqlite.org/pragma.html#pragma_data_version). Its values say nothing beside those of another connection, so each store
has one that does nothing but watch: where it tells the same before and after a snapshot begins, the snapshot is of that
state. A connection that writes keeps nothing, since it may roll back, and neither does a reading narrowed by licences.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from bot.store.licences import is_narrowed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlite_utils import Database

T = TypeVar("T")
_MOST_RECORDS = 2048
"""So many records of a kind are kept at most; beyond them it begins anew."""
_SEEN: WeakKeyDictionary[Database, tuple[int, dict[str, Any]]] = WeakKeyDictionary()
"""By reading connection: the state of the store that it saw last, by its own count, and what is kept of that."""


class Watch:
    """Watches the commits to one store with a connection of its own, and has what is kept of the newest state."""

    def __init__(self, connect: Callable[[], Database]) -> None:
        self._connect = connect
        self._db: Database | None = None
        self._lock = threading.Lock()
        self._state = -1
        self._kept: dict[str, Any] = {}

    def begin(self, db: Database) -> None:
        """Begin a snapshot on a reading connection."""
        db.conn.execute("BEGIN")
        seen = _SEEN.get(db)
        if seen is not None and seen[0] == _find_state(db):
            return
        end_snapshot(db)
        before = self._look()
        db.conn.execute("BEGIN")
        state = _find_state(db)
        _SEEN[db] = (state, self._get_kept(before) if self._look() == before else {})

    def end(self) -> None:
        """Forget the connection, which was closed."""
        with self._lock:
            self._db = None

    def _look(self) -> int:
        with self._lock:
            if self._db is None:
                self._db = self._connect()
                self._state = -1
            return _find_state(self._db)

    def _get_kept(self, state: int) -> dict[str, Any]:
        with self._lock:
            if self._state != state:
                self._state, self._kept = state, {}
            return self._kept


def end_snapshot(db: Database) -> None:
    """End a snapshot where one began; as a statement that stays prepared, which that of ``rollback`` does not."""
    if db.conn.in_transaction:
        db.conn.execute("ROLLBACK")


def keep_until_written(db: Database, name: str, compute: Callable[[Database], T]) -> T:
    """Give what ``compute`` gives of the store as this connection sees it, from before where nothing was written."""
    kept = _find_kept(db)
    if kept is None:
        return compute(db)
    if name not in kept:
        kept[name] = compute(db)
    found: T = kept[name]
    return found


def keep_records(
    db: Database, kind: str, numbers: Collection[int], load: Callable[[Database, list[int]], dict[int, T]]
) -> dict[int, T]:
    """Give what ``load`` gives of these numbers, and perhaps of others: those read since something was written."""
    kept = _find_kept(db)
    if kept is None:
        return load(db, list(numbers)) if numbers else {}
    held: dict[int, T] = kept.setdefault(f"records of {kind}", {})
    missing = [number for number in numbers if number not in held]
    if missing and len(held) + len(missing) > _MOST_RECORDS:
        held = kept[f"records of {kind}"] = {}  # and not cleared: another thread may be reading the one before
        missing = list(numbers)
    if missing:
        held.update(load(db, missing))
    return held


def _find_kept(db: Database) -> dict[str, Any] | None:
    seen = _SEEN.get(db)
    return None if seen is None or not db.conn.in_transaction or is_narrowed(db) else seen[1]


def _find_state(db: Database) -> int:
    return int(db.conn.execute("PRAGMA data_version").fetchone()[0])
