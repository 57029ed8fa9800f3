"""Roots and batches that titles in two languages are compared by."""

from __future__ import annotations

import pytest

from bot.domain.records.glossary import find_batch, find_roots


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("pilots of smart solar", "智能光伏试点"),
        ("a catalogue of standards for batteries", "电池标准目录"),
        ("export of rare earths", "稀土出口"),
        ("work safety of batteries", "劳动安全，电池"),
    ],
)
def test_both_languages_have_the_same_roots(english: str, chinese: str) -> None:
    """Each root is found in either; a part of another word is none, a word of a longer name is one too."""
    assert find_roots(english) == find_roots(chinese) != frozenset()
    assert find_roots("scarcely windows") == frozenset()


@pytest.mark.parametrize(
    ("text", "batch"),
    [
        ("the fourth batch of pilots", 4),
        ("a 12th group of firms", 12),
        ("第四批名单", 4),
        ("第12批名单", 12),
        ("the fourth of may", None),
        ("第四条", None),
    ],
)
def test_the_number_of_a_batch(text: str, batch: int | None) -> None:
    """In words or figures of either language; other ordinals number no batch."""
    assert find_batch(text) == batch
