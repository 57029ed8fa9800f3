"""Names that are almost spelled so: to ask "Did you mean", or sure enough to look for them and say so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Prefix

from bot.model.ids import fold
from bot.names.pinyin import index_pinyin

_PARTICLES = re.compile(r"\b(?:of|and|for|the) ")
_NEAR = 80
"""rapidfuzz score, of 100, from which a name is worth suggesting."""
_SURE = 88
_LENGTH_APART = 2
_SHORTEST, _LONG = 5, 8
"""Under five letters everything is near to everything: there one letter may differ, or two be swapped.
Two letters may be wrong only in a long word."""
_ENDING = re.compile(
    "|[axs]|e[sd]|d|ies|[eo]?rs?|ings?|ions?|i?als?|l?ly|ally|ments?|able|ity|y|ives?|ists?|ences?|ics?"
)


class Spelling:
    """Known names, each with the usual one of what it names, prepared so that the nearest is found at once."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, str] = {}
        self._usual: dict[str, str] = {}
        for name, usual in names:
            for folded in dict.fromkeys((fold(name), _PARTICLES.sub("", fold(name)))):  # a question leaves them out
                self._names.setdefault(folded, name)
                self._usual.setdefault(folded, usual)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for folded in self._names:
            self._by_length[len(folded)].append(folded)

    def suggest(self, text: str, *, limit: int = 3) -> tuple[str, ...]:
        """Return the names nearest to a text, then those that begin with it."""
        wanted = fold(text)
        if len(wanted) < _SHORTEST or not wanted.isascii():
            near = list(self._list_short(wanted, text))
        else:
            lengths = range(-(-len(wanted) * 2 // 3), len(wanted) * 3 // 2 + 1)  # others cannot reach the score
            likely = [name for length in lengths for name in self._by_length[length]]
            near = [name for name, _, _ in process.extract(wanted, likely, scorer=fuzz.ratio, score_cutoff=_NEAR)]
        begin = wanted if not wanted.isascii() else f"{wanted} "
        begun = (self._usual[name] for name in self._names if len(wanted) > 1 and name.startswith(begin))
        found = (self._names[name] for name in near if name != wanted)
        return tuple(dict.fromkeys((*found, *begun)))[:limit]

    def find(self, text: str) -> str | None:
        """Return the one name that is spelled almost so; the first letter must be right, as people seldom miss it."""
        wanted = fold(text)
        if len(wanted) < _SHORTEST or not wanted.isascii():
            return None
        lengths = range(max(_SHORTEST, len(wanted) - _LENGTH_APART), len(wanted) + _LENGTH_APART + 1)
        likely = [name for length in lengths for name in self._by_length[length] if name[0] == wanted[0]]
        near = process.extract(wanted, likely, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=4)
        sure = [(name, score) for name, score, _ in near if score >= _SURE or _is_one_letter_off(wanted, name)]
        alike = [name for name, score in sure if score == sure[0][1]]
        return self._names[alike[0]] if len(alike) == 1 and not is_other_form(wanted, alike[0]) else None

    def _list_short(self, wanted: str, typed: str) -> Iterator[str]:
        """Yield the abbreviations one step from one in capitals, and Chinese names with one other sign or one sound."""
        is_han = not wanted.isascii()
        step = 0 if is_han else 1
        lengths = range(len(wanted) - step, len(wanted) + step + 1) if is_han or typed.isupper() else ()
        for name in (name for length in lengths for name in self._by_length[length] if name[0] == wanted[0]):
            one_off = OSA.distance(wanted, name, score_cutoff=1) == 1
            if is_han:
                one_off = one_off and (len(name) > 2 or index_pinyin(name) == index_pinyin(wanted))  # noqa: PLR2004
            elif min(len(wanted), len(name)) < _SHORTEST - 1:
                one_off = one_off and sorted(wanted) == sorted(name)
            if one_off:
                yield name


def find_nearest(word: str, words: Iterable[str]) -> str:
    """Return the word that is spelled almost so, with the same first letter; "" for none, or another form of it."""
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return ""
    most = 1 if len(word) < _LONG else 2
    likely = (each for each in words if each[:1] == word[0])
    near = process.extractOne(word, likely, scorer=OSA.distance, score_cutoff=most)
    return near[0] if near and not is_other_form(word, near[0]) else ""


def _is_one_letter_off(wanted: str, name: str) -> bool:
    return len(wanted) == len(name) and OSA.distance(wanted, name, score_cutoff=1) == 1


def is_other_form(one: str, other: str) -> bool:
    """Return whether two words are the same but for endings that do not sound alike: customer and customs."""
    ends = ((one[cut:], other[cut:]) for cut in range(_SHORTEST - 1, Prefix.similarity(one, other) + 1))
    known = (pair for pair in ends if all(map(_ENDING.fullmatch, pair)))
    return any(not (end and other_end and OSA.distance(end, other_end) <= 1) for end, other_end in known)
