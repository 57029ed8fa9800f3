"""Plain text arrives as paragraphs, bullets, and the headings that are certain."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.formats.plain import read_plain_blocks


def test_lines_are_recorded() -> None:
    """Each block says where it starts and ends, from line 1."""
    blocks = read_plain_blocks("\na\nb\n\n- c\n  d\n")
    assert [(block.line, block.last_line) for block in blocks] == [(2, 3), (5, 6)]


@given(st.text(alphabet="aB1 .-•:\n\f\t工", max_size=120))
def test_nothing_is_lost(text: str) -> None:
    """Whatever the layout, every letter of the text is in a block, in order of lines."""
    blocks = read_plain_blocks(text)
    kept = sorted("".join(block.text for block in blocks))
    assert [char for char in kept if char.isalpha()] == [char for char in sorted(text) if char.isalpha()]
    lines = [block.line or 0 for block in blocks]
    assert lines == sorted(lines)
