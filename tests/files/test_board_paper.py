"""The board paper: what it says, its numbered sources, and that it stays short."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import docx
import pytest

from bot.files.files import write_board_paper
from bot.files.paper import Paper, PaperRow
from tests.files.paper import CLAIM, DRAFT, NOW, build_paper


def read_lines(paper: Paper) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(write_board_paper(paper, now=NOW))).paragraphs]


def test_the_paper_in_full() -> None:
    """First the day and what is to be done, then facts, claims and comments, what is missing, and the sources."""
    assert read_lines(build_paper()) == [
        "Robots",
        "As of 7 Mar 2024 (Beijing)",
        "From 1 briefing. Asked: /policy robots",
        "Deadlines (Beijing time)",
        "1 Apr 2024, in 25 days: comments close (as reported) · P5 Measures for Robots (Draft) [1]",
        "As reported",
        "P5 Measures for Robots (Draft)",
        (
            "机器人管理办法 · measures · draft for comment · MIIT, MOT · 1 Mar 2024 (as reported)"
            " · comments close 1 Apr 2024"
        ),
        "“Robots need a licence.” [1]",
        "Company claims, unverified",
        "I2",
        "1 Mar 2024 (as reported) · companies: Huawei",
        "“Huawei showed a robot hand” [2]",
        "Publisher's comments (opinion)",
        "P5, Institute's comment: Smaller makers will feel it. [1]",
        "What is missing",
        "Anything newer than the latest briefing is missing here.",
        "Institute: licence internal.",
        "Sources",
        "[1] Institute Watch, 6 Mar 2024, item 1, p. 5 (I1); no link",
        "[2] Institute Watch, 6 Mar 2024, company news 1, p. 7 (I2); https://example.org/hand",
    ]


def test_only_deadlines_ahead_are_listed() -> None:
    """What closed before the paper's day is left out; without any the paper says so."""
    assert "No deadlines ahead." in read_lines(build_paper(as_of=dt.date(2024, 4, 2)))
    today = read_lines(build_paper(as_of=dt.date(2024, 3, 31)))
    assert any(line.startswith("1 Apr 2024, in 1 day: ") for line in today)


def make_long(number: int, row: PaperRow) -> PaperRow:
    deadline = replace(DRAFT.days[0], on=dt.date(2024, 4, 1 + number % 28))
    return replace(
        row,
        id=f"P{number}",
        title="A long title of something " * 12,
        title_zh="很长的中文标题" * 12,
        said="It says a lot " * 40 if number % 2 else "说" * 400,
        view="It thinks a lot " * 40,
        deadlines=(deadline,),
        days=(deadline,),
    )


def test_a_paper_of_many_long_rows_is_cut_to_two_pages() -> None:
    """What does not fit is left out and counted; all lines stay within the room of two pages."""
    rows = tuple(make_long(number, CLAIM if number % 3 == 0 else DRAFT) for number in range(1, 40))
    lines = read_lines(build_paper(*rows, total=900, notes=("note " * 60,) * 9))
    assert sum(-(-len(line) // 70) for line in lines) <= 105
    assert sum(line.startswith("“") for line in lines) == 7
    assert sum("comment: It thinks" in line for line in lines) == 3
    assert {"893 more results did not fit in this file.", "… and 33 more"} <= set(lines)


def test_few_rows_are_quoted_at_length() -> None:
    """One statement of 900 letters stays whole."""
    assert any("word " * 179 in line for line in read_lines(build_paper(replace(DRAFT, said="word " * 180))))


@pytest.mark.parametrize("hostile", ["a\x00b\x0bc", "<w:p/>&amp;", "\ud800x", "\ufffe", "=cmd"])
def test_no_text_breaks_the_document(hostile: str) -> None:
    """Signs that XML does not know are dropped, markup is text."""
    source = replace(DRAFT.source, name=hostile)
    row = replace(DRAFT, title=hostile, said=hostile, view=hostile, title_zh=hostile, source=source)
    assert read_lines(build_paper(row, title=hostile, asked=hostile))[-3] == "Sources"
