"""Finds the tables of a PDF page, ruled or not, and puts one line for each of their rows in their place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from bot.reading.formats.normalise import is_contents_line
from bot.reading.formats.pdf_glyphs import Box, Run
from bot.reading.formats.pdf_grid import (
    CellLine,
    Grid,
    Rule,
    build_row,
    cut_run,
    find_grids,
    merge_strokes,
    place_runs,
    read_piece,
)
from bot.reading.formats.pdf_lines import Row, join_runs

# Tells where the rows of a PDF table end, when its cells hold several lines.

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
    """Return the least step from line to line within a column, as a multiple of the size; 0 without one."""
    steps: list[float] = []
    last: dict[int, float] = {}
    for line in lines:
        for column in line.cells:
            if column in last:
                steps.append((last[column] - line.y) / line.size)
            last[column] = line.y
    return min(steps, default=0.0)


def _find_wider(lines: Sequence[CellLine]) -> frozenset[int]:
    """Return the numbers of lines with wider space above than the lines of one cell have; none where all are even."""
    pitch = _find_pitch(lines)
    if not 0 < pitch <= _TIGHT:
        return frozenset()
    return frozenset(
        at
        for at, (above, below) in enumerate(pairwise(lines), start=1)
        if above.y - below.y > _WIDER * pitch * below.size
    )


# Finds tables without upright rules in a PDF page's rows: pieces that begin below each other, gutters between.

_ALIGNED = 0.2
_GUTTER, _INNER_GAP = 0.6, 4.0
_LOOK_AHEAD = 8
_FARTHEST = 3.2
_LEAST_SIZE, _MOST_SIZE = 0.75, 1.2
_MIN_ROWS, _FEW_COLUMNS, _MANY_COLUMNS = 3, 2, 3
_NARROW, _NARROW_SHARE = 14.0, 0.35
_MOST_SHARE, _RULE_SHARE = 0.6, 0.6
_MIN_RULES = 2
_FULL_SHARE = 0.6
_MOST_NAME_WORDS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenTable:
    """A table's rows, each of lines from the top.

    ``lefts`` are the left edges of its columns; ``end`` is the number of the page's row after it.
    """

    rows: list[list[CellLine]]
    lefts: tuple[float, ...]
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPage:
    """A page's rows from the top and its level rules; ``fits`` keeps how rows stand in columns that were tried."""

    rows: Sequence[Row]
    levels: Sequence[Rule]
    fits: dict[tuple[int, tuple[float, ...]], CellLine | None] = field(default_factory=dict)


def find_open_table(page: OpenPage, start: int) -> OpenTable | None:
    """Return the table that begins with this row, or None."""
    rows = page.rows
    if not any(len(row.pieces) > 1 for row in rows[start : start + _LOOK_AHEAD]):
        return None
    ahead = _look_ahead(rows, start)
    widest: list[float] = max(ahead, key=len, default=[])
    fullest = tuple(widest)
    shared = tuple(left for left in fullest if sum(_has_near(starts, left) for starts in ahead) > 1)
    for lefts in (fullest, shared) if len(shared) < len(fullest) else (fullest,):
        table = _read_table(page, start, lefts) if len(lefts) >= _FEW_COLUMNS else None
        if table is not None:
            return table
    return None


def _has_near(starts: Sequence[float], left: float) -> bool:
    return any(abs(start - left) <= 1.0 for start in starts)


def read_overleaf(page: OpenPage, lefts: tuple[float, ...]) -> OpenTable | None:
    """Return what stands at the top of a page of a table with these columns that the page before ends with, or None."""
    lines = _read_lines(page, 0, lefts)
    if not lines or len(lines[0].cells) < _FEW_COLUMNS:
        return None
    _, breaks = _find_breaks(lines, lefts, page.levels)
    return OpenTable(rows=_rows_of(lines, breaks), lefts=lefts, end=len(lines))


def _read_table(page: OpenPage, start: int, lefts: tuple[float, ...]) -> OpenTable | None:
    lines = _read_lines(page, start, lefts)
    if len(lines) < _MIN_ROWS or not _can_begin(lines):
        return None
    level, breaks = _find_breaks(lines, lefts, page.levels)
    table = _rows_of(lines, breaks)
    if not _is_table(table, lefts, ruled=len(level) >= _MIN_RULES and bool(breaks)):
        return None
    return OpenTable(rows=table, lefts=lefts, end=start + len(lines))


