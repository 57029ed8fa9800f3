"""Finds the tables of a PDF page, ruled or not, and puts one line for each of their rows in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from bot.reading.formats.normalise import is_contents_line
from bot.reading.formats.pdf_glyphs import Box, Run
from bot.reading.formats.pdf_grid import (
    TIGHT,
    CellLine,
    Rule,
    cut_run,
    group_lines,
    merge_strokes,
    put_rows,
    read_piece,
    replace_grids,
)
from bot.reading.formats.pdf_lines import Row

_ALIGNED, _GUTTER, _INNER_GAP = 0.2, 0.6, 4.0
_LOOK_AHEAD, _FARTHEST = 8, 3.2
_LEAST_SIZE, _MOST_SIZE = 0.75, 1.2
_MIN_ROWS, _FEW_COLUMNS, _MANY_COLUMNS, _MIN_RULES = 3, 2, 3, 2
_NARROW, _NARROW_SHARE = 14.0, 0.35
_MOST_SHARE, _FULL_SHARE, _TOUCH = 0.6, 0.6, 12.0
_Lefts = tuple[float, ...]
"""The left edges of a table's columns."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """A page's rows from the top and its level rules; ``fits`` keeps how rows stand in columns that were tried."""

    rows: Sequence[Row]
    levels: Sequence[Rule]
    fits: dict[tuple[int, _Lefts], CellLine | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """A table's rows, each of lines from the top, and the number of the page's row after it."""

    rows: list[list[CellLine]]
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
        rules = merge_strokes(strokes)
        page = _Page(rows=replace_grids(rows, rules), levels=[rule for rule in rules if not rule.upright])
        found: list[Row] = []
        at = 0
        while at < len(page.rows):
            table = (_read_table(page, 0, lefts) if lefts and not at else None) or _find_table(page, at)
            lefts = table.lefts if table else ()
            if table is None:
                found.append(page.rows[at])
                at += 1
                continue
            found = put_rows(found, page.rows[at].pieces[0].page, table.rows, range(len(table.lefts)))
            at = table.end
        whole.append(found)
    return whole


def _find_table(page: _Page, start: int) -> _Table | None:
    """Return the table that begins with this row, or None."""
    if not any(len(row.pieces) > 1 for row in page.rows[start : start + _LOOK_AHEAD]):
        return None
    ahead = _look_ahead(page.rows, start)
    fullest: _Lefts = max(map(tuple, ahead), key=len, default=())
    shared = tuple(left for left in fullest if sum(any(abs(x - left) <= 1.0 for x in xs) for xs in ahead) > 1)
    for lefts in dict.fromkeys((fullest, shared)):
        table = _read_table(page, start, lefts) if len(lefts) >= _FEW_COLUMNS else None
        if table and _is_table(table):
            return table
    return None


def _look_ahead(rows: Sequence[Row], start: int) -> list[list[float]]:
    """Return where the pieces of the next rows begin, as far as these stand close enough."""
    found: list[list[float]] = []
    for at in range(start, min(start + _LOOK_AHEAD, len(rows))):
        row = rows[at]
        far = at > start and rows[at - 1].y - row.y > _FARTHEST * row.size
        if far or not _may_be_row(row):
            break
        found.append([run.x0 for piece in row.pieces for run in read_piece(piece)])
    return found


def _may_be_row(row: Row) -> bool:
    return not any(piece.cells for piece in row.pieces) and not is_contents_line(row.text)


def _read_table(page: _Page, start: int, lefts: _Lefts) -> _Table | None:
    """Return what stands in these columns from a row on, line close below line, where it begins as tables do."""
    lines: list[CellLine] = []
    for at in range(start, len(page.rows)):
        if (at, lefts) not in page.fits:
            page.fits[at, lefts] = _fit(page.rows[at], lefts)
        line = page.fits[at, lefts]
        if line is None:
            break
        far = lines and lines[-1].y - line.y > _FARTHEST * max(lines[-1].size, line.size)
        if far or not _LEAST_SIZE * page.rows[start].size <= line.size <= _MOST_SIZE * page.rows[start].size:
            break
        lines.append(line)
    _drop_text_below(lines)
    if not lines or (len(lines[0].cells) < _FEW_COLUMNS and not _hangs_above(lines)):
        return None
    left, right = lefts[0], max(run.x1 for line in lines for run in line.cells.values())
    through = [rule.at for rule in page.levels if rule.start <= left + _TOUCH and rule.end >= right - _TOUCH]
    breaks = [at for at, (above, below) in enumerate(pairwise(lines), 1) if any(below.y < y < above.y for y in through)]
    rows = group_lines(lines, breaks)
    return _Table(rows=rows, lefts=lefts, end=start + len(lines), is_ruled=len(breaks) >= _MIN_RULES)


def _hangs_above(lines: Sequence[CellLine]) -> bool:
    """Say whether a table's first line is one cell whose text goes on close below."""
    return 0 not in lines[0].cells and len(lines) > 1 and lines[0].y - lines[1].y <= TIGHT * lines[1].size


