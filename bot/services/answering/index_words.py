"""The words of the search index, kept until the next reading: what a misspelt word may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.store.licences import is_narrowed
from bot.store.search_words import find_newest_reading, list_index_words

if TYPE_CHECKING:
    from bot.store.database import Database

_SHORTER, _LONGER = 5, 2
"""A stem may be so many letters shorter than the word that was typed, or longer."""


class IndexWords:
    """Knows the words of one store's index; safe to share between threads.

    SQLite goes through every place of every word to list them, so they are listed once a letter and reading.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, list[str]]] = {}

    def list_like(self, db: Database, text: str) -> list[str]:
        """Give the words, as the index stems them, that begin like this one and are about as long; none for several."""
        word = fold(text)
        if not word.isascii() or not word.isalpha() or is_narrowed(db):  # the index does not tell whose words it has
            return []
        shortest, longest = len(word) - _SHORTER, len(word) + _LONGER
        return [stem for stem in self._list_with(db, word[0]) if shortest <= len(stem) <= longest]

    def _list_with(self, db: Database, letter: str) -> list[str]:
        state = find_newest_reading(db)
        kept = self._kept.get(letter)
        if kept is None or kept[0] != state:
            kept = self._kept[letter] = (state, list_index_words(db, letter))
        return kept[1]
