"""Puts the pieces of a PDF table into its cells: a piece is cut where a column begins, a row holds several lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.reading.formats.pdf_glyphs import Look, Run
from bot.reading.formats.pdf_lines import Line, join_runs, main_size

_SIGN_GAP = 0.4


@dataclass(kw_only=True, slots=True)
class CellLine:
    """What stands on one baseline of a table: the run in each column that has one."""

    y: float
    size: float
    cells: dict[int, Run] = field(default_factory=dict)

    @property
    def runs(self) -> list[Run]:
        """The runs from the left."""
        return [self.cells[column] for column in sorted(self.cells)]


def cut_run(run: Run, starts: Sequence[int]) -> list[Run]:
    """Cut a run before the glyphs at these places, which come in order."""
    edges = [0, *(at for at in starts if 0 < at < len(run.chars)), len(run.chars)]
    return [
        Run(
            y=run.y,
            size=run.size,
            chars=run.chars[low:high],
            lefts=run.lefts[low:high],
            rights=run.rights[low:high],
            looks=run.looks[low:high],
            spaces=[False, *run.spaces[low + 1 : high]],
            links=run.links[low:high],
        )
        for low, high in pairwise(edges)
    ]


def read_piece(piece: Line) -> list[Run]:
    """Return a piece's runs; a sign taken for a bullet is a dash of its own where it stands far from its text."""
    if piece.bullet_x is None or piece.run.x0 - piece.bullet_x < 2 * piece.size:
        return [piece.run]
    return [_dash_run(piece.bullet_x, piece, piece.run.looks[0]), piece.run]


def _dash_run(x: float, piece: Line, look: Look) -> Run:
    right = x + _SIGN_GAP * piece.size
    return Run(
        y=piece.y, size=piece.size, chars=["-"], lefts=[x], rights=[right], looks=[look], spaces=[False], links=[None]
    )


def place_runs(line: CellLine, runs: Sequence[Run], find_column: Callable[[Run], int]) -> None:
    """Put runs into a line's columns; several in one column are joined."""
    for run in runs:
        column = find_column(run)
        line.cells[column] = join_runs([line.cells[column], run]) if column in line.cells else run


def build_row(page: int, lines: Sequence[CellLine], columns: Sequence[int]) -> Line:
    """Return one line of the document for a table's row, from its lines in order from the top."""
    cells = tuple(tuple(line.cells[column] for line in lines if column in line.cells) for column in columns)
    runs = [run for line in lines for run in line.runs]
    whole = Run(y=lines[0].y, size=main_size(runs))
    for cell in cells:
        for run in cell:
            whole.chars += run.chars
            whole.lefts += run.lefts
            whole.rights += run.rights
            whole.looks += run.looks
            whole.spaces += [bool(whole.spaces), *run.spaces[1:]]
            whole.links += run.links
    whole.lefts[0] = min(whole.lefts)
    whole.rights[-1] = max(whole.rights)
    return Line(page=page, y=lines[0].y, size=whole.size, run=whole, cells=cells)
