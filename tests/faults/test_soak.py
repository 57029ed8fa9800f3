"""The short form of ``make soak``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.soak import Soak, describe

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.no_cover
def test_six_days_of_faults_lose_and_double_nothing(tmp_path: Path) -> None:
    """Over kills, a restore, a full disk and lost replies each slot comes once, and every item has one fate."""
    soak = Soak(folder=tmp_path, seed=11, days=6, channels=24)
    figures = soak.live()
    assert figures.is_well, describe(soak, figures, 0.0)
    assert min(soak.restores, soak.full_disks, soak.office.kills) >= 1
    assert figures.due > 100
