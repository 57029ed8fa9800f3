"""Signed lines: paragraphs that open with a pictogram: bullets where two do, sources where one is all links."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.credits import find_kicker
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import is_link_only

if TYPE_CHECKING:
    from bot.reading.grammar.layout.pieces import Piece

_LEAST = 2
_SIGN = re.compile(r"\s*(?:[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]\ufe0f?\s*)+(?=\S)|\s*\*\s+(?=\S)")


def read_signs(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the pieces with such paragraphs as bullets, or as labelled sources, without the sign."""
    signs = {
        at: sign.end()
        for at, piece in enumerate(pieces)
        if piece.kind is BlockKind.PARAGRAPH and (sign := _SIGN.match(piece.raw))
    }
    if len(signs) < _LEAST:
        return pieces
    bare = {at: pieces[at].cut(end) for at, end in signs.items()}
    days = {at for at, piece in bare.items() if is_date_line(piece.text) or find_kicker(piece.text)}
    return tuple(
        (bare[at] if at in days else _as_marked(bare[at])) if at in bare else piece for at, piece in enumerate(pieces)
    )


def _as_marked(piece: Piece) -> Piece:
    """Give what stands behind a sign as the item's sources where it is nothing but links, else as a bullet."""
    return piece.headed("Source: ") if is_link_only(piece.spans) else _as_bullet(piece)


def _as_bullet(piece: Piece) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.LIST_ITEM, level=1))
