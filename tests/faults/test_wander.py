"""The short form of ``python -m tests.faults.wander``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.wander import Wander, run_wander

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", [2, 14, 30])
def test_after_random_days_nothing_came_twice_and_the_sums_hold(seed: int, tmp_path: Path) -> None:
    """Whatever people do while calls fail and the clock is wrong; what was wrong is told with what had been done."""
    assert run_wander(Wander(path=tmp_path / "g.db", seed=seed), steps=100) == []
