"""Long lists without a title page: each line is parted once, however often the lines ahead are asked for."""

from __future__ import annotations

import pytest

from bot.reading.formats.source import read_document
from bot.reading.grammar.parse import parse_parts
from tests.work import count_calls

pytestmark = pytest.mark.no_cover


SHARED = ("split_title_line", "_is_subject")
"""What several rules ask of each line of the list."""


def count_calls_of_shared(lines: int) -> list[int]:
    """Give how often each of them is called while this many bullets are read."""
    text = "".join(f"- MIIT issued {lines} and {n} on 3 May 2024\n" for n in range(lines))
    document = read_document(text.encode(), source_name="a.md")
    calls = count_calls(lambda: parse_parts(document))
    return [
        sum(times for (place, called), times in calls.items() if not called and place.endswith(f" {name}"))
        for name in SHARED
    ]


def test_the_work_of_a_title_page_grows_with_its_lines() -> None:
    """Four times the lines are at most some four times the work; once for each pair it would be 16 times."""
    few, many = count_calls_of_shared(160), count_calls_of_shared(640)
    assert all(few)
    assert (few[0], many[0]) == (160, 640)
    assert [most < 6 * least for least, most in zip(few, many, strict=True)] == [True, True]
