"""Reads the drawn grids of a PDF page: rules that meet, and the cells and rows that they part."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.reading.formats.pdf_glyphs import Box, Run
from bot.reading.formats.pdf_lines import Line, Row, build_sign, join_runs, main_size

_SAME_RULE, _TOUCH = 4.0, 3.0
_MIN_EDGES, _MIN_COLUMNS, _HEAD_AND_BODY = 3, 2, 3
_MAX_RULES = 1000  # more are a drawing
_MAX_CELL_LINES, _MAX_SINGLE_LINES = 20, 8
_MIDDLE, _SIGN_WIDTH = 0.3, 0.4


@dataclass(kw_only=True, slots=True)
class CellLine:
    """What stands on one baseline of a table: the run in each column that has one."""

    y: float
    size: float
    cells: dict[int, Run] = field(default_factory=dict)

    def add(self, column: int, run: Run) -> None:
        """Put a run into a column, behind what stands there."""
        self.cells[column] = join_runs([self.cells[column], run]) if column in self.cells else run


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One straight rule: upright at x = ``at`` or level at y = ``at``, from ``start`` to ``end``."""

    upright: bool
    at: float
    start: float
    end: float

    def meets(self, other: Rule) -> bool:
        """Say whether two rules cross or touch."""
        if self.upright == other.upright:
            return False
        reaches = other.start - _TOUCH <= self.at <= other.end + _TOUCH
        return reaches and self.start - _TOUCH <= other.at <= self.end + _TOUCH


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Rules that hang together: ``xs`` the column edges from the left, ``ys`` the row edges from the bottom."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Rule, ...]

    def find_column(self, x: float, y: float) -> int:
        """Return the column of a place, from 0; cells that no rule parts at this height count as their first column."""
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        while column and not self._has_rule(upright=True, at=self.xs[column], along=y):
            column -= 1
        return column

    def find_band(self, y: float) -> int:
        """Return the row of a height, from 0 at the top; -1 above or below the grid."""
        return len(self.ys) - 1 - bisect_right(self.ys, y) if self.ys[0] < y < self.ys[-1] else -1

    def reaches_below(self, band: int, column: int) -> bool:
        """Say whether a cell of this row goes on into the next: no rule runs under it."""
        at = len(self.ys) - 2 - band
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return at > 0 and not self._has_rule(upright=False, at=self.ys[at], along=middle)

    def _has_rule(self, *, upright: bool, at: float, along: float) -> bool:
        return any(
            rule.upright == upright and abs(rule.at - at) <= _SAME_RULE and rule.start <= along <= rule.end
            for rule in self.rules
        )


def merge_strokes(strokes: Iterable[Box]) -> list[Rule]:
    """Return the rules that thin strokes make: strokes in one line that touch are one rule."""
    found: list[Rule] = []
    sides: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    for box in strokes:
        upright = box.y1 - box.y0 > box.x1 - box.x0
        middle = (box.x0 + box.x1) / 2 if upright else (box.y0 + box.y1) / 2
        sides[upright].append((middle, box.y0, box.y1) if upright else (middle, box.x0, box.x1))
    for upright, side in sides.items():
        groups: list[list[tuple[float, float, float]]] = []
        for line in sorted(side):
            if groups and line[0] - groups[-1][0][0] <= _SAME_RULE / 2:
                groups[-1].append(line)
            else:
                groups.append([line])
        for group in groups:
            group.sort(key=lambda line: line[1])
            at, start, end = group[0]
            for _, low, high in group[1:]:
                if low > end + _TOUCH:
                    found.append(Rule(upright=upright, at=at, start=start, end=end))
                    start = low
                end = max(end, high)
            found.append(Rule(upright=upright, at=at, start=start, end=end))
    return found


def replace_grids(rows: Sequence[Row], rules: Sequence[Rule]) -> list[Row]:
    """Return a page's rows with what stands inside each drawn grid replaced by the grid's rows."""
    found = list(rows)
    for grid in _find_grids(rules):
        found = _replace_grid(found, grid)
    return found


