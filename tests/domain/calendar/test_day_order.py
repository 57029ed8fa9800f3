"""Dates in figures are read in the order that the document itself shows, and in none where it shows none."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.calendar.dates import (
    find_day_first,
    find_printed_dates,
    is_in_figures,
    is_period_in_figures,
    parse_printed_period,
    word_date,
)

D = dt.date
WINTER = (D(2023, 12, 18), D(2024, 1, 10))


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (("issued 03/01/2024", "and 25/01/2024"), True),
        (("issued 03/01/2024", "and 01/25/2024"), False),
        (("03/01/2024", "05/05/2024", "33/44/2024"), None),
        (("25/01/2024", "01/25/2024"), None),
        (("26/12", "3/1"), True),
        (("issued 03-01-2024", "and 25-01-2024"), True),
        (("a share of 26/12",), None),
        (("01/12/2023 - 05/01/2024",), None),
        (("06/03/2024 to 05/04/2024",), True),
        (("03/06/2024 - 04/05/2024",), False),
        ((), None),
    ],
)
def test_the_order_is_told_by_the_dates_together(texts: tuple[str, ...], day_first: bool | None) -> None:
    """A figure above 12 is a day; a period in one order only tells it too; what differs tells nothing."""
    assert find_day_first(texts) is day_first


@pytest.mark.parametrize(
    ("text", "day_first", "period"),
    [
        ("24/12/2023 – 06/01/2024", None, (D(2023, 12, 24), D(2024, 1, 6))),
        ("24/12/2023 - 6/1/2024", None, (D(2023, 12, 24), D(2024, 1, 6))),
        ("Reporting period: 12/24/2023 to 01/06/2024", None, (D(2023, 12, 24), D(2024, 1, 6))),
        ("01/12/2023 - 05/01/2024", None, None),
        ("01/02/2024 - 03/04/2024", None, None),
        ("01/02/2024 - 03/04/2024", True, (D(2024, 2, 1), D(2024, 4, 3))),
        ("01/02/2024 - 03/04/2024", False, (D(2024, 1, 2), D(2024, 3, 4))),
        ("25/12/2023 - 24/12/2023", True, None),
    ],
)
def test_a_period_in_figures(text: str, day_first: bool | None, period: tuple[dt.date, dt.date] | None) -> None:
    """Two dates in figures are a period where one order makes one, or the order is known."""
    assert parse_printed_period(text, day_first=day_first) == period


@pytest.mark.parametrize(
    ("text", "day_first", "period", "worded"),
    [
        ("20/12/2023", None, None, "20 December 2023"),
        ("12/20", None, None, "20 December"),
        ("20/12/23", None, None, "20 December 2023"),
        ("05/01/2024", True, None, "5 January 2024"),
        ("05/01/2024", False, None, "1 May 2024"),
        ("05/01/2024", None, WINTER, "5 January 2024"),
        ("05/01", None, WINTER, "5 January"),
        ("05/01", None, None, None),
        ("01/02", None, (D(2024, 1, 1), D(2024, 2, 28)), None),
        ("31/02/2024", None, None, None),
        ("29.12.", None, None, "29 December"),
        ("20-Dec-23", None, None, "20 December 2023"),
        ("Dec-20-2023", None, None, "20 December 2023"),
        ("20-12-2023", None, None, "20 December 2023"),
        ("3-12-2023", True, None, "3 December 2023"),
        ("3-12-2023", None, None, None),
        ("3-12", True, None, None),
        ("20-Dec", None, None, "20 December"),
        ("Dec-20", None, None, "20 December"),
        ("19/20 December", None, None, "19-20 December"),
        ("20 Dec 23", None, None, "20 December 2023"),
        ("20 December", None, None, None),
        ("soon", None, WINTER, None),
    ],
)
def test_a_short_date_in_words(
    text: str, day_first: bool | None, period: tuple[dt.date, dt.date] | None, worded: str | None
) -> None:
    """Day and month come from a figure above 12, the document's order or its period; else from nothing."""
    assert word_date(text, day_first=day_first, period=period) == worded


def test_dates_in_figures_in_running_text_need_an_order() -> None:
    """Both readings are possible without one, so there is no date."""
    text = "comments close on 04/02/2024"
    assert find_printed_dates(text) == []
    assert [on for _, _, on in find_printed_dates(text, day_first=True)] == [D(2024, 2, 4)]
    assert [on for _, _, on in find_printed_dates(text, day_first=False)] == [D(2024, 4, 2)]


def test_what_is_in_figures() -> None:
    """A day in figures may lack its year; two of them with a dash are a period, known or not."""
    assert [is_in_figures(text) for text in ("3/1", "03/01/2024", "3 January", "3/1/2")] == [True, True, False, False]
    assert is_period_in_figures("01/02/2024 - 03/04/2024")
    assert not is_period_in_figures("01/02/2024")
