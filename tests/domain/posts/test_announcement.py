"""What is announced: fresh issues that are newer than the last announced one."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.posts.announcement import decide_announcement

READ_ON = dt.date(2024, 3, 10)


@pytest.mark.parametrize(
    ("published_on", "last", "announced", "words"),
    [
        (dt.date(2024, 3, 5), None, True, "new"),
        (dt.date(2024, 1, 25), None, True, "new"),
        (dt.date(2024, 1, 24), None, False, "older than 45 days"),
        (None, None, False, "no date of issue"),
        (dt.date(2024, 3, 5), dt.date(2024, 2, 5), True, "new"),
        (dt.date(2024, 3, 5), dt.date(2024, 3, 5), False, "not newer"),
        (dt.date(2024, 3, 5), dt.date(2024, 3, 6), False, "not newer"),
        (dt.date(2024, 3, 20), None, True, "new"),
    ],
)
def test_decide_announcement(
    *, published_on: dt.date | None, last: dt.date | None, announced: bool, words: str
) -> None:
    """An issue is announced when it is at most 45 days old and newer than what its series announced last."""
    decided = decide_announcement(published_on=published_on, last_announced_on=last, read_on=READ_ON)
    assert decided.announced is announced
    assert words in decided.reason
