"""Pinyin as people type it, with or without spaces, and the tokens by which the index knows its syllables.

The syllables are those of standard Chinese (Hanyu Pinyin, ISO 7098), without tones; ü may be typed ``v``.
"""

from __future__ import annotations

from functools import lru_cache

_BY_INITIAL = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve ue",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve ue",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ao ei en eng o u",
}
SYLLABLES = frozenset(initial + final for initial, finals in _BY_INITIAL.items() for final in finals.split())
"""Every syllable, without tone."""
_LONGEST_SYLLABLE = 6
_LONGEST_WORD = 40
_MOST_WAYS = 8
_LEAST = 2
"""Syllables that a word must have to be taken for pinyin; a single one is any English word."""


def syllable_token(syllable: str) -> str:
    """Give the index token of a syllable; a digit at its end keeps the stemmer off it."""
    return f"gbpy{syllable.replace('ü', 'v')}0"


@lru_cache(maxsize=1024)
def split_pinyin(text: str) -> tuple[str, ...]:
    """Give the syllables that the whole text consists of, in as few as possible; () when it does not.

    Apostrophes and spaces divide (``xi'an``). Of equally short readings the one with the longest first syllable.
    """
    parts = text.casefold().replace("ü", "v").replace("’", "'").replace("'", " ").split()
    found: list[str] = []
    for part in parts:
        syllables = _split(part)
        if not syllables:
            return ()
        found += syllables
    return tuple(found)


@lru_cache(maxsize=1024)
def list_splits(text: str) -> tuple[tuple[str, ...], ...]:
    """Give the ways in which the whole text consists of syllables, those in fewest first; at most so many.

    ``shujuanquan`` is shu-juan-quan as well as shu-ju-an-quan; only what is written tells which is meant.
    """
    ways: list[tuple[str, ...]] = [()]
    for part in text.casefold().replace("ü", "v").replace("’", "'").replace("'", " ").split():
        ways = [(*way, *more) for way in ways for more in _list_ways(part)][:_MOST_WAYS]
    return tuple(sorted(filter(None, ways), key=len))


def _list_ways(word: str) -> list[tuple[str, ...]]:
    """Give the ways of one word; the table holds those of every ending of it."""
    if len(word) > _LONGEST_WORD:
        return []
    table: list[list[tuple[str, ...]]] = [[] for _ in word] + [[()]]
    for start in range(len(word) - 1, -1, -1):
        ways = [
            (word[start:end], *rest)
            for end in range(start + 1, min(len(word), start + _LONGEST_SYLLABLE) + 1)
            if word[start:end] in SYLLABLES
            for rest in table[end]
        ]
        table[start] = sorted(ways, key=len)[:_MOST_WAYS]
    return table[0]


def reads_as_pinyin(text: str) -> bool:
    """Tell whether the text may be pinyin of two characters or more."""
    return text.isascii() and len(text) <= _LONGEST_WORD and len(split_pinyin(text)) >= _LEAST


def _split(word: str) -> tuple[str, ...]:
    if len(word) > _LONGEST_WORD:
        return ()
    best: list[tuple[str, ...] | None] = [None] * len(word) + [()]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), start + _LONGEST_SYLLABLE), start, -1):
            rest = best[end]
            if rest is not None and word[start:end] in SYLLABLES:
                held = best[start]
                if held is None or len(rest) + 1 < len(held):
                    best[start] = (word[start:end], *rest)
    return best[0] or ()
