"""Markdown arrives as blocks with the lines they stand on."""

import pytest

from bot.reading.formats.markdown import read_markdown_blocks


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
