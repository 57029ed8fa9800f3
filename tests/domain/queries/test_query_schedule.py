"""Schedules among the words of a subscription: read wherever they stand, refused where they cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.queries.query import format_query, parse_query, quote_schedule_words
from bot.domain.queries.query_keys import QueryTextError
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON, TODAY


def read(text: str) -> str:
    return format_query(parse_query(text, lexicon=LEXICON, today=TODAY, bare_cadence=True), LEXICON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("robots weekly", "robots every:weekly"),
        ("robots weekly at 09:00", "robots every:weekly at:09:00"),
        ("robots at 9am daily", "robots every:daily at:09:00"),
        ("topic:data security immediately", "topic:data_security every:immediate"),
        ("company:Tesla daily", "company:Tesla every:daily"),
        ("topic:ai, daily", "topic:ai every:daily"),
        ("monthly", "every:monthly"),
        ("weekly.", "every:weekly"),
        ("daily at 09:00 topic:ai", "topic:ai every:daily at:09:00"),
        ("daily topic:ai", "topic:ai every:daily"),
        ("topic:ai daily at 09:00 robots", "robots topic:ai every:daily at:09:00"),
        ("weekly on monday", "every:mon"),
        ("weekly on Mon and Thu at 9", "every:mon,thu at:09:00"),
        ("every monday", "every:mon"),
        ("Every Monday, Thursday robots", "robots every:mon,thu"),
        ("robots every day at noon", "robots every:daily at:12:00"),
        ("each week", "every:weekly"),
        ("topic:ai once a week", "topic:ai every:weekly"),
        ("topic:ai asap", "topic:ai every:immediate"),
        ("topic:ai ASAP!", "topic:ai every:immediate"),
        ("robots as it happens", "robots every:immediate"),
        ("as soon as possible robots", "robots every:immediate"),
        ("in real time topic:ai", "topic:ai every:immediate"),
        ("company:Tesla right away", "company:Tesla every:immediate"),
        ("robots real-time immediately", "robots every:immediate"),
        ("topic:ai 立即", "topic:ai every:immediate"),
        ("robots 7 days before", "robots remind:7"),
        ("robots 14, 7 and 1 days before the deadline", "robots remind:14,7,1"),
        ("remind me of robots a week before they close", "robots remind:7 to:me"),
        ("remind us of robots two weeks ahead weekly", "robots every:weekly remind:14"),
        ("topic:ai 7 days in advance of a", "topic:ai remind:7"),
        ("robots 提前7天提醒", "robots remind:7"),
        ("robots 截止前两周", "robots remind:14"),
        ("robots seven days before a robot", "robots robot remind:7"),
        ('robots "7 days before"', 'robots "7 days before"'),
        ("remind robots", "remind robots"),
        ("days before robots", "days before robots"),
        ('"real time" robots', '"real time" robots'),
        ('robots "real" time', 'robots "real" time'),
        ("right robots away", "right robots away"),
        ("once per day at 9:00", "every:daily at:09:00"),
        ("fridays at 5pm", "every:fri at:17:00"),
        ("on fridays at 5 p.m.", "every:fri at:17:00"),
        ("daily 09:00 topic:ai", "topic:ai every:daily at:09:00"),
        ("daily at 9 o'clock", "every:daily at:09:00"),
        ("daily at 9o'clock", "every:daily at:09:00"),
        ("weekdays at midnight", "every:weekdays at:00:00"),
        ("monthly on the 1st", "every:monthly"),
        ("monthly on day 1", "every:monthly"),
        ("robots on the 1st of the month", "robots every:monthly"),
        ("the first day of each month at 9am", "every:monthly at:09:00"),
        ("workdays at 8:00", "every:weekdays at:08:00"),
        ("mon-fri at 8", "every:weekdays at:08:00"),
        ("robots Monday to Friday", "robots every:weekdays"),
        ("every tue-thu", "every:tue,wed,thu"),
        ("sat to mon at 9:00", "every:mon,sat,sun at:09:00"),
        ("daily at 09:00 Europe/Berlin", "every:daily at:09:00 tz:Europe/Berlin"),
        ("topic:ai 每天 9:00", "topic:ai every:daily at:09:00"),
        ("机器人 每周一上午9点", "机器人 every:mon at:09:00"),
        ("每周一、周四 下午5点半", "every:mon,thu at:17:30"),
        ("每周一三五 十二点", "every:mon,wed,fri at:12:00"),
        ("每周二至周四", "every:tue,wed,thu"),
        ("每周六到周一", "every:mon,sat,sun"),
        ("每星期天晚上八点20分", "every:sun at:20:20"),
        ("每个工作日中午", "every:weekdays at:12:00"),
        ("每天中午一点", "every:daily at:13:00"),
        ("每月1日 二十三点", "every:monthly at:23:00"),
        ("topic:ai 实时", "topic:ai every:immediate"),
        ("上午九点", "上午九点"),
        ("周一 机器人", "周一 机器人"),
        ("daily at 9am Berlin", "every:daily at:09:00 tz:Europe/Berlin"),
        ("robots daily at 09:00 New York time", "robots every:daily at:09:00 tz:America/New_York"),
        ("daily at:09:00 Berlin", "every:daily at:09:00 tz:Europe/Berlin"),
        ("robots daily at: 09:00 New York", "robots every:daily at:09:00 tz:America/New_York"),
        ("topic:ai daily at:09:00 Beijing", "topic:ai every:daily at:09:00 tz:Asia/Shanghai"),
        ("daily at:09:00 Berlin time robots", "robots every:daily at:09:00 tz:Europe/Berlin"),
        ("daily at:09:00 Europe/Berlin robots", "robots every:daily at:09:00 tz:Europe/Berlin"),
        ("daily at:09:00 mornings", '"mornings" every:daily at:09:00'),
        ("topic:ai Berlin daily at:09:00", "Berlin topic:ai every:daily at:09:00"),
        ("weekly at 9am beijing. topic:ai", "topic:ai every:weekly at:09:00 tz:Asia/Shanghai"),
        ("Berlin daily", "Berlin every:daily"),
        ("mon,thu at:07:30", "every:mon,thu at:07:30"),
        ("robots on the 1st of each month at 9", "robots every:monthly at:09:00"),
        ("first day of every month topic:ai", "topic:ai every:monthly"),
        ("topic:ai every month on the 1st", "topic:ai every:monthly"),
        ("parts of each month", "parts of every:monthly"),
        ("robots mon, thu", "robots every:mon,thu"),
        ("tue and fri 07:30", "every:tue,fri at:07:30"),
        ("mon at noon", "every:mon at:12:00"),
        ("sun at:09:00 robots", "robots every:sun at:09:00"),
        ("robots at 9", "robots at:09:00"),
        ("robots weekly quiet:weekends", "robots every:weekly quiet:weekends"),
        ("every:mon, friday robots", "robots every:mon,fri"),
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
        '"x weekly"',
        '"weekly" report',
        'company:"Weekly Robots"',
        "at 5 plants",
        "on chips",
        "every vehicle",
        "Europe/Berlin",
        '-"weekly"',
        "topic:ai,weekly",
        "at topic:ai noon",
        "sun robots",
        "robots sun",
        "sun at sea",
        "Berlin robots",
    ],
)
def test_words_stay_words(text: str) -> None:
    """What stands in quotes, or in a name, or is no schedule by its form, is searched for."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY, bare_cadence=True)
    assert (query.every, query.at, query.tz) == (None, None, None)
    canonical = format_query(query, LEXICON)
    assert parse_query(canonical, lexicon=LEXICON, today=TODAY, bare_cadence=True) == query


