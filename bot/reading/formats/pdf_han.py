"""Tells the gap that a typesetter leaves between Chinese and figures or Latin letters from a space that is printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.reading.formats.normalise import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.formats.pdf_calls import GlyphPage

_HAN = re.compile(f"[{HAN}]")
_GAP_IN_LATIN, _GAP_IN_CHINESE = 0.22, 0.36
"""The widest gap that is no space, in widths of the Chinese character beside it: setters leave a quarter, stretched to
fill a line; in a page of another writing a space that the file draws may show as a gap of a quarter too."""


def close_gaps(
    page: GlyphPage,
    places: Sequence[int],
    chars: Sequence[str],
    spaces: list[bool],
    lefts: Sequence[float],
    rights: Sequence[float],
) -> None:
    """Take back in place the ``spaces`` before glyphs that stand for such a gap; the sequences run in parallel."""
    han = len(_HAN.findall("".join(chars)))
    if not han:
        return
    widest = _GAP_IN_CHINESE if 2 * han > sum(map(str.isalpha, chars)) else _GAP_IN_LATIN
    for at in [at for at, space in enumerate(spaces) if space and at]:
        before, after = bool(_HAN.match(chars[at - 1])), bool(_HAN.match(chars[at]))
        beside, own = (at - 1, at) if before else (at, at - 1)
        if before == after or not chars[own].isalnum() or page.is_drawn(places[at] - 1):
            continue
        if lefts[at] - rights[at - 1] <= widest * (rights[beside] - lefts[beside]):
            spaces[at] = False
