"""The nearest known names to one that is not held: never an answer, only a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.domain.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_CUTOFF = 80
"""rapidfuzz score from which a name is worth suggesting."""
_SHORTEST = 5
"""Names and questions of fewer letters are too easily near to everything."""


def find_nearest(asked: str, known: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Give at most ``limit`` known names spelled almost like the one asked for, nearest first."""
    wanted = fold(asked)
    if len(wanted) < _SHORTEST:
        return ()
    by_folded: dict[str, str] = {}
    for name in known:
        if len(name) >= _SHORTEST:
            by_folded.setdefault(fold(name), name)
    found = process.extract(wanted, by_folded.keys(), scorer=fuzz.ratio, score_cutoff=_CUTOFF, limit=limit)
    return tuple(by_folded[folded] for folded, _, _ in found)
