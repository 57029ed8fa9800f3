"""The short form of ``python -m tests.faults.restores``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store import restored
from tests.faults.restores import run_restores

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", [7, 10])
def test_after_restores_nothing_is_lost_or_told_twice(seed: int, tmp_path: Path) -> None:
    """One seed is calm, in the other calls fail; what was wrong is told with what had been done."""
    faults, counted = run_restores(tmp_path / "g.db", seed, steps=80)
    assert faults == []
    assert counted.restores
    assert counted.told
    assert (counted.lost, counted.twice) == (0, 0)


@pytest.mark.no_cover
def test_the_walk_sees_what_is_lost_or_comes_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is kept of what messages tell, something is or does."""
    monkeypatch.setattr(restored, "keep_told", lambda *_args, **_named: None)
    faults, counted = run_restores(tmp_path / "g.db", 3, steps=80)
    assert counted.lost + counted.twice
    assert faults
