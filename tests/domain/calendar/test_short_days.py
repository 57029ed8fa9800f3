"""Days in figures count only behind words that set a term, and are left open where both figures can be the month."""

from __future__ import annotations

import pytest

from bot.domain.calendar.dates import find_short_days


@pytest.mark.parametrize(
    ("text", "printed", "year", "readings"),
    [
        ("comments to 26/1", "26/1", None, ((1, 26),)),
        ("comments by 26.1.", "26.1.", None, ((1, 26),)),
        ("comments by 26. 1.", "26. 1.", None, ((1, 26),)),
        ("open until 26.1.2024", "26.1.2024", 2024, ((1, 26),)),
        ("by Friday, 3/2", "3/2", None, ((2, 3), (3, 2))),
        ("due on 5/5", "5/5", None, ((5, 5),)),
        ("bis zum 3.2.", "3.2.", None, ((2, 3),)),
        ("请于3/2前反馈", "3/2", None, ((3, 2),)),
        ("by 29/2", "29/2", None, ((2, 29),)),
    ],
)
def test_a_short_day_behind_a_term(
    text: str, printed: str, year: int | None, readings: tuple[tuple[int, int], ...]
) -> None:
    """Full stops put the day first, a stroke leaves it open, Chinese puts the month first."""
    (day,) = find_short_days(text)
    assert (text[day.start : day.end], day.year, day.readings) == (printed, year, readings)
    assert day.is_open is (len(readings) > 1)


@pytest.mark.parametrize(
    "text",
    [
        "a share of 2/3", "cut to 1/3", "rose slowly by 26.1. So", "by 1/3 of all", "until 31/4", "by 13/13",
        "open to 24/7", "by 2.5", "by 26.1%", "by 3/2/1", "version 2.1. came", "until 1/2.5", "by 3/4x",
    ],
)  # fmt: skip
def test_other_figures_are_no_days(text: str) -> None:
    """Fractions, amounts, versions and what no calendar has are none."""
    assert find_short_days(text) == ()
