"""On which day a reminder of a deadline comes, and what names a deadline."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.posts.reminder import DueReminder, decide_reminder
from bot.domain.records.briefing import DeadlineKind
from bot.domain.records.deadlines import DeadlineKey, format_deadline_key, parse_deadline_key
from bot.errors import BadQueryError

ON = dt.date(2024, 3, 20)
LONG_AGO = dt.date(2024, 2, 1)


def decide(
    left: int,
    *,
    marks: tuple[int, ...] = (7,),
    told: tuple[int, ...] = (),
    learned: int | None = None,
    next_left: int | None = None,
) -> DueReminder | None:
    """Decide with so many days left; ``learned`` and ``next_left`` are days before the deadline too."""
    return decide_reminder(
        on=ON,
        today=ON - dt.timedelta(days=left),
        next_day=ON - dt.timedelta(days=left - 1 if next_left is None else next_left),
        learned_on=LONG_AGO if learned is None else ON - dt.timedelta(days=learned),
        marks=marks,
        told=told,
    )


@pytest.mark.parametrize(
    ("left", "marks", "told", "mark"),
    [
        (8, (7,), (), None),
        (7, (7,), (), 7),
        (5, (7,), (), 7),
        (0, (7,), (), 7),
        (-1, (7,), (), None),
        (5, (7,), (7,), None),
        (14, (14, 7, 1), (), 14),
        (7, (14, 7, 1), (14,), 7),
        (5, (14, 7, 1), (14, 7), None),
        (1, (14, 7, 1), (14, 7), 1),
        (1, (14, 7, 1), (), 1),
        (3, (), (), None),
    ],
)
def test_a_mark_is_reminded_of_once(left: int, marks: tuple[int, ...], told: tuple[int, ...], mark: int | None) -> None:
    """Each mark brings one reminder, the nearest that was reached; never one after the deadline."""
    found = decide(left, marks=marks, told=told)
    assert (found.mark if found else None) == mark


def test_a_deadline_is_named_in_one_word() -> None:
    """What a button carries reads back as the same deadline; anything else is refused."""
    key = DeadlineKey(subject="P5", kind=DeadlineKind.COMMENTS_CLOSE, on=ON)
    assert format_deadline_key(key) == "P5|comments_close|2024-03-20"
    assert parse_deadline_key(format_deadline_key(key)) == key
    for text in ("", "P5|comments_close", "P5|never|2024-03-20", "P5|comments_close|soon"):
        with pytest.raises(BadQueryError, match="older version"):
            parse_deadline_key(text)
