"""An item that prints only a weekday is of the last such day up to the issue's, and a person is asked to look."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.recognise import recognise
from tests.reading.recognition.recognise_lexicon import DOCUMENT, LEXICON

THURSDAY = dt.date(2024, 9, 12)


def read(
    text: str,
    *,
    published: dt.date | None = THURSDAY,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> tuple[dt.date | None, float]:
    item = ItemParts(section=Section.POLICY_NEWS, position=1, summary=(text,) if text else ())
    parts = BriefingParts(published_on=published, period_start=start, period_end=end, items=(item,))
    (found,) = recognise(parts, lexicon=LEXICON, document=DOCUMENT).items
    return found.reported_on, min((i.confidence for i in found.inferred if i.field == "reported_on"), default=1.0)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On Tuesday, MIIT issued a notice on robots.", 10),
        ("MIIT issued a notice on robots on Thursday. It will end on Friday.", 12),
        ("MIIT issued a notice last Friday", 6),
        ("Last Thursday MIIT issued a notice.", 5),
        ("Old ropes, new rules. MIIT yesterday issued a notice. It rained.", 11),
        ("MIIT issued a notice today.", 12),
        ("MIIT will issue a notice soon, a spokesman said on Tuesday.", 10),
    ],
)
def test_the_last_such_day_counts(text: str, day: int) -> None:
    """The weekday of the first sentence is the last one up to the day of issue, inferred."""
    assert read(text) == (dt.date(2024, 9, day), 0.8)


@pytest.mark.parametrize(
    "text",
    [
        "MIIT will meet on Friday.",
        "MIIT issued a notice. On Tuesday it rained.",
        "MIIT will meet today.",
        "MIIT looked at today's ropes.",
        "MIIT sat on Friday 13.",
        "Nothing.",
        "",
    ],
)
def test_no_day_is_made_up(text: str) -> None:
    """Days to come, days of another sentence and days of a month give none."""
    assert read(text)[0] is None


def test_one_of_many_weekdays_is_none() -> None:
    """Without a day of issue, or in an issue of a whole month, the weekday could be any."""
    assert read("On Tuesday, MIIT issued a notice.", published=None)[0] is None
    assert read("On Tuesday, MIIT issued a notice.", start=dt.date(2024, 8, 1))[0] is None


@pytest.mark.parametrize(
    ("text", "end", "day"),
    [
        ("MIIT met makers of ropes on Wednesday.", 15, dt.date(2024, 9, 11)),
        ("MIIT met makers of ropes on Wednesday.", 22, None),
        ("MIIT met makers of ropes today.", 15, None),
    ],
)
def test_the_week_of_an_issue_without_a_date_is_enough(text: str, end: int, day: dt.date | None) -> None:
    """Two weeks have two such days, and nobody knows which day was today."""
    assert read(text, published=None, start=dt.date(2024, 9, 9), end=dt.date(2024, 9, end))[0] == day
