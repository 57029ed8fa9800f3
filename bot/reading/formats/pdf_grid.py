"""Finds the drawn grids of a PDF page: rules that meet, and the columns and rows they part."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.reading.formats.pdf_glyphs import Box, Look, Run
from bot.reading.formats.pdf_lines import Line, join_runs, main_size

# Puts the pieces of a PDF table into its cells: a piece is cut where a column begins, a row holds several lines.

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


_SAME_RULE = 4.0
_TOUCH = 3.0
_MIN_EDGES = 3
_MAX_RULES = 1000  # more are a drawing


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One straight rule: upright at x = ``at`` or level at y = ``at``, from ``start`` to ``end``."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Rules that hang together: ``xs`` the column edges from the left, ``ys`` the row edges from the bottom."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    uprights: tuple[Rule, ...]
    levels: tuple[Rule, ...]

    def find_column(self, x: float, y: float) -> int:
        """Return the column of a place, from 0; cells that no rule parts at this height count as their first column."""
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        while column and not self._is_parted(self.xs[column], y):
            column -= 1
        return column

    def find_band(self, y: float) -> int:
        """Return the row of a height, from 0 at the top; -1 above or below the grid."""
        return len(self.ys) - 1 - bisect_right(self.ys, y) if self.ys[0] < y < self.ys[-1] else -1

    def spans_row(self, y: float) -> bool:
        """Say whether no rule parts the columns at this height: one cell over the whole width."""
        return self.find_column(self.xs[-1], y) == 0

    def reaches_below(self, band: int, column: int) -> bool:
        """Say whether a cell of this row goes on into the next: no rule runs under it."""
        at = len(self.ys) - 2 - band
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return at > 0 and not any(
            abs(rule.at - self.ys[at]) <= _SAME_RULE and rule.start <= middle <= rule.end for rule in self.levels
        )

    def _is_parted(self, x: float, y: float) -> bool:
        return any(abs(rule.at - x) <= _SAME_RULE and rule.start <= y <= rule.end for rule in self.uprights)


def merge_strokes(strokes: Iterable[Box]) -> list[Rule]:
    """Return the rules that thin strokes make: strokes in one line that touch are one rule."""
    sides: tuple[list[Box], list[Box]] = ([], [])
    for box in strokes:
        sides[box.y1 - box.y0 > box.x1 - box.x0].append(box)
    return [rule for upright, side in enumerate(sides) for rule in _merge_side(side, upright=bool(upright))]


def _merge_side(strokes: Sequence[Box], *, upright: bool) -> Iterator[Rule]:
    groups: list[list[tuple[float, float, float]]] = []
    for line in sorted(_as_rule(box, upright=upright) for box in strokes):
        if groups and line[0] - groups[-1][0][0] <= _SAME_RULE / 2:
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        at, start, end = min(group, key=lambda line: line[1])
        for _, low, high in sorted(group, key=lambda line: line[1]):
            if low > end + _TOUCH:
                yield Rule(upright=upright, at=at, start=start, end=end)
                start, end = low, high
            end = max(end, high)
        yield Rule(upright=upright, at=at, start=start, end=end)


def _as_rule(box: Box, *, upright: bool) -> tuple[float, float, float]:
    return ((box.x0 + box.x1) / 2, box.y0, box.y1) if upright else ((box.y0 + box.y1) / 2, box.x0, box.x1)


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the grids that rules make: of two columns and two rows or more, or one row of three columns or more."""
    if len(rules) > _MAX_RULES or not any(rule.upright for rule in rules):
        return []
    waiting = list(rules)
    grids: list[Grid] = []
    while waiting:
        group = [waiting.pop()]
        for rule in group:  # grows as it goes
            near = [other for other in waiting if _meet(rule, other)]
            waiting = [other for other in waiting if other not in near]
            group += near
        grid = _build_grid(group)
        if grid is not None:
            grids.append(grid)
    return grids


def _meet(one: Rule, other: Rule) -> bool:
    if one.upright == other.upright:
        return False
    return other.start - _TOUCH <= one.at <= other.end + _TOUCH and one.start - _TOUCH <= other.at <= one.end + _TOUCH


def _build_grid(group: Sequence[Rule]) -> Grid | None:
    uprights = tuple(rule for rule in group if rule.upright)
    levels = tuple(rule for rule in group if not rule.upright)
    if not uprights or not levels:
        return None
    xs = _merge_edges([rule.at for rule in uprights] + [end for rule in levels for end in (rule.start, rule.end)])
    ys = _merge_edges([rule.at for rule in levels] + [end for rule in uprights for end in (rule.start, rule.end)])
    if len(ys) < _MIN_EDGES:  # the last row of a table on the page before, or a box with a rule in it
        return Grid(xs=xs, ys=ys, uprights=uprights, levels=levels) if len(xs) > _MIN_EDGES else None
    if len(xs) < _MIN_EDGES:
        return None
    inner = [rule for rule in uprights if xs[0] + _SAME_RULE < rule.at < xs[-1] - _SAME_RULE]
    through = any(rule.start < low + _TOUCH and rule.end > high - _TOUCH for rule in inner for low, high in _pairs(ys))
    return Grid(xs=xs, ys=ys, uprights=uprights, levels=levels) if through else None


def _pairs(ys: Sequence[float]) -> list[tuple[float, float]]:
    """Return the lower and upper edge of each two rows that follow each other."""
    return [(low, high) for (low, _), (_, high) in pairwise(pairwise(ys))]


def _merge_edges(edges: Sequence[float]) -> tuple[float, ...]:
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _SAME_RULE:
            found.append(edge)
    return tuple(found)
