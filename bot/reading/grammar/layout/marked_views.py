"""Marked views: paragraphs behind a sign (">> Dealers should check ...") that close news are the publisher's view.

Each stands below a plain paragraph and above the next headline, and none right below another, which a list would.
"""

from __future__ import annotations

import re

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.headings import is_furniture_heading
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import is_closed

_SIGNS = (">>", "»", "→", "=>", "->")
_MARK = re.compile(r"\s*(?P<sign>>>|[»→]|[=-]>)\s+(?=[^\W_a-z])")
_LEAST = 2
_LEAST_WORDS = 2
_AS_LABEL = "Our view: "


def read_marked_views(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get the pieces with the label of a view for the sign before it, where all that stand behind a sign are views."""
    marks = {at: mark for at, piece in enumerate(pieces) if (mark := _find_mark(piece))}
    if len(marks) < _LEAST or len({mark["sign"] for mark in marks.values()}) > 1:
        return pieces
    if not all(_closes_news(pieces, at, mark.end()) for at, mark in marks.items()):
        return pieces
    return tuple(
        piece.cut(marks[at].end()).headed(_AS_LABEL) if at in marks else piece for at, piece in enumerate(pieces)
    )


def _find_mark(piece: Piece) -> re.Match[str] | None:
    is_marked = piece.kind is BlockKind.PARAGRAPH and piece.raw.lstrip().startswith(_SIGNS)
    return _MARK.match(piece.raw) if is_marked else None


def _closes_news(pieces: tuple[Piece, ...], at: int, start: int) -> bool:
    """Whether a marked piece is a sentence right below a paragraph, and a heading or the end stands below it."""
    words = pieces[at].raw[start:]
    above, below = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
    told = above is not None and above.kind is BlockKind.PARAGRAPH and not _find_mark(above) and not above.is_bold
    ends = below is None or below.is_heading or below.is_bold or is_furniture_heading(below.text)
    sentence = len(words.split()) >= _LEAST_WORDS and is_closed(words.rstrip()) and find_label(words) is None
    return told and ends and sentence
