"""Names that are almost spelled so: to ask "Did you mean", or sure enough to look for them and say so.

The first letter must be right, as people seldom miss it, and the longer a name the more letters may be wrong.
"""

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.model.ids import fold

_PARTICLES = re.compile(r"\b(?:of|and|for|the) ")
_SHORTEST, _LONG, _LONGEST = 5, 8, 16
"""Under five letters everything is near to everything: there one letter may differ, or two be swapped."""
_ENDING = re.compile(
    "|[axs]|e[sd]|d|ies|[eo]?rs?|ings?|ions?|i?als?|l?ly|ally|ments?|able|ity|y|ives?|ists?|ences?|ics?"
)


class Spelling:
    """Known names, each with the usual one of what it names."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        for name, usual in names:
            for folded in (fold(name), _PARTICLES.sub("", fold(name))):  # a question leaves them out
                self._names.setdefault(folded, (name, usual))

    def suggest(self, text: str, *, limit: int = 3) -> tuple[str, ...]:
        """Return the names nearest to a text, short ones only in capitals or Chinese, then those that begin with it."""
        wanted = fold(text)
        near = [name for name, _ in _list_near(wanted, self._names)]
        if not near and (not wanted.isascii() or (text.isupper() and len(wanted) == _SHORTEST - 1)):
            alike = (name for name in self._names if name[:1] == wanted[:1] and len(name) == len(wanted))
            near = [name for name in alike if OSA.distance(wanted, name, score_cutoff=1) == 1]
        begin = f"{wanted} " if wanted.isascii() else wanted
        begun = sorted(name for name in self._names if len(wanted) > 1 and name.startswith(begin))
        names = (self._names[name][0] for name in near if name != wanted)
        usual = (self._names[name][1] for name in begun[:limit])
        return tuple(dict.fromkeys((*names, *usual)))[:limit]

    def find(self, text: str) -> str | None:
        """Return the one name that is spelled almost so."""
        wanted = fold(text)
        near = _list_near(wanted, self._names)
        alike = [name for name, distance in near if distance == near[0][1]]
        return self._names[alike[0]][0] if len(alike) == 1 and not is_other_form(wanted, alike[0]) else None


def _list_near(wanted: str, names: Iterable[str]) -> list[tuple[str, float]]:
    """Return the long names that are few letters away, with how many, the nearest first."""
    if len(wanted) < _SHORTEST or not wanted.isascii():
        return []
    likely = [name for name in names if name[:1] == wanted[0] and len(name) >= _SHORTEST]
    slips = 1 + (len(wanted) >= _LONG) + (len(wanted) >= _LONGEST)
    near = process.extract(wanted, likely, scorer=OSA.distance, score_cutoff=slips, limit=4)
    return [(name, distance) for name, distance, _ in near]


def find_nearest(word: str, words: Iterable[str]) -> str:
    """Return the word that is spelled almost so, with the same first letter; "" for none, or another form of it."""
    near = _list_near(word, words) if word.isalpha() else []
    return near[0][0] if near and not is_other_form(word, near[0][0]) else ""


def is_other_form(one: str, other: str) -> bool:
    """Return whether two words are the same but for endings that do not sound alike: customer and customs."""
    ends = ((one[cut:], other[cut:]) for cut in range(_SHORTEST - 1, Prefix.similarity(one, other) + 1))
    known = (pair for pair in ends if all(map(_ENDING.fullmatch, pair)))
    return any(not (end and other_end and OSA.distance(end, other_end) <= 1) for end, other_end in known)
