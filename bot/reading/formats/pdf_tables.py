"""Finds the tables of a PDF page, drawn or not, and puts one line for each of their rows in their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from bot.reading.formats.normalise import is_contents_line
from bot.reading.formats.pdf_glyphs import Box, Run
from bot.reading.formats.pdf_lines import Line, Row, join_runs, main_size

_SAME_RULE, _TOUCH, _THROUGH = 4.0, 3.0, 12.0
_MIN_EDGES, _MIN_COLUMNS, _HEAD_AND_BODY = 3, 2, 3
_MAX_RULES = 1000  # more are a drawing
_MAX_CELL_LINES = 20
_MIDDLE = 0.3
_ALIGNED, _GUTTER = 0.2, 0.6
_LOOK_AHEAD, _FARTHEST, _TIGHT, _WIDER = 8, 3.2, 1.45, 1.12
"""The farthest step from line to line of a table, the widest of a cell, and what is wider than the least."""
_LEAST_SIZE, _MOST_SIZE = 0.75, 1.2
_MIN_ROWS, _MANY_COLUMNS, _MIN_BREAKS = 3, 3, 2
_NARROW, _MOST_SHARE, _FULL_SHARE = 14.0, 0.6, 0.6
_Lefts = tuple[float, ...]
"""The left edges of a table's columns."""
_Cells = tuple[tuple[Run, ...], ...]
"""The cells of a row, each of runs from the top."""


@dataclass(kw_only=True, slots=True)
class _CellLine:
    """What stands on one baseline of a table: the run in each column that has one."""

    y: float
    size: float
    cells: dict[int, Run] = field(default_factory=dict)

    def add(self, column: int, run: Run) -> None:
        self.cells[column] = join_runs([self.cells[column], run]) if column in self.cells else run


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """A table's rows, each of lines from the top, and the number of the page's row after it."""

    rows: list[list[_CellLine]]
    lefts: _Lefts
    end: int
    is_ruled: bool


def replace_tables(pages: Sequence[tuple[Sequence[Row], Sequence[Box]]]) -> list[list[Row]]:
    """Return each page's rows with each table's lines replaced by its rows, the cells of each in its one piece.

    A page is its rows from the top and its strokes; a table without upright rules may go on at the top of the next.
    """
    whole: list[list[Row]] = []
    lefts: _Lefts = ()
    for rows, strokes in pages:
        rules = _merge_strokes(strokes)
        page = _Page(rows=_replace_grids(rows, rules), levels=[rule for rule in rules if not rule.upright])
        found: list[Row] = []
        at = 0
        while at < len(page.rows):
            table = (page.read_table(0, lefts) if lefts and not at else None) or page.find_table(at)
            lefts = table.lefts if table else ()
            if table is None:
                found.append(page.rows[at])
                at += 1
                continue
            columns = range(len(lefts))
            found += [_build_row(page.rows[at], lines[0].y, _pick_cells(lines, columns)) for lines in table.rows]
            at = table.end
        whole.append(found)
    return whole


def _pick_cells(lines: Sequence[_CellLine], columns: Sequence[int]) -> _Cells:
    return tuple(tuple(line.cells[column] for line in lines if column in line.cells) for column in columns)


def _build_row(beside: Row, y: float, cells: _Cells) -> Row:
    runs = [run for cell in cells for run in cell]
    run = Run(y=y, size=main_size(runs), glyphs=[glyph for each in runs for glyph in each.glyphs])
    return Row(y=y, size=run.size, pieces=[Line(page=beside.pieces[0].page, y=y, run=run, cells=cells)])


# Tables in drawn grids: rules that meet, and the cells that they part.


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule:
    """One straight rule: upright at x = ``at`` or level at y = ``at``, from ``start`` to ``end``."""

    upright: bool
    at: float
    start: float
    end: float

    def meets(self, other: _Rule) -> bool:
        """Say whether two rules cross or touch."""
        if self.upright == other.upright:
            return False
        reaches = other.start - _TOUCH <= self.at <= other.end + _TOUCH
        return reaches and self.start - _TOUCH <= other.at <= self.end + _TOUCH


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Grid:
    """Rules that hang together: ``xs`` the column edges from the left, ``ys`` the row edges from the bottom."""

    xs: Sequence[float]
    ys: Sequence[float]
    rules: Sequence[_Rule]

    def find_band(self, y: float) -> int:
        """Return the row of a height, from 0 at the top; -1 above or below the grid."""
        return len(self.ys) - 1 - bisect_right(self.ys, y) if self.ys[0] < y < self.ys[-1] else -1

    def find_column(self, x: float) -> int:
        """Return the column of a place, from 0."""
        return min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)

    def list_anchors(self) -> list[list[tuple[int, int]]]:
        """Return for each row and column where the cell begins: as far left and up as no rule parts."""
        found: list[list[tuple[int, int]]] = []
        for band, (top, low) in enumerate(pairwise(reversed(self.ys))):
            found.append([])
            for column, (left, right) in enumerate(pairwise(self.xs)):
                anchor = (band, column)
                if column and not self._has_rule(upright=True, at=left, along=(top + low) / 2):
                    anchor = found[band][column - 1]
                elif band and not self._has_rule(upright=False, at=top, along=(left + right) / 2):
                    anchor = found[band - 1][column]
                found[band].append(anchor)
        return found

    def _has_rule(self, *, upright: bool, at: float, along: float) -> bool:
        return any(
            rule.upright == upright and abs(rule.at - at) <= _SAME_RULE and rule.start <= along <= rule.end
            for rule in self.rules
        )


