"""The rows of ``make faults`` that take seconds; the others are its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import posts, slots
from tests.faults.room import Lab, Row

SHORT = (
    posts.run_kills,
    posts.run_changes,
    posts.run_never_found,
    posts.run_late,
    posts.run_threads,
    posts.run_rush,
    posts.run_codes,
    posts.run_clocks,
    slots.run_race,
)


@pytest.mark.no_cover
@pytest.mark.parametrize("make", SHORT, ids=lambda make: str(make.__name__))
def test_nothing_is_lost_and_nothing_comes_twice(make: Callable[[Lab], Row], tmp_path: Path) -> None:
    """Under every fault each post stands in its channel once, or a person is asked, or the reason is said."""
    row = make(Lab(folder=tmp_path))
    assert row.faults == []
    assert row.count.is_sound
    assert row.runs
