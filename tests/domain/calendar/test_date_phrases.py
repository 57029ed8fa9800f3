from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar.date_phrases import parse_date_phrase
from bot.errors import BadQueryError

TODAY = dt.date(2023, 12, 10)
"""A Sunday."""


def _read(text: str, *, ahead: bool = False) -> str:
    found = parse_date_phrase(text, today=TODAY, ahead=ahead)
    return f"{found.start or ''}..{found.last or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", "2023-01-01..2023-12-31"),
        ("in 2023", "2023-01-01..2023-12-31"),
        ("2023年", "2023-01-01..2023-12-31"),
        ("二〇二三年", "2023-01-01..2023-12-31"),
        ("2021–2023", "2021-01-01..2023-12-31"),
        ("去年九月", "2022-09-01..2022-09-30"),
        ("前年12月", "2021-12-01..2021-12-31"),
        ("今年第一季度", "2023-01-01..2023-03-31"),
        ("明年上半年", "2024-01-01..2024-06-30"),
        ("2023年1月至3月", "2023-01-01..2023-03-31"),
        ("2023年1-3月", "2023-01-01..2023-03-31"),
        ("1-3月", "2023-01-01..2023-03-31"),
        ("early November 2023", "2023-11-01..2023-11-10"),
        ("mid-March 2023", "2023-03-11..2023-03-20"),
        ("the end of February 2023", "2023-02-21..2023-02-28"),
        ("since late March", "2023-03-21.."),
        ("2023年3月初", "2023-03-01..2023-03-10"),
        ("3月中旬", "2023-03-11..2023-03-20"),
        ("November or December 2022", "2022-11-01..2022-12-31"),
        ("November 2021 or December 2021", "2021-11-01..2021-12-31"),
        ("October or November", "2023-10-01..2023-11-30"),
        ("last Friday", "2023-12-08..2023-12-08"),
        ("since last Sunday", "2023-12-03.."),
        ("by March 2023", "..2023-03-31"),
        ("late 2023", "2023-09-01..2023-12-31"),
        ("early 2025", "2025-01-01..2025-04-30"),
        ("mid-2024", "2024-05-01..2024-08-31"),
        ("early in 2024", "2024-01-01..2024-04-30"),
        ("since late 2022", "2022-09-01.."),
        ("from late 2023 to mid 2024", "2023-09-01..2024-08-31"),
        ("late 2023 or early 2024", "2023-09-01..2024-04-30"),
        ("the end of 2022", "2022-09-01..2022-12-31"),
        ("by the end of the year", "..2023-12-31"),
        ("before the end of the year", "..2023-12-31"),
        ("before year-end", "..2023-12-31"),
        ("year end 2022", "2022-09-01..2022-12-31"),
        ("end of year", "2023-09-01..2023-12-31"),
        ("late last year", "2022-09-01..2022-12-31"),
        ("beginning of next year", "2024-01-01..2024-04-30"),
        ("early this month", "2023-12-01..2023-12-10"),
        ("end of last month", "2023-11-21..2023-11-30"),
        ("early next month", "2024-01-01..2024-01-10"),
        ("before the end of March", "..2023-03-31"),
        ("March last year", "2022-03-01..2022-03-31"),
        ("Q4 last year", "2022-10-01..2022-12-31"),
        ("first half of this year", "2023-01-01..2023-06-30"),
        ("2023年底", "2023-09-01..2023-12-31"),
        ("2023年年末", "2023-09-01..2023-12-31"),
        ("2023年初", "2023-01-01..2023-04-30"),
        ("年初", "2023-01-01..2023-04-30"),
        ("去年底", "2022-09-01..2022-12-31"),
        ("明年年中", "2024-05-01..2024-08-31"),
        ("2023年底前", "..2023-12-31"),
        ("3月底之前", "..2023-03-31"),
        ("since Monday", "2023-12-04.."),
        ("on Tuesday", "2023-12-05..2023-12-05"),
        ("this Wednesday", "2023-12-06..2023-12-06"),
        ("next Friday", "2023-12-15..2023-12-15"),
        ("上周五", "2023-12-01..2023-12-01"),
        ("本周三", "2023-12-06..2023-12-06"),
        ("下周日", "2023-12-17..2023-12-17"),
        ("周一以来", "2023-12-04.."),
        ("5月以来", "2023-05-01.."),
        ("三月以来", "2023-03-01.."),
        ("3个月以来", "2023-09-10..2023-12-10"),
        ("2022年以来", "2022-01-01.."),
        ("自2022年9月以来", "2022-09-01.."),
        ("自9月1日起", "2023-09-01.."),
        ("2023年9月起", "2023-09-01.."),
        ("last 3 months", "2023-09-10..2023-12-10"),
        ("近三个月", "2023-09-10..2023-12-10"),
        ("3月20日前", "..2023-03-20"),
        ("3月前", "..2023-02-28"),
        ("2023-11", "2023-11-01..2023-11-30"),
        ("2023/2", "2023-02-01..2023-02-28"),
        ("11/2023", "2023-11-01..2023-11-30"),
        ("２０２３－１１", "2023-11-01..2023-11-30"),
        ("2023-11-05", "2023-11-05..2023-11-05"),
        ("20231105", "2023-11-05..2023-11-05"),
        ("Nov 2023", "2023-11-01..2023-11-30"),
        ("2023 November", "2023-11-01..2023-11-30"),
        ("Sept. 2023", "2023-09-01..2023-09-30"),
        ("in November", "2023-11-01..2023-11-30"),
        ("5 Nov 2023", "2023-11-05..2023-11-05"),
        ("Dec 22, 2023", "2023-12-22..2023-12-22"),
        ("December 25", "2022-12-25..2022-12-25"),
        ("Feb 29", "2020-02-29..2020-02-29"),
        ("2023年11月", "2023-11-01..2023-11-30"),
        ("11月", "2023-11-01..2023-11-30"),
        ("11月5日", "2023-11-05..2023-11-05"),
        ("Q4 2023", "2023-10-01..2023-12-31"),
        ("2023Q4", "2023-10-01..2023-12-31"),
        ("4Q 2023", "2023-10-01..2023-12-31"),
        ("Q4", "2023-10-01..2023-12-31"),
        ("H1 2024", "2024-01-01..2024-06-30"),
        ("first half of 2023", "2023-01-01..2023-06-30"),
        ("the 4th quarter", "2023-10-01..2023-12-31"),
        ("2023 third quarter", "2023-07-01..2023-09-30"),
        ("2023年第四季度", "2023-10-01..2023-12-31"),
        ("2023年上半年", "2023-01-01..2023-06-30"),
        ("下半年", "2023-07-01..2023-12-31"),
        ("today", "2023-12-10..2023-12-10"),
        ("yesterday", "2023-12-09..2023-12-09"),
        ("tomorrow", "2023-12-11..2023-12-11"),
        ("昨天", "2023-12-09..2023-12-09"),
        ("this week", "2023-12-04..2023-12-10"),
        ("last week", "2023-11-27..2023-12-03"),
        ("last month", "2023-11-01..2023-11-30"),
        ("上个月", "2023-11-01..2023-11-30"),
        ("本月", "2023-12-01..2023-12-31"),
        ("last quarter", "2023-07-01..2023-09-30"),
        ("last half year", "2023-01-01..2023-06-30"),
        ("this year", "2023-01-01..2023-12-31"),
        ("去年", "2022-01-01..2022-12-31"),
        ("next year", "2024-01-01..2024-12-31"),
        ("past week", "2023-12-03..2023-12-10"),
        ("past 2 weeks", "2023-11-26..2023-12-10"),
        ("two weeks", "2023-11-26..2023-12-10"),
        ("最近两周", "2023-11-26..2023-12-10"),
        ("过去30天", "2023-11-10..2023-12-10"),
        ("3个月内", "2023-09-10..2023-12-10"),
        ("last 30 days", "2023-11-10..2023-12-10"),
        ("30d", "2023-11-10..2023-12-10"),
        ("a month", "2023-11-10..2023-12-10"),
        ("2w", "2023-11-26..2023-12-10"),
        ("3 days ago", "2023-12-07..2023-12-07"),
        ("next 2 weeks", "2023-12-10..2023-12-24"),
        ("in 30 days", "2023-12-10..2024-01-09"),
        ("未来30天", "2023-12-10..2024-01-09"),
        ("10/25-11/28", "2023-10-25..2023-11-28"),
        ("25/10-28/11", "2023-10-25..2023-11-28"),
        ("10/05 - 11/28", "2023-10-05..2023-11-28"),
        ("12/20-01/05", "2022-12-20..2023-01-05"),
        ("10/25", "2023-10-25..2023-10-25"),
        ("05/05", "2023-05-05..2023-05-05"),
        ("25 Oct – 28 Nov", "2023-10-25..2023-11-28"),
        ("25 Oct – 28 Nov 2022", "2022-10-25..2022-11-28"),
        ("2023-10..2023-11", "2023-10-01..2023-11-30"),
        ("from Oct 2023 to Nov 2023", "2023-10-01..2023-11-30"),
        ("between last month and today", "2023-11-01..2023-12-10"),
        ("2023年10月至2023年11月", "2023-10-01..2023-11-30"),
        ("since Nov 2023", "2023-11-01.."),
        ("2023-11..", "2023-11-01.."),
        ("..2023-11", "..2023-11-30"),
        ("until Nov 2023", "..2023-11-30"),
        ("before 2023-11", "..2023-10-31"),
        ("after Nov 2023", "2023-12-01.."),
    ],
)
def test_phrases_are_read_back_from_today(text: str, expected: str) -> None:
    """What people type is a range of days; missing years and counts look back."""
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30d", "2023-12-10..2024-01-09"),
        ("2 weeks", "2023-12-10..2023-12-24"),
        ("两周内", "2023-12-10..2023-12-24"),
        ("last 30 days", "2023-11-10..2023-12-10"),
        ("past week", "2023-12-03..2023-12-10"),
        ("Nov", "2024-11-01..2024-11-30"),
        ("Friday", "2023-12-15..2023-12-15"),
        ("年初", "2024-01-01..2024-04-30"),
        ("Dec", "2023-12-01..2023-12-31"),
        ("Dec 22", "2023-12-22..2023-12-22"),
        ("10/25", "2024-10-25..2024-10-25"),
        ("Feb 29", "2024-02-29..2024-02-29"),
        ("12/20-01/05", "2023-12-20..2024-01-05"),
        ("2023-11", "2023-11-01..2023-11-30"),
    ],
)
def test_phrases_look_ahead_where_asked_to(text: str, expected: str) -> None:
    """With ``ahead`` counts and missing years look forward, unless the phrase says otherwise."""
    assert _read(text, ahead=True) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("03/04/2023", "two ways", "2023-03-04 or 2023-04-03"),
        ("03.04.23", "two ways", "2023-03-04 or 2023-04-03"),
        ("03/04", "two ways", "2023-03-04 or 2023-04-03"),
        ("03/04-05/06", "two ways", "2023-03-04 or 2023-04-03"),
        ("last", "needs a unit", "last 30 days"),
        ("past 3", "needs a unit", "last 30 days"),
        ("最近", "needs a unit", "last 30 days"),
        ("Sunday", "two ways: 2023-12-10 or 2023-12-03", "2023-12-03"),
        ("星期天", "two ways", "2023-12-03"),
        ("before the summer", "leaves open which months", "2023-06..2023-08, since 2023-06, or until 2023-08"),
        ("spring 2024", "leaves open which months", "2024-03..2024-05"),
        ("since last autumn", "leaves open which months", "2023-09..2023-11"),
        ("since last spring", "leaves open which months", "2023-03..2023-05"),
        ("since last winter", "leaves open which months", "2022-12..2023-02"),
        ("next winter", "leaves open which months", "2024-12..2025-02"),
        ("去年秋天", "leaves open which months", "2022-09..2022-11"),
        ("before Christmas", "leaves open which days", "until 2023-12-10"),
        ("around the Chinese New Year", "leaves open which days", "since 2023-12-10"),
        ("since last Spring Festival", "leaves open which days", "since 2023-12-10"),
        ("春节前", "leaves open which days", "since 2023-12-10"),
        ("2024年夏天", "leaves open which months", "2024-06..2024-08"),
        ("入冬以来", "leaves open which months", "2023-12..2024-02"),
        ("the past few weeks", "leaves open how many", "past 2 weeks"),
        ("a couple of months", "leaves open how many", "last 3 months"),
        ("近几个月", "leaves open how many", "最近三个月"),
        ("early 25", "not a date", "2023-11-05"),
        ("any", "not a date", "2023-11-05"),
        ("13/14", "not a date", "2023-11-05"),
        ("13/14/2023", "not a date", "2023-11-05"),
        ("00/04/2023", "not a date", "2023-11-05"),
        ("2023-02-30", "not a date", "2023-11-05"),
        ("20230230", "not a date", "2023-11-05"),
        ("30 Feb", "not a date", "2023-11-05"),
        ("2023-13", "not a date", "2023-11-05"),
        ("2023-2021", "not a date", "2023-11-05"),
        ("Q5 2023", "not a date", "2023-11-05"),
        ("H3 2023", "not a date", "2023-11-05"),
        ("2023-12..2023-10", "not a date", "2023-11-05"),
        ("2023..soon", "not a date", "2023-11-05"),
        ("since soon", "not a date", "2023-11-05"),
        ("3年", "not a date", "2023-11-05"),
        ("diligence", "not a date", "2023-11-05"),
        ("一八九九年11月", "not a date", "2023-11-05"),
        ("1899年3月1日", "not a date", "2023-11-05"),
        ("9999 years", "outside the calendar", "2023-11-05"),
        ("900 years", "outside the calendar", "2023-11-05"),
        ("", "missing", "2023-11-05"),
        ("x" * 100, "…", "2023-11-05"),
        ("2023" + " to" * 900, "…", "2023-11-05"),
    ],
)
def test_what_is_ambiguous_or_impossible_is_refused_with_examples(text: str, message: str, hint: str) -> None:
    """A refusal names the phrase and shows how to write it."""
    with pytest.raises(BadQueryError) as caught:
        parse_date_phrase(text, today=TODAY)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_weekday_is_the_coming_one_only_where_it_can_be_no_other() -> None:
    """On a Tuesday "next Friday" may be this week's or the one after, so both are named; "next Monday" is one day."""
    tuesday = dt.date(2025, 7, 1)
    with pytest.raises(BadQueryError) as caught:
        parse_date_phrase("next Friday", today=tuesday)
    assert "2025-07-04 or 2025-07-11" in caught.value.message
    assert parse_date_phrase("next Monday", today=tuesday).start == dt.date(2025, 7, 7)
    assert parse_date_phrase("next Tuesday", today=tuesday).start == dt.date(2025, 7, 8)
    with pytest.raises(BadQueryError, match="2025-07-01 or 2025-07-08"):
        parse_date_phrase("Tuesday", today=tuesday, ahead=True)


