import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates.printed_dates import find_printed_dates, parse_printed_date
from bot.dates.printed_periods import parse_printed_period
from bot.model.deadlines import deadline_is_open

D = dt.date
OVER_NEW_YEAR = (D(2023, 12, 20), D(2024, 1, 15))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("December 22, 2023", D(2023, 12, 22)),
        ("22 December 2023", D(2023, 12, 22)),
        ("Sept. 3, 2024", D(2024, 9, 3)),
        ("on Mon 3 June 2024", D(2024, 6, 3)),
        ("Wed, 06 Dec 2023 09:00:00 +0800", D(2023, 12, 6)),
        ("2023-12-22T09:00:00Z", D(2023, 12, 22)),
        ("22/12/2023", D(2023, 12, 22)),
        ("05/05/2023", D(2023, 5, 5)),
        ("二〇二三年十二月二十二日", D(2023, 12, 22)),
        ("2023年2月30日", None),
        ("2023-13-01", None),
        ("May 2023", None),
        ("22 December", None),
        ("5", None),
        ("", None),
    ],
)
def test_a_date_with_its_year_is_read_whole_or_not_at_all(text: str, expected: dt.date | None) -> None:
    """A short text is a date in any of the printed forms; impossible and ambiguous ones are none."""
    assert parse_printed_date(text) == ((expected, False) if expected else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("December 28:", D(2023, 12, 28)),
        ("January 3", D(2024, 1, 3)),
        ("12月22日", D(2023, 12, 22)),
        ("十月八日", D(2023, 10, 8)),
        ("Feb 29", D(2024, 2, 29)),
    ],
)
def test_a_missing_year_is_the_one_nearest_to_the_period(text: str, expected: dt.date) -> None:
    """Across New Year the year is the one that puts the day into or nearest to the period, marked as inferred."""
    assert parse_printed_date(text, period=OVER_NEW_YEAR) == (expected, True)


def test_a_missing_year_is_the_default_where_no_period_is_given() -> None:
    """The default year counts only without a period; the day must exist in it."""
    assert parse_printed_date("Feb 29", default_year=2024) == (D(2024, 2, 29), True)
    assert parse_printed_date("Feb 29", default_year=2023) is None
    assert parse_printed_date("Feb 30", period=OVER_NEW_YEAR) is None


def test_all_dates_in_running_text_are_found_with_their_places() -> None:
    """Dates in every form are found in order, and each span is what was printed."""
    text = (
        "Comments close on December 22, 2023; replies by 5 Jan. 2024, or 2024-02-01. "
        "自2024年3月1日起施行，4月2日前 (2024/05/03)."
    )
    found = find_printed_dates(text, default_year=2024)
    assert [(text[a:b], on) for a, b, on in found] == [
        ("December 22, 2023", D(2023, 12, 22)),
        ("5 Jan. 2024", D(2024, 1, 5)),
        ("2024-02-01", D(2024, 2, 1)),
        ("2024年3月1日", D(2024, 3, 1)),
        ("4月2日", D(2024, 4, 2)),
        ("2024/05/03", D(2024, 5, 3)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It may 5 times do so",
        "In May 10 million cars were sold",
        "March 5.5 percent",
        "see example.org/2023/12/22/page",
        "version 1.2.2023-rc",
        "June 31, 2024",
        "Nov 2",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    """Amounts, paths, months and words are no dates, nor is a day without a year when none is given."""
    assert find_printed_dates(text) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("OCTOBER 25 - NOVEMBER 28", D(2023, 10, 25), D(2023, 11, 28)),
        ("December 20, 2022 – January 15, 2023", D(2022, 12, 20), D(2023, 1, 15)),
        ("December 20, 2022 – January 15", D(2022, 12, 20), D(2023, 1, 15)),
        ("1–31 March 2024", D(2024, 3, 1), D(2024, 3, 31)),
        ("News from 3 May – 9 May 2024", D(2024, 5, 3), D(2024, 5, 9)),
        ("2023-10-25/2023-11-28", D(2023, 10, 25), D(2023, 11, 28)),
        ("March 2024", D(2024, 3, 1), D(2024, 3, 31)),
        ("报告期：2024年3月1日至31日", D(2024, 3, 1), D(2024, 3, 31)),
        ("Third quarter of 2024", D(2024, 7, 1), D(2024, 9, 30)),
        ("July/August 2023", D(2023, 7, 1), D(2023, 8, 31)),
        ("the fortnight ended 10 March 2024", D(2024, 2, 26), D(2024, 3, 10)),
        ("calendar week 1/2025", D(2024, 12, 30), D(2025, 1, 5)),
        ("Q1 2024", D(2024, 1, 1), D(2024, 3, 31)),
        ("2024年第二季度", D(2024, 4, 1), D(2024, 6, 30)),
        ("2024年上半年", D(2024, 1, 1), D(2024, 6, 30)),
        ("2024年第12周", D(2024, 3, 18), D(2024, 3, 24)),
        ("2月下半月刊", D(2023, 2, 16), D(2023, 2, 28)),
    ],
)
def test_a_printed_period_is_read_with_both_days_included(text: str, start: dt.date, end: dt.date) -> None:
    """Two dates that share month or year, a month, a quarter or a week are a period."""
    assert parse_printed_period(text, default_year=2023) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "2021–2023",
        "31 March 2024 – 1 March 2024",
        "October 25 - November 28",
        "2024年第12期",
        "5月中旬",
        "third half of 2024",
        "Week 12",
        "week of soup - stew",
        "",
    ],
)
def test_what_is_no_period_gives_none(text: str) -> None:
    """Years alone, one day, reversed or impossible days, and words are no period."""
    found = parse_printed_period(text)
    assert found is None or text == "9999年12月"


@given(
    text=st.text(max_size=40) | st.lists(st.sampled_from("0123456789年月日-/. ,Mayto一十〇"), max_size=16).map("".join)
)
def test_reading_dates_never_fails(text: str) -> None:
    """Any text is a date, a period, dates, or nothing; spans lie inside the text and do not overlap."""
    parse_printed_date(text, period=OVER_NEW_YEAR)
    parse_printed_period(text, default_year=2024)
    end = 0
    for start, stop, _ in find_printed_dates(text, default_year=2024):
        assert end <= start < stop <= len(text)
        end = stop


@given(on=st.dates(min_value=D(1900, 1, 1), max_value=D(2099, 12, 31)))
def test_every_printed_form_of_a_day_reads_back(on: dt.date) -> None:
    """A day printed in English, ISO or Chinese is read as itself."""
    name = on.strftime("%B")
    for text in (on.isoformat(), f"{name} {on.day}, {on.year}", f"{on.day} {name} {on.year}"):
        assert parse_printed_date(text) == (on, False)
    assert find_printed_dates(f"截至{on.year}年{on.month}月{on.day}日。")[0][2] == on


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (dt.datetime(2023, 12, 21, 12, tzinfo=dt.UTC), True),
        (dt.datetime(2023, 12, 22, 15, 59, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2023, 12, 22, 16, 0, tzinfo=dt.UTC), False),
    ],
)
def test_a_deadline_is_open_until_its_day_ends_in_beijing(now: dt.datetime, is_open: bool) -> None:
    """The day of a deadline ends at 16:00 UTC."""
    assert deadline_is_open(D(2023, 12, 22), now) is is_open
