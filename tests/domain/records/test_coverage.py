"""What the briefings held cover."""

from __future__ import annotations

import datetime as dt

from bot.domain.records.coverage import is_covered, unite_periods


def day(number: int) -> dt.date:
    return dt.date(2024, 1, 1) + dt.timedelta(days=number)


def test_periods_that_nearly_meet_are_one() -> None:
    """In any order, also one inside another; a week between issues is no gap, more is."""
    periods = [(day(40), day(60)), (day(0), day(20)), (day(5), day(10)), (day(27), day(31))]
    assert unite_periods(periods) == ((day(0), day(31)), (day(40), day(60)))
    assert unite_periods([]) == ()


def test_a_stretch_is_covered_by_one_common_day() -> None:
    """Ends are included."""
    periods = ((day(0), day(3)), (day(10), day(12)))
    assert [is_covered(periods, day(first), day(first + 1)) for first in (3, 4, 8, 9, 12, 13)] == [
        True,
        False,
        False,
        True,
        True,
        False,
    ]
