"""Finds the reading order of a PDF page: columns beside each other, and tables row by row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from statistics import median

from bot.reading.formats.pdf_glyphs import Box
from bot.reading.formats.pdf_lines import Line, Row, join_runs

_GUTTER = 0.9
_MIN_SIDE_LINES, _SURE_SIDE_LINES = 2, 3
_WIDE_GUTTER = 2.0
_MIN_SIDE_SHARE = 0.06
_FULL_SHARE = 0.6
_ALIGNED_SHARE = 0.6
_PARTED, _PARTED_LARGE = 2.6, 1.5
_MIN_RULES = 2
_MAX_DEPTH = 4
_LONG, _SAME_GAP = 8, 12.0
"""Lines of a column's part, and points by which white space in two of them may differ."""


def order_rows(rows: Sequence[Row], rules: Sequence[Box], *, depth: int = 0) -> list[list[Line]]:
    """Return the lines in reading order, as regions: what stands in one column or over the full width."""
    regions: list[list[Line]] = []
    plain: list[Line] = []
    pieces = [piece for row in rows for piece in row.pieces]
    width = (min((piece.start for piece in pieces), default=0.0), max((piece.x1 for piece in pieces), default=0.0))
    depth = depth if _may_have_columns(rows, pieces) else _MAX_DEPTH
    usual = median(row.size for row in rows) if rows else 0.0
    at = 0
    while at < len(rows):
        table = list(takewhile(lambda line: line.cells, (_whole_line(row) for row in rows[at:])))
        if table:
            regions += [plain, table] if plain else [table]
            plain = []
            at += len(table)
            continue
        end, gutter = _find_columns(rows, at, width, usual) if depth < _MAX_DEPTH else (at, None)
        if gutter is None:
            plain.append(_whole_line(rows[at]))
            at += 1
            continue
        end = _follow_column(rows, at, end, gutter)
        band = rows[at:end]
        above = _count_above(band, gutter)
        plain += [_whole_line(row) for row in band[:above]]
        band = band[above:]
        if plain:
            regions.append(plain)
            plain = []
        if _is_table(band, gutter, rules):
            regions.append([_table_line(row) for row in band])
        else:
            sides = _split(band, gutter)
            regions += [region for side in sides for region in order_rows(side, rules, depth=depth + 1)]
        at = end
    if plain:
        regions.append(plain)
    return regions


def _may_have_columns(rows: Sequence[Row], pieces: Sequence[Line]) -> bool:
    """Say whether anything begins so far to the right of another piece's end that a gutter can lie between."""
    least = _GUTTER * min((row.size for row in rows), default=0.0)
    return bool(pieces) and max(piece.start for piece in pieces) - min(piece.x1 for piece in pieces) >= least


def _whole_line(row: Row) -> Line:
    """Return a row that belongs to no columns as one line."""
    if len(row.pieces) == 1:
        return row.pieces[0]
    first = row.pieces[0]
    whole = join_runs([piece.run for piece in row.pieces])
    return Line(page=first.page, y=first.y, size=whole.size, run=whole, bullet_x=first.bullet_x)


def _table_line(row: Row) -> Line:
    line = _whole_line(row)
    line.cells = line.cells or tuple((piece.run,) for piece in row.pieces)
    return line


def _find_columns(
    rows: Sequence[Row], start: int, width: tuple[float, float], usual: float
) -> tuple[int, tuple[float, float] | None]:
    """Find the longest band of rows from ``start`` that one gutter parts; the gutter is None when there is none.

    ``usual`` is the size of most rows: a large title above columns asks for no wider gutter.
    """
    size = min(rows[start].size, usual)
    free = [width]
    best: tuple[int, tuple[float, float] | None] = (start, None)
    for end in range(start, len(rows)):
        if best[1] is not None and _is_parted(rows, end) and not _run_on(rows, start, end, best[1]):
            break
        for piece in rows[end].pieces:
            free = _cut(free, piece.start, piece.x1, _GUTTER * size)
        if not free:
            break
        inner = [(low, high) for low, high in free if low > width[0] and high < width[1]]  # text on both sides
        gutter = _choose(rows[start : end + 1], inner, width[1] - width[0]) if inner else None
        if gutter is not None:
            best = (end + 1, gutter)
    return best


def _follow_column(rows: Sequence[Row], start: int, end: int, gutter: tuple[float, float]) -> int:
    """Get the end of a band with what is left of its longer column, down to white space over a row that spans both."""
    column = [piece for row in rows[start:end] for piece in row.pieces if piece.x1 <= gutter[0]]
    within = takewhile(lambda row: all(piece.x1 < gutter[1] for piece in row.pieces), rows[end:])
    last = end + sum(1 for _ in within)
    rest = [piece for row in rows[end:last] for piece in row.pieces]
    if not rest or not column or (last < len(rows) and not _is_parted(rows, last)):
        return end
    left, right = min(piece.start for piece in column), max(piece.x1 for piece in column)
    fills = any(piece.x1 - left >= _FULL_SHARE * (right - left) for piece in rest)
    return last if fills else end