def _merge_strokes(strokes: Iterable[Box]) -> list[_Rule]:
    """Return the rules that thin strokes make: strokes in one line that touch are one rule."""
    lines: list[tuple[bool, float, float, float]] = []
    for box in strokes:
        upright = box.y1 - box.y0 > box.x1 - box.x0
        middle = (box.x0 + box.x1) / 2 if upright else (box.y0 + box.y1) / 2
        lines.append((upright, middle, box.y0, box.y1) if upright else (upright, middle, box.x0, box.x1))
    groups: list[list[tuple[bool, float, float, float]]] = []
    for line in sorted(lines):
        if groups and line[0] == groups[-1][0][0] and line[1] - groups[-1][0][1] <= _SAME_RULE / 2:
            groups[-1].append(line)
        else:
            groups.append([line])
    found: list[_Rule] = []
    for group in groups:
        upright, at, start, end = min(group, key=lambda line: line[2])
        for _, _, low, high in sorted(group, key=lambda line: line[2]):
            if low > end + _TOUCH:
                found.append(_Rule(upright=upright, at=at, start=start, end=end))
                start = low
            end = max(end, high)
        found.append(_Rule(upright=upright, at=at, start=start, end=end))
    return found


def _find_grids(rules: Sequence[_Rule]) -> Iterator[_Grid]:
    """Return the grids that rules make: of two columns and two rows or more, or one row of three columns or more."""
    waiting = list(rules) if len(rules) <= _MAX_RULES else []
    while waiting:
        group = [waiting.pop()]
        for rule in group:  # grows as it goes
            near = [other for other in waiting if rule.meets(other)]
            waiting = [other for other in waiting if other not in near]
            group += near
        xs = _merge_edges(edge for rule in group for edge in ([rule.at] if rule.upright else [rule.start, rule.end]))
        ys = _merge_edges(edge for rule in group for edge in ([rule.start, rule.end] if rule.upright else [rule.at]))
        inner = [r for r in group if r.upright and xs[0] + _SAME_RULE < r.at < xs[-1] - _SAME_RULE]
        pairs = [(low, high) for (low, _), (_, high) in pairwise(pairwise(ys))]
        over_rows = any(rule.start < low + _TOUCH and rule.end > high - _TOUCH for rule in inner for low, high in pairs)
        if over_rows or (len(ys) == _MIN_EDGES - 1 and len(xs) > _MIN_EDGES):
            yield _Grid(xs=xs, ys=ys, rules=group)


def _merge_edges(edges: Iterable[float]) -> list[float]:
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _SAME_RULE:
            found.append(edge)
    return found


def _replace_grids(rows: Sequence[Row], rules: Sequence[_Rule]) -> list[Row]:
    """Return a page's rows with what stands inside each drawn grid replaced by the grid's rows."""
    found = list(rows)
    for grid in _find_grids(rules):
        found = _replace_grid(found, grid)
    return found


def _replace_grid(rows: list[Row], grid: _Grid) -> list[Row]:
    """Take what stands inside a drawn grid out of the rows and put its table there; all stays where it is none."""
    left: list[Row] = []
    bands: dict[int, list[_CellLine]] = {}
    anchors = grid.list_anchors()
    for row in rows:
        band = grid.find_band(row.y + _MIDDLE * row.size)
        inside = [
            piece
            for piece in row.pieces
            if band >= 0 and not piece.cells and grid.xs[0] <= (piece.start + piece.x1) / 2 <= grid.xs[-1]
        ]
        if not inside or anchors[band][-1][1] == 0:  # one cell over the whole width
            left.append(row)
            continue
        rest = [piece for piece in row.pieces if piece not in inside]
        left += [Row(y=row.y, size=row.size, pieces=rest)] if rest else []
        line = _CellLine(y=row.y, size=row.size)
        for piece in inside:
            columns = [anchors[band][grid.find_column((glyph.x0 + glyph.x1) / 2)][1] for glyph in piece.run.glyphs]
            edges = [at for at in range(1, len(columns)) if columns[at] != columns[at - 1]]
            for low, high in pairwise([0, *edges, len(columns)]):
                line.add(columns[low], piece.run.cut(low, high))
        bands.setdefault(band, []).append(line)
    table = _list_grid_rows(grid, bands, anchors)
    if table is None:
        return rows
    return sorted([*left, *(_build_row(rows[0], y, cells) for y, cells in table)], key=lambda row: -row.y)


