"""The short form of ``make faults``: a sample of each row but those of the whole program, which take long."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.__main__ import ROWS
from tests.faults.lab import Lab, Row
from tests.faults.program import run_program_kills, run_rush

SHORT = [row for row in ROWS if row not in {run_program_kills, run_rush}]


@pytest.mark.no_cover
@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("make", SHORT, ids=lambda make: str(make.__name__))
def test_nothing_is_lost_and_nothing_comes_twice(make: Callable[[Lab], Row], tmp_path: Path) -> None:
    """Under every fault each post stands in its channel once, or a person is asked, or the reason is said."""
    row = make(Lab(folder=tmp_path, short=True))
    assert row.faults == ()
    assert row.count.is_sound
    assert row.runs
