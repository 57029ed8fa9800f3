"""Long lists without a title page: each line is parted once, however often the lines ahead are asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bot.reading.formats.source import read_document
from bot.reading.grammar.parse import parse_parts

if TYPE_CHECKING:
    from types import FrameType


def count_calls(name: str, lines: int) -> int:
    """Give how often a function is called while this many bullets are read."""
    text = "".join(f"- MIIT issued {lines} and {n} on 3 May 2024\n" for n in range(lines))
    document = read_document(text.encode(), source_name="a.md")
    called = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal called
        called += event == "call" and frame.f_code.co_name == name

    held = sys.getprofile()
    sys.setprofile(count)
    try:
        parse_parts(document)
    finally:
        sys.setprofile(held)
    return called


@pytest.mark.parametrize("name", ["split_title_line", "_is_subject"])
def test_the_work_of_a_title_page_grows_with_its_lines(name: str) -> None:
    """Four times the lines are at most some four times the work; once for each pair it would be 16 times."""
    assert count_calls(name, 640) < 6 * count_calls(name, 160)
