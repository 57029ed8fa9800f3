"""Schedules among the words of a subscription: read wherever they stand, refused where they cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadQueryError
from bot.query.query import parse_query
from bot.query.query_record import format_query
from bot.query.query_scan import QueryTextError
from tests.query_lexicon import LEXICON, TODAY


def read(text: str) -> str:
    return format_query(parse_query(text, lexicon=LEXICON, today=TODAY, bare_cadence=True), LEXICON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("robots weekly", "robots every:weekly"),
        ("robots at 9am daily", "robots every:daily at:09:00"),
        ("company:Tesla daily", "company:Tesla every:daily"),
        ("monthly", "every:monthly"),
        ("daily topic:ai", "topic:ai every:daily"),
        ("weekly on monday", "every:mon"),
        ("every monday", "every:mon"),
        ("robots every day at noon", "robots every:daily at:12:00"),
        ("topic:ai once a week", "topic:ai every:weekly"),
        ("topic:ai ASAP!", "topic:ai every:immediate"),
        ("in real time topic:ai", "topic:ai every:immediate"),
        ("robots real-time immediately", "robots every:immediate"),
        ("robots 7 days before", "robots remind:7"),
        ("remind me of robots a week before they close", "robots remind:7 to:me"),
        ("topic:ai 7 days in advance of a", "topic:ai remind:7"),
        ("robots 截止前两周", "robots remind:14"),
        ("remind robots", "remind robots"),
        ('"real time" robots', '"real time" robots'),
        ("right robots away", "right robots away"),
        ("fridays at 5pm", "every:fri at:17:00"),
        ("daily 09:00 topic:ai", "topic:ai every:daily at:09:00"),
        ("daily at 9o'clock", "every:daily at:09:00"),
        ("monthly on day 1", "every:monthly"),
        ("the first day of each month at 9am", "every:monthly at:09:00"),
        ("mon-fri at 8", "every:weekdays at:08:00"),
        ("every tue-thu", "every:tue,wed,thu"),
        ("daily at 09:00 Europe/Berlin", "every:daily at:09:00 tz:Europe/Berlin"),
        ("机器人 每周一上午9点", "机器人 every:mon at:09:00"),
        ("每周二至周四", "every:tue,wed,thu"),
        ("每星期天晚上八点20分", "every:sun at:20:20"),
        ("每天中午一点", "every:daily at:13:00"),
        ("topic:ai 实时", "topic:ai every:immediate"),
        ("周一 机器人", "周一 机器人"),
        ("robots daily at 09:00 New York time", "robots every:daily at:09:00 tz:America/New_York"),
        ("topic:ai daily at:09:00 Beijing", "topic:ai every:daily at:09:00 tz:Asia/Shanghai"),
        ("daily at:09:00 Europe/Berlin robots", "robots every:daily at:09:00 tz:Europe/Berlin"),
        ("topic:ai Berlin daily at:09:00", "Berlin topic:ai every:daily at:09:00"),
        ("Berlin daily", "Berlin every:daily"),
        ("robots on the 1st of each month at 9", "robots every:monthly at:09:00"),
        ("topic:ai every month on the 1st", "topic:ai every:monthly"),
        ("tue and fri 07:30", "every:tue,fri at:07:30"),
        ("sun at:09:00 robots", "robots every:sun at:09:00"),
        ("robots weekly quiet:weekends", "robots every:weekly quiet:weekends"),
        ("every: daily", "every:daily"),
    ],
)
def test_a_schedule_is_read_wherever_it_stands(text: str, expected: str) -> None:
    """Pace, days, time and zone need no key and no place; the rest is the filter."""
    assert read(text) == expected
    assert read(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        'robots "x weekly"',
        '"weekly" report',
        "at 5 plants",
        "on chips",
        "Europe/Berlin",
        "topic:ai,weekly",
        "at topic:ai noon",
        "robots sun",
        "Berlin robots",
    ],
)
def test_words_stay_words(text: str) -> None:
    """What stands in quotes, or in a name, or is no schedule by its form, is searched for."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY, bare_cadence=True)
    assert (query.every, query.at, query.tz) == (None, None, None)
    canonical = format_query(query, LEXICON)
    assert parse_query(canonical, lexicon=LEXICON, today=TODAY, bare_cadence=True) == query


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weekly at 25:00", "“25:00” is no time of day"),
        ("weekly at nine", "“nine” is no time of day"),
        ("every monday morning", "“morning” is no time of day"),
        ("daily on monday", "names more than one schedule"),
        ("daily at 9 in Atlantis", "“in Atlantis” is no place whose time is known here"),
        ("every other week", "“every other week” is no pace here"),
        ("every second monday", "“every second monday” is no pace here"),
        ("quarterly", "“quarterly” is no pace here"),
        ("monthly on the 15th", "“monthly on the 15th” is no pace here"),
        ("the last day of every month", "“last day of every month” is no pace here"),
        ("robots end of month", "“end of month” is no pace here"),
        ("monthly on day 30", "“monthly on day 30” is no pace here"),
        ("robots every month on the 31st", "“month on the 31st” is no pace here"),
        ("sun", "“sun” can be a day or a word"),
        ("daily at 9am Berlin robots", "“Berlin” can be a time zone or a word"),
        ("real time monitoring", "“real time” can be a schedule or a word"),
        ("topic:ai asap weekly", "names more than one schedule"),
        ("monthly on robots", "“monthly” can be a schedule or a word"),
        ("topic:ai 9 am", "“9 am” can be a time of day or a word"),
        ("weekly topic:ai 9.30pm", "“9.30pm” can be a time of day or a word"),
        ("每天25点", "“每天25点” names no time of day"),
        ("机器人 每月15日", "“每月15日” is no pace here"),
        ("每天 每周", "names more than one schedule"),
        ("提前3天 robots", "“提前3天” is no time of a reminder here"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, said: str) -> None:
    """What looks like a schedule is never a word to search for: one line says what is wrong, and how to write it."""
    with pytest.raises(BadQueryError, match=said) as refused:
        read(text)
    assert isinstance(refused.value, QueryTextError)
    assert "quotes" in refused.value.hint


_PARTS = ["daily", "weekly", "monday", "fri", "on", "and", "at", "9", "09:00", "5pm", "every", "other", "week", "noon"]
_PARTS += [
    "mon,thu",
    "mon-fri",
    "to",
    "morning",
    "last day of",
    "the 1st of",
    "the month",
    "end of month",
    "sun",
    "Berlin",
    "New York",
    "time",
    "topic:ai",
    "robots",
    "Europe/Berlin",
    "CST",
    "-weekly",
    '"daily"',
    ",",
    "company:Quay",
    "every:",
    "morning",
    "7 days",
    "a week",
    "before",
    "remind me",
]


@given(st.lists(st.sampled_from(_PARTS), max_size=8).map(" ".join))
def test_whatever_is_read_is_read_the_same_again(text: str) -> None:
    """Any mixture is refused in one line, or gives a text that means the same."""
    try:
        canonical = read(text)
    except BadQueryError:
        return
    assert read(canonical) == canonical