@pytest.mark.parametrize(
    ("text", "today", "first"),
    [
        ("this summer", dt.date(2025, 4, 20), "2025-06"),
        ("this winter", dt.date(2025, 1, 20), "2024-12"),
        ("this winter", dt.date(2025, 4, 20), "2025-12"),
        ("the summer", dt.date(2025, 4, 20), "2024-06"),
    ],
)
def test_this_season_is_the_one_that_is_on_or_comes(text: str, today: dt.date, first: str) -> None:
    """The examples of a refusal are of the season that is meant."""
    with pytest.raises(BadQueryError) as caught:
        parse_date_phrase(f"before {text}", today=today)
    assert f"since {first}" in caught.value.hint


WORDS = st.sampled_from(
    [*"0123456789 /-.–:年月日", "last ", "past ", "Nov", "2023", "q", "h", "to", "..", "since ", "两周", "d"]
)


@given(text=st.text(max_size=30) | st.lists(WORDS, max_size=9).map("".join), ahead=st.booleans(), today=st.dates())
def test_any_phrase_is_a_range_or_refused(text: str, ahead: bool, today: dt.date) -> None:
    """Whatever is typed, on any day, gives a range that is not empty, or a refusal in one line."""
    refusal = ""
    found = None
    try:
        found = parse_date_phrase(text, today=today, ahead=ahead)
    except BadQueryError as error:
        refusal = str(error)
    assert "\n" not in refusal
    assert refusal or (found and (found.start is None or found.end is None or found.start < found.end))
