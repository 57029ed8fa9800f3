"""The same delivery again and again, and one that never came: each has one effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.replays import print_mode

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("mode", ["socket", "http"])
def test_everything_has_one_effect(tmp_path: Path, mode: str) -> None:
    """Four times the same, again after a restart and 23 hours, and found in the history where it was lost."""
    said: list[str] = []
    assert print_mode(mode, tmp_path, say=said.append) == 0
    assert len(said) == 5
    assert all(line.endswith("1 at the end: met") for line in said)
