"""Long lists without a title page: each line is parted once, however often the lines ahead are asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.reading.formats.source import read_document
from bot.reading.grammar.parse import parse_parts

if TYPE_CHECKING:
    from types import FrameType


def count_partings(lines: int) -> int:
    """Give how often a line is parted into names and dates while this many bullets are read."""
    text = "".join(f"- MIIT issued {lines} and {n} on 3 May 2024\n" for n in range(lines))
    document = read_document(text.encode(), source_name="a.md")
    parted = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal parted
        parted += event == "call" and frame.f_code.co_name == "_split_line"

    held = sys.getprofile()
    sys.setprofile(count)
    try:
        parse_parts(document)
    finally:
        sys.setprofile(held)
    return parted


def test_the_work_of_a_title_page_grows_with_its_lines() -> None:
    """Four times the lines are at most some four times the work; once for each pair it would be 16 times."""
    assert count_partings(80) < 6 * count_partings(20)