def _read_lines(page: OpenPage, start: int, lefts: tuple[float, ...]) -> list[CellLine]:
    """Return the lines from ``start`` on that stand in these columns, close to each other."""
    lines: list[CellLine] = []
    for at in range(start, len(page.rows)):
        if (at, lefts) not in page.fits:
            page.fits[at, lefts] = _fit(page.rows[at], lefts)
        line = page.fits[at, lefts]
        if line is None or (lines and not _goes_on(lines[-1], line, page.rows[start].size)):
            break
        lines.append(line)
    return _trim(lines)


def _find_breaks(
    lines: Sequence[CellLine], lefts: Sequence[float], levels: Sequence[Rule]
) -> tuple[list[Rule], set[int]]:
    """Return the table's level rules, and the numbers of the lines that one stands above."""
    level = _find_levels(lines, lefts, levels)
    return level, {
        at for at, (above, below) in enumerate(pairwise(lines), 1) if any(below.y < rule.at < above.y for rule in level)
    }


def _rows_of(lines: Sequence[CellLine], breaks: set[int]) -> list[list[CellLine]]:
    if len(breaks) >= _MIN_RULES:
        edges = [0, *sorted(breaks), len(lines)]
        return [list(lines[low:high]) for low, high in pairwise(edges)]
    return group_lines(lines, breaks)


def _look_ahead(rows: Sequence[Row], start: int) -> list[list[float]]:
    """Return where the pieces of the next rows begin, as far as these stand close enough."""
    found: list[list[float]] = []
    for at in range(start, min(start + _LOOK_AHEAD, len(rows))):
        row = rows[at]
        far = at > start and rows[at - 1].y - row.y > _FARTHEST * row.size
        if far or any(piece.cells for piece in row.pieces) or is_contents_line(row.text):
            break
        found.append([run.x0 for piece in row.pieces for run in read_piece(piece)])
    return found


def _can_begin(lines: Sequence[CellLine]) -> bool:
    """Say whether a table can begin so: with two cells, or with one whose text goes on close below."""
    first, second = lines[0], lines[1]
    return len(first.cells) > 1 or (0 not in first.cells and first.y - second.y <= _TIGHT * second.size)


def _fit(row: Row, lefts: Sequence[float]) -> CellLine | None:
    """Return a row's runs in their columns, or None where they do not stand in these."""
    if any(piece.cells for piece in row.pieces) or is_contents_line(row.text):
        return None
    line = CellLine(y=row.y, size=row.size)
    loose = 0
    parts = [
        part for piece in row.pieces for run in read_piece(piece) for part in cut_run(run, _find_starts(run, lefts))
    ]
    for run in parts:
        column = max((at for at, left in enumerate(lefts) if left <= run.x0 + _ALIGNED * row.size), default=-1)
        after = lefts[column + 1] if column + 1 < len(lefts) else None
        if column < 0 or (after is not None and run.x1 > after - _GUTTER * row.size):
            return None
        before = line.cells.get(column)
        if before is None:
            loose += run.x0 - lefts[column] > _ALIGNED * row.size and not _is_figure(run)
        elif run.x0 - before.x1 > _INNER_GAP * row.size:
            return None
        line.cells[column] = join_runs([before, run]) if before else run
    return line if loose * 2 < len(line.cells) else None


def _find_starts(run: Run, lefts: Sequence[float]) -> list[int]:
    """Return the numbers of a run's glyphs that begin a column, after a gap."""
    if not any(run.x0 < left < run.x1 for left in lefts):
        return []
    return [
        at
        for at in range(1, len(run.chars))
        if run.spaces[at]
        and run.lefts[at] - run.rights[at - 1] > _GUTTER * run.size
        and any(abs(run.lefts[at] - left) <= _ALIGNED * run.size for left in lefts)
    ]


def _goes_on(above: CellLine, below: CellLine, size: float) -> bool:
    """Say whether a line can belong to the table of the line above, by its distance and size."""
    return (
        above.y - below.y <= _FARTHEST * max(above.size, below.size)
        and _LEAST_SIZE * size <= below.size <= _MOST_SIZE * size
    )


