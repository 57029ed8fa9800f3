"""Tells where the rows of a PDF table end, when its cells hold several lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.reading.formats.pdf_cells import CellLine

_TIGHT = 1.45
_WIDER = 1.12


def group_lines(lines: Sequence[CellLine], breaks: Collection[int] = ()) -> list[list[CellLine]]:
    """Group a table's lines to its rows; ``breaks`` are the numbers of lines that a rule stands above.

    Where lines of a cell stand closer than rows do, space parts the rows. Else a row starts where the first column, or
    most of the columns, has a line.
    """
    spaced = _find_wider(lines)
    width = max((len(line.cells) for line in lines), default=0)
    rows: list[list[CellLine]] = []
    for at, line in enumerate(lines):
        anchored = min(line.cells) == 0 or len(line.cells) * 2 > width
        if not rows or at in breaks or (at in spaced if spaced else anchored):
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def part_by_space(lines: Sequence[CellLine]) -> list[list[CellLine]]:
    """Group the lines of one ruled row that may hold several: it is one where all its lines stand close."""
    close = 0 < _find_pitch(lines) <= _TIGHT and not _find_wider(lines)
    return [list(lines)] if close else group_lines(lines)


def _find_pitch(lines: Sequence[CellLine]) -> float:
    """Give the least step from line to line within a column, as a multiple of the size; 0 without one."""
    steps: list[float] = []
    last: dict[int, float] = {}
    for line in lines:
        for column in line.cells:
            if column in last:
                steps.append((last[column] - line.y) / line.size)
            last[column] = line.y
    return min(steps, default=0.0)


def _find_wider(lines: Sequence[CellLine]) -> frozenset[int]:
    """Give the numbers of lines with wider space above than the lines of one cell have; none where all are even."""
    pitch = _find_pitch(lines)
    if not 0 < pitch <= _TIGHT:
        return frozenset()
    return frozenset(
        at
        for at, (above, below) in enumerate(pairwise(lines), start=1)
        if above.y - below.y > _WIDER * pitch * below.size
    )
