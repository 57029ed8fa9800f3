import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates.date_phrases import parse_date_phrase
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
        ("去年九月", "2022-09-01..2022-09-30"),
        ("2023年1月至3月", "2023-01-01..2023-03-31"),
        ("early November 2023", "2023-11-01..2023-11-10"),
        ("the end of February 2023", "2023-02-21..2023-02-28"),
        ("last Friday", "2023-12-08..2023-12-08"),
        ("by March 2023", "..2023-03-31"),
        ("early 2025", "2025-01-01..2025-04-30"),
        ("by the end of the year", "..2023-12-31"),
        ("year end 2022", "2022-09-01..2022-12-31"),
        ("late last year", "2022-09-01..2022-12-31"),
        ("before the end of March", "..2023-03-31"),
        ("年初", "2023-01-01..2023-04-30"),
        ("明年年中", "2024-05-01..2024-08-31"),
        ("this Wednesday", "2023-12-06..2023-12-06"),
        ("上周五", "2023-12-01..2023-12-01"),
        ("三月以来", "2023-03-01.."),
        ("自9月1日起", "2023-09-01.."),
        ("近三个月", "2023-09-10..2023-12-10"),
        ("3月前", "..2023-02-28"),
        ("2023/2", "2023-02-01..2023-02-28"),
        ("２０２３－１１", "2023-11-01..2023-11-30"),
        ("Nov 2023", "2023-11-01..2023-11-30"),
        ("5 Nov 2023", "2023-11-05..2023-11-05"),
        ("Feb 29", "2020-02-29..2020-02-29"),
        ("11月", "2023-11-01..2023-11-30"),
        ("Q4 2023", "2023-10-01..2023-12-31"),
        ("summer of 2023", "2023-06-01..2023-08-31"),
        ("last winter", "2022-12-01..2023-02-28"),
        ("since the spring", "2023-03-01.."),
        ("去年夏天", "2022-06-01..2022-08-31"),
        ("first half of 2023", "2023-01-01..2023-06-30"),
        ("2023 third quarter", "2023-07-01..2023-09-30"),
        ("下半年", "2023-07-01..2023-12-31"),
        ("yesterday", "2023-12-09..2023-12-09"),
        ("last month", "2023-11-01..2023-11-30"),
        ("last half year", "2023-01-01..2023-06-30"),
        ("past 2 weeks", "2023-11-26..2023-12-10"),
        ("last 30 days", "2023-11-10..2023-12-10"),
        ("3 days ago", "2023-12-07..2023-12-07"),
        ("in 30 days", "2023-12-10..2024-01-09"),
        ("25/10-28/11", "2023-10-25..2023-11-28"),
        ("12/20-01/05", "2022-12-20..2023-01-05"),
        ("2023-10..2023-11", "2023-10-01..2023-11-30"),
        ("between last month and today", "2023-11-01..2023-12-10"),
        ("since Nov 2023", "2023-11-01.."),
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
        ("两周内", "2023-12-10..2023-12-24"),
        ("Friday", "2023-12-15..2023-12-15"),
        ("年初", "2024-01-01..2024-04-30"),
        ("Dec 22", "2023-12-22..2023-12-22"),
        ("Feb 29", "2024-02-29..2024-02-29"),
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
        ("before the fair", "not a date", "2023-11-05"),
        ("03/04", "two ways", "2023-03-04 or 2023-04-03"),
        ("past 3", "needs a unit", "last 30 days"),
        ("early 25", "not a date", "2023-11-05"),
        ("2023-02-30", "not a date", "2023-11-05"),
        ("2023-12..2023-10", "not a date", "2023-11-05"),
        ("diligence", "not a date", "2023-11-05"),
        ("1899年3月1日", "not a date", "2023-11-05"),
        ("", "missing", "2023-11-05"),
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
    assert parse_date_phrase("Tuesday", today=tuesday, ahead=True).start == tuesday


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
