"""Markdown arrives as blocks with the lines they stand on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.markdown import read_markdown_blocks


def outline(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in read_markdown_blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\n\nText.", [("heading", 1, "Title"), ("paragraph", 0, "Text.")]),
        ("Title\n=====\ntext", [("heading", 1, "Title"), ("paragraph", 0, "text")]),
        ("- a\n- b\n  - c", [("list_item", 1, "a"), ("list_item", 1, "b"), ("list_item", 2, "c")]),
        ("- a\n\n\n* b", [("list_item", 1, "a"), ("list_item", 1, "b")]),
        ("3. three\n4. four", [("list_item", 1, "3. three"), ("list_item", 1, "4. four")]),
        ("- a\n\n  more", [("list_item", 1, "a"), ("paragraph", 0, "more")]),
        ("- # Head", [("heading", 1, "Head")]),
        ("one\ntwo", [("paragraph", 0, "one two")]),
        (
            "1. 部门发通知\n3月2日，部门发布通知，要求登记。",
            [("list_item", 1, "1. 部门发通知\n3月2日，部门发布通知，要求登记。")],
        ),
        ("1. Ropes\nThe agency wants ropes.", [("list_item", 1, "1. Ropes\nThe agency wants ropes.")]),
        ("1. Ropes\nare what the agency wants.", [("list_item", 1, "1. Ropes are what the agency wants.")]),
        ("1. Ropes,\nSticks and other things.", [("list_item", 1, "1. Ropes, Sticks and other things.")]),
        (
            "1. The agency wants the\nRopes that it has.",
            [("list_item", 1, "1. The agency wants the Ropes that it has.")],
        ),
        (
            "Issued by: MIIT\nDate: 3 May",
            [("paragraph", 0, "Issued by: MIIT\nDate: 3 May")],
        ),
        ("文件：绳索办法\n发布机关：工信部\n说明", [("paragraph", 0, "文件：绳索办法\n发布机关：工信部说明")]),
        ("The rule\nsays: ropes\nand nets", [("paragraph", 0, "The rule says: ropes and nets")]),
        (
            "**Acme** – 3 May – sold\n**Brew** – 4 May – bought",
            [("paragraph", 0, "Acme – 3 May – sold\nBrew – 4 May – bought")],
        ),
        ("**Acme** and\n**Brew**", [("paragraph", 0, "Acme and Brew")]),
        (
            "**Acme sells ropes**\n`3 May | MIIT`\nIt did so.",
            [("paragraph", 0, "Acme sells ropes\n3 May | MIIT\nIt did so.")],
        ),
        ("3 May Ropes\n4 May Nets", [("paragraph", 0, "3 May Ropes\n4 May Nets")]),
        ("3 May: ropes\nwere sold on\n4 May in ports", [("paragraph", 0, "3 May: ropes were sold on 4 May in ports")]),
        ("Clemens Weber\nAnalyst, Rope House", [("paragraph", 0, "Clemens Weber\nAnalyst, Rope House")]),
        ("Ann Example  \nAnalyst", [("paragraph", 0, "Ann Example\nAnalyst")]),
        ("a<br>b", [("paragraph", 0, "a\nb")]),
        ("a <span>b</span>", [("paragraph", 0, "a b")]),
        (r"\(2021\) \* x", [("paragraph", 0, "(2021) * x")]),
        ("a &amp; b &copy;", [("paragraph", 0, "a & b ©")]),
        ("<div>\n<p>Inside &amp; out</p>\n</div>", [("paragraph", 0, "Inside & out")]),
        ("<!-- hidden -->\n\nshown", [("paragraph", 0, "shown")]),
        ("<!-- open\n\nshown", [("paragraph", 0, "<!-- open\nshown")]),
        ("    indented", [("paragraph", 0, "indented")]),
        ("```\nfenced\n```", [("paragraph", 0, "fenced")]),
        ("| a | b |\n|---|---|\n| c | |\n| | |", [("table_row", 0, "a | b"), ("table_row", 0, "c |")]),
        ("> quoted", [("paragraph", 0, "quoted")]),
        ("One ..... 2\nTwo.....\t3\nrest", [("paragraph", 0, t) for t in ("One ..... 2", "Two..... 3", "rest")]),
        ("1. One .... 2\n- x", [("list_item", 1, "1. One .... 2"), ("list_item", 1, "x")]),
        ("![logo](a.png)", []),
        ("---\n\n***", []),
        ("- \n- x", [("list_item", 1, "x")]),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, int, str]]) -> None:
    """Each construct becomes the block it shows on the page."""
    assert outline(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Label:** text", (Span(text="Label:", bold=True), Span(text=" text"))),
        ("*May 2:* text", (Span(text="May 2:", italic=True), Span(text=" text"))),
        ("***x***", (Span(text="x", bold=True, italic=True),)),
        (r"[\(Link\)](#)", (Span(text="(Link)", link="#"),)),
        ("([MIIT notice](<>))", (Span(text="("), Span(text="MIIT notice", link=""), Span(text=")"))),
        ("[two\nlines](https://example.org)", (Span(text="two lines", link="https://example.org"),)),
        ("[a *b*](#)", (Span(text="a ", link="#"), Span(text="b", italic=True, link="#"))),
        ("发布**“通知”**的", (Span(text="发布"), Span(text="“通知”", bold=True), Span(text="的"))),
        (
            "`code` <https://example.org/>",
            (
                Span(text="code", italic=True),
                Span(text=" "),
                Span(text="https://example.org/", link="https://example.org/"),
            ),
        ),
    ],
)
def test_spans(text: str, expected: tuple[Span, ...]) -> None:
    """Bold, italic and links are told apart, with labels and addresses exact."""
    assert read_markdown_blocks(text)[0].spans == expected


def test_lines_count_from_one() -> None:
    """Each block says on which lines it starts and ends."""
    text = "# A\n\nb\nc\n\n- d\n  e\n- f\n\nOne .... 1\nTwo .... 2\n\n|g|\n|-|\n|h|\n"
    assert [(block.line, block.last_line) for block in read_markdown_blocks(text)] == [
        (1, 1),
        (3, 4),
        (6, 7),
        (8, 8),
        (10, 10),
        (11, 11),
        (13, 13),
        (15, 15),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- " * 100_000 + "end",
        "\n".join("  " * depth + "- end" for depth in range(120)),
        "\n".join(">" * depth + " end" for depth in range(80)),
        "[" * 50_000 + "end",
        "word " * 100_000 + "end",
        "*a " * 3_000 + "end",
    ],
    ids=["markers", "indents", "quotes", "brackets", "long line", "stars"],
)
def test_hostile_text_is_kept(text: str) -> None:
    """What no one writes is read as plain text, quickly and whole."""
    blocks = read_markdown_blocks(text)
    assert blocks[-1].text.endswith("end")


@given(st.text(alphabet="ab #-*_[]()<>`|\n1.", max_size=80))
def test_any_text_is_read(text: str) -> None:
    """Every text gives blocks with spans, no bare white space, and lines in order."""
    blocks = read_markdown_blocks(text)
    assert all(block.text.strip() == block.text and block.spans for block in blocks)
    assert all((block.line or 0) <= (block.last_line or 0) <= text.count("\n") + 1 for block in blocks)


def test_table_cells_keep_their_links() -> None:
    """A table row is one block with its cells parted by a bar."""
    row = read_markdown_blocks("|a|b|\n|-|-|\n|**x**|[y](#)|")[1]
    assert row == Block(
        kind=BlockKind.TABLE_ROW,
        spans=(Span(text="x", bold=True), Span(text=" | "), Span(text="y", link="#")),
        line=3,
        last_line=3,
    )


def test_a_line_in_italics_keeps_its_own_line() -> None:
    """It credits the title above it; words in italics within a line do not part it."""
    credited = "**[Rules on Ropes](https://a.example)** 绳索规则\n*MIIT | adopted 27 June 2025*\n"
    assert outline(credited) == [("paragraph", 0, "Rules on Ropes 绳索规则\nMIIT | adopted 27 June 2025")]
    wrapped = "The MIIT issued *rules on ropes* for all the ports\nof the coast, and *measures* for the lakes."
    assert "\n" not in outline(wrapped)[0][2]
