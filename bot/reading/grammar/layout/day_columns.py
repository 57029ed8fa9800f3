"""Days in a column of their own: lines that each open with a day and, behind a space alone, what is on it.

A single one may be a sentence or a title ("5 May 2025 Digest"), so that two stand together at least. Each day is then
given in italics, which set it off as a column does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from bot.dates.date_words import ALL_MONTHS
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.date_pattern import DATE

_DAY = re.compile(rf"\s*(?P<date>(?i:{DATE}))\s+(?=[A-Z“\"‘])(?!(?i:issue|edition|no\.)\s)")
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_LEAST = 2


def read_day_columns(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces of such columns with their days in italics."""
    days = {at: day for at, piece in enumerate(pieces) if (day := _find_day(piece))}
    runs = [[at for _, at in run] for _, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0])]
    kept = {at for run in runs if len(run) >= _LEAST for at in run}
    return tuple(_set_off(piece, days[at]) if at in kept else piece for at, piece in enumerate(pieces))


def _find_day(piece: Piece) -> re.Match[str] | None:
    opening = piece.raw.lstrip()[:3].lower()
    if piece.kind not in _KINDS or not (opening[:1].isdigit() or opening in ALL_MONTHS):
        return None
    return None if piece.spans[0].bold or piece.spans[0].italic else _DAY.match(piece.raw)


def _set_off(piece: Piece, day: re.Match[str]) -> Piece:
    return replace(piece, spans=(Span(text=day["date"], italic=True), *piece.cut(day.end("date")).spans))
