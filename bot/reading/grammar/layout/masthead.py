"""Masthead: a small table before everything else that holds names, number and day of the issue, and no news."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, takewhile

from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.table_rows import find_table_head, split_cells
from bot.reading.grammar.lines.reports import is_closed
from bot.reading.grammar.lines.title_line import LONGEST_NAME, is_title_date

_MOST_ROWS, _CELLS = 4, 2
_FIRST, _LEAST_FIELDS, _MOST_FIELDS = 6, 3, 8
_MEMO_FIELD = re.compile(
    r"(?:to|from|cc|date|re|subject|an|von|datum|betreff|收件人?|发件人?|抄送|日期|主题|事由)\s*[:：]?", re.IGNORECASE
)
"""What a memorandum says of itself in its first lines."""


def read_masthead(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with the rows of such a table as paragraphs, their cells parted by bars as in a title line.

    The rows of a memorandum's head are its fields.
    """
    memo = [at for at, piece in enumerate(pieces[:_FIRST]) if piece.kind is BlockKind.TABLE_ROW][:1]
    if memo and (fields := _read_memo(pieces[memo[0] : memo[0] + _MOST_FIELDS])):
        return (*pieces[: memo[0]], *fields, *pieces[memo[0] + len(fields) :])
    first = next((at for at, piece in enumerate(pieces[:2]) if piece.kind is BlockKind.TABLE_ROW), len(pieces))
    ahead = islice(pieces, first, first + _MOST_ROWS + 1)
    rows = list(takewhile(lambda piece: piece.kind is BlockKind.TABLE_ROW, ahead))
    end = first + len(rows)
    if not rows or len(rows) > _MOST_ROWS or not any(is_closed(piece.text) for piece in pieces[end:]):
        return pieces
    cells = [[cell.text for cell in split_cells(row)] for row in rows]
    dated = [any(map(is_title_date, row)) for row in cells]
    named = all(len(cell) <= LONGEST_NAME and not is_closed(cell) for row in cells for cell in row)
    if not named or not any(dated) or (len(rows) > 1 and all(dated)) or any(map(find_table_head, rows)):
        return pieces
    lines = [replace(row, source=replace(row.source, kind=BlockKind.PARAGRAPH)) for row in rows]
    return (*pieces[:first], *lines, *pieces[end:])


def _read_memo(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get the rows of a memorandum's head as paragraphs ("From: Ann Bow, Purchasing"); none where there is no such."""
    rows = list(takewhile(lambda piece: piece.kind is BlockKind.TABLE_ROW, pieces))
    cells = [[cell.text for cell in split_cells(row)] for row in rows]
    told = all(len(row) == _CELLS and row[1] and _MEMO_FIELD.fullmatch(row[0].strip()) for row in cells)
    if not told or len(rows) < _LEAST_FIELDS:
        return ()
    lines = [f"{name.strip().rstrip(':：')}: {value}" for name, value in cells]
    return tuple(
        replace(row, source=replace(row.source, kind=BlockKind.PARAGRAPH), spans=(Span(text=line),))
        for row, line in zip(rows, lines, strict=True)
    )