def _count_above(band: Sequence[Row], gutter: tuple[float, float]) -> int:
    """Count a band's first rows that stand above its columns, with white space between."""
    first = next(at for at, row in enumerate(band) if any(piece.start >= gutter[1] for piece in row.pieces))
    return next((at for at in range(first, 0, -1) if _is_parted(band, at)), 0)


def _is_parted(rows: Sequence[Row], at: int) -> bool:
    """Say whether white space over the full width stands above a row."""
    sizes = sorted((rows[at].size, rows[at - 1].size))
    return rows[at - 1].y - rows[at].y > max(_PARTED * sizes[0], _PARTED_LARGE * sizes[1])


def _run_on(rows: Sequence[Row], start: int, end: int, gutter: tuple[float, float]) -> bool:
    """Say whether two columns go on below white space that only happens to stand in both of them.

    So it does where one of them has such space elsewhere too; in a grid of boxes it stands in both each time.
    """
    within = takewhile(
        lambda row: all(piece.x1 <= gutter[0] or piece.start >= gutter[1] for piece in row.pieces), rows[end:]
    )
    stop = end + sum(1 for _ in within)
    sides = _split(rows[start:stop], gutter)
    above = [sum(row.y > rows[end].y for row in side) for side in sides]
    if any(min(count, len(side) - count) < _LONG for count, side in zip(above, sides, strict=True)):
        return False
    gaps = [[side[at].y for at in range(1, len(side)) if _is_parted(side, at)] for side in sides]
    shared = sum(any(abs(y - other) <= _SAME_GAP for other in gaps[1]) for y in gaps[0])
    return shared < max(map(len, gaps))


def _cut(free: Sequence[tuple[float, float]], left: float, right: float, least: float) -> list[tuple[float, float]]:
    """Take a covered stretch out of the free ones; what is narrower than ``least`` is no gutter."""
    found: list[tuple[float, float]] = []
    for low, high in free:
        found += [(low, min(high, left)), (max(low, right), high)] if left < high and right > low else [(low, high)]
    return [(low, high) for low, high in found if high - low >= least]


def _choose(band: Sequence[Row], free: Sequence[tuple[float, float]], width: float) -> tuple[float, float] | None:
    """Choose the widest free stretch with enough text on both sides."""
    good: list[tuple[float, float]] = []
    for low, high in free:
        sides = (
            [p for r in band for p in r.pieces if p.x1 <= low],
            [p for r in band for p in r.pieces if p.start >= high],
        )
        least = _MIN_SIDE_LINES if high - low >= _WIDE_GUTTER * band[0].size else _SURE_SIDE_LINES
        if all(
            len(side) >= least and max(p.x1 for p in side) - min(p.start for p in side) >= _MIN_SIDE_SHARE * width
            for side in sides
        ) and _stand_beside(*sides):
            good.append((low, high))
    return max(good, key=lambda stretch: stretch[1] - stretch[0], default=None)


def _stand_beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Say whether the two sides share most of their height, so that neither is simply above the other."""
    top, bottom = min(left[0].y, right[0].y), max(left[-1].y, right[-1].y)
    height = min(left[0].y - left[-1].y, right[0].y - right[-1].y)
    return top - bottom >= height / 2


def _split(band: Sequence[Row], gutter: tuple[float, float]) -> tuple[list[Row], list[Row]]:
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in band:
        for side, pieces in (
            (sides[0], [piece for piece in row.pieces if piece.start < gutter[1]]),
            (sides[1], [piece for piece in row.pieces if piece.start >= gutter[1]]),
        ):
            if pieces:
                side.append(Row(y=row.y, size=max(piece.size for piece in pieces), pieces=pieces))
    return sides


def _is_table(band: Sequence[Row], gutter: tuple[float, float], rules: Sequence[Box]) -> bool:
    """Say whether a band is a table, to be read row by row, rather than columns of text."""
    left, right = _split(band, gutter)
    aligned = sum(len(row.pieces) > 1 for row in band) / max(len(left), len(right))
    if aligned < _ALIGNED_SHARE:
        return False
    top, bottom = band[0].y + band[0].size, band[-1].y - band[-1].size
    ruled = {
        round(rule.y0) for rule in rules if bottom <= rule.y0 <= top and rule.x0 < gutter[0] and rule.x1 > gutter[1]
    }
    if len(ruled) >= _MIN_RULES:
        return True
    if all(_fills(side) for side in (left, right)):
        return False
    labels = sum(row.pieces[0].bold or row.text.endswith((":", "：")) for row in left) / len(left)
    answers = sum(row.pieces[0].bold for row in right) / len(right)
    numbers = sum(_is_figure(row.text) for row in right) / len(right)
    return numbers >= _ALIGNED_SHARE or (labels >= _ALIGNED_SHARE and answers < _ALIGNED_SHARE)


def _fills(side: Sequence[Row]) -> bool:
    """Say whether most lines of a column reach well across it, as running text does."""
    pieces = [row.pieces[0] for row in side]
    left, right = min(piece.start for piece in pieces), max(piece.x1 for piece in pieces)
    return median(piece.x1 - left for piece in pieces) >= _FULL_SHARE * (right - left)


def _is_figure(text: str) -> bool:
    return sum(char.isdigit() for char in text) * 2 >= len(text.replace(" ", ""))
