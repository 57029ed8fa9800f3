"""A table that lays out a page is taken apart; one that holds data is read row by row."""

import pytest

from bot.reading.formats.html import read_html_text


def read(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value[0], block.text) for block in read_html_text(text, source_name="a")[0]]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><th>Date<th>Body<tr><td>May 2<td>MIIT", [("t", "Date | Body"), ("t", "May 2 | MIIT")]),
        ("<thead><tr><td>A<td>B</thead><tr><td>1<td>2", [("t", "A | B"), ("t", "1 | 2")]),
        ("<caption>Rules</caption><tr><th>A<th>B", [("p", "Rules"), ("t", "A | B")]),
        (
            "<tr><td>Date<td>Body<tr><td>May 2<td><p>MIIT<p>NDRC<br>MOF",
            [("t", "Date | Body"), ("t", "May 2 | MIIT\nNDRC\nMOF")],
        ),
        ("<tr><td>May 2<td>one<tr><td>May 3<td>two", [("t", "May 2 | one"), ("t", "May 3 | two")]),
        ("<tr><th>A<th>B<th>C<tr><td>1<td><td>3", [("t", "A | B | C"), ("t", "1 | | 3")]),
        ("<tr><th>A<th>B<tr><td rowspan=2>1<td>2<tr><td>3", [("t", "A | B"), ("t", "1 | 2"), ("t", "1 | 3")]),
        ("<tr><th>A<th>B<tr><td>1<td rowspan=3>2<tr><td>3", [("t", "A | B"), ("t", "1 | 2"), ("t", "3 | 2")]),
        ("<tr><th>A<th>B<th>C<tr><td colspan=2>1<td>3", [("t", "A | B | C"), ("t", "1 | | 3")]),
        ("<tr><th>A<th>B<tr><td colspan=2>Energy<tr><td>1<td>2", [("t", "A | B"), ("p", "Energy"), ("t", "1 | 2")]),
        ("<tr><th>A<th>B<tr><td><td><tr></tr>", [("t", "A | B")]),
        (
            "<tr><td>Date:<td>May 2<td>Body:<td>MIIT<tr><td>No.:<td>9<td>日期：<td>",
            [("p", "Date: May 2"), ("p", "Body: MIIT"), ("p", "No.: 9"), ("p", "日期：")],
        ),
        ("<tr><th>A<td>stray</td>text<td>C", [("p", "text"), ("t", "A | stray | C")]),
    ],
)
def test_data_gives_rows(table: str, expected: list[tuple[str, str]]) -> None:
    """Cells, lines and all, stand side by side; one over several rows is in each, one over the whole row alone."""
    assert read(f"<table>{table}</table>") == expected


def test_a_cell_that_reaches_past_the_last_column_leaves_the_gap_empty() -> None:
    """A cell from above in the third column keeps its column where the row has one cell only."""
    table = "<table><tr><th>A<th>B<th rowspan=2>C<tr><td>1</table>"
    assert read(table) == [("t", "A | B | C"), ("t", "1 | | C")]


def test_a_row_of_very_many_cells_keeps_them_all() -> None:
    """Spans are bounded, cells are not."""
    cells = "".join(f"<td>{number}" for number in range(60))
    ((kind, text),) = read(f"<table><tr><th colspan=9999 rowspan=9999>A{cells}</table>")
    assert kind == "t"
    assert text.split(" | ")[0] == "A"
    assert text.endswith("59")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td>one<td>two", [("p", "one"), ("p", "two")]),
        ("<tr><td><table><tr><td>in</table><tr><td>out", [("p", "in"), ("p", "out")]),
        (
            "<tr><td><h2>A</h2>text<td>side<tr><td>x<td>y",
            [("h", "A"), ("p", "text"), ("p", "side"), ("p", "x"), ("p", "y")],
        ),
        ("<tr><td>a long first cell, longer than any head of a column<p>b<p>c<td>d<tr><td>e<td>f", None),
        ("<tr><td>a<ul><li>b</ul><td>c<tr><td>d<td>e", [("p", "a"), ("l", "b"), ("p", "c"), ("p", "d"), ("p", "e")]),
        ("<tr><td>•<td>one<tr><td>•<td><b>two</b>", [("l", "one"), ("l", "two")]),
        ("<tr><td>1.<td>Head<tr><td>2.<td>Next", [("p", "1. Head"), ("p", "2. Next")]),
        ("<tr><td>1.<td><h3>Head</h3>", [("h", "1. Head")]),
        ("<tr><td>3.<tr><td>text", [("p", "3."), ("p", "text")]),
        ("<tr><td>•<tr><td>text", [("p", "text")]),
        ("</table><ol><li><table><tr><td>first</table><li>second</ol><table>", [("l", "1. first"), ("l", "2. second")]),
        ("<td>loose<td>cells", [("p", "loose"), ("p", "cells")]),
    ],
)
def test_layout_gives_what_stands_in_it(table: str, expected: list[tuple[str, str]] | None) -> None:
    """Cells follow each other as blocks; a bullet or number in a cell of its own belongs to the next."""
    stacked = [("p", "a long first cell, longer than any head of a column"), *[("p", letter) for letter in "bcdef"]]
    assert read(f"<table>{table}</table>") == (stacked if expected is None else expected)


def test_a_table_that_says_it_only_lays_out_does() -> None:
    """The role decides before any look at the cells."""
    assert read("<table role=presentation><tr><th>A<th>B<tr><td>1<td>2</table>") == [("p", text) for text in "AB12"]
