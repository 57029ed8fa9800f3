"""Schedules behind the words of a subscription: read there, refused where they cannot be read."""

import pytest

from bot.errors import BadQueryError
from bot.query.keys import QueryTextError
from bot.query.query import parse_query
from bot.query.query_record import format_query
from tests.query_lexicon import LEXICON, TODAY


def read(text: str) -> str:
    return format_query(parse_query(text, lexicon=LEXICON, today=TODAY, bare_cadence=True), LEXICON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("robots weekly", "robots every:weekly"),
        ("robots at 9am daily", "robots every:daily at:09:00"),
        ("monthly", "every:monthly"),
        ("daily topic:ai", "topic:ai every:daily"),
        ("every monday", "every:mon"),
        ("fridays at 5pm", "every:fri at:17:00"),
        ("daily 09:00 topic:ai", "topic:ai every:daily at:09:00"),
        ("mon-fri at 8", "every:weekdays at:08:00"),
        ("every tue-thu", "every:tue,wed,thu"),
        ("daily at 09:00 Europe/Berlin", "every:daily at:09:00 tz:Europe/Berlin"),
        ("周一 机器人", "周一 机器人"),
        ("topic:ai Berlin daily at:09:00", "Berlin topic:ai every:daily at:09:00"),
        ("tue and fri 07:30", "every:tue,fri at:07:30"),
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
        ("every monday morning", "every monday morning”"),
        ("daily on monday", "names more than one schedule"),
        ("every other week", "I can't do “every other week”. Try"),
        ("quarterly", "I can't do “quarterly”"),
        ("monthly on the 15th", "I can't do “monthly on the 15th”"),
        ("robots every month on the 31st", "every month on the 31st”"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, said: str) -> None:
    """What looks like a schedule is never a word to search for: one line says what is wrong, and how to write it."""
    with pytest.raises(BadQueryError, match=said) as refused:
        read(text)
    assert isinstance(refused.value, QueryTextError)
    assert "quotes" in refused.value.hint
