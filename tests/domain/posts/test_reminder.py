"""On which day a reminder of a deadline comes, and what names a deadline."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.posts.reminder import DueReminder, decide_reminder, find_mark_said
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


def test_a_mark_on_a_quiet_day_comes_before_it() -> None:
    """Where the next day that is not quiet lies past the mark, today is the reminder's day."""
    assert decide(9, next_left=7) is None
    assert decide(9, next_left=6) == DueReminder(mark=7, is_late=False)


def test_what_is_learned_after_its_mark_is_late() -> None:
    """A deadline that was learned when fewer days were left than its mark is late, and due whatever the hour."""
    assert decide(2, learned=2) == DueReminder(mark=7, is_late=True)
    assert decide(7, learned=7) == DueReminder(mark=7, is_late=False)
    assert decide(2, learned=2, told=(7,)) is None


def test_a_deadline_is_named_in_one_word() -> None:
    """What a button carries reads back as the same deadline; anything else is refused."""
    key = DeadlineKey(subject="P5", kind=DeadlineKind.COMMENTS_CLOSE, on=ON)
    assert format_deadline_key(key) == "P5|comments_close|2024-03-20"
    assert parse_deadline_key(format_deadline_key(key)) == key
    for text in ("", "P5|comments_close", "P5|never|2024-03-20", "P5|comments_close|soon"):
        with pytest.raises(BadQueryError, match="older version"):
            parse_deadline_key(text)


@pytest.mark.parametrize(
    ("due", "left", "said"),
    [(14, 8, 14), (14, 7, 7), (14, 6, 7), (7, 7, 7), (6, 7, 6), (1, 0, 1), (14, 20, 14)],
)
def test_a_reminder_answers_to_the_mark_that_it_says(due: int, left: int, said: int) -> None:
    """Learned a day before in the rule's own zone, "7 days left" is what the mark of 7 would say on the next."""
    assert find_mark_said((14, 7, 1), due=due, left=left) == said