def test_a_known_name_is_no_schedule() -> None:
    """The value of a key goes as far as a name that is known; of one that is not, one word may be a pace or not."""
    assert read("company:China Mobile daily") == 'company:"China Mobile" every:daily'
    assert read("company:Quay Daily News").startswith("company:")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weekly at 25:00", "“25:00” is no time of day"),
        ("robots at 99:00", "“99:00” is no time of day"),
        ("weekly at nine", "“nine” is no time of day"),
        ("daily in the morning", "“in the morning” is no time of day"),
        ("every monday morning", "“morning” is no time of day"),
        ("daily weekly", "names more than one schedule"),
        ("daily on monday", "names more than one schedule"),
        ("daily at 9:00 and 17:00", "two times of day"),
        ("daily at 9 and 17", "“09:00 and 17” are two times of day"),
        ("daily at 9 in Atlantis", "“in Atlantis” is no place whose time is known here"),
        ("daily at 9 Atlantis time", "“Atlantis time” is no place whose time is known here"),
        ("every other week", "“every other week” is no pace here"),
        ("every 2 days topic:ai", "“every 2 days” is no pace here"),
        ("every second monday", "“every second monday” is no pace here"),
        ("each quarter", "“each quarter” is no pace here"),
        ("quarterly", "“quarterly” is no pace here"),
        ("robots twice a week", "“twice a week” is no pace here"),
        ("monthly on the 15th", "“monthly on the 15th” is no pace here"),
        ("robots on the 15th of each month", "“15th of each month” is no pace here"),
        ("the last day of every month", "“last day of every month” is no pace here"),
        ("last day of the month", "“last day of the month” is no pace here"),
        ("robots end of month", "“end of month” is no pace here"),
        ("first monday of the month", "“first monday of the month” is no pace here"),
        ("monthly on day 30", "“monthly on day 30” is no pace here"),
        ("robots every morning", "“every morning” is no time of day"),
        ("each evening at 8", "“each evening” is no time of day"),
        ("robots every month on the 31st", "“month on the 31st” is no pace here"),
        ("daily at 9:00 CST", "“CST” stands for more than one time zone"),
        ("sun", "“sun” can be a day or a word"),
        ("Thu topic:ai", "“Thu” can be a day or a word"),
        ("daily at 9am Berlin robots", "“Berlin” can be a time zone or a word"),
        ("daily at:09:00 Berlin robots", "“Berlin” can be a time zone or a word"),
        ("real time monitoring", "“real time” can be a schedule or a word"),
        ("asap robots", "“asap” can be a schedule or a word"),
        ("topic:ai asap weekly", "names more than one schedule"),
        ("weekly report", "“weekly” can be a schedule or a word"),
        ("monthly on robots", "“monthly” can be a schedule or a word"),
        ("topic:ai 9am Shanghai", "“9am” can be a time of day or a word"),
        ("topic:ai 9 am", "“9 am” can be a time of day or a word"),
        ("robots 09:00", "“09:00” can be a time of day or a word"),
        ("weekly topic:ai 9.30pm", "“9.30pm” can be a time of day or a word"),
        ("fridays robots", "“fridays” can be a schedule or a word"),
        ("机器人 每天早上", "“每天早上” names no time of day"),
        ("每天25点", "“每天25点” names no time of day"),
        ("每周一二三点", "“每周一二三点” names no time of day"),
        ("机器人 每月15日", "“每月15日” is no pace here"),
        ("实时 机器人", "“实时” can be a schedule or a word"),
        ("每天 每周", "names more than one schedule"),
        ("robots 3 days before", "“3 days before” is no time of a reminder here: it comes 14, 7 or 1 days before"),
        ("提前3天 robots", "“提前3天” is no time of a reminder here"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, said: str) -> None:
    """What looks like a schedule is never a word to search for: one line says what is wrong, and how to write it."""
    with pytest.raises(BadQueryError, match=said) as refused:
        read(text)
    assert isinstance(refused.value, QueryTextError)
    assert "quotes" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("topic:ai 9am Shanghai", '"topic:ai" "9am" Shanghai'),
        ("robots 09:00", 'robots "09:00"'),
        ("daily weekly robots", '"daily" "weekly" robots'),
        ("every other week", 'every other "week"'),
        ("each quarter topic:ai", ""),
    ],
)
def test_the_words_offered_instead_are_read_as_words(text: str, offered: str) -> None:
    """What is offered in place of a refused text is not refused for the same again; what would be is not offered."""
    with pytest.raises(QueryTextError) as refused:
        read(text)
    assert refused.value.as_words == offered
    if offered:
        assert read(offered).count("every:") == 0


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


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("real time monitoring", '"real" time monitoring'),
        ("monitoring asap", 'monitoring "asap"'),
        ("platform as it happens", 'platform "as" it happens'),
        ("real estate", "real estate"),
        ("7 days before launch", '"7" days before launch'),
    ],
)
def test_a_search_that_is_followed_keeps_its_words(text: str, kept: str) -> None:
    """What was searched for is no schedule where its text is read as one of a subscription."""
    query = quote_schedule_words(parse_query(text, lexicon=LEXICON, today=TODAY))
    assert format_query(query, LEXICON) == kept == read(kept)
