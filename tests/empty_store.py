"""An empty database for a test: copied, since to migrate one anew takes longer than most tests."""

import tempfile
from functools import cache
from pathlib import Path

from bot.store.database import Store, make_own, open_store


def make_empty(path: Path) -> Path:
    """Put an empty database at this path where there is none, its owner's alone as any new one; give the path."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        make_own(path)
        path.write_bytes(_read_empty())
    return path


def open_empty(path: Path, *, wait_s: float = 5.0) -> Store:
    """Open the database at this path, an empty one where there is none; who writes waits so long for others."""
    return open_store(make_empty(path), create=False, wait_s=wait_s)


@cache
def _read_empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g.db"
        open_store(path, create=True).close()
        return path.read_bytes()