def put_rows(left: Sequence[Row], page: int, table: Iterable[Sequence[CellLine]], columns: Sequence[int]) -> list[Row]:
    """Return rows of a page with those of a table among them, each as one piece of cells, from the top."""
    whole = list(left)
    y = float("inf")
    for lines in table:
        cells = tuple(tuple(line.cells[column] for line in lines if column in line.cells) for column in columns)
        runs = [run for cell in cells for run in cell]
        y = min(y, lines[0].y)  # a cell over several rows stands lower than the first of them
        run = Run(y=y, size=main_size(runs))
        for each in runs:
            run.chars += each.chars
            run.lefts += each.lefts
            run.rights += each.rights
            run.looks += each.looks
            run.spaces += [bool(run.spaces), *each.spaces[1:]]
            run.links += each.links
        run.lefts[0], run.rights[-1] = min(run.lefts), max(run.rights)
        whole.append(Row(y=y, size=run.size, pieces=[Line(page=page, y=y, size=run.size, run=run, cells=cells)]))
    return sorted(whole, key=lambda row: -row.y)


def cut_run(run: Run, starts: Sequence[int]) -> list[Run]:
    """Cut a run before the glyphs at these places, which come in order."""
    return [run.cut(low, high) for low, high in pairwise([0, *starts, len(run.chars)])]


def read_piece(piece: Line) -> list[Run]:
    """Return a piece's runs; a sign taken for a bullet is a dash of its own where it stands far from its text."""
    if piece.bullet_x is None or piece.run.x0 - piece.bullet_x < 2 * piece.size:
        return [piece.run]
    right = piece.bullet_x + _SIGN_WIDTH * piece.size
    return [build_sign("-", piece.y, piece.bullet_x, right, piece.run.looks[0]), piece.run]


def _find_grids(rules: Sequence[Rule]) -> Iterator[Grid]:
    """Return the grids that rules make: of two columns and two rows or more, or one row of three columns or more."""
    waiting = list(rules) if len(rules) <= _MAX_RULES and any(rule.upright for rule in rules) else []
    while waiting:
        group = [waiting.pop()]
        for rule in group:  # grows as it goes
            near = [other for other in waiting if rule.meets(other)]
            waiting = [other for other in waiting if other not in near]
            group += near
        xs = _merge_edges(edge for rule in group for edge in ([rule.at] if rule.upright else [rule.start, rule.end]))
        ys = _merge_edges(edge for rule in group for edge in ([rule.start, rule.end] if rule.upright else [rule.at]))
        grid = Grid(xs=xs, ys=ys, rules=tuple(group))
        if len({rule.upright for rule in group}) > 1 and _is_grid(grid):
            yield grid


def _is_grid(grid: Grid) -> bool:
    if len(grid.ys) < _MIN_EDGES:  # the last row of a table on the page before, or a box with a rule in it
        return len(grid.xs) > _MIN_EDGES
    inner = [r for r in grid.rules if r.upright and grid.xs[0] + _SAME_RULE < r.at < grid.xs[-1] - _SAME_RULE]
    pairs = [(low, high) for (low, _), (_, high) in pairwise(pairwise(grid.ys))]
    return any(rule.start < low + _TOUCH and rule.end > high - _TOUCH for rule in inner for low, high in pairs)


