import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bot.model.deadlines import DateRange, exclude_range, intersect_ranges, unite_ranges

BASE = dt.date(2024, 1, 1)
DAYS = [BASE + dt.timedelta(days=n) for n in range(-2, 14)]


@st.composite
def ranges(draw: st.DrawFn) -> DateRange:
    """Draw a range of a few days around BASE, perhaps open on a side."""
    start = draw(st.integers(0, 9))
    length = draw(st.integers(1, 4))
    first = None if draw(st.booleans()) and draw(st.booleans()) else BASE + dt.timedelta(days=start)
    last = None if draw(st.booleans()) and draw(st.booleans()) else BASE + dt.timedelta(days=start + length)
    return DateRange(start=first, end=last)


def _days(found: DateRange | None) -> set[dt.date]:
    return {day for day in DAYS if found and found.meets(day)}


@given(some=st.lists(ranges(), min_size=1, max_size=4))
def test_a_union_holds_the_days_of_any(some: list[DateRange]) -> None:
    """A union holds exactly the days of its ranges, in pieces that do not touch."""
    found = unite_ranges(some)
    assert _days(found) == {day for one in some for day in _days(one)}
    assert found is not None
    ends = [piece.end for piece in found.pieces[:-1]]
    assert all(end and after.start and end < after.start for end, after in zip(ends, found.pieces[1:], strict=True))


@given(one=st.lists(ranges(), min_size=1, max_size=3), other=st.lists(ranges(), min_size=1, max_size=3))
def test_an_intersection_holds_the_days_of_both(one: list[DateRange], other: list[DateRange]) -> None:
    """An intersection holds exactly the common days, and is None without one."""
    a, b = unite_ranges(one), unite_ranges(other)
    assert a is not None
    assert b is not None
    assert _days(intersect_ranges(a, b)) == _days(a) & _days(b)


@given(some=st.lists(ranges(), min_size=1, max_size=3))
def test_a_complement_holds_all_other_days(some: list[DateRange]) -> None:
    """A complement holds exactly the days outside."""
    found = unite_ranges(some)
    assert found is not None
    assert _days(exclude_range(found)) == set(DAYS) - _days(found)
