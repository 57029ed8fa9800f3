"""Plain text arrives as paragraphs, bullets, and the headings that are certain."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.formats.plain import read_plain, read_plain_blocks


def test_lines_are_recorded() -> None:
    """Each block says where it starts and ends, from line 1."""
    blocks = read_plain_blocks("\na\nb\n\n- c\n  d\n")
    assert [(block.line, block.last_line, block.page) for block in blocks] == [(2, 3, None), (5, 6, None)]


def test_form_feeds_part_pages_and_running_lines_are_furniture() -> None:
    """A text copied out of a PDF keeps its pages, loses its running lines, and mends what the page end cut."""
    page = "Weekly Notes\n\n{}\n\n- {} -\n\f"
    text = "".join(
        page.format(body, at) for at, body in enumerate(("the report goes", "on overleaf.", "Third."), start=1)
    )
    blocks, furniture = read_plain(text)
    assert [(block.text, block.page, block.last_page) for block in blocks] == [
        ("the report goes on overleaf.", 1, 2),
        ("Third.", 3, 3),
    ]
    assert [block.text for block in furniture] == [
        "Weekly Notes",
        "- 1 -",
        "Weekly Notes",
        "- 2 -",
        "Weekly Notes",
        "- 3 -",
    ]


@given(st.text(alphabet="aB1 .-•:\n\f\t工", max_size=120))
def test_nothing_is_lost(text: str) -> None:
    """Whatever the layout, every letter of the text is in a block or in the furniture, in order of lines."""
    blocks, furniture = read_plain(text)
    kept = sorted("".join(block.text for block in (*blocks, *furniture)))
    assert [char for char in kept if char.isalpha()] == [char for char in sorted(text) if char.isalpha()]
    lines = [block.line or 0 for block in blocks]
    assert lines == sorted(lines)
