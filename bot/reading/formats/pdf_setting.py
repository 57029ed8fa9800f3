"""How a PDF is set: its body size, its line pitch, its column edges, and what follows for two lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from bot.reading.formats.joins import is_split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.formats.pdf_lines import Line

_USUAL_PITCH = 1.25
_MAX_PITCH = 2.2
_SAME_EDGE = 1.0
_SPACE = 0.3
_OUTSIDE_SHARE = 0.25
_SLACK = 0.35
_CENTRED = 0.5
_MAX_GUTTER = 2.5
_MIN_WRAPPED, _MIN_WIDTH = 3, 16.0
_CLOSING = "、。〉》」』】〕〗！），．：；？］｝”’%)\\]"
_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef”’]")
_FIRST_WORD = re.compile(r"[^\s–-]+[–-]?")
_FIRST_CHARACTER = re.compile(
    rf"[（《〈「『【〔“‘(]*(?:[\u2e80-\u2fff\u3040-\u9fff][{_CLOSING}]*|[^\s\u2e80-\u9fff–-]+[–-]?[{_CLOSING}]*)"
)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Measures of a document: size of most text, and baseline distance within a paragraph as a multiple of size."""

    body_size: float
    pitch: float


def measure(regions: Sequence[Sequence[Line]]) -> Setting:
    """Set the edges of each line's column, and measure the document."""
    _set_edges(regions)
    for region in regions:
        _narrow_edges(region)
    body = _find_body_size(regions)
    steps = [
        (above.y - below.y) / below.size
        for region in regions
        for above, below in pairwise(region)
        if above.size == below.size and not below.cells and below.bullet_x is None and not is_forced(above, below)
    ]
    close = [step for step in steps if 0.0 < step < _MAX_PITCH]
    return Setting(body_size=body, pitch=median(close) if close else _USUAL_PITCH)


def _find_body_size(regions: Sequence[Sequence[Line]]) -> float:
    """Give the size of most text; tables, which are set smaller, count where they are nearly all there is."""
    sizes: Counter[float] = Counter()
    outside: Counter[float] = Counter()
    for region in regions:
        for line in region:
            (sizes if line.cells else outside)[line.size] += len(line.run.chars)
    sizes = outside if outside.total() > _OUTSIDE_SHARE * sizes.total() else sizes + outside
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0)


def is_forced(above: Line, below: Line) -> bool:
    """Say whether the line above ends earlier than it had to: the next word would have fitted on it."""
    if is_split("".join(above.run.chars[-2:])):
        return False
    free = above.right - above.x1
    if _is_centred(above, below):
        free = (above.right - above.left) - (above.x1 - above.x0)
    last = above.run.chars[-1]
    chinese = not last.isascii() and _CHINESE.match(last) is not None
    return free > _first_word_width(below, chinese=chinese) + (_SPACE + _SLACK) * above.size


def _first_word_width(line: Line, *, chinese: bool) -> float:
    """Give the width of what may not be parted at a line's start: a word; in Chinese a character with its signs."""
    match = (_FIRST_CHARACTER if chinese else _FIRST_WORD).match(line.text)
    length = len(match[0]) if match else 1
    return line.run.rights[min(length, len(line.run.chars)) - 1] - line.run.x0


def _is_centred(above: Line, below: Line) -> bool:
    middles = abs((above.x0 + above.x1) - (below.x0 + below.x1)) / 2
    return middles < _CENTRED * below.size and abs(above.x0 - below.x0) > _SAME_EDGE * below.size


def _set_edges(regions: Sequence[Sequence[Line]]) -> None:
    """Give each line its column's edges: to the next column, or to the edge that most of the document reaches."""
    edge = _common_edge(regions)
    for at, region in enumerate(regions):
        left, right = min(line.start for line in region), max(line.x1 for line in region)
        near = [other for other in regions[max(at - 2, 0) : at + 4] if other[0].page == region[0].page]
        beside = [other[0].start for other in near if _stands_beside(other, region) and other[0].start > right]
        free = min(beside) - _MAX_GUTTER * region[0].size if beside else edge
        for line in region:
            line.region, line.left, line.right = at, left, max(right, free)


def _narrow_edges(region: Sequence[Line]) -> None:
    """Set a nearer right edge where several lines wrap at one: a quotation, a box, a column beside white space."""
    start = 0
    for at in range(1, len(region) + 1):
        if at < len(region) and _wraps_like(region[at - 1], region[at]):
            continue
        group = region[start:at]
        start = at
        edge = max(line.x1 for line in group)
        narrow = edge - group[0].left < _MIN_WIDTH * group[0].size
        if len(group) < _MIN_WRAPPED or narrow or edge >= group[0].right - _MAX_GUTTER * group[0].size:
            continue
        wide = [line.right for line in group]
        for line in group:
            line.right = edge
        if any(is_forced(above, below) for above, below in pairwise(group)):
            for line, right in zip(group, wide, strict=True):
                line.right = right


def _wraps_like(above: Line, below: Line) -> bool:
    step = (above.y - below.y) / below.size
    return (
        below.bullet_x is None
        and above.size == below.size
        and 0 < step < _USUAL_PITCH * _USUAL_PITCH
        and abs(above.x0 - below.x0) < _SAME_EDGE * below.size
    )


def _stands_beside(region: Sequence[Line], other: Sequence[Line]) -> bool:
    return region[0].y > other[-1].y and other[0].y > region[-1].y


def _common_edge(regions: Sequence[Sequence[Line]]) -> float:
    """Give the rightmost edge that two lines or more reach."""
    text = [line.x1 for region in regions for line in region if not line.cells]
    ends = sorted(text or (line.x1 for region in regions for line in region), reverse=True)
    size = regions[0][0].size if regions else 0.0
    return next((end for end, after in pairwise(ends) if end - after <= size), ends[0] if ends else 0.0)
