"""What an item prints stands in reading order."""

from __future__ import annotations

from bot.domain.records.printed import add_points, join_printed, split_printed
from tests.builders import build_item


def test_points_follow_what_announces_them() -> None:
    """A list stands behind the last paragraph that ends with a colon, of either width, else at the end."""
    item = build_item(text="One.\n\nIt asks:\n\nAnswer by May.", points=("a  b", "c"))
    assert split_printed(item) == (["One.", "It asks:"], ["Answer by May."])
    assert join_printed(item) == "One. It asks: • a b • c Answer by May."
    assert split_printed(build_item(text="要求：\n\n五月。")) == (["要求："], ["五月。"])
    assert split_printed(build_item(text="One.\n\nTwo.")) == (["One.", "Two."], [])
    assert split_printed(build_item(text="It asks:\n\nTwo.", points=())) == (["It asks:", "Two."], [])


def test_a_sentence_that_announces_points_has_them() -> None:
    """Only the words right before the points get them."""
    item = build_item(text="As said:\n\nOne. It asks:\n\nAnswer by May.", points=("a  b", "c"))
    assert add_points(item, "It asks:") == "It asks: • a b • c"
    assert add_points(item, "As said:") == "As said:"
    assert add_points(item, "One.") == "One."
    assert add_points(build_item(text=" "), "It asks:") == "It asks:"
