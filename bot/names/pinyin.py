"""Pinyin as people type it, with or without spaces, and the tokens by which the index knows its syllables.

The syllables are those of standard Chinese (Hanyu Pinyin, ISO 7098), without tones; ü may be typed ``v``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.model.ids import HAN, fold
from bot.names.lexicon import Body, Company, NamedT, Topic

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
    """Return the index token of a syllable; a digit at its end keeps the stemmer off it."""
    return f"gbpy{syllable.replace('ü', 'v')}0"


@lru_cache(maxsize=1024)
def split_pinyin(text: str) -> tuple[str, ...]:
    """Return the syllables that the whole text consists of, in as few as possible; () when it does not.

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
    """Return the ways in which the whole text consists of syllables, those in fewest first; at most so many.

    ``shujuanquan`` is shu-juan-quan as well as shu-ju-an-quan; only what is written tells which is meant.
    """
    ways: list[tuple[str, ...]] = [()]
    for part in text.casefold().replace("ü", "v").replace("’", "'").replace("'", " ").split():
        ways = [(*way, *more) for way in ways for more in _list_ways(part)][:_MOST_WAYS]
    return tuple(sorted(filter(None, ways), key=len))


def _list_ways(word: str) -> list[tuple[str, ...]]:
    """Return the ways of one word; the table holds those of every ending of it."""
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
    """Return whether the text may be pinyin of two characters or more."""
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


# Chinese text as pinyin for the index: one token a character, the reading that the word around it asks for.

_RUN = re.compile(f"[{HAN}]+")
_LONGEST = 4000
"""Characters of one item that are read as pinyin; more is no longer a briefing."""
_KEPT = 16_384
"""So many words are kept as they are read: briefings use the same ones again and again."""


def index_pinyin(text: str) -> str:
    """Return the tokens of every run of Han characters, in order; "" for a text without any."""
    runs = _RUN.findall(text[:_LONGEST])
    if not runs:
        return ""
    from pypinyin.seg.simpleseg import seg  # noqa: PLC0415  its tables take longer to load than an answer

    return " ".join([token for run in dict.fromkeys(runs) for word in seg(run) for token in _read_word(word)])


@lru_cache(maxsize=_KEPT)
def _read_word(word: str) -> tuple[str, ...]:
    """Return the tokens of a word as it is cut out of a run: how it is read depends on nothing around it."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  the same

    return tuple(syllable_token(reading) for reading in lazy_pinyin(word, errors="ignore", v_to_u=False))


# Names while somebody types: which records fit what stands there so far, the likeliest first.

_NO_FIT = 9


def suggest_records(records: Iterable[NamedT], typed: str, *, limit: int) -> list[NamedT]:
    """Return at most ``limit`` records that fit what was typed, in either language; all of them for nothing typed.

    A record that bears the very name comes first, then those with a name that starts so, then with a word that does,
    then with the letters anywhere inside; equals stay in their order.
    """
    wanted = fold(typed)
    if not wanted:
        return list(records)[:limit]
    ranked = [(_rank(record, wanted), record) for record in records]
    fitting = sorted((pair for pair in ranked if pair[0] < _NO_FIT), key=lambda pair: pair[0])
    return [record for _, record in fitting[:limit]]


def _rank(record: Body | Company | Topic, wanted: str) -> int:
    return min(_rank_name(fold(name), wanted) for name in record.all_names)


def _rank_name(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    inside = wanted in name and (len(wanted) > 2 or not wanted.isascii())  # noqa: PLR2004  two letters stand everywhere
    return 3 if inside else _NO_FIT


def describe_record(record: Body | Company | Topic) -> str:
    """Return a record in one line: ``MIIT · Ministry of Industry and Information Technology · 工业和信息化部``."""
    names: tuple[str, ...]
    if isinstance(record, Body):
        names = (record.id.replace("_", " "), record.name_en, record.name_zh)
    elif isinstance(record, Company):
        names = (record.name, record.name_zh or "")
    else:
        names = (record.name_en, record.name_zh)
    return " · ".join(dict.fromkeys(name for name in names if name))
