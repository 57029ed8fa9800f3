"""Days below a head of a table that says what happens on them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.reading.recognition.deadline_columns import list_column_days
from bot.reading.recognition.deadline_days import Frame
from bot.reading.recognition.passages import Passage, Place
from bot.reading.recognition.sentences import split_sentences


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        (
            ("名称 | 实施日期", "灯光 | 2025-02-01", "汽笛 | 2025年3月1日"),
            ["2025-02-01 takes_effect", "2025-03-01 takes_effect"],
        ),
        (("Call | Apply by", "Ropes | 5 May 2025"), ["2025-05-05 applications_close"]),
        (("名称 | 反馈截止日期", "灯光 | 2025-02-01"), ["2025-02-01 comments_close"]),
        (("名称 | 截止日期", "灯光 | 2025-02-01"), []),
        (("名称 | 实施日期", "灯光 | 自2025-02-01起", "汽笛 |", "缆绳 | 2025-03-01 | 废止"), []),
        (("名称 | 实施日期", "以上标准由港口出版社出版。", "缆绳 | 2025-03-01"), []),
        (("实施日期", "2025-03-01"), []),
    ],
)
def test_the_head_of_a_column_says_what_its_days_are(rows: tuple[str, ...], days: list[str]) -> None:
    """A cell counts that is a day alone; another text or a row of another length ends the table."""
    passages = [Passage(place=Place.SUMMARY, text=row, sentences=split_sentences(row)) for row in rows]
    found = list_column_days(passages, Frame(reported_on=dt.date(2025, 1, 6)), wording="")
    assert [f"{day.on} {day.kind}" for day in found] == days
