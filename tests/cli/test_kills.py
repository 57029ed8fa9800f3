"""The program killed under load, in short: its database stays sound and keeps what was acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.kills import Plan, print_kills

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("socket_enabled")
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Thrice amid questions, subscriptions and files; afterwards all is there, once, and what waits is read."""
    said: list[str] = []
    assert print_kills(tmp_path, Plan(kills=3, items=200, lines=20, load_s=(0.3, 0.6)), say=said.append) == 0
    assert "kills: 3" in said[0]
    assert "lost: 0; posted twice: 0" in said[1]
    assert "acknowledged: 0 " not in said[1]
