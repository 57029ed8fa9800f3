"""The table for spreadsheets: every fact in a column of its own, and no cell that runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.files import guard_cell, write_csv
from tests.files.paper import DRAFT, build_paper


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_row_has_its_facts_and_its_source() -> None:
    """Dates are ISO days, what is not stated is empty, the publisher's view stands in a column of its own."""
    data = write_csv(build_paper())
    assert data.startswith(b"\xef\xbb\xbfid,item,standing,")
    draft, claim = read(data)
    assert (draft["id"], draft["title_zh"], draft["issuing_bodies"]) == ("P5", "机器人管理办法", "MIIT; MOT")
    assert (draft["date"], draft["date_standing"], draft["comments_close_on"]) == (
        "2024-03-01",
        "as reported",
        "2024-04-01",
    )
    assert (draft["document_number"], draft["url"], draft["effective_on"]) == ("", "", "")
    assert (draft["as_printed"], draft["publishers_view_not_fact"]) == (
        "Robots need a licence.",
        "Smaller makers will feel it.",
    )
    assert (draft["source"], draft["pages"], draft["as_of"]) == ("Institute Watch", "p. 5", "2024-03-07")
    assert (claim["standing"], claim["companies"]) == ("company's claim, unverified", "Huawei")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "＝1+1", "|x", "%0a", "\r\n@x"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    """What a spreadsheet could run begins with an apostrophe."""
    (row,) = read(write_csv(build_paper(replace(DRAFT, title=cell, said=cell, issuing_bodies=(cell,)))))
    assert row["title"].startswith("'")
    assert row["as_printed"] == row["title"] == row["issuing_bodies"]


@given(st.text())
def test_a_cell_stays_one_line_of_the_same_words(text: str) -> None:
    """Whatever comes in, nothing is lost but white space and NULs, and the first sign is harmless."""
    cell, line = guard_cell(text), " ".join(text.replace("\0", " ").split())
    assert cell in {line, f"'{line}"}
    assert not cell.startswith(("=", "+", "-", "@"))
    assert len(cell.splitlines()) <= 1
