"""A workspace that holds the samples."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Application
from tests.assistants.room import open_samples


@pytest.fixture
def samples(tmp_path: Path) -> Iterator[Application]:
    """The samples as B1 (Q1 2024), B2 (September 2024) and B3 (March 2025)."""
    with open_samples(tmp_path) as app:
        yield app