def _fit(row: Row, lefts: _Lefts) -> CellLine | None:
    """Return a row's runs in their columns, or None where they do not stand in these."""
    if not _may_be_row(row):
        return None
    line = CellLine(y=row.y, size=row.size)
    loose = 0
    whole = (run for piece in row.pieces for run in read_piece(piece))
    for run in (part for each in whole for part in cut_run(each, _find_starts(each, lefts))):
        column = max((at for at, left in enumerate(lefts) if left <= run.x0 + _ALIGNED * row.size), default=-1)
        after = lefts[column + 1] if column + 1 < len(lefts) else float("inf")
        if column < 0 or run.x1 > after - _GUTTER * row.size:
            return None
        before = line.cells.get(column)
        if before is None:
            loose += run.x0 - lefts[column] > _ALIGNED * row.size and not _is_figure(run)
        elif run.x0 - before.x1 > _INNER_GAP * row.size:
            return None
        line.add(column, run)
    return line if loose * 2 < len(line.cells) else None


def _find_starts(run: Run, lefts: _Lefts) -> list[int]:
    """Return the numbers of a run's glyphs that begin a column, after a gap."""
    if not any(run.x0 < left < run.x1 for left in lefts):
        return []
    return [
        at
        for at in range(1, len(run.chars))
        if run.lefts[at] - run.rights[at - 1] > _GUTTER * run.size
        and any(abs(run.lefts[at] - left) <= _ALIGNED * run.size for left in lefts)
    ]


def _drop_text_below(lines: list[CellLine]) -> None:
    """Leave out last lines in the first column alone, unless they stand close: text that follows the table."""
    while len(lines) > 1 and set(lines[-1].cells) == {0}:
        above, below = lines[-2], lines[-1]
        close = above.y - below.y <= TIGHT * below.size and 0 in above.cells
        if close and _is_bold(above.cells[0]) == _is_bold(below.cells[0]):
            break
        lines.pop()


def _is_table(table: _Table) -> bool:
    """Say whether rows that stand in columns are a table and not columns of text beside each other."""
    columns = range(len(table.lefts))
    lines = [line for row in table.rows for line in row]
    full = [row for row in table.rows if len({column for line in row for column in line.cells}) > 1]
    if len(full) < max(_MIN_ROWS, _MOST_SHARE * len(table.rows)):
        return False
    if any(sum(column in line.cells for line in lines) < _MIN_ROWS - 1 for column in columns):
        return False
    steps = [(above[-1].y - below[0].y) / below[0].size for above, below in pairwise(table.rows)]
    spaced = median(steps) > TIGHT
    figures = [column for column in columns if _holds_figures(table.rows[1:], column)]
    if len(table.lefts) >= _MANY_COLUMNS:
        prose = all(_fills(lines, column) for column in columns) and not figures
        return table.is_ruled or (not prose and (spaced or bool(figures)))
    right = max(run.x1 for line in lines for run in line.cells.values())
    first = max((line.cells[0].x1 - table.lefts[0] for line in lines if 0 in line.cells), default=0.0)
    narrow = first <= min(_NARROW * lines[0].size, _NARROW_SHARE * (right - table.lefts[0]))
    heads = [all(_is_bold(run) for line in row for run in line.cells.values()) for row in table.rows]
    names = all(row[0].cells.keys() >= {0, 1} and _is_bold(row[0].cells[0]) for row in table.rows)
    headed = heads[0] and not any(heads[1:])
    return narrow and (table.is_ruled or 0 in figures or (spaced and (headed or names)))


def _holds_figures(table: Sequence[Sequence[CellLine]], column: int) -> bool:
    """Say whether most cells of a column are short and hold a figure: a date, a number, an amount."""
    cells = [[line.cells[column] for line in row if column in line.cells] for row in table]
    short = sum(
        bool(cell)
        and max(run.x1 - run.x0 for run in cell) <= _NARROW * cell[0].size
        and any(char.isdigit() for run in cell for char in run.chars)
        for cell in cells
    )
    return short >= _MOST_SHARE * len(cells)


def _fills(lines: Sequence[CellLine], column: int) -> bool:
    """Say whether most lines of a column reach well across it, as running text does."""
    runs = [line.cells[column] for line in lines if column in line.cells]
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    return median(run.x1 - left for run in runs) >= _FULL_SHARE * (right - left)


def _is_bold(run: Run) -> bool:
    return all(look.bold for look in run.looks)


def _is_figure(run: Run) -> bool:
    return sum(map(str.isdigit, run.chars)) * 2 >= len(run.chars)
