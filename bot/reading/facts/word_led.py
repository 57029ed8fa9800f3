"""Patterns tried only at the words that begin them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import ahocorasick_rs


class WordLed:
    """A pattern of which every match begins with one of some words, and which finds what it would find without them.

    ``words`` are parted by spaces, in lower case; a word's first letters are enough. With ``inside`` they may stand
    within a longer word, with which the match begins.
    """

    def __init__(self, words: str, pattern: str, flags: int = 0, *, inside: bool = False) -> None:
        self.words = tuple(words.split())
        self.pattern = re.compile(pattern, flags)
        self.inside = inside
        self._automaton = ahocorasick_rs.AhoCorasick(self.words)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches in order, without overlaps."""
        starts = self._list_starts(text)
        return self._match_at(text, starts) if starts else iter(())

    def _match_at(self, text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
        end = 0
        for start in starts:
            found = self.pattern.match(text, start) if start >= end else None
            if found:
                yield found
                end = found.end()

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match, or None."""
        for start in self._list_starts(text):
            if found := self.pattern.match(text, start):
                return found
        return None

    def _list_starts(self, text: str) -> Sequence[int]:
        """Return the places at which a match can begin, in order."""
        hits = self._automaton.find_matches_as_indexes(lower(text), overlapping=True)
        if not hits:
            return ()
        if self.inside:
            return sorted({_find_start_of_word(text, start) for _, start, _ in hits})
        return sorted({start for _, start, _ in hits})


def _find_start_of_word(text: str, at: int) -> int:
    while at and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at -= 1
    return at


@lru_cache(maxsize=64)
def lower(text: str) -> str:
    """Return the text in lower case, character for character; many ask for the same one."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join([char.lower()[0] for char in text])


def mentions(text: str, stems: tuple[str, ...]) -> bool:
    """Get whether any of these letters stand in a text, in any case: far cheaper than the pattern that needs them."""
    return any(map(lower(text).__contains__, stems))
