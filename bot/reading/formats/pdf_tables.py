"""Finds the tables of a PDF page, and puts one line for each of their rows in their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.reading.formats.normalise import is_contents_line
from bot.reading.formats.pdf_glyphs import Box, Run
from bot.reading.formats.pdf_lines import Line, Row, join_runs, main_size

_SAME_RULE, _TOUCH, _THROUGH = 4.0, 3.0, 12.0
_ALIGNED, _GUTTER = 0.2, 0.6
_LOOK_AHEAD, _FARTHEST, _TIGHT, _WIDER = 8, 3.2, 1.45, 1.12
"""The farthest step from line to line of a table, the widest of a cell, and what is wider than the least."""
_LEAST_SIZE, _MOST_SIZE = 0.75, 1.2
_MIN_COLUMNS, _MANY_COLUMNS, _MIN_ROWS, _MIN_BREAKS = 2, 3, 3, 2
_NARROW, _MOST_SHARE = 14.0, 0.6
_Lefts = tuple[float, ...]
"""The left edges of a table's columns."""


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

    A page is its rows from the top and its strokes; a table may go on at the top of the next.
    """
    whole: list[list[Row]] = []
    lefts: _Lefts = ()
    for rows, strokes in pages:
        page = _Page(rows=rows, levels=_merge_strokes(strokes))
        found: list[Row] = []
        at = 0
        while at < len(page.rows):
            table = (page.read_table(0, lefts) if lefts and not at else None) or page.find_table(at)
            lefts = table.lefts if table else ()
            if table is None:
                found.append(page.rows[at])
                at += 1
                continue
            found += [_build_row(page.rows[at], lines, range(len(lefts))) for lines in table.rows]
            at = table.end
        whole.append(found)
    return whole


def _build_row(beside: Row, lines: Sequence[_CellLine], columns: Sequence[int]) -> Row:
    """Return a table's row of its lines; ``beside`` is any row of the page."""
    cells = tuple(tuple(line.cells[column] for line in lines if column in line.cells) for column in columns)
    runs = [run for cell in cells for run in cell]
    run = Run(y=lines[0].y, size=main_size(runs), glyphs=[glyph for each in runs for glyph in each.glyphs])
    return Row(y=run.y, size=run.size, pieces=[Line(page=beside.pieces[0].page, y=run.y, run=run, cells=cells)])


def _merge_strokes(strokes: Iterable[Box]) -> list[Box]:
    """Return the rules that level strokes make: strokes in one line that touch are one rule."""
    found: list[Box] = []
    for box in sorted(strokes, key=lambda box: (_find_height(box), box.x0)):
        last = found[-1] if found else None
        if last and _find_height(last) == _find_height(box) and box.x0 <= last.x1 + _TOUCH:
            found[-1] = last._replace(x1=max(last.x1, box.x1))
        else:
            found.append(box)
    return found


def _find_height(box: Box) -> int:
    return round((box.y0 + box.y1) / 2 / _SAME_RULE)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Page:
    """A page's rows from the top and its level rules; ``fits`` keeps how rows stand in columns that were tried."""

    rows: Sequence[Row]
    levels: Sequence[Box]
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
        through = (rule for rule in self.levels if rule.x0 <= lefts[0] + _THROUGH and rule.x1 >= right - _THROUGH)
        rules = [(rule.y0 + rule.y1) / 2 for rule in through]
        breaks = [at for at, (a, b) in enumerate(pairwise(lines), 1) if any(b.y < y < a.y for y in rules)]
        rows = _group_lines(lines, breaks)
        return _Table(rows=rows, lefts=lefts, end=start + len(lines), is_ruled=len(breaks) >= _MIN_BREAKS)


def _goes_on(above: _CellLine, below: _CellLine) -> bool:
    """Say whether a line in the first column alone goes on with the cell above it."""
    return 0 in above.cells and above.y - below.y <= _TIGHT * below.size


def _fit(row: Row, lefts: _Lefts) -> _CellLine | None:
    """Return a row's runs in their columns, or None where they do not stand in these."""
    if any(piece.cells for piece in row.pieces) or is_contents_line(row.text):
        return None
    line = _CellLine(y=row.y, size=row.size)
    for run in (part for piece in row.pieces for part in _cut_at_edges(piece.run, lefts)):
        column = bisect_right(lefts, run.x0 + _ALIGNED * row.size) - 1
        after = lefts[column + 1] if column + 1 < len(lefts) else float("inf")
        if column < 0 or column in line.cells or run.x1 > after - _GUTTER * row.size:
            return None
        line.add(column, run)
    return line


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
    figures = [column for column in columns if _holds_figures(table.rows[1:], column)]
    if table.is_ruled or len(table.lefts) < _MANY_COLUMNS:
        return table.is_ruled or 0 in figures  # two columns are a table by what stands in the first: days or numbers
    return bool(figures)


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
