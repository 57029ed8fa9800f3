"""What is worked out from the whole store, kept until what it is made of is written, and shared by all that read.

The store has a number that every change to what answers show counts up (``bot.store.migrations.states``): two readings
that see the same number see the same, whatever else was written meanwhile, in whichever process. A connection that
writes keeps nothing, since it may roll back, and neither does a reading narrowed by licences.
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
_SEEN: WeakKeyDictionary[Database, dict[str, Any]] = WeakKeyDictionary()
"""By reading connection: what is kept of the state that it sees."""


class Snapshots:
    """Begins the snapshots of one store, and has what is kept of its newest state."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = -1
        self._kept: dict[str, Any] = {}

    def begin(self, db: Database) -> None:
        """Begin a snapshot on a reading connection."""
        db.conn.execute("BEGIN")
        state = db.conn.execute("SELECT number FROM main.states").fetchone()[0]
        with self._lock:
            if self._state < state:
                self._state, self._kept = state, {}
            _SEEN[db] = self._kept if self._state == state else {}

    def forget(self) -> None:
        """Keep nothing any longer: the file may be another when it is opened again."""
        with self._lock:
            self._state, self._kept = -1, {}


def end_snapshot(db: Database) -> None:
    """End a snapshot where one began; as a statement that stays prepared, which that of ``rollback`` does not."""
    if db.conn.in_transaction:
        db.conn.execute("ROLLBACK")


def keep_until_written(db: Database, name: str, compute: Callable[[Database], T]) -> T:
    """Give what ``compute`` gives of the store as this connection sees it, from before where nothing was written.

    One thread works it out, and others that ask for it wait.
    """
    kept = _find_kept(db)
    if kept is None:
        return compute(db)
    if name not in kept:
        with kept.setdefault(f"turn of {name}", threading.Lock()):
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
    return None if not db.conn.in_transaction or is_narrowed(db) else _SEEN.get(db)
