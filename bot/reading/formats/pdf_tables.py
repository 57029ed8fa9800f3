"""Finds the tables of a PDF page, ruled or not, and puts one line for each of their rows in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.formats.pdf_cells import CellLine, build_row, cut_run, place_runs, read_piece
from bot.reading.formats.pdf_grid import find_grids, merge_strokes
from bot.reading.formats.pdf_lines import Row
from bot.reading.formats.pdf_open_tables import OpenPage, find_open_table, read_overleaf
from bot.reading.formats.pdf_row_ends import part_by_space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.formats.pdf_glyphs import Box, Run
    from bot.reading.formats.pdf_grid import Grid, Rule

_MAX_CELL_LINES, _MAX_SINGLE_LINES = 20, 8
_ONE_BAND, _HEAD_AND_BODY, _MIN_COLUMNS = 2, 3, 2
_MIDDLE = 0.3


def replace_tables(pages: Sequence[tuple[Sequence[Row], Sequence[Box]]]) -> list[list[Row]]:
    """Give each page's rows with each table's lines replaced by its rows, the cells of each in its one piece.

    A page is its rows from the top and its strokes; a table without upright rules may go on at the top of the next.
    """
    whole: list[list[Row]] = []
    lefts: tuple[float, ...] = ()
    for rows, strokes in pages:
        rules = merge_strokes(strokes)
        found = list(rows)
        for grid in find_grids(rules):
            found = _replace_grid(found, grid)
        found, lefts = _replace_open(found, [rule for rule in rules if not rule.upright], lefts)
        whole.append(found)
    return whole


def _replace_grid(rows: Sequence[Row], grid: Grid) -> list[Row]:
    """Take what stands inside a drawn grid out of the rows and put its table there; all stays where it is none."""
    left: list[Row] = []
    bands: dict[int, list[CellLine]] = {}
    page = 0
    for row in rows:
        band = grid.find_band(row.y + _MIDDLE * row.size)
        inside = [
            piece
            for piece in row.pieces
            if band >= 0 and not piece.cells and grid.xs[0] <= (piece.start + piece.x1) / 2 <= grid.xs[-1]
        ]
        if not inside or grid.spans_row(row.y + _MIDDLE * row.size):
            left.append(row)
            continue
        page = inside[0].page
        rest = [piece for piece in row.pieces if piece not in inside]
        if rest:
            left.append(Row(y=row.y, size=row.size, pieces=rest))
        line = CellLine(y=row.y, size=row.size)
        runs = [part for piece in inside for run in read_piece(piece) for part in _cut_at_rules(run, grid)]
        place_runs(line, runs, lambda run: _find_column(grid, run, 0))
        bands.setdefault(band, []).append(line)
    _reach_down(bands, grid)
    table = _split_bands(bands, grid)
    columns = sorted({column for lines in table for line in lines for column in line.cells})
    if not table or len(columns) < _MIN_COLUMNS or _holds_prose(table, columns, grid):
        return list(rows)
    return _put_rows(left, page, table, columns)


def _put_rows(left: Sequence[Row], page: int, table: Sequence[Sequence[CellLine]], columns: Sequence[int]) -> list[Row]:
    whole = list(left)
    y = float("inf")
    for lines in table:
        line = build_row(page, lines, columns)
        y = min(y, line.y)  # a cell over several rows stands lower than the first of them
        whole.append(Row(y=y, size=line.size, pieces=[line]))
    return sorted(whole, key=lambda row: -row.y)


def _find_column(grid: Grid, run: Run, at: int) -> int:
    return grid.find_column((run.lefts[at] + run.rights[at]) / 2, run.y + _MIDDLE * run.size)


def _cut_at_rules(run: Run, grid: Grid) -> list[Run]:
    """Cut a run at the spaces that an upright rule runs through."""
    return cut_run(
        run,
        [
            at
            for at in range(1, len(run.chars))
            if run.spaces[at] and _find_column(grid, run, at) != _find_column(grid, run, at - 1)
        ],
    )


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
                lines[:] = [line for line in lines if line.cells]
                said = [CellLine(y=run.y, size=run.size, cells={column: run}) for run in runs]
                lines[:0] = said
            band = last + 1


def _split_bands(bands: dict[int, list[CellLine]], grid: Grid) -> list[list[CellLine]]:
    """Give the rows of a grid: its bands, or where it has but a head and a body, the rows in these."""
    if len(grid.ys) > _HEAD_AND_BODY:
        return [bands[band] for band in sorted(bands) if bands[band]]
    return [lines for band in sorted(bands) for lines in part_by_space(bands[band])]


def _holds_prose(table: Sequence[Sequence[CellLine]], columns: Sequence[int], grid: Grid) -> bool:
    """Say whether boxes hold so much text that they are parts of a page and no cells."""
    if len(grid.ys) == _ONE_BAND:
        return sum(len(lines) for lines in table) > _MAX_SINGLE_LINES
    return any(sum(column in line.cells for line in lines) > _MAX_CELL_LINES for lines in table for column in columns)


def _replace_open(
    rows: Sequence[Row], levels: Sequence[Rule], lefts: tuple[float, ...]
) -> tuple[list[Row], tuple[float, ...]]:
    """Replace the tables that have no upright rules, found by where their pieces begin.

    ``lefts`` are the left edges of the table that the page before ends with, empty when it ends with none; those of
    this page are given back.
    """
    page = OpenPage(rows=rows, levels=levels)
    found: list[Row] = []
    at = 0
    while at < len(rows):
        table = (read_overleaf(page, lefts) if lefts and not at else None) or find_open_table(page, at)
        lefts = table.lefts if table else ()
        if table is None:
            found.append(rows[at])
            at += 1
            continue
        found = _put_rows(found, rows[at].pieces[0].page, table.rows, range(len(table.lefts)))
        at = table.end
    return found, lefts
