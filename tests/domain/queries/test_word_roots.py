"""Words that the index's stemmer takes for one are told apart by their beginnings."""

from __future__ import annotations

import pytest

from bot.domain.queries.word_roots import list_roots


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("Emergency and emergencies", ("emergency",)),
        ("Generating generators, generally", ("generat", "general")),
        ("General\u3000Ｇｅｎｅｒｉｃ", ("general", "generic")),
        ("通用generic药", ("generic",)),
        ("the US, and us", ("us",)),
        ("USD, USB", ()),
        ("degenerate 数据", ()),
        ("securities and security", ("securities",)),
        ("", ()),
    ],
)
def test_a_text_has_the_roots_of_its_words(text: str, roots: tuple[str, ...]) -> None:
    """Forms of one word share a root; full-width letters read as their twins; what is inside a word counts for none."""
    assert list_roots(text) == roots
