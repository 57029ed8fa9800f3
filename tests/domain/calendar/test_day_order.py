"""Dates in figures are read in the order that the document itself shows, and in none where it shows none."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.calendar.dates import (
    find_day_first,
    word_date,
)

D = dt.date
WINTER = (D(2023, 12, 18), D(2024, 1, 10))


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (("issued 03/01/2024", "and 25/01/2024"), True),
        (("issued 03/01/2024", "and 01/25/2024"), False),
        (("25/01/2024", "01/25/2024"), None),
        (("26/12", "3/1"), True),
        (("a share of 26/12",), None),
        (("01/12/2023 - 05/01/2024",), None),
        (("03/06/2024 - 04/05/2024",), False),
        ((), None),
    ],
)
def test_the_order_is_told_by_the_dates_together(texts: tuple[str, ...], day_first: bool | None) -> None:
    """A figure above 12 is a day; a period in one order only tells it too; what differs tells nothing."""
    assert find_day_first(texts) is day_first


@pytest.mark.parametrize(
    ("text", "day_first", "period", "worded"),
    [
        ("20/12/2023", None, None, "20 December 2023"),
        ("20/12/23", None, None, "20 December 2023"),
        ("05/01/2024", False, None, "1 May 2024"),
        ("05/01", None, WINTER, "5 January"),
        ("01/02", None, (D(2024, 1, 1), D(2024, 2, 28)), None),
        ("29.12.", None, None, "29 December"),
        ("Dec-20-2023", None, None, "20 December 2023"),
        ("3-12-2023", True, None, "3 December 2023"),
        ("3-12", True, None, None),
        ("Dec-20", None, None, "20 December"),
        ("20 Dec 23", None, None, "20 December 2023"),
        ("soon", None, WINTER, None),
    ],
)
def test_a_short_date_in_words(
    text: str, day_first: bool | None, period: tuple[dt.date, dt.date] | None, worded: str | None
) -> None:
    """Day and month come from a figure above 12, the document's order or its period; else from nothing."""
    assert word_date(text, day_first=day_first, period=period) == worded
