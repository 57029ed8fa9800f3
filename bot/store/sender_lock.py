"""One sender at a time: a lock file beside the database, freed by the system when its holder dies."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.store.rights import give_to_owner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def hold_sender_lock(path: Path) -> Iterator[bool]:
    """Give True while this process is the only sender for the database at ``path``, or False at once."""
    file = path.with_name(f"{path.name}.sender")
    is_new = not file.exists()
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
        if is_new:
            give_to_owner(file, path)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
