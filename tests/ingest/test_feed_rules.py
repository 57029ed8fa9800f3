"""Feeds: what people write, when a feed is asked again, and when its silence is worth a word."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.errors import BadQueryError
from bot.ingest.feed_rules import EVERY, FeedRequest, decide_next_poll, parse_feed_request
from bot.operations.alarms import is_overdue

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)
TODAY = NOW.date()
URL = "https://a.example/feed?x=1&y=2"
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "every"),
    [
        (URL, EVERY),
        (f"{URL} every:30m", dt.timedelta(minutes=30)),
        (f"every:2d {URL}", dt.timedelta(days=2)),
        ("<https://a.example/feed?x=1&amp;y=2> EVERY:weekly", dt.timedelta(days=7)),
        ("<https://a.example/feed?x=1&amp;y=2|a.example/feed> every:hourly", HOUR),
    ],
)
def test_what_people_and_slack_write(text: str, every: dt.timedelta) -> None:
    """An address and an interval in any order; Slack's angle brackets and entities are undone."""
    assert parse_feed_request(text) == FeedRequest(url=URL, every=every)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "The address is missing"),
        ("every:6h", "The address is missing"),
        (f"{URL} more", "I don't understand “more”"),
        (f"{URL} every:", "“every:”"),
        (f"{URL} every:5m", "“every:5m”"),
        (f"{URL} every:31d", "“every:31d”"),
        (f"{URL} every:6", "“every:6”"),
        (f"{URL} every:0h", "“every:0h”"),
    ],
)
def test_what_is_not_understood(text: str, part: str) -> None:
    """One line that says what to write."""
    with pytest.raises(BadQueryError, match=part) as refused:
        parse_feed_request(text)
    assert refused.value.hint


@pytest.mark.parametrize(("failures", "hours"), [(0, 48), (1, 0.25), (2, 1), (3, 4), (4, 16), (5, 24), (99, 24)])
def test_a_failed_poll_is_repeated_ever_later(failures: int, hours: float) -> None:
    """Soon at first, a day apart at most; after success it is the interval again."""
    assert decide_next_poll(now=NOW, every=48 * HOUR, failures=failures) == NOW + hours * HOUR


@pytest.mark.parametrize(
    ("gaps", "silent", "overdue"),
    [
        ((7, 7, 7), 14, False),
        ((7, 7, 7), 15, True),
        ((1, 1, 1), 8, False),
        ((1, 1, 1), 9, True),
        ((30, 31, 30), 60, False),
        ((30, 31, 30), 61, True),
        ((7, 7), 400, False),
        ((), 400, False),
        ((365, 7, 7, 7), 15, True),
    ],
)
def test_silence_is_measured_by_what_was_usual(gaps: tuple[int, ...], silent: int, *, overdue: bool) -> None:
    """Twice the usual gap and a week more than that gap; nothing is said while too little is known."""
    day = TODAY - dt.timedelta(days=silent)
    days = [day]
    for gap in reversed(gaps):
        day -= dt.timedelta(days=gap)
        days.append(day)
    assert is_overdue(days, today=TODAY) is overdue
    assert not is_overdue([], today=TODAY)
