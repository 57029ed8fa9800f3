"""A store for each test of the digests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Store
from tests.empty_store import open_empty


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store, which waits for no other writer."""
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield opened
    opened.close()
