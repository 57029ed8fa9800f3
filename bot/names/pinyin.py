"""Pinyin as people type it, with or without spaces, and the tokens by which the index knows its syllables.

The syllables are those of standard Chinese (Hanyu Pinyin, ISO 7098), without tones; ü may be typed ``v``.
"""

import re
from functools import lru_cache

from bot.model.ids import HAN

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
    "g k h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j q x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh ch sh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z c s": "a ai an ang ao e ei en eng i ong ou u ua uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ao ei en eng o u",
}
SYLLABLES = frozenset(
    initial + final
    for initials, finals in _BY_INITIAL.items()
    for initial in initials.split() or ("",)
    for final in finals.split()
)
"""Every syllable, without tone."""
_LONGEST_SYLLABLE = 6
_LONGEST_WORD = 40
_MOST_WAYS = 8


def syllable_token(syllable: str) -> str:
    """Return the index token of a syllable; a digit at its end keeps the stemmer off it."""
    return f"gbpy{syllable.replace('ü', 'v')}0"


@lru_cache(maxsize=4096)
def list_splits(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways in which the whole text consists of syllables, those in fewest first; at most so many.

    ``shujuanquan`` is shu-juan-quan as well as shu-ju-an-quan; only what is written tells which is meant, and of equals
    that with the longest first syllable stands first. Apostrophes and spaces divide (``xi'an``).
    """
    rest = text.casefold().replace("ü", "v").lstrip(" '’")
    if not rest or len(rest) > _LONGEST_WORD:
        return () if rest else ((),)
    heads = (rest[:end] for end in range(_LONGEST_SYLLABLE, 0, -1) if rest[:end] in SYLLABLES)
    ways = ((head, *more) for head in dict.fromkeys(heads) for more in list_splits(rest.removeprefix(head)))
    return tuple(sorted(ways, key=len)[:_MOST_WAYS])


def reads_as_pinyin(text: str) -> bool:
    """Return whether the text may be pinyin of two characters or more; a single syllable is any English word."""
    return text.isascii() and any(len(way) > 1 for way in list_splits(text)[:1])


# Chinese text as pinyin for the index: one token a character, the reading that the word around it asks for.

_RUN = re.compile(f"[{HAN}]+")
_LONGEST = 4000
"""Characters of one item that are read as pinyin; more is no longer a briefing."""


def index_pinyin(text: str) -> str:
    """Return the tokens of every run of Han characters, in order; "" for a text without any."""
    runs = _RUN.findall(text[:_LONGEST])
    if not runs:
        return ""
    from pypinyin.seg.simpleseg import seg  # noqa: PLC0415  its tables take longer to load than an answer

    return " ".join([token for run in dict.fromkeys(runs) for word in seg(run) for token in _read_word(word)])


@lru_cache(maxsize=16_384)
def _read_word(word: str) -> tuple[str, ...]:
    """Return the tokens of a word as it is cut out of a run: how it is read depends on nothing around it."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  the same

    return tuple(syllable_token(reading) for reading in lazy_pinyin(word, errors="ignore", v_to_u=False))