def _list_grid_rows(
    grid: _Grid, bands: dict[int, list[_CellLine]], anchors: Sequence[Sequence[tuple[int, int]]]
) -> list[tuple[float, _Cells]] | None:
    """Return the rows of a grid, what a cell over several rows says in each; None where boxes hold parts of a page."""
    columns = sorted({column for lines in bands.values() for line in lines for column in line.cells})
    if len(columns) < _MIN_COLUMNS:
        return None
    if len(grid.ys) <= _HEAD_AND_BODY:  # a head and a body, in which no rule parts the rows
        rows = [row for band in sorted(bands) for row in _group_lines(bands[band])]
        return [(row[0].y, _pick_cells(row, columns)) for row in rows]
    said: dict[tuple[int, int], list[Run]] = {}
    for band in sorted(bands):
        for line in bands[band]:
            for column, run in line.cells.items():
                said.setdefault(anchors[band][column], []).append(run)
    if max(map(len, said.values())) > _MAX_CELL_LINES:
        return None
    return [
        (bands[band][0].y, tuple(tuple(_list_said(said, anchors[band][column], column)) for column in columns))
        for band in sorted(bands)
    ]


def _list_said(said: dict[tuple[int, int], list[Run]], anchor: tuple[int, int], column: int) -> list[Run]:
    return said.get(anchor, []) if anchor[1] == column else []


# Tables without upright rules: lines whose pieces begin at the same edges.


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Page:
    """A page's rows from the top and its level rules; ``fits`` keeps how rows stand in columns that were tried."""

    rows: Sequence[Row]
    levels: Sequence[_Rule]
    fits: dict[tuple[int, _Lefts], _CellLine | None] = field(default_factory=dict)

    def find_table(self, start: int) -> _Table | None:
        """Return the table that begins with this row, or None; the fullest of the next rows tells its columns."""
        if len(self.rows[start].pieces) < _MIN_COLUMNS:
            return None
        lefts: _Lefts = ()
        for row in self.rows[start : start + _LOOK_AHEAD]:
            lefts = max(lefts, tuple(piece.x0 for piece in row.pieces), key=len)
        table = self.read_table(start, lefts)
        return table if table and _is_table(table) else None

    def read_table(self, start: int, lefts: _Lefts) -> _Table | None:
        """Return what stands in these columns from a row on, line close below line."""
        lines: list[_CellLine] = []
        size = self.rows[start].size
        for at in range(start, len(self.rows)):
            if (at, lefts) not in self.fits:
                self.fits[at, lefts] = _fit(self.rows[at], lefts)
            line = self.fits[at, lefts]
            if line is None or not _LEAST_SIZE * size <= line.size <= _MOST_SIZE * size:
                break
            if lines and lines[-1].y - line.y > _FARTHEST * max(lines[-1].size, line.size):
                break
            lines.append(line)
        while len(lines) > 1 and set(lines[-1].cells) == {0} and not _goes_on(*lines[-2:]):
            lines.pop()  # text that follows the table
        hangs = len(lines) > 1 and 0 not in lines[0].cells and lines[0].y - lines[1].y <= _TIGHT * lines[1].size
        if not lines or (len(lines[0].cells) < _MIN_COLUMNS and not hangs):
            return None
        right = max(run.x1 for line in lines for run in line.cells.values())
        rules = [rule.at for rule in self.levels if rule.start <= lefts[0] + _THROUGH and rule.end >= right - _THROUGH]
        breaks = [at for at, (a, b) in enumerate(pairwise(lines), 1) if any(b.y < y < a.y for y in rules)]
        rows = _group_lines(lines, breaks)
        return _Table(rows=rows, lefts=lefts, end=start + len(lines), is_ruled=len(breaks) >= _MIN_BREAKS)


def _goes_on(above: _CellLine, below: _CellLine) -> bool:
    """Say whether a line in the first column alone goes on with the cell above it."""
    close = above.y - below.y <= _TIGHT * below.size and 0 in above.cells
    return close and above.cells[0].bold == below.cells[0].bold