def _trim(lines: list[CellLine]) -> list[CellLine]:
    """Leave out last lines in the first column alone, unless they stand close: text that follows the table."""
    end = len(lines)
    while end > 1 and set(lines[end - 1].cells) == {0}:
        above, below = lines[end - 2], lines[end - 1]
        close = above.y - below.y <= _TIGHT * below.size
        if close and 0 in above.cells and _is_bold(above.cells[0]) == _is_bold(below.cells[0]):
            break
        end -= 1
    return lines[:end]


def _find_levels(lines: Sequence[CellLine], lefts: Sequence[float], levels: Sequence[Rule]) -> list[Rule]:
    """Return the level rules that run through most of a table's width, from just above it to just below."""
    right = max(run.x1 for line in lines for run in line.runs)
    top, bottom = lines[0].y + 2 * lines[0].size, lines[-1].y - 1.5 * lines[-1].size
    return [
        rule
        for rule in levels
        if bottom <= rule.at <= top
        and min(rule.end, right) - max(rule.start, lefts[0]) >= _RULE_SHARE * (right - lefts[0])
    ]


def _is_table(table: Sequence[Sequence[CellLine]], lefts: Sequence[float], *, ruled: bool) -> bool:
    """Say whether rows that stand in columns are a table and not columns of text beside each other."""
    full = [lines for lines in table if len({column for line in lines for column in line.cells}) > 1]
    if len(full) < _MIN_ROWS or len(full) < _MOST_SHARE * len(table):
        return False
    lines = [line for row in table for line in row]
    if any(sum(column in line.cells for line in lines) < 2 for column in range(len(lefts))):  # noqa: PLR2004  a head and more
        return False
    spaced = _is_spaced(table)
    figures = [column for column in range(len(lefts)) if _holds_figures(table[1:], column)]
    first = max((line.cells[0].x1 - lefts[0] for line in lines if 0 in line.cells), default=0.0)
    if len(lefts) < _MANY_COLUMNS:
        right = max(run.x1 for line in lines for run in line.runs)
        narrow = first <= _NARROW * lines[0].size and first <= _NARROW_SHARE * (right - lefts[0])
        return narrow and (ruled or 0 in figures or (spaced and (_has_bold_head(table) or _names_values(table))))
    if ruled:
        return True
    if all(_fills(lines, column) for column in range(len(lefts))) and not figures:
        return False
    return spaced or bool(figures)


def _is_spaced(table: Sequence[Sequence[CellLine]]) -> bool:
    """Say whether rows stand farther apart than the lines of a text."""
    steps = [(above[-1].y - below[0].y) / below[0].size for above, below in pairwise(table)]
    return median(steps) > _TIGHT if steps else False


def _has_bold_head(table: Sequence[Sequence[CellLine]]) -> bool:
    bold = [all(_is_bold(run) for line in row for run in line.runs) for row in table]
    return bold[0] and not any(bold[1:])


def _names_values(table: Sequence[Sequence[CellLine]]) -> bool:
    """Say whether the first cell of each row is one line of a few words that begin large, as names of fields do."""
    names = [[line.cells[0] for line in row if 0 in line.cells] for row in table]
    return all(
        len(runs) == 1
        and 0 in row[0].cells
        and 1 in row[0].cells
        and sum(runs[0].spaces) < _MOST_NAME_WORDS
        and not runs[0].chars[0].islower()
        and runs[0].chars[-1] not in ".,;-"
        for runs, row in zip(names, table, strict=True)
    )


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
    return sum(char.isdigit() for char in run.chars) * 2 >= len(run.chars)


_MAX_CELL_LINES, _MAX_SINGLE_LINES = 20, 8
_ONE_BAND, _HEAD_AND_BODY, _MIN_COLUMNS = 2, 3, 2
_MIDDLE = 0.3


def replace_tables(pages: Sequence[tuple[Sequence[Row], Sequence[Box]]]) -> list[list[Row]]:
    """Return each page's rows with each table's lines replaced by its rows, the cells of each in its one piece.

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
    """Return the rows of a grid: its bands, or where it has but a head and a body, the rows in these."""
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
