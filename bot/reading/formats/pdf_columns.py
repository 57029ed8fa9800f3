"""Finds the reading order of a PDF page: columns beside each other are read one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from statistics import median

from bot.reading.formats.pdf_lines import Line, Row, join_runs

_GUTTER, _WIDE_GUTTER = 0.9, 2.0
_MIN_SIDE_LINES, _SURE_SIDE_LINES, _MIN_SIDE_SHARE = 2, 3, 0.06
_PARTED, _PARTED_LARGE = 2.6, 1.5
_MAX_DEPTH = 4
_Span = tuple[float, float]
"""A stretch of a page's width, from left to right."""


def order_rows(rows: Sequence[Row], *, depth: int = 0) -> list[list[Line]]:
    """Return the lines in reading order, as regions: what stands in one column or over the full width."""
    regions: list[list[Line]] = []
    plain: list[Line] = []
    pieces = [piece for row in rows for piece in row.pieces]
    width = (min((piece.start for piece in pieces), default=0.0), max((piece.x1 for piece in pieces), default=0.0))
    usual = median(row.size for row in rows) if rows else 0.0
    depth = depth if _may_have_columns(pieces, usual) else _MAX_DEPTH
    at = 0
    while at < len(rows):
        table = list(takewhile(lambda line: line.cells, (row.pieces[0] for row in rows[at:])))
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
        band = rows[at:end]
        above = _count_above(band, gutter)
        plain += [_whole_line(row) for row in band[:above]]
        regions += [plain] if plain else []
        plain = []
        regions += [region for side in _split(band[above:], gutter) for region in order_rows(side, depth=depth + 1)]
        at = end
    return [*regions, plain] if plain else regions


def _may_have_columns(pieces: Sequence[Line], size: float) -> bool:
    """Say whether anything begins so far to the right of another piece's end that a gutter can lie between."""
    return bool(pieces) and max(piece.start for piece in pieces) - min(piece.x1 for piece in pieces) >= _GUTTER * size


def _whole_line(row: Row) -> Line:
    """Return a row that belongs to no columns as one line."""
    first = row.pieces[0]
    if len(row.pieces) == 1:
        return first
    whole = join_runs([piece.run for piece in row.pieces])
    return Line(page=first.page, y=first.y, size=whole.size, run=whole, bullet_x=first.bullet_x)


def _find_columns(rows: Sequence[Row], start: int, width: _Span, usual: float) -> tuple[int, _Span | None]:
    """Find the longest band of rows from ``start`` that one gutter parts; the gutter is None when there is none.

    ``usual`` is the size of most rows: a large title above columns asks for no wider gutter.
    """
    least = _GUTTER * min(rows[start].size, usual)
    free = [width]
    best: tuple[int, _Span | None] = (start, None)
    for end in range(start, len(rows)):
        if best[1] is not None and _is_parted(rows, end):
            break
        for piece in rows[end].pieces:
            free = _cut(free, piece.start, piece.x1, least)
        if not free:
            break
        inner = [(low, high) for low, high in free if low > width[0] and high < width[1]]  # text on both sides
        gutter = _choose(rows[start : end + 1], inner, width[1] - width[0]) if inner else None
        if gutter is not None:
            best = (end + 1, gutter)
    return best


def _count_above(band: Sequence[Row], gutter: _Span) -> int:
    """Count a band's first rows that stand above its columns, with white space between.

    One part of theirs may stand further right than the column begins, as a day at the edge of the page does.
    """
    starts = [[piece.start for piece in row.pieces if piece.start >= gutter[1]] for row in band]
    left = min(start for row in starts for start in row) + band[0].size
    first = next(at for at, row in enumerate(starts) if any(start <= left for start in row))
    return next((at for at in range(first, 0, -1) if _is_parted(band, at)), 0)


def _is_parted(rows: Sequence[Row], at: int) -> bool:
    """Say whether white space over the full width stands above a row."""
    sizes = sorted((rows[at].size, rows[at - 1].size))
    return rows[at - 1].y - rows[at].y > max(_PARTED * sizes[0], _PARTED_LARGE * sizes[1])


def _cut(free: Sequence[_Span], left: float, right: float, least: float) -> list[_Span]:
    """Take a covered stretch out of the free ones; what is narrower than ``least`` is no gutter."""
    found: list[_Span] = []
    for low, high in free:
        found += [(low, min(high, left)), (max(low, right), high)] if left < high and right > low else [(low, high)]
    return [(low, high) for low, high in found if high - low >= least]


def _choose(band: Sequence[Row], free: Sequence[_Span], width: float) -> _Span | None:
    """Choose the widest free stretch with enough text on both sides, which share most of their height."""
    good: list[_Span] = []
    for low, high in free:
        left = [piece for row in band for piece in row.pieces if piece.x1 <= low]
        right = [piece for row in band for piece in row.pieces if piece.start >= high]
        least = _MIN_SIDE_LINES if high - low >= _WIDE_GUTTER * band[0].size else _SURE_SIDE_LINES
        if min(len(left), len(right)) < least:
            continue
        wide = all(
            max(piece.x1 for piece in side) - min(piece.start for piece in side) >= _MIN_SIDE_SHARE * width
            for side in (left, right)
        )
        common = min(left[0].y, right[0].y) - max(left[-1].y, right[-1].y)
        if wide and common >= min(left[0].y - left[-1].y, right[0].y - right[-1].y) / 2:
            good.append((low, high))
    return max(good, key=lambda stretch: stretch[1] - stretch[0], default=None)


def _split(band: Sequence[Row], gutter: _Span) -> tuple[list[Row], list[Row]]:
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in band:
        for is_right, side in enumerate(sides):
            pieces = [piece for piece in row.pieces if (piece.start >= gutter[1]) == bool(is_right)]
            if pieces:
                side.append(Row(y=row.y, size=max(piece.size for piece in pieces), pieces=pieces))
    return sides
