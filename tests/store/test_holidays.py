"""The list of public holidays that travels with the program, and the refusal of a broken one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.config import find_data_folder
from bot.errors import StoreError
from bot.model.subscription import is_weekend
from bot.names.reference import HOLIDAYS_FILE, load_holidays


def test_the_list_that_travels_with_the_program() -> None:
    """Each year has its seven holidays; every working day is a weekend day next to a stretch off."""
    held = load_holidays(find_data_folder("reference"))
    assert held.years == {2023, 2024, 2025, 2026}
    for year in held.years:
        for month, day in ((1, 1), (5, 1), (10, 1)):
            assert dt.date(year, month, day) in held.off
        off = sorted(day for day in held.off if day.year == year)
        assert 26 <= len(off) <= 33
    assert all(is_weekend(day) and day not in held.off for day in held.working)
    for worked in held.working:
        assert any(worked + dt.timedelta(days=n) in held.off for n in range(-12, 13))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[2030", "cannot be read"),
        ("[2030]\noff = []", "the year 2030 is not understood"),
        ("[soon]\noff = []\nworking = []", "the year soon is not understood"),
        ('[2030]\noff = ["2030-13-01"]\nworking = []', "the year 2030 is not understood"),
        ("[2030]\noff = [1]\nworking = []", "the year 2030 is not understood"),
        ('[2030]\noff = []\nworking = ["2030-01-01"]', "2030-01-01 is no weekend day that is worked"),
        ('[2030]\noff = ["2030-01-05..2030-01-06"]\nworking = ["2030-01-05"]', "2030-01-05 is no weekend day"),
    ],
)
def test_a_broken_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """A mistake in the list is refused with the file and the year."""
    (tmp_path / HOLIDAYS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=message):
        load_holidays(tmp_path)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    """Without the file nothing is guessed."""
    with pytest.raises(StoreError, match="cannot be read"):
        load_holidays(tmp_path)