def _fit(row: Row, lefts: _Lefts) -> _CellLine | None:
    """Return a row's runs in their columns, or None where they do not stand in these."""
    if any(piece.cells for piece in row.pieces) or is_contents_line(row.text):
        return None
    line = _CellLine(y=row.y, size=row.size)
    loose = 0
    for run in (part for piece in row.pieces for part in _cut_at_edges(piece.run, lefts)):
        column = max((at for at, left in enumerate(lefts) if left <= run.x0 + _ALIGNED * row.size), default=-1)
        after = lefts[column + 1] if column + 1 < len(lefts) else float("inf")
        if column < 0 or column in line.cells or run.x1 > after - _GUTTER * row.size:
            return None
        figures = sum(glyph.char.isdigit() for glyph in run.glyphs)
        loose += run.x0 - lefts[column] > _ALIGNED * row.size and figures * 2 < len(run.glyphs)
        line.add(column, run)
    return line if loose * 2 < len(line.cells) else None


def _cut_at_edges(run: Run, lefts: _Lefts) -> list[Run]:
    """Cut a run before the glyphs that begin a column, after a gap."""
    starts = [
        at
        for at, (before, glyph) in enumerate(pairwise(run.glyphs), 1)
        if glyph.x0 - before.x1 > _GUTTER * run.size
        and any(abs(glyph.x0 - left) <= _ALIGNED * run.size for left in lefts)
    ]
    return [run.cut(low, high) for low, high in pairwise([0, *starts, len(run.glyphs)])]


def _is_table(table: _Table) -> bool:
    """Say whether rows that stand in columns are a table and not columns of text beside each other."""
    columns = range(len(table.lefts))
    lines = [line for row in table.rows for line in row]
    full = [row for row in table.rows if len({column for line in row for column in line.cells}) > 1]
    if len(full) < max(_MIN_ROWS, _MOST_SHARE * len(table.rows)):
        return False
    if any(sum(column in line.cells for line in lines) < _MIN_ROWS - 1 for column in columns):
        return False
    spaced = median((above[-1].y - below[0].y) / below[0].size for above, below in pairwise(table.rows)) > _TIGHT
    figures = [column for column in columns if _holds_figures(table.rows[1:], column)]
    if len(table.lefts) < _MANY_COLUMNS:  # two columns are a table by what stands in the first: days or numbers
        return table.is_ruled or 0 in figures
    prose = all(_fills(lines, column) for column in columns) and not figures
    return table.is_ruled or (not prose and (spaced or bool(figures)))


def _holds_figures(table: Sequence[Sequence[_CellLine]], column: int) -> bool:
    """Say whether most cells of a column are short and hold a figure: a date, a number, an amount."""
    cells = [[line.cells[column] for line in row if column in line.cells] for row in table]
    short = sum(
        bool(cell)
        and max(run.x1 - run.x0 for run in cell) <= _NARROW * cell[0].size
        and any(glyph.char.isdigit() for run in cell for glyph in run.glyphs)
        for cell in cells
    )
    return short >= _MOST_SHARE * len(cells)


def _fills(lines: Sequence[_CellLine], column: int) -> bool:
    """Say whether most lines of a column reach well across it, as running text does."""
    runs = [line.cells[column] for line in lines if column in line.cells]
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    return median(run.x1 - left for run in runs) >= _FULL_SHARE * (right - left)


def _group_lines(lines: Sequence[_CellLine], breaks: Sequence[int] = ()) -> list[list[_CellLine]]:
    """Group a table's lines to its rows; ``breaks`` are the numbers of lines that a rule stands above.

    Where lines of a cell stand closer than rows do, space parts the rows. Else a row starts where the first column, or
    most of the columns, has a line.
    """
    steps: list[float] = []
    last: dict[int, float] = {}
    for line in lines:
        steps += [(last[column] - line.y) / line.size for column in line.cells if column in last]
        last.update(dict.fromkeys(line.cells, line.y))
    pitch = min(steps, default=0.0)
    wide = [at for at, (a, b) in enumerate(pairwise(lines), 1) if a.y - b.y > _WIDER * pitch * b.size]
    width = max((len(line.cells) for line in lines), default=0)
    starts = [at for at, line in enumerate(lines) if 0 in line.cells or len(line.cells) * 2 > width]
    chosen = wide if wide and 0 < pitch <= _TIGHT else starts
    chosen = list(breaks) if len(breaks) >= _MIN_BREAKS else sorted({*chosen, *breaks})
    edges = [0, *(at for at in chosen if at), len(lines)]
    return [list(lines[low:high]) for low, high in pairwise(edges)]
