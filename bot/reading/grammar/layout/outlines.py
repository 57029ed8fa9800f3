"""Outlines: lines that decimal numbers order ("1 Rules", "1.1 Exports", "1.1.1 Ropes need licences") are headings.

Each number follows from the one before: it goes one deeper, or on at its own depth or one above. Such a line's level
is its depth, and its number says no more than its place does. Two depths are what sections and numbered headlines are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.dates.date_words import ANY_MONTH
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.reports import is_closed

_ENTRY = re.compile(
    rf"\s*(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\.?\s+(?!{ANY_MONTH}(?![^\W\d_]))(?=[^\W\d_]|[“\"‘'《「(（])",
    re.IGNORECASE,
)
_LEAST = 4
_LEAST_DEEP = 3
_LONGEST = 160
_SET = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH})
_ASKS = ("?", "？")


def read_outlines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the lines of such an outline as headings of the level of their depth, below that of the title."""
    entries = _list_entries(pieces)
    depths = {len(number) for _, number, _ in entries}
    if len(entries) < _LEAST or max(depths, default=0) < _LEAST_DEEP:
        return pieces
    found = {at: (number, start) for at, number, start in entries}
    read: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at not in found:
            read.append(piece)
            continue
        number, start = found[at]
        source = replace(piece.source, kind=BlockKind.HEADING, level=len(number) + 1)
        end = len(_line_of(piece))
        read.append(replace(piece.cut(start, end), source=source))
        below = replace(piece.cut(end), source=replace(piece.source, kind=BlockKind.PARAGRAPH, level=0))
        read.extend([below] if below.raw.strip() else [])
    return tuple(read)


def _list_entries(pieces: Iterable[Piece]) -> list[tuple[int, tuple[int, ...], int]]:
    """Return where each line of the outline stands, its number, and where its words start."""
    found: list[tuple[int, tuple[int, ...], int]] = []
    last: tuple[int, ...] = ()
    for at, piece in enumerate(pieces):
        if piece.kind not in _SET or not piece.raw.lstrip()[:1].isdigit():
            continue
        line = _line_of(piece)
        entry = _ENTRY.match(line)
        if entry is None or len(line) > _LONGEST:
            continue
        number = tuple(map(int, entry["number"].split(".")))
        closed = is_closed(line.strip()) and not line.strip().endswith(_ASKS)
        if _follows(number, last) and not closed:
            found.append((at, number, entry.end()))
            last = number
    return found


def _line_of(piece: Piece) -> str:
    """Return the first line of a piece, which stands over the others."""
    return piece.raw[: len(piece.raw) - len(piece.raw.lstrip())] + piece.raw.lstrip().partition("\n")[0]


def _follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number comes right after another in an outline: its first part, or the next at some depth."""
    if number == (*last, 1):
        return True
    above = number[:-1]
    return len(number) <= len(last) and last[: len(above)] == above and number[-1] == last[len(above)] + 1