def _merge_edges(edges: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _SAME_RULE:
            found.append(edge)
    return tuple(found)


def _replace_grid(rows: Sequence[Row], grid: Grid) -> list[Row]:
    """Take what stands inside a drawn grid out of the rows and put its table there; all stays where it is none."""
    left: list[Row] = []
    bands: dict[int, list[CellLine]] = {}
    page = rows[0].pieces[0].page if rows else 0
    for row in rows:
        middle = row.y + _MIDDLE * row.size
        band = grid.find_band(middle)
        inside = [
            piece
            for piece in row.pieces
            if band >= 0 and not piece.cells and grid.xs[0] <= (piece.start + piece.x1) / 2 <= grid.xs[-1]
        ]
        if not inside or grid.find_column(grid.xs[-1], middle) == 0:  # one cell over the whole width
            left.append(row)
            continue
        rest = [piece for piece in row.pieces if piece not in inside]
        left += [Row(y=row.y, size=row.size, pieces=rest)] if rest else []
        line = CellLine(y=row.y, size=row.size)
        for part in (part for piece in inside for run in read_piece(piece) for part in _cut_at_rules(run, grid)):
            line.add(_find_column(grid, part, 0), part)
        bands.setdefault(band, []).append(line)
    _reach_down(bands, grid)
    table = [bands[band] for band in sorted(bands) if bands[band]]
    columns = sorted({column for lines in table for line in lines for column in line.cells})
    if len(columns) < _MIN_COLUMNS or _holds_prose(table, columns, grid):
        return list(rows)
    if len(grid.ys) <= _HEAD_AND_BODY:  # a head and a body, in which no rule parts the rows
        table = [row for lines in table for row in group_lines(lines)]
    return put_rows(left, page, table, columns)


def _find_column(grid: Grid, run: Run, at: int) -> int:
    return grid.find_column((run.lefts[at] + run.rights[at]) / 2, run.y + _MIDDLE * run.size)


def _cut_at_rules(run: Run, grid: Grid) -> list[Run]:
    """Cut a run at the spaces that an upright rule runs through."""
    spaces = [at for at, space in enumerate(run.spaces) if space and at]
    return cut_run(run, [at for at in spaces if _find_column(grid, run, at) != _find_column(grid, run, at - 1)])


def _reach_down(bands: dict[int, list[CellLine]], grid: Grid) -> None:
    """Put what a cell over several rows says into each of them."""
    for column in range(len(grid.xs) - 1):
        band = 0
        while band < len(grid.ys) - 1:
            last = band
            while grid.reaches_below(last, column):
                last += 1
            taken = [bands[at] for at in range(band, last + 1) if at in bands]
            runs = [line.cells[column] for lines in taken for line in lines if column in line.cells]
            for lines in taken if len(taken) > 1 and runs else ():
                for line in lines:
                    line.cells.pop(column, None)
                said = [CellLine(y=run.y, size=run.size, cells={column: run}) for run in runs]
                lines[:] = [*said, *(line for line in lines if line.cells)]
            band = last + 1


def _holds_prose(table: Sequence[Sequence[CellLine]], columns: Sequence[int], grid: Grid) -> bool:
    """Say whether boxes hold so much text that they are parts of a page and no cells."""
    if len(grid.ys) < _MIN_EDGES:
        return sum(len(lines) for lines in table) > _MAX_SINGLE_LINES
    return any(sum(column in line.cells for line in lines) > _MAX_CELL_LINES for lines in table for column in columns)


# Where the rows of a table end whose cells hold several lines.

TIGHT = 1.45
"""The widest step from line to line of a cell, as a multiple of the size."""
_WIDER, _MIN_RULES = 1.12, 2


def group_lines(lines: Sequence[CellLine], breaks: Iterable[int] = ()) -> list[list[CellLine]]:
    """Group a table's lines to its rows; ``breaks`` are the numbers of lines that a rule stands above.

    Where lines of a cell stand closer than rows do, space parts the rows. Else a row starts where the first column, or
    most of the columns, has a line.
    """
    pitch = _find_pitch(lines)
    close = 0 < pitch <= TIGHT
    spaced = {
        at for at, (above, below) in enumerate(pairwise(lines), 1) if above.y - below.y > _WIDER * pitch * below.size
    }
    width = max((len(line.cells) for line in lines), default=0)
    ruled = set(breaks)
    rows: list[list[CellLine]] = []
    for at, line in enumerate(lines):
        anchored = min(line.cells) == 0 or len(line.cells) * 2 > width
        new = at in ruled or (len(ruled) < _MIN_RULES and (at in spaced if close and spaced else anchored))
        if not rows or new:
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _find_pitch(lines: Sequence[CellLine]) -> float:
    """Return the least step from line to line within a column, as a multiple of the size; 0 without one."""
    steps: list[float] = []
    last: dict[int, float] = {}
    for line in lines:
        steps += [(last[column] - line.y) / line.size for column in line.cells if column in last]
        last.update(dict.fromkeys(line.cells, line.y))
    return min(steps, default=0.0)
