"""The board paper: what it holds, its footnotes, and that it stays short."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from mammoth import convert_to_html

from bot.files.files import write_board_paper
from bot.files.paper import PaperRow
from tests.files.paper import CLAIM, DRAFT, NOW, build_paper


def read_lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def read_notes(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/footnotes.xml").decode()
    return [text.strip() for text in re.findall(r"<w:t [^>]*>([^<]*)</w:t>", xml)]


def test_the_paper_in_full() -> None:
    """First the stamp and what is to be done, then facts, claims and views, and what is not said."""
    assert read_lines(write_board_paper(build_paper(), now=NOW)) == [
        "Robots",
        "As of 7 Mar 2024 (Beijing)",
        "Held: 1 briefing. Asked: /policy robots",
        "Deadlines, whole days in Beijing",
        "1 Apr 2024, in 25 days: comments close (as reported) · P5 Measures for Robots (Draft)",
        "What is reported of documents",
        "P5 Measures for Robots (Draft)",
        (
            "机器人管理办法 · measures · draft for comment · MIIT, MOT · 1 Mar 2024 (as reported)"
            " · document number: none printed · comments close 1 Apr 2024"
        ),
        "“Robots need a licence.”",
        "What companies claim, not checked",
        "I2",
        "1 Mar 2024 (as reported) · companies: Huawei",
        "“Huawei showed a robot hand”",
        "The publisher's view, not fact",
        "P5: Smaller makers will feel it.",
        "What this paper does not say",
        "What came after the newest briefing held is not known here, so what is absent proves nothing.",
        "Institute: licence internal.",
    ]


def test_each_statement_has_a_footnote_to_its_page() -> None:
    """Word shows them below the page they are referred to on; another reader of Word files finds them too."""
    data = write_board_paper(build_paper(), now=NOW)
    place = "Institute Watch, 6 Mar 2024, item 1, p. 5 (I1); no link in the source"
    claim = "Institute Watch, 6 Mar 2024, company news 1, p. 7 (I2); https://example.org/hand"
    assert read_notes(data) == [place, place, claim, place]
    html: Any = convert_to_html(io.BytesIO(data)).value
    assert html.count('<sup><a href="#footnote-') + html.count('id="footnote-ref') >= 4
    assert claim in html


def test_deadlines_that_passed_are_not_to_be_done() -> None:
    """What is closed on the paper's day is none of them; without any the paper says so."""
    late = build_paper(as_of=dt.date(2024, 4, 2))
    assert "None ahead is printed in what this paper tells." in read_lines(write_board_paper(late, now=NOW))
    today = build_paper(as_of=dt.date(2024, 3, 31))
    assert any(line.startswith("1 Apr 2024, in 1 day: ") for line in read_lines(write_board_paper(today, now=NOW)))


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
    """What does not fit is left out and counted; every line keeps within the room that two pages were seen to have."""
    rows = tuple(make_long(number, CLAIM if number % 3 == 0 else DRAFT) for number in range(1, 40))
    lines = read_lines(write_board_paper(build_paper(*rows, total=900, notes=("note " * 60,) * 9), now=NOW))
    assert max(map(len, lines)) <= 280
    assert sum(-(-len(line) // 70) for line in lines) <= 105
    shown = sum(line.startswith("“") for line in lines)
    assert 4 <= shown <= 9
    assert f"{900 - shown} more match and are left out here." in lines
    assert "… and 33 more" in lines
    assert sum(": It thinks" in line for line in lines) >= 2


@pytest.mark.parametrize("hostile", ["a\x00b\x0bc", "<w:p/>&amp;", "\ud800x", "\ufffe", "=cmd"])
def test_no_text_breaks_the_document(hostile: str) -> None:
    """Signs that XML does not know are dropped, markup is text."""
    source = replace(DRAFT.source, name=hostile)
    row = replace(DRAFT, title=hostile, said=hostile, view=hostile, title_zh=hostile, source=source)
    data = write_board_paper(build_paper(row, title=hostile, asked=hostile), now=NOW)
    assert read_lines(data)
    assert len(read_notes(data)) == 3
