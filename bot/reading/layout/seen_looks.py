"""The looks that the lines of a document have, each with an example, for whoever says what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from bot.model.used_layout import SeenLook
from bot.reading.layout.layouts import LOOKS
from bot.reading.layout.lines import Line

_MOST = 30
_LONGEST = 60
"""Signs of an example."""


def list_seen_looks(lines: Sequence[Line], inside: Collection[int]) -> tuple[SeenLook, ...]:
    """Return each look with how many lines have it and the first of them, the commonest first.

    ``inside`` are the lines that items have.
    """
    counts = Counter(line.look for line in lines if line.look in LOOKS)
    first: dict[str, str] = {}
    for line in lines:
        first.setdefault(line.look, line.text[:_LONGEST])
    taken = Counter(lines[at].look for at in inside)
    return tuple(
        SeenLook(look=look, count=count, inside=taken[look], example=first[look])
        for look, count in counts.most_common(_MOST)
    )
